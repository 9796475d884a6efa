#pragma once
#include <variant>
#include "tests/engine/groups/eyes.h"

namespace lienthong::groups {

constexpr std::size_t kinds = std::variant_size_v<engine::Command>;

/// The name of an alternative of the variant, as it is written in engine/commands.h.
const std::string& name_of(std::size_t kind);
/// How often it is drawn beside others.
int weight_of(std::size_t kind);

/// A command of that kind, about what is there to be seen.
engine::Command draw(std::size_t kind, Eyes&);
/// The files that a deployment draws from.
const std::vector<std::pair<std::string, std::string>>& files();

// One overload for each alternative: a new command does not compile until it is drawn here.
#define LIENTHONG_DRAW(Type) void draw(Eyes&, engine::Type&)
LIENTHONG_DRAW(Deploy);
LIENTHONG_DRAW(DeleteDeployment);
LIENTHONG_DRAW(DeleteDefinition);
LIENTHONG_DRAW(SuspendDefinition);
LIENTHONG_DRAW(StartProcess);
LIENTHONG_DRAW(DeleteInstance);
LIENTHONG_DRAW(SuspendInstance);
LIENTHONG_DRAW(SuspendInstances);
LIENTHONG_DRAW(ChangeVariables);
LIENTHONG_DRAW(UpdateTask);
LIENTHONG_DRAW(ClaimTask);
LIENTHONG_DRAW(AssignTask);
LIENTHONG_DRAW(DelegateTask);
LIENTHONG_DRAW(ResolveTask);
LIENTHONG_DRAW(CompleteTask);
LIENTHONG_DRAW(RaiseTaskError);
LIENTHONG_DRAW(RaiseTaskEscalation);
LIENTHONG_DRAW(ChangeLink);
LIENTHONG_DRAW(AddComment);
LIENTHONG_DRAW(FetchAndLock);
LIENTHONG_DRAW(CompleteExternalTask);
LIENTHONG_DRAW(FailExternalTask);
LIENTHONG_DRAW(RaiseExternalTaskError);
LIENTHONG_DRAW(GiveUpExternalTask);
LIENTHONG_DRAW(ExtendLock);
LIENTHONG_DRAW(LockExternalTask);
LIENTHONG_DRAW(UnlockExternalTask);
LIENTHONG_DRAW(SetExternalTaskRetries);
LIENTHONG_DRAW(SetExternalTaskPriority);
LIENTHONG_DRAW(RunJob);
LIENTHONG_DRAW(SetJobRetries);
LIENTHONG_DRAW(SetJobDue);
LIENTHONG_DRAW(RecalculateJobDue);
LIENTHONG_DRAW(SuspendJob);
LIENTHONG_DRAW(SetJobPriority);
LIENTHONG_DRAW(DeleteJob);
LIENTHONG_DRAW(ResolveIncident);
LIENTHONG_DRAW(AnnotateIncident);
LIENTHONG_DRAW(CreateIncident);
LIENTHONG_DRAW(CorrelateMessage);
LIENTHONG_DRAW(BroadcastSignal);
LIENTHONG_DRAW(EvaluateConditions);
LIENTHONG_DRAW(SignalExecution);
LIENTHONG_DRAW(ChooseActivities);
LIENTHONG_DRAW(CompleteAdHoc);
LIENTHONG_DRAW(RecordDecisions);
LIENTHONG_DRAW(SetDecisionHistoryTimeToLive);
LIENTHONG_DRAW(RecordAudit);
LIENTHONG_DRAW(AdvanceClock);
LIENTHONG_DRAW(BelieveClock);
LIENTHONG_DRAW(RunSweep);
LIENTHONG_DRAW(DeleteHistory);
#undef LIENTHONG_DRAW

}  // namespace lienthong::groups
