#pragma once
#include "engine/data/data.h"

namespace lienthong::engine {

/// The lifecycle of every flow node instance (BPMN 13.3.2): entering, arming events, completing, cancelling,
/// history; and of process instances. An element only says what is its own (engine/elements/).
class Lifecycle final : public Life {
 public:
  explicit Lifecycle(Run& run) : run_(run) {}

  // What a step does.
  void on(const Enter&);
  void on(const Complete&);
  void on(const Ended&);
  void on(const Again&);
  void on(const Collect&);
  void on(const Return&);
  void on(const Deliver&);

  InstanceId begin_process(const DefinitionRow&, const bpmn::Node& start_event, const Variables&,
                           std::optional<std::string> business_key, std::optional<std::string> user,
                           const Instance* caller, std::int64_t occurred) override;
  void cancel(Instance&, Outcome how = Outcome::InternallyTerminated) override;
  void cancel_inside(const Instance& scope, InstanceId except = {}) override;
  void remove(Instance&) override;

 private:
  // enter.cpp
  void enter_one(const Enter&);
  void enter_first(const bpmn::Node& start, const Instance& root, std::int64_t occurred);
  bool wait_before(const Enter&, const bpmn::Node&, const Instance& scope,
                   const std::optional<Value>& element);
  Instance& create(const Enter&, const bpmn::Node&, const Instance& scope);
  void begin(Instance&, const bpmn::Node&);
  void map_inputs(Instance&, const bpmn::Node&);
  void wait_for_others(Instance&, const bpmn::Node&, std::int64_t occurred);
  /// Tells the listeners of `node`; false as Conditions::settle.
  [[nodiscard]] bool announce(const Instance& self, const bpmn::Node&, std::string_view event);
  /// The listeners on the flow that a token comes by; false when the token is gone.
  [[nodiscard]] bool pass_flow(const Enter&, const Instance& scope);

  // leave.cpp
  void map_outputs(Instance&, const bpmn::Node&);
  void leave(Instance&, const bpmn::Node&);
  void end_root(Instance& root);

  // cancel.cpp
  void cancel_one(Instance&, Outcome, bool told);
  void end_process(Instance& root, Outcome);

  Run& run_;
};

}  // namespace lienthong::engine
