#pragma once
// The engine's nouns as rows. Each record lists its columns once (`columns`): the stores write and read them,
// queries name them, state hashes and docs/formats/schema.md are made from them. Relations are by id, never
// by pointer.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include "base/ids.h"
#include "base/instant.h"
#include "base/names.h"
#include "base/typed_value.h"
#include "engine/rows/conversation.h"
#include "engine/rows/deadline.h"
#include "engine/rows/decision_records.h"
#include "engine/rows/history.h"
#include "engine/rows/job.h"
#include "engine/rows/meta.h"
#include "engine/rows/states.h"
#include "engine/rows/sweep.h"
#include "engine/rows/variables.h"
#include "lifecycle/lifecycle.h"

namespace lienthong::engine {

/// One run of one flow node. Instances form a tree; the parent is the scope; the root is the process
/// instance.
struct Instance {
  InstanceId id, root, parent;  ///< parent 0 and root == id: the process instance
  DefinitionId definition;
  std::string node;  ///< element id; of the process for the root
  lifecycle::ActivityState state = lifecycle::ActivityState::Ready;
  bool body = false;  ///< the multi-instance or standard loop around inner instances
  std::int64_t loop_counter =
      -1;  ///< of an inner instance, from 0; on a sequential body: of the present round
  std::int64_t total = 0, done = 0, terminated = 0;  ///< of a body: nrOf…, of a standard loop: its maximum
  bool closing = false;                              ///< an ad-hoc sub-process in which nothing more begins
  std::string interrupted_by;  ///< boundary event entered once this instance has terminated
  std::string arrived_by;      ///< id of the flow it was entered by
  InstanceId called_by;        ///< root only: the call activity's instance
  InstanceId calling_root;     ///< root only: the process instance of `called_by`
  InstanceId top_root;         ///< root only: outermost process instance of the call hierarchy
  std::optional<std::string> business_key;
  bool suspended = false;     ///< root only
  CompensableId compensates;  ///< what it undoes, or is kept to undo
  EventId history;            ///< its row of activity history
  SweepId swept;              ///< root only: the last sweep that came to it out of turn
  Instant started;

  static constexpr std::string_view table = "instance";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Instance::id);
    v("root", &Instance::root);
    v("parent", &Instance::parent);
    v("definition", &Instance::definition);
    v("node", &Instance::node);
    v("state", &Instance::state);
    v("body", &Instance::body);
    v("loop_counter", &Instance::loop_counter);
    v("total", &Instance::total);
    v("done", &Instance::done);
    v("terminated", &Instance::terminated);
    v("closing", &Instance::closing);
    v("interrupted_by", &Instance::interrupted_by);
    v("arrived_by", &Instance::arrived_by);
    v("called_by", &Instance::called_by);
    v("calling_root", &Instance::calling_root);
    v("top_root", &Instance::top_root);
    v("business_key", &Instance::business_key);
    v("suspended", &Instance::suspended);
    v("compensates", &Instance::compensates);
    v("history", &Instance::history);
    v("swept", &Instance::swept);
    v("started", &Instance::started);
  }
};

/// "While `owner` lives, this event leads to `target`": boundary events, event sub-processes, catch events,
/// receive tasks, event-based gateways. With root 0 it starts an instance of `definition`.
struct Subscription {
  SubscriptionId id;
  InstanceId root, owner;
  DefinitionId definition;
  std::string target;     ///< element id of the event, or of the event sub-process' start event
  std::string event;      ///< bpmn::EventKind name: message, signal, error, escalation
  std::string name;       ///< message or signal name; error or escalation code, empty: any
  std::int64_t part = 0;  ///< which of the target's event definitions
  bool interrupting = true;
  Instant created;

  static constexpr std::string_view table = "subscription";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Subscription::id);
    v("root", &Subscription::root);
    v("owner", &Subscription::owner);
    v("definition", &Subscription::definition);
    v("target", &Subscription::target);
    v("event", &Subscription::event);
    v("name", &Subscription::name);
    v("part", &Subscription::part);
    v("interrupting", &Subscription::interrupting);
    v("created", &Subscription::created);
  }
};

/// A token parked before a join or an activity that takes several; without flow, one whose turn has not come
/// in a sequential ad-hoc sub-process.
struct Arrival {
  ArrivalId id;
  InstanceId root, scope;
  std::string join, flow;

