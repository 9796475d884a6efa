#pragma once
// The driver of the token graph: one Execution runs one command. It owns the lifecycle of every flow node
// instance (BPMN 2.0 §13.3.2): entering, arming events, completing, cancelling, history. An element only says
// what is its own (engine/elements/).
//
// Work is an agenda of steps, never recursion. The agenda is depth-first: what a step queues runs before what
// was waiting, so a token runs on to its next wait state before the next branch starts. A step is plain data
// and can be stored in a Job.
#include <map>
#include <set>
#include <unordered_map>
#include "engine/conditions.h"
#include "engine/core.h"
#include "engine/limits.h"

namespace lienthong::engine {

struct Step {
  enum class Kind {
    Enter,     ///< a token goes to `node` in scope `instance`
    Complete,  ///< `instance` has done its work
    Ended,     ///< something in scope `instance` is gone: the scope may be complete
    Again,     ///< `instance` takes up what it could not do before
    Collect,   ///< messages kept for what `instance` waits for
  };
  Kind kind = Kind::Enter;
  InstanceId root, instance;
  DefinitionId definition;
  bpmn::NodeIndex node = -1;
  bpmn::FlowIndex flow = -1;
  bool inner = false;  ///< one of a loop body's instances
  std::int64_t loop_counter = -1;
  std::int64_t loop_end =
      -1;                 ///< then those behind it, up to here: an agenda must not grow with their number
  bool happened = false;  ///< the event has occurred already: pass through
  bool resumed = false;   ///< the async continuation before it is over
  /// Of a start event that needs several events, the index of the definition that has happened already; of an
  /// event-based gateway, the node behind it that has. -1: none.
  std::int64_t occurred = -1;
  std::string arrived_by;     ///< of a join: ids of the flows whose tokens it took
  CompensableId compensates;  ///< what `node` is to undo
};

/// What one kind of flow node does beyond the common lifecycle.
struct Behavior {
  virtual ~Behavior() = default;
  virtual void start(class Execution&, Instance& self, const bpmn::Node&) const = 0;
  /// Just before the instance is complete, its variables still there.
  virtual void completing(Execution&, Instance&, const bpmn::Node&) const {}
  virtual void cancelling(Execution&, Instance&, const bpmn::Node&) const {}
  virtual void leave(Execution&, Instance&, const bpmn::Node&) const;
  /// True when the instance has more to do instead of being complete, and does it.
  virtual bool goes_on(Execution&, Instance&, const bpmn::Node&) const { return false; }
};
const Behavior& behavior_of(bpmn::Kind);
/// A throw or end event that compensates, or a cancel end event.
bool compensates(const bpmn::Node&);

class Execution {
 public:
  explicit Execution(Core& core) : core_(core), work_(core.work) {}

  // ---- steps
  void enter(const bpmn::Node&, const Instance& scope, bpmn::FlowIndex flow = -1, bool happened = false);
  void enter_inner(const Instance& body, std::int64_t loop_counter, std::int64_t loop_end = -1);
  void complete(Instance&);
  void take(const Instance& self, const bpmn::Node&, bpmn::FlowIndex);
  void take_link(const Instance& self, const bpmn::Node& link_throw);
  /// Runs until the agenda is empty; beyond limits::steps_per_command_max the rest goes into jobs.
  void run();
  /// `self` cannot go on until a person has helped: an incident; its job tries again.
  void wait_for_help(const Instance& self, const bpmn::Node&, const char* configuration,
                     const std::string& why);
  /// Puts steps that a job holds back on the agenda.
  void resume(const Job&);

  // ---- lifecycle
  InstanceId start_process(const DefinitionRow&, const bpmn::Node& start_event, const Variables&,
                           std::optional<std::string> business_key, std::optional<std::string> user,
                           const Instance* caller = nullptr, std::int64_t occurred = -1);
  void cancel(Instance&, Outcome how = Outcome::InternallyTerminated);
  void cancel_children(const Instance& scope, InstanceId except = {});
  void end_process(Instance& root, Outcome, std::optional<std::string> reason = {});
  bool has_tokens(const Instance& scope);

  // ---- ad-hoc sub-processes
  bool is_ad_hoc(const Instance& scope);
  /// Begins elements of an active ad-hoc sub-process. `by_command`: refused rather than failed, and not while
  /// another activity of a sequential one runs.
  void choose(Instance& ad_hoc, const std::vector<std::string>& elements, bool by_command);
  /// Nothing more begins in it; what runs is cancelled or finished first, as the model says.
  void close_ad_hoc(Instance& ad_hoc);

