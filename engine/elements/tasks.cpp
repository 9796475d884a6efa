#include "engine/data/decided.h"
#include "engine/data/job_priority.h"
#include "engine/elements/elements.h"
#include "engine/steps/jobs.h"
#include "engine/waits/messages.h"
#include "engine/waits/waits.h"

namespace lienthong::engine {

void wait_for_worker(Run& run, Instance& self, const bpmn::Node& node) {
  if (node.implementation.shape == bpmn::Implementation::Shape::Java)
    throw Refused(Refused::Kind::Failed, "'" + node.id + "' names the Java binding '" +
                                             node.implementation.java +
                                             "', and the delegates file no longer has an entry for it");
  const std::optional<std::string> topic = run.data.evaluate_text(node.implementation.topic, self);
  if (!topic || topic->empty())
    throw Refused(Refused::Kind::Failed, "the topic of '" + node.id + "' is empty");
  Job job = job_of(self, node.id, ForWorker{});
  job.topic = *topic;
  set_task_priority(run, job, self, node);
  add_job(run, std::move(job));
}

namespace {

/// What an expression gives, null too: a value of the last round must not stay.
void evaluate_result(Run& run, Instance& self, const bpmn::Implementation& how) {
  TypedValue result = run.data.evaluate_typed(*how.expression, self);
  if (!how.result_variable.empty()) run.data.set_variable(self, how.result_variable, std::move(result));
}

/// A script that answers nothing leaves the variable as it is. bpmn-extensions 9.2
void store_answer(Run& run, Instance& self, const std::string& variable, Value answer) {
  if (!variable.empty() && !answer.is_null())
    run.data.set_variable(self, variable, TypedValue::of(std::move(answer)));
}

struct PassThrough : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node&) const override { run.agenda.complete(self); }
};

struct ExternalTask : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    if (node.implementation.shape == bpmn::Implementation::Shape::None && send_over_flows(run, self, node))
      return;
    if (node.implementation.shape != bpmn::Implementation::Shape::Expression)
      return wait_for_worker(run, self, node);
    evaluate_result(run, self, node.implementation);
    run.agenda.complete(self);
  }
};

struct ScriptTask : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    try {
      store_answer(run, self, node.implementation.result_variable, run.data.evaluate(*node.script, self));
    } catch (const RaisedBpmnError& raised) {
      return raise_or_wait(run, self, true, raised.error.code, raised.error.message);
    }
    run.agenda.complete(self);
  }
};

struct ReceiveTask : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override { arm(run, self, node); }
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
  static DecisionHistory where(Run& run, const Instance& self, const bpmn::Node& node) {
    DecisionHistory where;
    where.root = self.root;
    where.instance = self.id;
    where.definition = self.definition;
    where.node = node.id;
    where.user = run.user;
    return where;
  }

  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    const bpmn::Implementation& how = node.implementation;
    if (how.shape == bpmn::Implementation::Shape::External || how.shape == bpmn::Implementation::Shape::Java)
      return wait_for_worker(run, self, node);
    if (how.shape == bpmn::Implementation::Shape::Expression) {
      evaluate_result(run, self, how);
      return run.agenda.complete(self);
    }
    const DefinitionRow& process = run.core().definition_row(self.definition);
    const DecisionRow& row =
        bound_decision(run, run.data.evaluate_text(how.decision_ref, self),
                       {how.decision_binding, run.data.evaluate_text(how.decision_version, self),
                        run.data.evaluate_text(how.decision_version_tag, self), process.deployment},
                       process.tenant);
    Context inputs;
    for (const auto& [name, value] : run.data.visible(self)) inputs.put(name, value.for_expressions());
    const Decided decided =
        decide(run.core().decision(row), inputs, run.now(), run.core().settings.calendar->zone_offset_s(),
               run.core().settings.calendars.get());
    record_decisions(run, row, decided.history, where(run, self, node));
    if (!node.outputs.empty() || !node.listeners.empty()) {
      TypedValue result = TypedValue::of(Value(decided.rows));
      result.transient = true;
      run.data.set_local(self, "decisionResult", std::move(result));
    }
    if (!how.result_variable.empty()) {
      Value result = map_result(decided.rows, how.map_decision_result, node);
      const bool entry = how.map_decision_result == "singleEntry" && !decided.rows.empty();
      run.data.set_variable(
          self, how.result_variable,
          entry ? typed_entry(decided, decided.rows.front().context().entries.front().first, result)
                : TypedValue::of(std::move(result)));
    }
    run.agenda.complete(self);
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

}  // namespace lienthong::engine
