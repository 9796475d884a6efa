#pragma once
// The language, as read from XML: plain values, every cross-reference resolved to an index, every place
// remembered. A model says nothing about running; `engine/definitions/definition.h` compiles its expressions
// and keeps it for as long as instances need it.
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "base/names.h"
#include "base/refused.h"
#include "bpmn/collaboration.h"
#include "bpmn/data_flow.h"
#include "bpmn/events/event_kind.h"
#include "bpmn/expression.h"

namespace lienthong::bpmn {

/// Flow nodes, and the process that holds them. `docs/bpmn-coverage.md` names what executes.
enum class Kind {
  Process,
  StartEvent,
  EndEvent,
  IntermediateCatchEvent,
  IntermediateThrowEvent,
  BoundaryEvent,
  Task,
  UserTask,
  ServiceTask,
  SendTask,
  ReceiveTask,
  ScriptTask,
  ManualTask,
  BusinessRuleTask,
  SubProcess,
  EventSubProcess,
  Transaction,
  AdHocSubProcess,
  CallActivity,
  ExclusiveGateway,
  ParallelGateway,
  InclusiveGateway,
  ComplexGateway,
  EventBasedGateway
};
enum class TimerKind { Date, Duration, Cycle };

/// `camunda:in` / `camunda:out` of call activities and signal payloads.
struct Mapping {
  enum class Shape { Variable, Expression, All, BusinessKey };
  Shape shape = Shape::Variable;
  std::string source, target;
  std::optional<Expression> expression;
  bool local = false;
  Place place;
};

/// One `…EventDefinition`.
struct EventDefinition {
  EventKind kind = EventKind::None;
  std::string id;
  std::string reference;  ///< id of the message, signal, error or escalation it points at; may dangle
  std::string name;       ///< message or signal name, link name (may hold `${…}`); empty: none
  std::string code;       ///< error or escalation code; empty: any
  std::optional<Expression> error_message;  ///< camunda:errorMessage of the bpmn:error
  std::string code_variable, message_variable;
  TimerKind timer = TimerKind::Duration;
  std::optional<Expression> expression;        ///< timer text, or the condition
  std::string variable_name, variable_events;  ///< conditional filters
  std::string activity_ref;                    ///< compensation; empty: all that is visible
  std::string link_target;                     ///< id of a link definition; empty: paired by name
  std::vector<std::string> link_sources;       ///< the same, of a link that is caught
  bool wait_for_completion = true;             ///< of a thrown compensation
  bool async = false;                          ///< throwing signal delivered by jobs
  std::string time_to_live;  ///< lienthong:timeToLive: how long an early message is kept; empty: not at all
  std::vector<Mapping> in;   ///< payload of a throwing signal
  std::vector<std::pair<std::string, std::string>> attributes;  ///< reserved extension attributes as read
  Place place;
};

/// A value given by an input or output parameter: an expression, or a list or map of such values.
struct Parameter {
  enum class Shape { Value, List, Map };
  std::string name;
  Shape shape = Shape::Value;
  std::optional<Expression> value;  ///< Shape::Value; none: null
  std::vector<Parameter> entries;   ///< of a list or map, without names
  std::optional<Expression> key;    ///< of an entry of a map
  Place place;
};

/// An execution or task listener.
struct Listener {
  std::string event;  ///< start, end, take; create, assignment, update, complete, delete, timeout
  std::string id;
  std::optional<Expression> expression;
  bool is_script = false;
  std::optional<EventDefinition> timer;
  Place place;
};

/// How a service-like task is carried out. Java bindings are kept so that the checker can name them.
struct Implementation {
  enum class Shape { None, External, Expression, Decision, Java, Connector };
  Shape shape = Shape::None;
  std::optional<Expression> topic;
  std::optional<Expression> priority;
  std::optional<Expression> expression;
  std::string java;               ///< class or delegate expression as written
  std::vector<Parameter> fields;  ///< camunda:field of a Java binding
  std::string decision_ref, decision_binding = "latest", decision_version, decision_version_tag,
                            map_decision_result = "resultList";
  std::string result_variable;
  /// `camunda:errorEventDefinition` of external tasks.
  struct ErrorRule {
    std::string error_ref, code;
    Expression condition;
  };
  std::vector<ErrorRule> error_rules;
};

struct FormField {
  std::string id, label, type, date_pattern;
  std::optional<Expression> default_value;
  std::vector<std::pair<std::string, std::string>> values;       ///< enum id, name
  std::vector<std::pair<std::string, std::string>> constraints;  ///< name, config
  std::vector<std::pair<std::string, std::string>> properties;
  Place place;
};

struct Form {
  std::optional<Expression> key;
  std::string ref, ref_binding, ref_version;
  std::vector<FormField> fields;
  std::string business_key_field;
};

struct UserTask {
  std::optional<Expression> assignee, due_date, follow_up_date, priority;
  std::vector<Expression> candidate_users, candidate_groups;
  std::vector<Listener> listeners;
};

/// What a multi-instance throws as its instances complete: always, or when the condition holds. BPMN 10.3.8
struct LoopEvent {
  std::optional<Expression> condition;
  std::vector<EventDefinition> events;  ///< none: the default signal (docs/decisions/0018)
  Place place;
};

/// A multi-instance, or (`standard`) a standard loop.
struct Loop {
  enum class Behavior { None, One, All, Complex };
  bool standard = false, sequential = false;
  std::optional<Expression> cardinality, collection, completion_condition;
  std::string element_variable;
  std::string input_reference;                ///< loopDataInputRef
  std::string output_reference, output_item;  ///< loopDataOutputRef; variable of each instance's result
  Behavior behavior = Behavior::All;
  std::vector<LoopEvent> throws;
  bool test_before = false;                        ///< standard loop
  std::optional<Expression> condition, maximum;    ///< standard loop
  bool async_before = false, async_after = false;  ///< of each instance
  std::string retry_cycle;                         ///< of each instance's jobs
  Place place;
};

/// BPMN 10.3.5.
struct AdHoc {
  bool sequential = false, cancel_remaining = true;
  std::optional<Expression> completion_condition;
  std::optional<Expression> active_elements;  ///< lienthong:activeElements
  Place place;
};

struct CallActivity {
  std::optional<Expression> called_element;
  std::string binding = "latest", version, version_tag;
  std::vector<Mapping> in, out;
};

/// One rung of a deadline's ladder: what happens some working time before (negative) or after the due
/// instant.
struct Rung {
  std::string id;
  std::string
      offset;  ///< calendar::parse_span text, e.g. "-2 working hours", "0 working hours", "1 working day"
  bool escalation = false;               ///< reminder otherwise
  int level = 0;                         ///< 0 reminder to the owner; 1 head of unit; 2, 3, 4 up the ladder
  std::vector<Expression> to;            ///< unit ids
  std::string channel = "notify.email";  ///< topic of the notification
  std::optional<Expression> escalation_code;  ///< raised in the process, from the activity's scope
  std::optional<Expression> message;
  Place place;
};

/// `lienthong:deadline`: a promise about time on a process or an activity (docs/formats/extensions.md).
struct Deadline {
  std::string id;
  std::optional<Expression> limit;    ///< span text, e.g. "3 working days"
  std::optional<Expression> due;      ///< or an absolute date-time
  std::string calendar;               ///< empty: the office's own
  std::optional<Expression> cut_off;  ///< whether the 15:00 rule applies; none: to limits in working days
  std::string start_variable;         ///< counts from this date variable
  std::optional<Expression> start;    ///< or from what this gives; neither: from activation
  std::vector<Rung> ladder;
  Place place;
};

struct Flow {
  std::string id, name;
  bool anonymous = false;  ///< without an id in the file: `id` is derived (Reading::id_of)
  NodeIndex source = -1, target = -1;
  std::optional<Expression> condition;
  bool is_default = false;
  std::vector<Listener> listeners;
  Place place;
};

struct Node {
  NodeIndex index = 0;
  std::string id, name, documentation;
  bool anonymous = false;  ///< without an id in the file: `id` is derived (Reading::id_of)
  Kind kind = Kind::Task;
  NodeIndex parent = -1;                      ///< the scope: process or sub-process
  std::vector<FlowIndex> incoming, outgoing;  ///< XML order
  std::vector<NodeIndex> children;            ///< flow nodes of a scope, XML order
  std::vector<NodeIndex> boundary;            ///< boundary events attached to this activity
  NodeIndex attached_to = -1;
  NodeIndex link_end = -1;  ///< of a link throw event: the catch event that it leads to; of that: a throw
  NodeIndex handler = -1;   ///< of a compensation boundary event: what its association leads to
  FlowIndex default_flow = -1;
  std::vector<EventDefinition> events;  ///< 0: none event; more than one: multiple
  bool parallel_multiple = false;
  bool interrupting =
      true;  ///< cancelActivity of boundary events, isInterrupting of event sub-process starts
  bool for_compensation = false;
  bool instantiate = false;      ///< receive task, event-based gateway
  bool parallel_events = false;  ///< eventGatewayType="Parallel": every event behind it is needed
  std::optional<Expression> activation_condition;  ///< complex gateway
  bool async_before = false, async_after = false, exclusive = true;
  std::string retry_cycle;  ///< camunda:failedJobRetryTimeCycle
  std::optional<Expression> job_priority;
  std::vector<Parameter> inputs, outputs;
  std::vector<Listener> listeners;
  std::vector<std::pair<std::string, std::string>> properties;  ///< camunda:properties
  std::optional<Loop> loop;
  std::optional<AdHoc> ad_hoc;
  int start_quantity = 1, completion_quantity = 1;
  std::vector<Mapping> payload;   ///< camunda:in of a send task or a message throw: what the message carries
  Implementation implementation;  ///< service, send, business-rule task; message throw and end
  std::optional<UserTask> user_task;
  std::optional<Form> form;
  std::optional<CallActivity> call;
  std::optional<Expression> script;
  std::string script_format, script_resource;  ///< camunda:resource
  std::string initiator;
  std::vector<Deadline> deadlines;
  std::string lane;                      ///< name of the innermost lane, empty: none
  std::optional<Expression> lane_group;  ///< lienthong:candidateGroup of the innermost lane that has one
  DataFlow data;
  Place place;

