#pragma once
// What remains of running instances: rows that are written with each change and never deleted by the engine.
#include <optional>
#include <string>
#include <string_view>
#include "base/ids.h"
#include "base/instant.h"
#include "base/typed_value.h"
#include "engine/rows/states.h"
#include "lifecycle/lifecycle.h"

namespace lienthong::engine {

// History: one row a process, activity, task, variable and incident, written in the same transaction as the
// change it records.

struct ProcessHistory {
  InstanceId id, root, calling_root, top_root;  ///< id == root
  DefinitionId definition;
  std::optional<std::string> business_key, start_user, delete_reason, tenant;
  std::string start_node;
  Outcome state = Outcome::Active;
  Instant started;
  std::optional<Instant> ended;

  static constexpr std::string_view table = "process_history";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &ProcessHistory::id);
    v("root", &ProcessHistory::root);
    v("calling_root", &ProcessHistory::calling_root);
    v("top_root", &ProcessHistory::top_root);
    v("definition", &ProcessHistory::definition);
    v("business_key", &ProcessHistory::business_key);
    v("start_user", &ProcessHistory::start_user);
    v("delete_reason", &ProcessHistory::delete_reason);
    v("tenant", &ProcessHistory::tenant);
    v("start_node", &ProcessHistory::start_node);
    v("state", &ProcessHistory::state);
    v("started", &ProcessHistory::started);
    v("ended", &ProcessHistory::ended);
  }
};

struct ActivityHistory {
  EventId id;  ///< the next one that was made after `instance` (of a wait the same): at most `ids_apart_max`
               ///< larger
  InstanceId root, instance, parent;  ///< parent: the scope's instance
  DefinitionId definition;
  std::string node, type;  ///< type: activityType word of the wire contract
  std::optional<std::string> name, assignee;
  TaskId task;
  InstanceId called;
  Instant started;
  std::optional<Instant> ended;
  bool canceled = false, completes_scope = false;

  static constexpr std::int64_t ids_apart_max = std::int64_t{1} << 22;  ///< a millisecond (IdSource)

  /// It tells of a token that has come to a join and waits, or has waited, for others: nothing began there
  /// yet. Both ids are those of its Arrival.
  bool is_wait() const { return instance.value == id.value; }

  static constexpr std::string_view table = "activity_history";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &ActivityHistory::id);
    v("root", &ActivityHistory::root);
    v("instance", &ActivityHistory::instance);
    v("parent", &ActivityHistory::parent);
    v("definition", &ActivityHistory::definition);
    v("node", &ActivityHistory::node);
    v("type", &ActivityHistory::type);
    v("name", &ActivityHistory::name);
    v("assignee", &ActivityHistory::assignee);
    v("task", &ActivityHistory::task);
    v("called", &ActivityHistory::called);
    v("started", &ActivityHistory::started);
    v("ended", &ActivityHistory::ended);
    v("canceled", &ActivityHistory::canceled);
    v("completes_scope", &ActivityHistory::completes_scope);
  }
};

struct TaskHistory {
  TaskId id;
  InstanceId root, instance;
  DefinitionId definition;
  EventId activity;
  std::string node;
  std::optional<std::string> name, description, assignee, owner, delete_reason, parent_task, tenant;
  std::int64_t priority = 50;
  Instant started;
  std::optional<Instant> ended, due, follow_up;
  lifecycle::TaskState state = lifecycle::TaskState::Created;

  static constexpr std::string_view table = "task_history";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &TaskHistory::id);
    v("root", &TaskHistory::root);
    v("instance", &TaskHistory::instance);
    v("definition", &TaskHistory::definition);
    v("activity", &TaskHistory::activity);
    v("node", &TaskHistory::node);
    v("name", &TaskHistory::name);
    v("description", &TaskHistory::description);
    v("assignee", &TaskHistory::assignee);
    v("owner", &TaskHistory::owner);
    v("delete_reason", &TaskHistory::delete_reason);
    v("parent_task", &TaskHistory::parent_task);
    v("tenant", &TaskHistory::tenant);
    v("priority", &TaskHistory::priority);
    v("started", &TaskHistory::started);
    v("ended", &TaskHistory::ended);
    v("due", &TaskHistory::due);
    v("follow_up", &TaskHistory::follow_up);
    v("state", &TaskHistory::state);
  }
};

struct VariableHistory {
  EventId id;
  InstanceId root, scope;
  TaskId task;
  DefinitionId definition;
  std::string name;
  TypedValue value;
  Instant created, updated;
  bool deleted = false;  ///< removed explicitly, not by the end of its scope

  static constexpr std::string_view table = "variable_history";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &VariableHistory::id);
    v("root", &VariableHistory::root);
    v("scope", &VariableHistory::scope);
    v("task", &VariableHistory::task);
    v("definition", &VariableHistory::definition);
    v("name", &VariableHistory::name);
    v("value", &VariableHistory::value);
    v("created", &VariableHistory::created);
    v("updated", &VariableHistory::updated);
    v("deleted", &VariableHistory::deleted);
  }
};

struct IncidentHistory {
  IncidentId id;
  InstanceId root, instance;
  DefinitionId definition;
  std::string type, node, failed_node;
  std::optional<std::string> message, annotation, configuration;
  JobId job;
  IncidentId cause, root_cause;
  Instant created;
  std::optional<Instant> ended;
  std::string state;  ///< open, resolved, deleted

  static constexpr std::string_view table = "incident_history";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &IncidentHistory::id);
    v("root", &IncidentHistory::root);
    v("instance", &IncidentHistory::instance);
    v("definition", &IncidentHistory::definition);
    v("type", &IncidentHistory::type);
    v("node", &IncidentHistory::node);
    v("failed_node", &IncidentHistory::failed_node);
    v("message", &IncidentHistory::message);
    v("annotation", &IncidentHistory::annotation);
    v("job", &IncidentHistory::job);
    v("configuration", &IncidentHistory::configuration);
    v("cause", &IncidentHistory::cause);
    v("root_cause", &IncidentHistory::root_cause);
    v("created", &IncidentHistory::created);
    v("ended", &IncidentHistory::ended);
    v("state", &IncidentHistory::state);
  }
};

/// What else happened and who did it: the audit trail. kind is one of: deadline-set, deadline-rung,
/// deadline-missed, deadline-met, deadline-cancelled, deadline-exceeded, notified, undeliverable,
/// notification-failed, called (an outside system: purpose and outcome class in `detail`), read (of a
/// citizen's record), message, signal, claimed, assigned, commented, failed, suspended, activated, variable.
struct AuditEvent {
  EventId id;
  InstanceId root, instance;
  Instant at;
  std::string kind;
  std::optional<std::string> actor;  ///< user, worker or unit
  std::string subject;               ///< element id, topic or name
  std::string detail;                ///< JSON object; never a citizen's record

  static constexpr std::string_view table = "audit_event";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &AuditEvent::id);
    v("root", &AuditEvent::root);
    v("instance", &AuditEvent::instance);
    v("at", &AuditEvent::at);
    v("kind", &AuditEvent::kind);
    v("actor", &AuditEvent::actor);
    v("subject", &AuditEvent::subject);
    v("detail", &AuditEvent::detail);
  }
};

}  // namespace lienthong::engine