  // ---- events
  void trigger(Subscription&, const Variables& triggered_scope = {});
  void fire_timer(Job&);
  /// Leads to a boundary event or event sub-process of `owner`; false when `owner` can no longer react.
  bool handle_at(Instance& owner, const bpmn::Node& target, const Variables& variables = {});
  /// One of the things that `target` waits for has happened: leads there, unless it needs others too. What
  /// waited for it must be gone then.
  bool occur(Instance& owner, const bpmn::Node& target, const Variables& variables = {});
  /// An error or escalation raised in `from`; false when nobody catches it.
  bool throw_error(Instance& from, bool from_itself, const std::string& code,
                   const std::optional<std::string>& message);
  bool throw_escalation(Instance& from, bool from_itself, const std::string& code);
  void broadcast_signal(const std::string& name, const Variables&,
                        const std::optional<std::string>& business_key = {});
  /// `camunda:async`: each listener gets it in a job of its own, without payload.
  void broadcast_signal_by_jobs(const std::string& name);
  /// A signal event throws: with its payload, or by jobs.
  void throw_signal(const bpmn::EventDefinition&, const Instance& from);
  /// An event that an activity itself throws (BPMN 10.5.1, implicit throw event): its own boundary events
  /// catch it first.
  void throw_implicitly(Instance& from, const bpmn::EventDefinition&);
  /// Waits for everything that leads to `event`, except for the definition that has happened already.
  /// `again`: it has just led there, so that conditions are not looked at before the next change.
  void arm(Instance& owner, const bpmn::Node& event, std::int64_t occurred = -1, bool again = false);
  /// All that `owner` waits for, or all that leads to `target`.
  void close_subscriptions(const Instance& owner, const bpmn::Node* target = nullptr);

  // ---- compensation (compensation.cpp)
  /// A compensation event has been reached: undoes what it names, or all that it sees. BPMN 13.5.5
  void throw_compensation(Instance& self, const bpmn::EventDefinition&);
  /// A cancel end event has been reached: undoes the transaction around it and leaves by its boundary event.
  void cancel_transaction(Instance& self);
  /// The event that compensates is cancelled, and its handlers with it.
  void stop_compensation(const Instance& self);
  /// Whoever asked for what `handler` undoes; null when it undoes nothing.
  Instance* compensated_by(const Instance& handler);

  // ---- conditions (conditions.cpp)
  /// An unknown variable makes it false; what is neither true nor false fails.
  bool condition_holds(const Definition&, const bpmn::EventDefinition&, const feel::Names&);
  /// Waits that a condition ends are looked at anew: the instance is active again.
  void check_again(InstanceId root);

  // ---- data
  Value evaluate(const bpmn::Expression&, const Instance&, const Task* = nullptr,
                 const Context* more = nullptr);
  std::optional<std::string> evaluate_text(const std::optional<bpmn::Expression>&, const Instance&,
                                           const Task* = nullptr);
  /// A plain text of the model, which may hold `${…}` (Definition::compiled_text).
  std::string evaluate_text(const std::string& in_model, const Instance&);
  std::optional<Instant> evaluate_instant(const std::optional<bpmn::Expression>&, const Instance&,
                                          const Task* = nullptr);
  /// JavaScript, by whoever the settings name; what it asks for is done before its result is answered.
  Value run_script(const bpmn::Expression&, const Instance&, const class ScopeNames&, const Task* = nullptr,
                   const Context* more = nullptr);
  std::string event_name(const bpmn::EventDefinition&, const Instance& scope);
  /// A condition; `more` are names seen besides the variables.
  bool holds(const bpmn::Expression&, const Instance&, const Context* more = nullptr);
  std::optional<TypedValue> variable(const Instance& scope, std::string_view name, const Task* = nullptr);
  /// Every variable visible from a scope, innermost first wins. `local`: only its own.
  Variables visible(const Instance& scope, bool local = false, const Task* = nullptr);
  /// bpmn-extensions 5.2: the innermost scope where the name exists, else the process instance.
  void set_variable(const Instance& scope, const std::string& name, TypedValue, const Task* = nullptr);
  void set_local(const Instance& scope, const std::string& name, TypedValue, const Task* = nullptr);
  void set_variables(const Instance& scope, const Variables&, const Task* = nullptr);
  void remove_variable(const Instance& scope, const std::string& name, bool local, const Task* = nullptr);
  /// The result of an instance becomes an item of its body's output collection (data/loop_data.cpp).
  void collect_loop_output(const Instance& body, const bpmn::Node&, const Instance& inner);
  void write_loop_outputs();
  /// `self` stays Ready until something changes in its data (data/data_waits.cpp).
  void wait_for_data(const Instance& self, const bpmn::Node&);
  void stop_waiting_for_data(const Instance& self);
  /// Of one process instance; 0: a data store.
  void data_changed(InstanceId root);
  void remove_all_variables(std::int64_t owner, InstanceId root);
  /// At the end of a command: transient variables are seen by it alone (bpmn-extensions 5.2).
  void drop_transient_variables();

