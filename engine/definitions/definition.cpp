#include "engine/definitions/definition.h"
#include <algorithm>
#include "base/check.h"

namespace lienthong::engine {
namespace {

using bpmn::Expression;

using Sees = Definition::Use::Sees;

/// Calls `visit(expression, owner's element id, what it sees)` for every expression of a process.
template <class Visit>
class Walk {
 public:
  explicit Walk(Visit visit) : visit_(std::move(visit)) {}

  void process(const bpmn::Process& process) {
    id_ = process.id;
    all(process.candidate_starter_users);
    all(process.candidate_starter_groups);
    correlation(process);
    for (const bpmn::Node& n : process.nodes) node(n);
    for (const bpmn::Flow& flow : process.flows) {
      id_ = flow.id;
      one(flow.condition);
      listeners(flow.listeners);
    }
  }

 private:
  void correlation(const bpmn::Process& process) {
    for (const auto& key : process.keys)
      for (const auto& property : key.properties)
        for (const auto& retrieval : property.retrievals) one(retrieval.path);
    for (const auto& subscription : process.correlations)
      for (const auto& binding : subscription.bindings) one(binding.path);
  }
  void node(const bpmn::Node& n) {
    id_ = n.id;
    for (const auto& event : n.events) this->event(event);
    one(n.job_priority);
    one(n.activation_condition);
    parameters(n.inputs);
    parameters(n.outputs);
    listeners(n.listeners);
    if (n.loop) {
      one(n.loop->cardinality);
      one(n.loop->collection);
      one(n.loop->completion_condition);
      one(n.loop->condition);
      one(n.loop->maximum);
      for (const auto& thrown : n.loop->throws) {
        one(thrown.condition);
        for (const auto& event : thrown.events) this->event(event);
      }
    }
    one(n.implementation.topic);
    one(n.implementation.priority);
    one(n.implementation.expression);
    for (const auto& rule : n.implementation.error_rules) visit_(rule.condition, id_, Sees::ExternalTask);
    if (n.user_task) user_task(*n.user_task);
    if (n.form) {
      one(n.form->key);
      for (const auto& field : n.form->fields) one(field.default_value);
    }
    if (n.ad_hoc) {
      one(n.ad_hoc->completion_condition);
      one(n.ad_hoc->active_elements);
    }
    if (n.call) {
      one(n.call->called_element);
      mappings(n.call->in);
      mappings(n.call->out);
    }
    mappings(n.payload);
    one(n.lane_group);
    for (const auto* associations : {&n.data.in, &n.data.out})
      for (const auto& association : *associations) {
        one(association.transformation);
        for (const auto& assignment : association.assignments) one(assignment.from);
      }
    one(n.script);
    for (const auto& deadline : n.deadlines) {
      one(deadline.limit);
      one(deadline.due);
      one(deadline.start);
      one(deadline.cut_off);
      for (const auto& rung : deadline.ladder) {
        all(rung.to);
        one(rung.message);
        one(rung.escalation_code);
      }
    }
  }
  void user_task(const bpmn::UserTask& task) {
    sees_ = Sees::Task;
    one(task.assignee);
    one(task.due_date);
    one(task.follow_up_date);
    one(task.priority);
    all(task.candidate_users);
    all(task.candidate_groups);
    sees_ = Sees::TaskListener;
    listeners(task.listeners);
    sees_ = Sees::Execution;
  }
  void event(const bpmn::EventDefinition& event) {
    one(event.expression);
    one(event.error_message);
    mappings(event.in);
  }
  void parameters(const std::vector<bpmn::Parameter>& parameters) {
    for (const auto& parameter : parameters) {
      one(parameter.value);
      one(parameter.key);
      this->parameters(parameter.entries);
    }
  }
  void mappings(const std::vector<bpmn::Mapping>& mappings) {
    for (const auto& mapping : mappings) one(mapping.expression);
  }
  void listeners(const std::vector<bpmn::Listener>& listeners) {
    for (const auto& listener : listeners) {
      one(listener.expression);
      if (listener.timer) one(listener.timer->expression);
    }
  }
  void all(const std::vector<Expression>& expressions) {
    for (const auto& expression : expressions) visit_(expression, id_, sees_);
  }
  void one(const std::optional<Expression>& expression) {
    if (expression) visit_(*expression, id_, sees_);
  }