  static constexpr std::string_view table = "arrival";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Arrival::id);
    v("root", &Arrival::root);
    v("scope", &Arrival::scope);
    v("join", &Arrival::join);
    v("flow", &Arrival::flow);
  }
};

/// A completed activity that can be undone; in order of completion by id. Those of a flow scope go with it,
/// unless it is kept itself.
struct Compensable {
  CompensableId id;
  InstanceId root, scope;
  std::string node;  ///< the completed activity
  InstanceId kept;   ///< its instance, which stays in state Completed: the snapshot; none: not needed
  InstanceId by;     ///< the event, or the compensating instance around it, that undoes it; none: nobody yet
  bool begun = false;  ///< its handler has been entered
  InstanceId handler;  ///< the handler's instance, or `kept` itself, once it runs

  static constexpr std::string_view table = "compensable";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Compensable::id);
    v("root", &Compensable::root);
    v("scope", &Compensable::scope);
    v("node", &Compensable::node);
    v("kept", &Compensable::kept);
    v("by", &Compensable::by);
    v("begun", &Compensable::begun);
    v("handler", &Compensable::handler);
  }
};

/// A named value in a scope: an instance, or a task when `task` is set (a further innermost scope).
struct Variable {
  VariableId id;
  InstanceId root, scope;
  TaskId task;
  std::string name;
  TypedValue value;
  EventId history;  ///< its row of variable history

  static constexpr std::string_view table = "variable";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Variable::id);
    v("root", &Variable::root);
    v("scope", &Variable::scope);
    v("task", &Variable::task);
    v("name", &Variable::name);
    v("value", &Variable::value);
    v("history", &Variable::history);
  }
};

/// Work for a person.
struct Task {
  TaskId id;
  InstanceId root, instance;
  DefinitionId definition;
  std::string node;
  lifecycle::TaskState state = lifecycle::TaskState::Created;
  std::optional<std::string> name, description, assignee, owner, form_key, form_ref;
  std::int64_t priority = 50;
  Delegation delegation = Delegation::None;
  Instant created;
  std::optional<Instant> updated, due, follow_up;
  std::optional<std::string> parent_task, tenant;

  static constexpr std::string_view table = "task";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Task::id);
    v("root", &Task::root);
    v("instance", &Task::instance);
    v("definition", &Task::definition);
    v("node", &Task::node);
    v("state", &Task::state);
    v("name", &Task::name);
    v("description", &Task::description);
    v("assignee", &Task::assignee);
    v("owner", &Task::owner);
    v("form_key", &Task::form_key);
    v("form_ref", &Task::form_ref);
    v("priority", &Task::priority);
    v("delegation", &Task::delegation);
    v("created", &Task::created);
    v("updated", &Task::updated);
    v("due", &Task::due);
    v("follow_up", &Task::follow_up);
    v("parent_task", &Task::parent_task);
    v("tenant", &Task::tenant);
  }
};

/// Who may, or does, work on a task: type `candidate` or free. Assignee and owner stand in the task itself.
/// With root 0: who may start a definition.
struct IdentityLink {
  LinkId id;
  InstanceId root;
  TaskId task;
  std::string type;
  std::optional<std::string> user, group;
  DefinitionId definition = {};

  static constexpr std::string_view table = "identity_link";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &IdentityLink::id);
    v("root", &IdentityLink::root);
    v("task", &IdentityLink::task);
    v("type", &IdentityLink::type);
    v("user", &IdentityLink::user);
    v("group", &IdentityLink::group);
    v("definition", &IdentityLink::definition);
  }
};

/// A value that a stored step carries, until it is taken: what a called process has handed to a stopped
/// caller, or a message on its way to a stopped receiver.
struct CarriedValue {
  CarriedValueId id;
  InstanceId root;
  JobId job;              ///< whose steps they are
  std::int64_t step = 0;  ///< which of them
  std::string name;
  TypedValue value;
  bool local = false;  ///< for the scope itself, wherever the name is known

  static constexpr std::string_view table = "carried_value";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &CarriedValue::id);
    v("root", &CarriedValue::root);
    v("job", &CarriedValue::job);
    v("step", &CarriedValue::step);
    v("name", &CarriedValue::name);
    v("value", &CarriedValue::value);
    v("local", &CarriedValue::local);
  }
};