  // ---- jobs, deadlines, audit
  Job& add_job(Job);
  void erase_job(Job&);
  void set_retries(Job&, std::int64_t retries, const std::string& incident_type);
  /// Answers its id. `node`: where it stands; of a job the job's, which may be inside the instance.
  IncidentId raise_incident(const Instance&, const std::string& type, const std::string& node,
                            const std::string& failed_node, const std::optional<std::string>& message,
                            const std::optional<std::string>& configuration);
  void end_incidents(std::int64_t root, const std::string& configuration, const char* state);
  void open_deadlines(Instance&, const bpmn::Node&);
  void close_deadlines(const Instance&, bool completed);
  void fire_rung(Job&);
  void audit(InstanceId root, InstanceId instance, std::string kind, std::optional<std::string> actor,
             std::string subject, const Context& detail);

  // ---- looking
  Core& core() { return core_; }
  Workspace& work() { return work_; }
  Instant now() const { return core_.now; }
  std::int64_t next_id() { return core_.ids.next(core_.now); }
  Instance* instance(InstanceId root, InstanceId id) { return work_.find<Instance>(root.value, id.value); }
  Instance* parent(const Instance& self) { return self.parent ? instance(self.root, self.parent) : nullptr; }
  Instance& root(const Instance& self);
  const Definition& definition(const Instance& self) { return *definition(self.definition); }
  const DefinitionPtr& definition(DefinitionId id);
  const bpmn::Node& node(const Instance& self) { return definition(self).node(self.node); }
  const bpmn::Node& node_of(const Instance& self, bpmn::NodeIndex index) {
    return definition(self).node(index);
  }
  bool is_scope(const bpmn::Node&) const;
  std::optional<std::string> user;  ///< who asked, where known
  bool skip_listeners = false;      ///< the listeners of the model are not told (skipCustomListeners)