  Visit visit_;
  Sees sees_ = Sees::Execution;
  std::string id_;
};

/// Plain texts of a node that may hold `${…}`.
std::vector<const std::string*> texts_of(const bpmn::Node& node) {
  std::vector<const std::string*> texts{&node.retry_cycle};
  if (node.loop) texts.push_back(&node.loop->retry_cycle);
  if (node.user_task) texts.insert(texts.end(), {&node.name, &node.documentation});
  const bpmn::Implementation& how = node.implementation;
  for (const std::string* text : {&how.decision_ref, &how.decision_version, &how.decision_version_tag})
    texts.push_back(text);
  if (node.call)
    for (const std::string* text : {&node.call->version, &node.call->version_tag}) texts.push_back(text);
  if (node.form)
    for (const std::string* text : {&node.form->ref, &node.form->ref_version}) texts.push_back(text);
  return texts;
}

/// The text of an expression, or of the file that it names.
std::optional<std::string> source_of(const Expression& expression, const std::string& element,
                                     const ResourceLookup& resources, std::vector<Problem>& problems) {
  if (expression.resource.empty()) return expression.text;
  std::optional<std::string> text = resources ? resources(expression.resource) : std::nullopt;
  if (!text)
    problems.push_back({Problem::Severity::Error,
                        "script-resource",
                        "the script '" + expression.resource +
                            "' is not part of the deployment; deploy the file beside the model",
                        element,
                        expression.place.line,
                        expression.place.column,
                        {}});
  return text;
}

}  // namespace

Definition::Definition(bpmn::Process process, std::vector<Problem>& problems, const ResourceLookup& resources)
    : process_(std::move(process)), nodes_(process_.by_id.begin(), process_.by_id.end()) {
  Walk walk([&](const Expression& expression, const std::string& element, Sees) {
    if (expression.language == Expression::Language::Other) return;
    const std::optional<std::string> source = source_of(expression, element, resources, problems);
    if (!source) return;
    if (expression.language == Expression::Language::JavaScript) {
      scripts_[&expression] = {*source, element, expression.place};
      return;
    }
    const bool feel = expression.language == Expression::Language::Feel;
    try {
      compiled_[&expression] = feel::compile(*source, feel ? feel::Dialect::Feel : feel::Dialect::Template);
    } catch (const feel::SyntaxError& error) {
      problems.push_back({Problem::Severity::Error,
                          "expression",
                          std::string("cannot read the expression '") + *source + "': " + error.what(),
                          element,
                          expression.place.line + error.line - 1,
                          error.line > 1 ? error.column : expression.place.column + error.column - 1,
                          {}});
    }
  });
  walk.process(process_);
  for (const bpmn::Node& node : process_.nodes) {
    for (const auto& event : node.events) compile_name(event, node, problems);
    if (node.loop)
      for (const auto& thrown : node.loop->throws)
        for (const auto& event : thrown.events) compile_name(event, node, problems);
  }
  for (const bpmn::Node& node : process_.nodes)
    for (const std::string* text : texts_of(node))
      if (text->find("${") != std::string::npos || text->find("#{") != std::string::npos) try {
          compiled_[text] = feel::compile(*text, feel::Dialect::Template);
        } catch (const feel::SyntaxError& error) {
          problems.push_back({Problem::Severity::Error,
                              "expression",
                              "cannot read '" + *text + "': " + error.what(),
                              node.id,
                              node.place.line,
                              node.place.column,
                              {}});
        }
  for (std::size_t i = 0; i < process_.flows.size(); ++i)
    flows_[process_.flows[i].id] = static_cast<bpmn::FlowIndex>(i);
  event_sub_processes_.resize(process_.nodes.size());
  waiting_joins_.resize(process_.nodes.size());
  std::optional<Paths> paths;
  for (const bpmn::Node& node : process_.nodes)
    if (is_join(node) && node.kind != bpmn::Kind::ParallelGateway) {
      waiting_joins_[static_cast<std::size_t>(node.parent)].push_back(node.index);
      if (!paths) paths.emplace(process_);
      reachability_.emplace(node.index, paths->to(node));
    }
  for (const bpmn::Node& node : process_.nodes)
    if (node.kind == bpmn::Kind::EventSubProcess && node.parent >= 0)
      event_sub_processes_[static_cast<std::size_t>(node.parent)].push_back(node.index);
  compensation_handlers_.resize(process_.nodes.size(), -1);
  for (const bpmn::Node& node : process_.nodes) {
    if (!node.has_event(bpmn::EventKind::Compensate)) continue;
    if (node.kind == bpmn::Kind::BoundaryEvent && node.attached_to >= 0)
      compensation_handlers_[static_cast<std::size_t>(node.attached_to)] = node.handler;
    if (node.kind == bpmn::Kind::StartEvent && this->node(node.parent).kind == bpmn::Kind::EventSubProcess)
      compensation_handlers_[static_cast<std::size_t>(this->node(node.parent).parent)] = node.parent;
  }
}

void Definition::compile_name(const bpmn::EventDefinition& event, const bpmn::Node& node,
                              std::vector<Problem>& problems) {
  for (const std::string* name : {&event.name, &event.code})
    if (name->find("${") != std::string::npos || name->find("#{") != std::string::npos) try {
        compiled_[&event] = feel::compile(*name, feel::Dialect::Template);
      } catch (const feel::SyntaxError& error) {
        problems.push_back({Problem::Severity::Error,
                            "expression",
                            "cannot read the name '" + *name + "': " + error.what(),
                            node.id,
                            event.place.line,
                            event.place.column,
                            {}});
      }
}

const bpmn::Node& Definition::node(std::string_view id) const {
  const auto found = nodes_.find(id);
  check(found != nodes_.end(), "a row names a node that its definition has");
  return process_.node(found->second);
}

const bpmn::Flow* Definition::flow(std::string_view id) const {
  const auto found = flows_.find(id);
  return found == flows_.end() ? nullptr : &process_.flow(found->second);
}

const feel::Expression& Definition::compiled(const bpmn::Expression& expression) const {
  const auto found = compiled_.find(&expression);
  check(found != compiled_.end(), "every executable expression is compiled");
  return *found->second;
}

const Definition::Script& Definition::script(const bpmn::Expression& expression) const {
  const auto found = scripts_.find(&expression);
  check(found != scripts_.end(), "every script has its text");
  return found->second;
}

std::vector<const Definition::Script*> Definition::scripts() const {
  std::vector<const Script*> all;
  for (const auto& [expression, script] : scripts_) all.push_back(&script);
  std::ranges::sort(all, {}, [](const Script* s) { return std::pair(s->place.line, s->place.column); });
  return all;
}

void Definition::each_use(const std::function<void(const Use&)>& visit) const {
  Walk walk([&](const Expression& expression, const std::string& element, Sees sees) {
    if (const auto found = compiled_.find(&expression); found != compiled_.end())
      visit({*found->second, expression.text, element, expression.place, sees});
  });
  walk.process(process_);
  const auto named = [&](const bpmn::EventDefinition& event, const bpmn::Node& node) {
    if (const feel::Expression* name = compiled_name(event))
      visit({*name, feel::text_of(*name), node.id, event.place});
  };
  for (const bpmn::Node& node : process_.nodes) {
    for (const auto& event : node.events) named(event, node);
    if (node.loop)
      for (const auto& thrown : node.loop->throws)
        for (const auto& event : thrown.events) named(event, node);
    for (const std::string* text : texts_of(node))
      if (const feel::Expression* compiled = compiled_text(*text))
        visit({*compiled, *text, node.id, node.place});
  }
}

const feel::Expression* Definition::compiled_name(const bpmn::EventDefinition& event) const {
  const auto found = compiled_.find(&event);
  return found == compiled_.end() ? nullptr : found->second.get();
}

const feel::Expression* Definition::compiled_text(const std::string& text) const {
  const auto found = compiled_.find(&text);
  return found == compiled_.end() ? nullptr : found->second.get();
}

const std::vector<bpmn::NodeIndex>& Definition::event_sub_processes(const bpmn::Node& scope) const {
  return event_sub_processes_[static_cast<std::size_t>(scope.index)];
}

const std::vector<bpmn::NodeIndex>& Definition::waiting_joins(const bpmn::Node& scope) const {
  return waiting_joins_[static_cast<std::size_t>(scope.index)];
}

const Reachability& Definition::reachability(const bpmn::Node& waiting_join) const {
  return reachability_.at(waiting_join.index);
}

std::vector<bpmn::NodeIndex> Definition::start_nodes() const {
  std::vector<bpmn::NodeIndex> nodes;
  for (const bpmn::NodeIndex child : root().children) {
    const bpmn::Node& node = this->node(child);
    if (node.kind == bpmn::Kind::StartEvent && !node.events.empty()) nodes.push_back(child);
    if (!node.instantiate || !node.incoming.empty()) continue;
    if (node.kind == bpmn::Kind::ReceiveTask) nodes.push_back(child);
    if (node.kind == bpmn::Kind::EventBasedGateway)
      for (const bpmn::FlowIndex flow : node.outgoing) nodes.push_back(process_.flow(flow).target);
  }
  return nodes;
}

const bpmn::Node* Definition::initial_start() const {
  const bpmn::Node *timer = nullptr, *other = nullptr;
  std::size_t starts = 0;
  for (const bpmn::NodeIndex child : root().children) {
    const bpmn::Node& node = this->node(child);
    if (node.kind != bpmn::Kind::StartEvent) continue;
    if (node.events.empty()) return &node;
    const bpmn::Node*& first = node.event() == bpmn::EventKind::Timer ? timer : other;
    if (!first) first = &node;
    ++starts;
  }
  return timer ? timer : starts == 1 ? other : nullptr;
}

std::int64_t event_named(const bpmn::Node& node, std::string_view kind, std::string_view name) {
  for (std::size_t i = 0; i < node.events.size(); ++i)
    if (name_of(node.events[i].kind) == kind && node.events[i].name == name)
      return static_cast<std::int64_t>(i);
  return -1;
}

const bpmn::Node& Definition::start_of(const bpmn::Node& event_sub_process) const {
  for (const bpmn::NodeIndex child : event_sub_process.children)
    if (node(child).kind == bpmn::Kind::StartEvent) return node(child);
  check(false, "an event sub-process has a start event");
  return event_sub_process;
}

bool is_scope(const bpmn::Node& node) {
  using enum bpmn::Kind;
  return node.kind == Process || node.kind == SubProcess || node.kind == EventSubProcess ||
         node.kind == AdHocSubProcess || node.kind == Transaction;
}

}  // namespace lienthong::engine
