#pragma once
#include "engine/commands.h"
#include "engine/steps/run.h"

namespace lienthong::engine {

// One handler a command. Each changes the workspace through the execution and answers; the agenda is run by
// the caller afterwards, then `finish` may complete the answer with what the run has led to.
#define LIENTHONG_HANDLER(Type) Reply handle(Run&, const Type&)
LIENTHONG_HANDLER(Deploy);
LIENTHONG_HANDLER(DeleteDeployment);
LIENTHONG_HANDLER(DeleteDefinition);
LIENTHONG_HANDLER(SuspendDefinition);
LIENTHONG_HANDLER(StartProcess);
LIENTHONG_HANDLER(DeleteInstance);
LIENTHONG_HANDLER(SuspendInstance);
LIENTHONG_HANDLER(SuspendInstances);
LIENTHONG_HANDLER(ChangeVariables);
LIENTHONG_HANDLER(UpdateTask);
LIENTHONG_HANDLER(ClaimTask);
LIENTHONG_HANDLER(AssignTask);
LIENTHONG_HANDLER(DelegateTask);
LIENTHONG_HANDLER(ResolveTask);
LIENTHONG_HANDLER(CompleteTask);
LIENTHONG_HANDLER(RaiseTaskError);
LIENTHONG_HANDLER(RaiseTaskEscalation);
LIENTHONG_HANDLER(ChangeLink);
LIENTHONG_HANDLER(AddComment);
LIENTHONG_HANDLER(FetchAndLock);
LIENTHONG_HANDLER(CompleteExternalTask);
LIENTHONG_HANDLER(FailExternalTask);
LIENTHONG_HANDLER(RaiseExternalTaskError);
LIENTHONG_HANDLER(GiveUpExternalTask);
LIENTHONG_HANDLER(ExtendLock);
LIENTHONG_HANDLER(LockExternalTask);
LIENTHONG_HANDLER(UnlockExternalTask);
LIENTHONG_HANDLER(SetExternalTaskRetries);
LIENTHONG_HANDLER(SetExternalTaskPriority);
LIENTHONG_HANDLER(RunJob);
LIENTHONG_HANDLER(SetJobRetries);
LIENTHONG_HANDLER(SetJobDue);
LIENTHONG_HANDLER(RecalculateJobDue);
LIENTHONG_HANDLER(SuspendJob);
LIENTHONG_HANDLER(SetJobPriority);
LIENTHONG_HANDLER(DeleteJob);
LIENTHONG_HANDLER(ResolveIncident);
LIENTHONG_HANDLER(AnnotateIncident);
LIENTHONG_HANDLER(CreateIncident);
LIENTHONG_HANDLER(CorrelateMessage);
LIENTHONG_HANDLER(BroadcastSignal);
LIENTHONG_HANDLER(EvaluateConditions);
LIENTHONG_HANDLER(SignalExecution);
LIENTHONG_HANDLER(ChooseActivities);
LIENTHONG_HANDLER(CompleteAdHoc);
LIENTHONG_HANDLER(RecordDecisions);
LIENTHONG_HANDLER(SetDecisionHistoryTimeToLive);
LIENTHONG_HANDLER(RecordAudit);
LIENTHONG_HANDLER(AdvanceClock);
LIENTHONG_HANDLER(BelieveClock);
LIENTHONG_HANDLER(DeleteHistory);
LIENTHONG_HANDLER(RunSweep);
#undef LIENTHONG_HANDLER

/// The job failed while it ran: its attempts are counted, and at none left it becomes an incident
/// (bpmn-extensions 18.2).
void record_job_failure(Run&, JobId, const std::string& message);
/// The same without asking the model for a plan: none left, and no incident.
void give_up_job(Run&, JobId, const std::string& message);

// Looking up what a command names; each throws Refused{NotFound} in the contract's words.
Task& task_named(Run&, TaskId);
Instance& process_named(Run&, InstanceId);
Job& external_task_named(Run&, JobId);
Job& job_named(Run&, JobId);

}  // namespace lienthong::engine