 private:
  void perform(const Step&);
  void do_enter(const Step&);
  void enter_one(const Step&);
  void do_complete(const Step&);
  void do_ended(const Step&);
  void do_again(const Step&);
  void do_collect(const Step&);
  void collect_later(const Instance& owner);
  void queue(Step);
  void store_agenda();
  void put_agenda_in_jobs(std::int64_t steps_done);
  void wait_in_job(const Instance& scope, const std::string& node, const char* configuration,
                   const std::vector<Step>& steps, std::int64_t steps_before);
  void wait_for_others(Instance&, const bpmn::Node&, std::int64_t occurred);
  bool wait_before(const Step&, const bpmn::Node&, const Instance& scope);
  bool is_pending(const Instance& scope) const {
    const auto found = pending_.find(scope.id.value);
    return found != pending_.end() && found->second > 0;
  }
  /// A token of `scope` moves: its joins are looked at when the agenda is empty.
  void note_moved(const Definition& definition, const Instance& scope) {
    const std::pair at(scope.root, scope.id);
    if (definition.has_waiting_joins() && (moved_.empty() || moved_.back() != at)) moved_.push_back(at);
  }
  /// The tokens parked before a join, by incoming flow: the oldest, and how many.
  struct Parked {
    std::vector<ArrivalId> first;
    std::vector<std::int64_t> count;
  };
  Parked parked_at(const Instance& scope, const bpmn::Node& gateway);
  void park(const bpmn::Node& join, const Instance& scope, bpmn::FlowIndex flow);
  std::string take_parked(const Parked&, const bpmn::Node& gateway, const Instance& scope,
                          const std::string& skip);
  bool join_ready(const bpmn::Node&, const Instance& scope, const Step&);
  void enter_joined(const bpmn::Node& gateway, const Instance& scope, const std::string& arrived_by);
  bool try_activation(const bpmn::Node& gateway, const Instance& scope);
  bool try_reset(Instance& active, const bpmn::Node& gateway, const Instance& scope);
  bool try_inclusive(const bpmn::Node& gateway, const Instance& scope);
  std::vector<bpmn::NodeIndex> joins_to_look_at(const Instance& scope);
  bool look_at_joins();
  Instance& create(const Step&, const bpmn::Node&, const Instance& scope);
  void begin(Instance&, const bpmn::Node&);
  void leave(Instance&, const bpmn::Node&);
  void move_on(const Instance& self, const bpmn::Node&, const bpmn::Node& target, bpmn::FlowIndex);
  void move(Instance&, lifecycle::ActivityOperation);
  void map_inputs(Instance&, const bpmn::Node&);
  void map_outputs(Instance&, const bpmn::Node&);
  void close_history(Instance&, bool canceled, bool completes_scope = false);
  void remove(Instance&);
  void end_incidents_of(const Instance&);
  bool keep_compensable(Instance&, const bpmn::Node&, const Instance& scope);
  void forget_compensables(const Instance& scope);
  void compensate_next(Instance& by);
  void begin_compensating(Compensable&, Instance& by);
  void compensated(Instance& kept);
  void all_compensated(Instance& event);
  void handler_ended(const Instance& handler);
  static bool is_kept(const Instance&);
  bool has_left_to_undo(const Instance& event);
  bool is_being_cancelled(const Instance& scope);
  std::vector<InstanceId> compensated_scopes(const Instance& by);
  Instance& transaction_around(const Instance&);
  void terminate_inside(const Instance& transaction, const Instance& end);
  bool holds_compensables(const Instance&);
  void drop_waiting(const Instance& scope);
  void loop_instance_cancelled(Instance& body, const bpmn::Node&);
  void cancel_one(Instance&, Outcome, bool told);
  void ended_in(const Instance& scope);
  bool has_work(const Instance& scope);
  bool stands_in_ad_hoc(const bpmn::Node&, const Instance& scope);
  bool ad_hoc_admits(const bpmn::Node&, const Instance& scope, const Step&);
  bool ad_hoc_goes_on(const Instance& completed, const bpmn::Node&);
  void ad_hoc_rests(Instance& scope);
  bool quantity_ready(const bpmn::Node&, const Instance& scope, const Step&);
  void take_once(const Instance& self, const bpmn::Node&, bpmn::FlowIndex);
  void start_loop(Instance& body, const bpmn::Node&);
  void inner_completed(Instance& inner, const bpmn::Node&, const Step&);
  void end_inner(Instance& inner);
  void start_standard_loop(Instance& body, const bpmn::Node&);
  void round_ended(Instance& body, const bpmn::Node&, Instance& inner);
  void start_multi_instance(Instance& body, const bpmn::Node&);
  Value loop_collection(const Instance& body, const bpmn::Node&);
  void instance_of_many_ended(Instance& body, const bpmn::Node&, Instance& inner);
  void throw_as_body(Instance& body, const bpmn::LoopEvent&);
  TypedValue evaluate_parameter(const bpmn::Parameter&, const Instance&);
  void write_variable(std::int64_t root, InstanceId scope, TaskId task, const std::string& name, TypedValue);
  Variable* own_variable(std::int64_t root, std::int64_t owner, std::string_view name);
  void arm_timer(Instance& owner, const bpmn::Node& event, const bpmn::EventDefinition&);
  /// Whether `owner` still waits for something, or for something that leads to `target`.
  bool is_armed(const Instance& owner, const bpmn::Node* target = nullptr);
  void close_subscriptions_inside(const Instance& scope);
  void enter_first(const bpmn::Node& start, const Instance& root, std::int64_t occurred);
  void note_change(std::int64_t root, InstanceId scope, const std::string& name, ConditionCheck::Kind);
  void check_on_entry(const Subscription& fresh);
  void check_conditions();
  void check_condition(InstanceId root, std::int64_t subscription);
  std::vector<std::int64_t> waiting_for(const ConditionCheck& change);
  std::optional<int> sees(const Instance& owner, const ConditionCheck& change);
  /// Looks at conditions amid a step of `self`; false when one has ended `self` or interrupted what it holds.
  /// `silent`: its end listeners are not told (again).
  bool settle(const Instance& self, bool silent);
  /// Tells the listeners of `node`; false as `settle`.
  bool announce(const Instance& self, const bpmn::Node&, std::string_view event);
  /// The listeners on the flow that a token comes by; false when the token is gone.
  bool pass_flow(const Step&, const Instance& scope);
  void end_root(Instance& root);

  Core& core_;
  Workspace& work_;
  std::vector<Step> agenda_;                                ///< the next one last
  std::vector<std::pair<InstanceId, InstanceId>> moved_;    ///< root and scope in which tokens have moved
  std::set<std::pair<InstanceId, InstanceId>> to_look_at_;  ///< those whose joins nobody has looked at since
  std::vector<Step> queued_;                                ///< by the step that is running, in order
  std::unordered_map<std::int64_t, int> pending_;           ///< Enter steps on the agenda, by scope
  std::unordered_map<std::int64_t, DefinitionPtr> definitions_;
  const std::pair<const std::int64_t, DefinitionPtr>* last_definition_ = nullptr;  ///< asked for last
  std::map<std::pair<InstanceId, InstanceId>, List> loop_outputs_;  ///< by root and body; written at rest
  std::unordered_map<std::int64_t, Value> collections_;             ///< by multi-instance body
  std::vector<std::pair<std::int64_t, VariableId>> transient_;      ///< root and variable
  std::vector<ConditionCheck> checks_;                              ///< since the running step began
  InstanceId silent_;  ///< has not told its listeners that it begins, or has told them that it ends
  std::int64_t steps_ = 0, steps_before_ = 0;
};

}  // namespace lienthong::engine
