#include "engine/data/whole_number.h"
#include "engine/elements/elements.h"
#include "engine/messages.h"

namespace lienthong::engine {

void wait_for_worker(Execution& run, Instance& self, const bpmn::Node& node) {
  if (node.implementation.shape == bpmn::Implementation::Shape::Java)
    throw Refused(Refused::Kind::Failed, "'" + node.id + "' names the Java binding '" +
                                             node.implementation.java +
                                             "', and the delegates file no longer has an entry for it");
  const std::optional<std::string> topic = run.evaluate_text(node.implementation.topic, self);
  if (!topic || topic->empty())
    throw Refused(Refused::Kind::Failed, "the topic of '" + node.id + "' is empty");
  Job job;
  job.kind = JobKind::ExternalTask;
  job.root = self.root;
  job.instance = self.id;
  job.definition = self.definition;
  job.node = node.id;
  job.topic = *topic;
  if (node.implementation.priority) {
    const auto priority = whole_number(run.evaluate(*node.implementation.priority, self));
    if (!priority)
      throw Refused(Refused::Kind::Failed, "the task priority of '" + node.id + "' is no whole number");
    job.priority = *priority;
  }
  run.add_job(std::move(job));
}

namespace {

void store_result(Execution& run, Instance& self, const std::string& variable, Value result) {
  if (!variable.empty() && !result.is_null())
    run.set_variable(self, variable, TypedValue::of(std::move(result)));
}

struct PassThrough : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node&) const override { run.complete(self); }
};

struct ExternalTask : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node& node) const override {
    if (node.implementation.shape == bpmn::Implementation::Shape::None && send_over_flows(run, self, node))
      return;
    if (node.implementation.shape != bpmn::Implementation::Shape::Expression)
      return wait_for_worker(run, self, node);
    store_result(run, self, node.implementation.result_variable,
                 run.evaluate(*node.implementation.expression, self));
    run.complete(self);
  }
};

struct ScriptTask : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node& node) const override {
    try {
      store_result(run, self, node.implementation.result_variable, run.evaluate(*node.script, self));
    } catch (const RaisedBpmnError& raised) {
      return raise_or_wait(run, self, true, raised.error.code, raised.error.message);
    }
    run.complete(self);
  }
};

struct ReceiveTask : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node& node) const override { run.arm(self, node); }
};

/// camunda:mapDecisionResult (bpmn-extensions 9.3).
Value map_result(const List& rules, const std::string& how, const bpmn::Node& node) {
  if (how == "resultList") return Value(rules);
  const bool single = how == "singleResult" || how == "singleEntry";
  if (single && rules.size() > 1)
    throw Refused(Refused::Kind::Failed,
                  "the decision of '" + node.id + "' gave several results where one is expected");
  if (how == "singleResult") return rules.empty() ? Value() : rules.front();
  List entries;
  for (const Value& rule : rules) {
    if (rule.context().entries.size() != 1)
      throw Refused(Refused::Kind::Failed,
                    "the decision of '" + node.id + "' gave several entries where one is expected");
    entries.push_back(rule.context().entries.front().second);
  }
  if (how == "singleEntry") return entries.empty() ? Value() : entries.front();
  return Value(std::move(entries));
}

struct BusinessRuleTask : Behavior {
  static DecisionHistory where(Execution& run, const Instance& self, const bpmn::Node& node) {
    DecisionHistory where;
    where.root = self.root;
    where.instance = self.id;
    where.definition = self.definition;
    where.node = node.id;
    where.user = run.user;
    return where;
  }

  void start(Execution& run, Instance& self, const bpmn::Node& node) const override {
    const bpmn::Implementation& how = node.implementation;
    if (how.shape == bpmn::Implementation::Shape::External || how.shape == bpmn::Implementation::Shape::Java)
      return wait_for_worker(run, self, node);
    if (how.shape == bpmn::Implementation::Shape::Expression) {
      store_result(run, self, how.result_variable, run.evaluate(*how.expression, self));
      return run.complete(self);
    }
    const DefinitionRow& process = run.core().definition_row(self.definition);
    const DecisionRow& row =
        bound_decision(run, run.evaluate_text(how.decision_ref, self),
                       {how.decision_binding, run.evaluate_text(how.decision_version, self),
                        run.evaluate_text(how.decision_version_tag, self), process.deployment},
                       process.tenant);
    Context inputs;
    for (const auto& [name, value] : run.visible(self)) inputs.put(name, value.for_expressions());
    const Decided decided =
        decide(run.core().decision(row), inputs, run.now(), run.core().settings.calendar->zone_offset_s());
    record_decisions(run, row, decided.history, where(run, self, node));
    if (!node.outputs.empty() || !node.listeners.empty()) {
      TypedValue result = TypedValue::of(Value(decided.rows));
      result.transient = true;
      run.set_local(self, "decisionResult", std::move(result));
    }
    if (!how.result_variable.empty())
      run.set_variable(self, how.result_variable,
                       TypedValue::of(map_result(decided.rows, how.map_decision_result, node)));
    run.complete(self);
  }
};

}  // namespace

const Behavior& pass_through() {
  static const PassThrough b;
  return b;
}
const Behavior& external_task() {
  static const ExternalTask b;
  return b;
}
const Behavior& script_task() {
  static const ScriptTask b;
  return b;
}
const Behavior& receive_task() {
  static const ReceiveTask b;
  return b;
}
const Behavior& business_rule_task() {
  static const BusinessRuleTask b;
  return b;
}

const Behavior& behavior_of(bpmn::Kind kind) {
  using enum bpmn::Kind;
  switch (kind) {
    case StartEvent: return start_event();
    case BoundaryEvent: return boundary_event();
    case IntermediateCatchEvent: return catch_event();
    case EndEvent:
    case IntermediateThrowEvent: return throw_event();
    case UserTask: return user_task();
    case ServiceTask:
    case SendTask: return external_task();
    case ScriptTask: return script_task();
    case ReceiveTask: return receive_task();
    case BusinessRuleTask: return business_rule_task();
    case Process:
    case SubProcess:
    case Transaction:
    case EventSubProcess: return sub_process();
    case CallActivity: return call_activity();
    case ExclusiveGateway: return exclusive_gateway();
    case ParallelGateway: return parallel_gateway();
    case InclusiveGateway: return inclusive_gateway();
    case ComplexGateway: return complex_gateway();
    case EventBasedGateway: return event_based_gateway();
    case Task:
    case ManualTask: return pass_through();
    case AdHocSubProcess: return ad_hoc_sub_process();
  }
  check(false, "the checker refuses what does not execute");
  return pass_through();
}

}  // namespace lienthong::engine