  /// The first event definition; EventKind::None when there is none.
  EventKind event() const { return events.empty() ? EventKind::None : events.front().kind; }
  bool has_event(EventKind kind) const {
    for (const EventDefinition& event : events)
      if (event.kind == kind) return true;
    return false;
  }
  /// A parallel multiple event: all its definitions must happen. BPMN 10.5.6
  bool needs_all_events() const { return parallel_multiple && events.size() > 1; }
};

struct Process {
  std::string id, name, documentation;
  bool executable = false;
  std::string version_tag;
  std::optional<std::string> history_time_to_live;
  std::vector<Expression> candidate_starter_users, candidate_starter_groups;
  bool startable_in_tasklist = true;
  std::vector<Node> nodes;  ///< [0] is the process
  std::vector<Flow> flows;
  std::map<std::string, NodeIndex, std::less<>> by_id;
  std::vector<MessageOut> messages_out;  ///< message flows into other executable processes of the file
  std::vector<CorrelationKey> keys;      ///< of the collaborations it takes part in
  std::vector<CorrelationSubscription> correlations;
  std::map<std::string, DataItem, std::less<>> data;  ///< by id
  Place place;

  const Node& node(NodeIndex i) const { return nodes[static_cast<std::size_t>(i)]; }
  const Flow& flow(FlowIndex i) const { return flows[static_cast<std::size_t>(i)]; }
};

/// One file. `problems` are what reading itself found wrong (an element this program does not know how to
/// read, a dangling reference, …); `bpmn::check` adds the rules of the standard.
struct Document {
  std::string id, name, target_namespace, expression_language;
  std::vector<Process> processes;  ///< executable or not
  std::vector<Collaboration> collaborations;
  std::vector<Problem> problems;
  /// Rules of the standard that the file breaks (bpmn/validate.h), and those of them that make an executable
  /// process contradictory.
  std::vector<Problem> violations, contradictions;
};

}  // namespace lienthong::bpmn

namespace lienthong {
template <>
struct Names<bpmn::TimerKind> {
  static constexpr std::array<std::string_view, 3> values{"timeDate", "timeDuration", "timeCycle"};
};

template <>
struct Names<bpmn::Kind> {
  static constexpr std::array<std::string_view, 24> values{"process",
                                                           "startEvent",
                                                           "endEvent",
                                                           "intermediateCatchEvent",
                                                           "intermediateThrowEvent",
                                                           "boundaryEvent",
                                                           "task",
                                                           "userTask",
                                                           "serviceTask",
                                                           "sendTask",
                                                           "receiveTask",
                                                           "scriptTask",
                                                           "manualTask",
                                                           "businessRuleTask",
                                                           "subProcess",
                                                           "eventSubProcess",
                                                           "transaction",
                                                           "adHocSubProcess",
                                                           "callActivity",
                                                           "exclusiveGateway",
                                                           "parallelGateway",
                                                           "inclusiveGateway",
                                                           "complexGateway",
                                                           "eventBasedGateway"};
};
}  // namespace lienthong
