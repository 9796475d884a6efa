// Messages and signals from outside. bpmn-extensions 12, 13
#include "engine/waits/messages.h"
#include <algorithm>
#include <set>
#include "engine/commands/handlers.h"
#include "engine/commands/sweeps.h"
#include "engine/data/data_flow.h"
#include "engine/rows/questions.h"
#include "engine/steps/activity.h"
#include "engine/steps/gate.h"
#include "engine/waits/correlation.h"
#include "engine/waits/events.h"
#include "engine/waits/waits.h"

namespace lienthong::engine {
namespace {

bool equals(const std::optional<TypedValue>& found, const TypedValue& wanted) {
  return found && found->value == wanted.value && (found->type == wanted.type || found->value.is_number());
}

bool matches(Run& run, const CorrelateMessage& command, const Instance& owner) {
  const Instance& root = run.root(owner);
  if (is_stopped(run, root.id)) return false;
  if (command.instance && root.id != *command.instance) return false;
  if (command.execution && owner.id != *command.execution) return false;
  if (command.business_key && root.business_key != command.business_key) return false;
  for (const auto& [name, wanted] : command.correlation_keys)
    if (!equals(run.data.variable(root, name), wanted)) return false;
  for (const auto& [name, wanted] : command.local_correlation_keys) {
    const Variables local = run.data.visible(owner, true);
    const auto found = std::ranges::find(local, name, &std::pair<std::string, TypedValue>::first);
    if (found == local.end() || !equals(found->second, wanted)) return false;
  }
  return true;
}

/// What the command says, as a message: its keys are part of what it carries.
Message message_of(const CorrelateMessage& command) {
  Message message;
  message.name = command.name;
  message.payload = command.variables;
  message.payload.insert(message.payload.end(), command.correlation_keys.begin(),
                         command.correlation_keys.end());
  message.business_key = command.business_key;
  message.receiver = command.instance.value_or(InstanceId{});
  return message;
}

/// A wait whose correlation key has the message's value goes before those that have none yet.
void narrow_by_keys(Run& run, const CorrelateMessage& command, std::vector<Subscription*>& waiting) {
  const Variables payload = message_of(command).payload;
  std::vector<Subscription*> exact, open;
  for (Subscription* s : waiting) {
    const KeyFit fit = fit_by_keys(run, *run.instance(s->root, s->root), command.name, payload);
    if (fit != KeyFit::No) (fit == KeyFit::Exact ? exact : open).push_back(s);
  }
  waiting = exact.empty() ? open : exact;
}

Refused mismatch(const std::string& name, const std::string& why) {
  return Refused(Refused::Kind::Mismatch, why + "Cannot correlate message '" + name + "'");
}

Correlated::One deliver(Run& run, const CorrelateMessage& command, Subscription& s) {
  Instance& owner = *run.instance(s.root, s.owner);
  Correlated::One one;
  one.root = s.root;
  one.execution = s.owner;
  one.definition = owner.definition;
  const Instance& root = run.root(owner);
  remember_keys(run, root, command.name, message_of(command).payload);
  run.data.set_variables(owner, command.variables);
  for (const auto& [name, value] : command.local_variables) run.data.set_local(owner, name, value);
  copy_payload(run, owner, run.definition(owner).node(s.target), message_of(command).payload);
  audit(run, s.root, s.owner, "message", run.user, command.name, {});
  trigger(run, s, command.triggered_scope_variables);
  return one;
}

Correlated::One start(Run& run, const CorrelateMessage& command, const Subscription& s) {
  const DefinitionRow& row = run.core().definition_row(s.definition);
  Variables variables = command.variables;
  variables.insert(variables.end(), command.local_variables.begin(), command.local_variables.end());
  variables.insert(variables.end(), command.triggered_scope_variables.begin(),
                   command.triggered_scope_variables.end());
  Variables payload = variables;  // keys are compared and stored nowhere, but a message speaks of them
  payload.insert(payload.end(), command.correlation_keys.begin(), command.correlation_keys.end());
  Correlated::One one;
  one.started = true;
  one.definition = row.id;
  one.business_key = command.business_key;
  const bpmn::Node& node = run.definition(row.id)->node(s.target);
  one.root = one.execution = run.life.begin_process(row, node, variables, command.business_key, run.user,
                                                    nullptr, event_named(node, "message", s.name));
  Instance& root = *run.instance(one.root, one.root);
  copy_payload(run, root, node, payload);
  remember_keys(run, root, command.name, payload);
  return one;
}

/// The process instances of which one may receive it, where an index finds them.
std::optional<std::vector<std::int64_t>> named(Run& run, const CorrelateMessage& command) {
  if (command.instance) return std::vector{command.instance->value};
  if (command.business_key) return roots_of_key(run.work(), *command.business_key);
  constexpr std::size_t few = 32;  // waits: looking at each is cheaper
  if (command.correlation_keys.empty() ||
      run.work().indexes().waiting_roots("message", command.name, 0, few + 1).size() <= few)
    return std::nullopt;
  for (const auto& [name, wanted] : command.correlation_keys)
    if (auto roots = roots_with(run.work(), name, wanted.value, slice_max(run))) return roots;
  return std::nullopt;
}

/// The waits that may receive it: none but those of the instances that the command names, where it does.
std::vector<Indexes::Place> receivers(Run& run, const CorrelateMessage& command) {
  const Indexes& indexes = run.work().indexes();
  const std::optional<std::vector<std::int64_t>> roots = named(run, command);
  if (!roots) return indexes.subscriptions("message", command.name);
  std::vector<Indexes::Place> places = indexes.subscriptions("message", command.name, 0);
  for (const std::int64_t root : *roots)
    if (root != 0)
      std::ranges::copy(indexes.subscriptions("message", command.name, root), std::back_inserter(places));
  return places;
}

bool has_keys(Run& run, const CorrelateMessage& command) {
  std::set<std::int64_t> definitions;
  for (const Indexes::Place& place : run.work().indexes().subscriptions("message", command.name))
    if (place.root != 0) definitions.insert(place.definition);
  return std::ranges::any_of(
      definitions, [&](std::int64_t id) { return has_keys_for(run, DefinitionId{id}, command.name); });
}

/// Whether so many may wait for it that a sweep must bring it. Not where keys decide: those who have the
/// message's value are looked for among all, and go before all others.
bool are_many(Run& run, const CorrelateMessage& command) {
  if (!command.all || command.business_key || command.instance || command.execution) return false;
  const std::size_t max = slice_max(run);
  return run.work().indexes().waiting_roots("message", command.name, 0, max + 1).size() > max &&
         !has_keys(run, command);
}

Reply deliver_to_many(Run& run, const CorrelateMessage& command) {
  Underway underway{{}, Correlated{}};
  for (const Indexes::Place& place : run.work().indexes().subscriptions("message", command.name, 0)) {
    const Subscription* s = run.work().find<Subscription>(place.root, place.id);
    if (s && !run.core().definition_row(s->definition).suspended)
      underway.so_far->results.push_back(start(run, command, *s));
  }
  Sweep sweep;
  sweep.kind = SweepKind::Message;
  sweep.name = command.name;
  sweep.total = run.work().indexes().count("message", command.name);
  const Sweep& kept = begin_sweep(run, std::move(sweep));
  carry(run, kept, SweepRole::Variable, command.variables);
  carry(run, kept, SweepRole::Local, command.local_variables);
  carry(run, kept, SweepRole::TriggeredScope, command.triggered_scope_variables);
  carry(run, kept, SweepRole::Key, command.correlation_keys);
  carry(run, kept, SweepRole::LocalKey, command.local_correlation_keys);
  underway.sweeps.push_back(kept.id);
  return underway;
}

}  // namespace

void deliver_in(Run& run, const CorrelateMessage& command, InstanceId root, std::int64_t before,
                Correlated& answer) {
  std::vector<std::int64_t> waiting;
  for (const Indexes::Place& place :
       run.work().indexes().subscriptions("message", command.name, root.value)) {
    const Subscription* s = place.id < before ? run.work().find<Subscription>(place.root, place.id) : nullptr;
    const Instance* owner = s ? run.instance(s->root, s->owner) : nullptr;
    if (owner && matches(run, command, *owner)) waiting.push_back(place.id);
  }
  for (const std::int64_t id : waiting)
    if (Subscription* s = run.work().find<Subscription>(root.value, id))
      answer.results.push_back(deliver(run, command, *s));
}

Reply handle(Run& run, const CorrelateMessage& command) {
  if (are_many(run, command)) return deliver_to_many(run, command);
  std::vector<Subscription*> waiting, starts;
  for (const Indexes::Place& place : receivers(run, command)) {
    Subscription* s = run.work().find<Subscription>(place.root, place.id);
    if (!s) continue;
    if (place.root == 0) {
      if (!run.core().definition_row(s->definition).suspended && !command.execution) starts.push_back(s);
      continue;
    }
    const Instance* owner = run.instance(s->root, s->owner);
    if (owner && matches(run, command, *owner)) waiting.push_back(s);
  }
  narrow_by_keys(run, command, waiting);
  Correlated answer;
  if (command.all) {
    std::vector<std::pair<std::int64_t, std::int64_t>> places;
    places.reserve(waiting.size());
    for (const Subscription* s : waiting) places.emplace_back(s->root.value, s->id.value);
    for (const auto& [root, id] : places)
      if (Subscription* s = run.work().find<Subscription>(root, id))
        answer.results.push_back(deliver(run, command, *s));
    for (const Subscription* s : starts) answer.results.push_back(start(run, command, *s));
    return answer;
  }
  if (waiting.size() > 1)
    throw mismatch(command.name, "ENGINE-13031 " + std::to_string(waiting.size()) +
                                     " executions match the correlation keys. ");
  if (waiting.size() == 1) {
    answer.results.push_back(deliver(run, command, *waiting.front()));
    return answer;
  }
  if (starts.size() > 1)
    throw mismatch(command.name, "ENGINE-13030 several process definitions start with this message. ");
  if (starts.empty() && !command.execution && command.local_correlation_keys.empty()) {
    Message message = message_of(command);
    message.payload = command.variables;
    message.payload.insert(message.payload.end(), command.local_variables.begin(),
                           command.local_variables.end());
    if (keep_message(run, message, command.correlation_keys)) return answer;
  }
  if (starts.empty())
    throw Refused(Refused::Kind::Mismatch,
                  "Cannot correlate message '" + command.name +
                      "': No process definition or execution matches the parameters");
  answer.results.push_back(start(run, command, *starts.front()));
  return answer;
}

Reply handle(Run& run, const BroadcastSignal& command) {
  if (!command.execution) {
    const SweepId sweep = broadcast_signal(run, command.name, command.variables);
    if (sweep) return Underway{{sweep}, {}};
    return Nothing{};
  }
  Instance* owner = run.work().find<Instance>(command.execution->value);
  Subscription* s = !owner ? nullptr
                           : run.work()
                                 .tree(owner->root.value)
                                 ->of<Subscription>()
                                 .first_owned_by(owner->id.value, [&](Subscription& x) {
                                   return x.event == "signal" && x.name == command.name;
                                 });
  if (!s)
    throw Refused(Refused::Kind::Failed, "Execution '" + to_string(*command.execution) +
                                             "' has not subscribed to a signal event with name '" +
                                             command.name + "'.");
  run.data.set_variables(*owner, command.variables);
  trigger(run, *s);
  return Nothing{};
}

Reply handle(Run& run, const SignalExecution& command) {
  Instance* self = run.work().find<Instance>(command.execution.value);
  if (!self)
    throw Refused(Refused::Kind::Failed, "execution " + to_string(command.execution) + " doesn't exist");
  const bpmn::Node& node = run.node(*self);
  if (node.kind != bpmn::Kind::ReceiveTask || self->body)
    throw Refused(Refused::Kind::Failed, "'" + node.id + "' does not wait for a signal to its execution");
  run.data.set_variables(*self, command.variables);
  run.agenda.complete(*self);
  return Nothing{};
}

}  // namespace lienthong::engine