/// Something that needs a person. Its instance is optional: a start timer and a notification have none. Each
/// process instance that called the one it stands in has a copy, which names it as its root cause.
struct Incident {
  IncidentId id;
  InstanceId root, instance;
  DefinitionId definition;
  std::string type;  ///< failedJob, failedExternalTask, or a client's own word
  std::string node, failed_node;
  std::optional<std::string> message, annotation;
  JobId job;  ///< what can be tried again; none: a client has asked for it, or it is a copy
  std::optional<std::string> configuration;  ///< a client's text
  IncidentId cause, root_cause;              ///< itself, but of a copy
  Instant created;

  static constexpr std::string_view table = "incident";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Incident::id);
    v("root", &Incident::root);
    v("instance", &Incident::instance);
    v("definition", &Incident::definition);
    v("type", &Incident::type);
    v("node", &Incident::node);
    v("failed_node", &Incident::failed_node);
    v("message", &Incident::message);
    v("annotation", &Incident::annotation);
    v("job", &Incident::job);
    v("configuration", &Incident::configuration);
    v("cause", &Incident::cause);
    v("root_cause", &Incident::root_cause);
    v("created", &Incident::created);
  }
};

struct Comment {
  CommentId id;
  InstanceId root;
  TaskId task;
  std::optional<std::string> user;
  Instant time;
  std::string message;

  static constexpr std::string_view table = "comment";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Comment::id);
    v("root", &Comment::root);
    v("task", &Comment::task);
    v("user", &Comment::user);
    v("time", &Comment::time);
    v("message", &Comment::message);
  }
};

struct Deployment {
  DeploymentId id;
  std::optional<std::string> name, source, tenant;
  Instant time;

  static constexpr std::string_view table = "deployment";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Deployment::id);
    v("name", &Deployment::name);
    v("source", &Deployment::source);
    v("tenant", &Deployment::tenant);
    v("time", &Deployment::time);
  }
};

/// A deployed file, byte for byte.
struct Resource {
  ResourceId id;
  DeploymentId deployment;
  std::string name, bytes;

  static constexpr std::string_view table = "resource";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Resource::id);
    v("deployment", &Resource::deployment);
    v("name", &Resource::name);
    v("bytes", &Resource::bytes);
  }
};

/// One version of a process. `latest` marks the newest of its key.
struct DefinitionRow {
  DefinitionId id;
  DeploymentId deployment;
  std::string key, resource;
  std::int64_t version = 1;
  std::optional<std::string> name, description, category, version_tag, tenant, candidate_starters;
  std::optional<std::int64_t> history_time_to_live;
  bool suspended = false, latest = true, startable_in_tasklist = true;

  static constexpr std::string_view table = "definition";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &DefinitionRow::id);
    v("deployment", &DefinitionRow::deployment);
    v("key", &DefinitionRow::key);
    v("resource", &DefinitionRow::resource);
    v("version", &DefinitionRow::version);
    v("name", &DefinitionRow::name);
    v("description", &DefinitionRow::description);
    v("category", &DefinitionRow::category);
    v("version_tag", &DefinitionRow::version_tag);
    v("tenant", &DefinitionRow::tenant);
    v("candidate_starters", &DefinitionRow::candidate_starters);
    v("history_time_to_live", &DefinitionRow::history_time_to_live);
    v("suspended", &DefinitionRow::suspended);
    v("latest", &DefinitionRow::latest);
    v("startable_in_tasklist", &DefinitionRow::startable_in_tasklist);
  }
};

/// A list of record types, for templates that do something for each.
template <class... R>
struct Records {
  template <template <class...> class T>
  using apply = T<R...>;
};
/// Rows of running instances, loaded together by their root.
using TreeRecords = Records<Instance, Subscription, Arrival, Compensable, Variable, Task, IdentityLink, Job,
                            Deadline, Rung, Incident, Partner, KeyValue, CarriedValue>;
using AllRecords = Records<Instance, Subscription, Arrival, Compensable, Variable, Task, IdentityLink, Job,
                           Deadline, Rung, Incident, Partner, KeyValue, CarriedValue, KeptMessage, KeptValue,
                           StoredData, Comment, Deployment, Resource, DefinitionRow, DecisionRow,
                           RequirementsRow, ProcessHistory, ActivityHistory, TaskHistory, VariableHistory,
                           IncidentHistory, DecisionHistory, AuditEvent, Sweep, SweepValue, Meta>;

/// The 64-bit key of any record.
template <class R>
std::int64_t key_of(const R& record) {
  if constexpr (requires { record.id.value; })
    return record.id.value;
  else
    return record.id;
}

}  // namespace lienthong::engine
