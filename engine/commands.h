#pragma once
// Everything that the outside may ask of the engine, as plain values, and what it answers. Reading lists is
// not here: see engine/rows/store.h.
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>
#include "base/clock.h"
#include "base/ids.h"
#include "base/instant.h"
#include "base/refused.h"
#include "base/typed_value.h"
#include "base/waiting.h"
#include "engine/rows/decision_records.h"
#include "engine/rows/variables.h"
#include "engine/steps/run.h"

namespace lienthong::engine {

// ---- deployment and definitions

struct Deploy {
  std::optional<std::string> name, source, tenant;
  std::vector<std::pair<std::string, std::string>> resources;  ///< file name, bytes
  bool filter_duplicates = false, changed_only = false;
};
struct DeleteDeployment {
  DeploymentId deployment;
  bool cascade = false;
};
/// One version. The version before it listens to start events again.
struct DeleteDefinition {
  DefinitionId definition;
  bool cascade = false;  ///< its running instances too
};
struct SuspendDefinition {
  DefinitionId definition;
  bool suspended = true;
  bool include_instances = false;
};

// ---- process instances

struct StartProcess {
  std::optional<DefinitionId> definition;  ///< this version …
  std::string key;                         ///< … or the latest version of this key
  std::optional<std::string> business_key;
  Variables variables;
  std::optional<std::string> user;
  bool with_variables_in_return = false;
  std::string start_event;  ///< element id; empty: the none start event, else the first timer
  bool form = false;        ///< submit-form: validates the fields of the start form
};
struct DeleteInstance {
  InstanceId root;
  std::optional<std::string> reason, user;
  bool skip_io_mappings = false, skip_sub_processes = false, skip_listeners = false;
};
struct SuspendInstance {
  InstanceId root;
  bool suspended = true;
};
/// Suspends every running instance of a definition or of all versions of a key.
struct SuspendInstances {
  std::optional<DefinitionId> definition;
  std::string key;
  bool suspended = true;
};
/// Changes variables of a scope: an instance (root or any execution), or a task's. `local`: exactly that
/// scope.
struct ChangeVariables {
  InstanceId instance;
  TaskId task;
  bool local = false;
  Variables set;
  std::vector<std::string> remove;
};

// ---- tasks

struct UpdateTask {  ///< PUT /task/{id}: overwrites every field
  TaskId task;
  std::optional<std::string> name, description, assignee, owner, parent_task, tenant;
  std::int64_t priority = 0;
  std::optional<std::string> delegation;
  std::optional<Instant> due, follow_up;
};
struct ClaimTask {
  TaskId task;
  std::optional<std::string> user;
};  ///< no user: unclaim
struct AssignTask {
  TaskId task;
  std::optional<std::string> user;
};
struct DelegateTask {
  TaskId task;
  std::string user;
};
struct ResolveTask {
  TaskId task;
  Variables variables;
};
struct CompleteTask {
  TaskId task;
  Variables variables;
  bool with_variables_in_return = false;
  bool form = false;  ///< submit-form: validates form fields; a PENDING task is resolved instead
  std::optional<std::string> user;
};
struct RaiseTaskError {
  TaskId task;
  std::string code;
  std::optional<std::string> message;
  Variables variables;
};
struct RaiseTaskEscalation {
  TaskId task;
  std::string code;
  Variables variables;
};
struct ChangeLink {
  TaskId task;
  bool remove = false;
  std::string type;
  std::optional<std::string> user, group;
};
struct AddComment {
  TaskId task;
  std::string message;
  std::optional<std::string> user;
};

// ---- external tasks

struct FetchTopic {
  std::string topic;
  std::int64_t lock_duration_ms = 0;
  std::optional<std::vector<std::string>> variables;  ///< none: all visible
  bool local_variables = false, deserialize_values = false, include_extension_properties = false;
  std::optional<std::string> business_key;
  std::vector<DefinitionId> definitions;  ///< any of; empty: all
  std::vector<std::string> keys;
  std::vector<std::optional<std::string>> tenants;  ///< any of, none among them; empty: all
  std::optional<std::string> version_tag;
  std::vector<std::pair<std::string, Value>> process_variables;  ///< must equal
};
struct FetchAndLock {
  std::string worker;
  std::int64_t max_tasks = 0;
  bool use_priority = false;
  enum class Sort { None, CreatedAscending, CreatedDescending } sort = Sort::None;
  std::vector<FetchTopic> topics;
  enum class Claims { Tasks, Notifications, Both } claims = Claims::Tasks;  ///< notifications: the outbox
  std::optional<ReadyWork::Entry> behind;  ///< goes on there (LockedTasks::behind)
};
struct CompleteExternalTask {
  JobId job;
  std::string worker;
  Variables variables, local_variables;
  bool ends_uncaught = false;  ///< as in RaiseExternalTaskError: of the errors that its rules throw
};
struct FailExternalTask {
  JobId job;
  std::string worker;
  std::optional<std::string> message, details;
  std::int64_t retries = 0, retry_timeout_ms = 0;
  Variables variables, local_variables;
  bool ends_uncaught = false;
};
struct RaiseExternalTaskError {
  JobId job;
  std::string worker, code;
  std::optional<std::string> message;
  Variables variables;
  bool ends_uncaught = false;  ///< where nobody catches it the token ends, as in Camunda 7; else an incident
};
/// Its worker has sent more than the server takes, and would send it again: an incident. Nothing happens to a
/// task that nobody has locked.
struct GiveUpExternalTask {
  JobId job;
  std::string why;
};
struct ExtendLock {
  JobId job;
  std::string worker;
  std::int64_t duration_ms = 0;
};
struct LockExternalTask {
  JobId job;
  std::string worker;
  std::int64_t duration_ms = 0;
};
struct UnlockExternalTask {
  JobId job;
};
struct SetExternalTaskRetries {
  std::vector<JobId> jobs;
  std::int64_t retries = 0;
};
struct SetExternalTaskPriority {
  JobId job;
  std::int64_t priority = 0;
};

// ---- jobs and incidents

struct RunJob {
  JobId job;
  bool asked_for = false;
};  ///< asked_for: through the API, regardless of due date and retries
struct SetJobRetries {
  JobId job;
  std::int64_t retries = 0;
  bool set_due = false;
  std::optional<Instant> due;
};
struct SetJobDue {
  JobId job;
  std::optional<Instant> due;
  bool cascade = false;
};
struct RecalculateJobDue {
  JobId job;
  bool from_creation = true;
};
struct SuspendJob {
  JobId job;
  bool suspended = true;
};
struct SetJobPriority {
  JobId job;
  std::int64_t priority = 0;
};
struct DeleteJob {
  JobId job;
  std::optional<std::string> user = std::nullopt;
};
struct ResolveIncident {
  IncidentId incident;
};
struct AnnotateIncident {
  IncidentId incident;
  std::optional<std::string> annotation;
};
struct CreateIncident {
  InstanceId instance;
  std::string type;
  std::optional<std::string> configuration, message;
};

// ---- events

struct CorrelateMessage {
  std::string name;
  std::optional<std::string> business_key;
  Variables correlation_keys, local_correlation_keys;
  std::optional<InstanceId> instance;   ///< only executions of this process instance
  std::optional<InstanceId> execution;  ///< only this execution (its subscription)
  Variables variables, local_variables, triggered_scope_variables;
  bool all = false;
};
struct BroadcastSignal {
  std::string name;
  std::optional<InstanceId> execution;
  Variables variables;
};
/// Starts the processes whose conditional start event holds for these variables.
struct EvaluateConditions {
  Variables variables;
  std::optional<std::string> business_key;
  std::optional<DefinitionId> definition;  ///< only this version; else the latest of every process
  std::optional<std::string> tenant;       ///< only definitions of this tenant …
  bool without_tenant = false;             ///< … or of none
  std::optional<std::string> user;
};
/// POST /execution/{id}/signal: continues a receive task without message.
struct SignalExecution {
  InstanceId execution;
  Variables variables;
};

// ---- ad-hoc sub-processes

/// Begins elements of an active ad-hoc sub-process, one of them as often as it is named.
struct ChooseActivities {
  InstanceId ad_hoc;
  std::vector<std::string> elements;
  Variables variables;
  std::optional<std::string> user;
};
/// Closes it whatever its completion condition says.
struct CompleteAdHoc {
  InstanceId ad_hoc;
  std::optional<std::string> user;
};

// ---- decisions

/// Writes what was decided outside any process instance (engine/definitions/decisions.h).
struct RecordDecisions {
  DecisionId decision;
  std::vector<DecisionHistory> history;
  std::optional<std::string> user;
};
struct SetDecisionHistoryTimeToLive {
  DecisionId decision;
  std::optional<std::int64_t> days;
};

// ---- housekeeping

/// Adds a line to the audit trail, e.g. of a call to an outside system or a read of a citizen's record.
struct RecordAudit {
  InstanceId root, instance;
  std::string kind;
  std::optional<std::string> actor;
  std::string subject, detail;
};
/// Moves the development clock.
struct AdvanceClock {
  std::int64_t ms = 0;
};
/// An operator has looked at the machine's clock: a leap forward that is doubted is believed at once.
struct BelieveClock {};
/// Deletes a finished instance's history.
struct DeleteHistory {
  InstanceId root;
};
/// One slice of a command on many (engine/rows/sweep.h).
struct RunSweep {
  SweepId sweep;
};

using Command =
    std::variant<Deploy, DeleteDeployment, DeleteDefinition, SuspendDefinition, StartProcess, DeleteInstance,
                 SuspendInstance, SuspendInstances, ChangeVariables, UpdateTask, ClaimTask, AssignTask,
                 DelegateTask, ResolveTask, CompleteTask, RaiseTaskError, RaiseTaskEscalation, ChangeLink,
                 AddComment, FetchAndLock, CompleteExternalTask, FailExternalTask, RaiseExternalTaskError,
                 GiveUpExternalTask, ExtendLock, LockExternalTask, UnlockExternalTask, SetExternalTaskRetries,
                 SetExternalTaskPriority, RunJob, SetJobRetries, SetJobDue, RecalculateJobDue, SuspendJob,
                 SetJobPriority, DeleteJob, ResolveIncident, AnnotateIncident, CreateIncident,
                 CorrelateMessage, BroadcastSignal, EvaluateConditions, SignalExecution, ChooseActivities,
                 CompleteAdHoc, RecordDecisions, SetDecisionHistoryTimeToLive, RecordAudit, AdvanceClock,
                 BelieveClock, DeleteHistory, RunSweep>;

// ---- answers

struct Nothing {};
struct Deployed {
  DeploymentId deployment;
  std::vector<DefinitionId> definitions;  ///< empty when an unchanged deployment was found instead
  std::vector<DecisionId> decisions;
  std::vector<RequirementsId> requirements;
  std::vector<Problem> warnings;
};
struct Started {
  InstanceId root;
  DefinitionId definition;
  std::string definition_key;
  std::int64_t definition_version = 1;
  std::optional<std::string> business_key;
  bool ended = false, suspended = false;
  Variables variables;  ///< when asked for
};
struct CompletedTask {
  Variables variables;
};
struct LockedTask {
  JobId job;
  InstanceId root, execution, activity;  ///< activity: the activity instance
  DefinitionId definition;
  std::string definition_key, topic, worker, node;
  std::int64_t definition_version = 1;
  std::optional<std::string> definition_version_tag, business_key, error_message, error_details;
  std::optional<std::int64_t> retries;
  std::int64_t priority = 0, fence = 0, attempts = 0;
  Instant locked_until, created;
  Variables variables;
  bool deserialize_values = false;
  std::vector<std::pair<std::string, std::string>> extension_properties;
  std::optional<Context> notice;  ///< of a notification: what is told
};
struct LockedTasks {
  std::vector<LockedTask> tasks;
  bool unfinished = false;  ///< there was more to look at than one command may (limits::fetch_looks_max) …
  std::optional<ReadyWork::Entry> behind;  ///< … behind this one
};
struct Correlated {
  struct One {
    bool started = false;  ///< a new process instance rather than a waiting execution
    InstanceId root, execution;
    DefinitionId definition;
    std::string definition_key;
    std::int64_t definition_version = 1;
    std::optional<std::string> business_key;
    bool ended = false;
    Variables variables;
  };
  std::vector<One> results;
};
struct Created {
  std::int64_t id = 0;
};  ///< of the comment, incident or audit line made
/// It concerns so many that sweeps do the rest: done when the last of them has ended.
struct Underway {
  std::vector<SweepId> sweeps;
  std::optional<Correlated> so_far;  ///< of a message: whom it has come to
};
/// It asks for too many that a sweep has not reached yet, and was not run: again later.
struct Later {};
/// It is refused, and that it was has been noted: the answer is the refusal.
struct NotedRefusal {
  Refused::Kind kind;
  std::string why;
};
using Reply = std::variant<Nothing, Deployed, Started, CompletedTask, LockedTasks, Correlated, Created,
                           Underway, Later, NotedRefusal>;

/// What became of one command: an answer, or why not (Refused, or our own bug).
struct Result {
  Reply reply;
  std::exception_ptr error;
};

/// Where the outside hands commands in. `done` is called exactly once, after the commit, on a thread of the
/// receiver's choosing. Throws Refused{Overloaded} at once when the queue is full.
struct Commands {
  virtual ~Commands() = default;
  virtual void submit(Command, std::function<void(Result)> done) = 0;
  /// Calls `wake` (once, on any thread) as soon as an external task or notification of one of the topics may
  /// be fetched, so that a long poll can ask again; while the answer lives.
  [[nodiscard]] virtual Waiting wait_for_topics(std::vector<std::string> topics,
                                                std::function<void()> wake) = 0;
  virtual ClockReport clock() const = 0;
  Instant now() const { return clock().now; }  ///< engine time
};

/// Hands a command in and waits for its answer. Throws what the engine answers with. Never on the thread that
/// answers.
Reply ask(Commands&, Command);

}  // namespace lienthong::engine
