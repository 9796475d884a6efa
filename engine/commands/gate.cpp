#include "engine/commands/gate.h"
#include "engine/steps/gate.h"

namespace lienthong::engine {
namespace {

template <class... C>
struct Kinds {
  template <class T>
  static constexpr bool have = (std::is_same_v<T, C> || ...);
  static constexpr std::size_t size = sizeof...(C);
};

// Each command stands in one of these: what it asks of an instance, and so what must not be stopped.
using OfTask = Kinds<UpdateTask, ClaimTask, AssignTask, DelegateTask, ResolveTask, CompleteTask,
                     RaiseTaskError, RaiseTaskEscalation, ChangeLink, AddComment>;
using OfExternalTask =
    Kinds<CompleteExternalTask, FailExternalTask, RaiseExternalTaskError, ExtendLock, LockExternalTask>;
using OfJob = Kinds<RunJob>;
using OfExecution = Kinds<SignalExecution, BroadcastSignal, CorrelateMessage>;
using OfAdHoc = Kinds<ChooseActivities, CompleteAdHoc>;
/// They move nothing in an instance, end it by force, or pass over those that are stopped.
using OfNone =
    Kinds<Deploy, DeleteDeployment, DeleteDefinition, SuspendDefinition, StartProcess, DeleteInstance,
          SuspendInstance, SuspendInstances, ChangeVariables, FetchAndLock, GiveUpExternalTask,
          UnlockExternalTask, SetExternalTaskRetries, SetExternalTaskPriority, SetJobRetries, SetJobDue,
          RecalculateJobDue, SuspendJob, SetJobPriority, DeleteJob, ResolveIncident, AnnotateIncident,
          CreateIncident, EvaluateConditions, RecordDecisions, SetDecisionHistoryTimeToLive, RecordAudit,
          AdvanceClock, BelieveClock, DeleteHistory, RunSweep>;
static_assert(OfTask::size + OfExternalTask::size + OfJob::size + OfExecution::size + OfAdHoc::size +
                  OfNone::size ==
              std::variant_size_v<Command>);

template <class R, class Id>
void ask_of(Run& run, Id id, const char* what) {
  if (const R* row = run.work().find<R>(id.value))
    ask(run, row->root, std::string(what) + " with id '" + to_string(id) + "'");
}

template <class C>
void check_one(Run& run, const C& command) {
  if constexpr (OfTask::have<C>) {
    ask_of<Task>(run, command.task, "Task");
  } else if constexpr (OfExternalTask::have<C>) {
    ask_of<Job>(run, command.job, "ExternalTask");
  } else if constexpr (OfJob::have<C>) {
    if (command.asked_for) ask_of<Job>(run, command.job, "Job");
  } else if constexpr (std::is_same_v<C, SignalExecution>) {
    ask_of<Instance>(run, command.execution, "Execution");
  } else if constexpr (OfExecution::have<C>) {
    if (command.execution) ask_of<Instance>(run, *command.execution, "Execution");
  } else if constexpr (OfAdHoc::have<C>) {
    ask_of<Instance>(run, command.ad_hoc, "Execution");
  } else {
    static_assert(OfNone::have<C>);
  }
}

}  // namespace

void check_may_touch(Run& run, const Command& command) {
  std::visit([&](const auto& one) { check_one(run, one); }, command);
}

}  // namespace lienthong::engine
