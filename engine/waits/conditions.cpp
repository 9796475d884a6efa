// Conditional events. Changes of variables are collected while a step runs and looked at when it is over,
// before the token moves on; who waits furthest out comes first. bpmn-extensions 15
#include "engine/waits/conditions.h"
#include <algorithm>
#include "engine/data/changes.h"
#include "engine/data/names.h"
#include "engine/steps/gate.h"
#include "engine/waits/wait.h"
#include "engine/waits/waits.h"

namespace lienthong::engine {
using lifecycle::ActivityState;
using ChangeKind = Change::Kind;

namespace {

constexpr std::string_view conditional = name_of(bpmn::EventKind::Conditional);

/// Passes everything on and remembers whether a name was asked for that nobody knows.
class NoticingNames : public feel::Names {
 public:
  explicit NoticingNames(const feel::Names& names) : names_(names) {}
  std::optional<Value> find(std::string_view name) const override {
    std::optional<Value> found = names_.find(name);
    if (!found) missed_ = true;
    return found;
  }
  std::optional<Value> call(std::string_view object, std::string_view method,
                            const List& arguments) const override {
    return names_.call(object, method, arguments);
  }
  std::optional<Value> property(std::string_view object, std::string_view name) const override {
    return names_.property(object, name);
  }
  bool missed() const { return missed_; }

 private:
  const feel::Names& names_;
  mutable bool missed_ = false;
};

/// camunda:variableEvents: empty, or some of "create, update, delete".
bool wants(const std::string& events, ChangeKind kind) {
  if (events.empty()) return true;
  const char* word = kind == ChangeKind::Create ? "create" : kind == ChangeKind::Update ? "update" : "delete";
  return events.find(word) != std::string::npos;
}

const bpmn::EventDefinition& condition_of(const Definition& definition, const Subscription& s) {
  return definition.node(s.target).events.at(static_cast<std::size_t>(s.part));
}

/// It may hold already; when it has just led somewhere (`again`), the next change is waited for.
void look_soon(Run& run, Instance&, const Subscription& fresh, bool again) {
  if (!again) run.changes.entered(fresh);
}

std::string watched_variable(Run&, const bpmn::EventDefinition& event, const Instance*) {
  return event.variable_name;
}

}  // namespace

const Wait conditional_wait{.kind = bpmn::EventKind::Conditional,
                            .as = Wait::As::Subscription,
                            .listed = true,
                            .subject = watched_variable,
                            .armed = look_soon};

bool condition_holds(Run& run, const Definition& definition, const bpmn::EventDefinition& event,
                     const feel::Names& names) {
  const bpmn::Expression& condition = *event.expression;
  const NoticingNames noticing(names);
  const auto wrong = [&](const std::string& why) {
    return Refused(Refused::Kind::Failed, "the condition '" + condition.text + "' " + why);
  };
  try {
    const Value value = feel::evaluate(definition.compiled(condition),
                                       environment_of(run.core().settings, noticing, run.now()));
    if (value.is_boolean()) return value.boolean();
    const bool feel = condition.language == bpmn::Expression::Language::Feel;
    if (value.is_null() && (feel || noticing.missed())) return false;  // FEEL has null for "not known"
    throw wrong(std::string("gives ") + name(value.kind()) + " instead of true or false");
  } catch (const feel::EvaluationError& error) {
    if (noticing.missed()) return false;  // an unknown variable
    throw wrong(std::string("fails: ") + error.what());
  }
}

void Conditions::look_again(InstanceId root) {
  for (const std::int64_t id : run_.work().indexes().waiting_in(root.value, conditional))
    if (const Subscription* s = run_.work().find<Subscription>(root.value, id); s && s->interrupting)
      run_.changes.entered(*s);
}

/// How deep in the tree `owner` is, when it can see the variable that has changed.
std::optional<int> Conditions::sees(const Instance& owner, const Change& change) {
  bool visible = false;
  int depth = 0;
  for (const Instance* at = &owner; at; at = run_.parent(*at), ++depth) {
    if (at->id == change.scope) visible = true;
    if (!visible && run_.data.own_variable(at->root.value, at->id.value, change.name))
      return std::nullopt;  // hidden
  }
  return visible ? std::optional(depth) : std::nullopt;
}

/// The conditional events that a change may wake, outermost first.
std::vector<std::int64_t> Conditions::waiting_for(const Change& change) {
  Tree* tree = run_.work().tree(change.root.value);
  if (!tree) return {};
  Table<Subscription>& table = tree->of<Subscription>();
  const bool leaf = !tree->of<Instance>().owns_any(change.scope.value);
  std::vector<std::pair<int, std::int64_t>> found;
  for (const std::int64_t id : leaf ? table.owned_by(change.scope.value)
                                    : run_.work().indexes().waiting_in(change.root.value, conditional)) {
    const Subscription* s = table.find(id);
    if (!s || s->event != conditional || id > change.before) continue;
    if (!s->name.empty() && s->name != change.name) continue;
    const Instance* owner = run_.instance(s->root, s->owner);
    if (!owner || !wants(condition_of(run_.definition(*owner), *s).variable_events, change.kind)) continue;
    if (const auto depth = sees(*owner, change)) found.emplace_back(*depth, id);
  }
  std::ranges::sort(found);
  std::vector<std::int64_t> ids;
  for (const auto& [depth, id] : found) ids.push_back(id);
  return ids;
}

void Conditions::look_at(InstanceId root, std::int64_t id) {
  Subscription* s = run_.work().find<Subscription>(root.value, id);
  const Instance* owner = s ? run_.instance(root, s->owner) : nullptr;
  // What changes while it is stopped is looked at when it is active again (look_again).
  if (!owner || owner->state != ActivityState::Active || is_stopped(run_, root)) return;
  const bpmn::EventDefinition& event = condition_of(run_.definition(*owner), *s);
  const auto language = event.expression->language;
  const bool script =
      language != bpmn::Expression::Language::Template && language != bpmn::Expression::Language::Feel;
  if (script ? run_.data.holds(*event.expression, *owner)
             : condition_holds(run_, run_.definition(*owner), event, ScopeNames(run_, *owner, nullptr)))
    trigger(run_, *s);
}

bool Conditions::look() {
  if (run_.changes.empty()) return false;
  while (!run_.changes.empty())
    for (const Change& change : run_.changes.take()) {
      if (change.kind == ChangeKind::Entered)
        look_at(change.root, change.entered.value);
      else
        for (const std::int64_t id : waiting_for(change)) look_at(change.root, id);
    }
  return true;
}

bool Conditions::settle(const Instance& self, bool silent) {
  const InstanceId root = self.root, id = self.id;
  const std::string interrupted_by = self.interrupted_by;
  if (silent) silent_ = id;
  look();
  silent_ = {};
  const Instance* still = run_.instance(root, id);
  return still && still->interrupted_by == interrupted_by;
}

}  // namespace lienthong::engine
