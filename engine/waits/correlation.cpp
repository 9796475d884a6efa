#include "engine/waits/correlation.h"
#include <algorithm>
#include "engine/data/names.h"

namespace lienthong::engine {

namespace {

using KeyValues = std::vector<std::pair<std::string, TypedValue>>;  ///< by property id

const bpmn::CorrelationRetrieval* retrieval_of(const bpmn::CorrelationProperty& property,
                                               const std::string& message) {
  const auto found =
      std::ranges::find(property.retrievals, message, &bpmn::CorrelationRetrieval::message_name);
  return found == property.retrievals.end() ? nullptr : &*found;
}

/// What cannot be evaluated is absent: another message, another shape.
Value evaluate_or_null(Run& run, const Definition& definition, const bpmn::Expression& expression,
                       const feel::Names& names) {
  try {
    return feel::evaluate(definition.compiled(expression),
                          environment_of(run.core().settings, names, run.now()));
  } catch (const feel::EvaluationError&) {
    return {};
  }
}

/// The key's values in a message; nothing when it does not carry all of them.
std::optional<KeyValues> read_key(Run& run, const Definition& definition, const bpmn::CorrelationKey& key,
                                  const std::string& message, const Variables& payload) {
  KeyValues values;
  const PayloadNames names(payload);
  for (const bpmn::CorrelationProperty& property : key.properties) {
    const bpmn::CorrelationRetrieval* retrieval = retrieval_of(property, message);
    if (!retrieval || !retrieval->path) return std::nullopt;
    Value value = evaluate_or_null(run, definition, *retrieval->path, names);
    if (value.is_null()) return std::nullopt;
    values.emplace_back(property.id, TypedValue::of(std::move(value)));
  }
  return values;
}

bool speaks_of(const bpmn::CorrelationKey& key, const std::string& message) {
  return std::ranges::all_of(key.properties, [&](const bpmn::CorrelationProperty& property) {
    return retrieval_of(property, message) != nullptr;
  });
}

/// A subscription's values come out of the process context each time, a key's own out of the first message.
KeyValues present_values(Run& run, const Instance& root, const bpmn::CorrelationKey& key) {
  const Definition& definition = run.definition(root);
  const auto& subscriptions = definition.process().correlations;
  const auto subscription = std::ranges::find(subscriptions, key.id, &bpmn::CorrelationSubscription::key);
  KeyValues values;
  if (subscription != subscriptions.end()) {
    const ScopeNames names(run, root, nullptr);
    for (const auto& binding : subscription->bindings)
      values.emplace_back(binding.property,
                          TypedValue::of(evaluate_or_null(run, definition, *binding.path, names)));
    return values;
  }
  for (const auto& [id, row] : run.work().tree(root.root.value)->of<KeyValue>().rows)
    if (row.key == key.id) values.emplace_back(row.property, row.value);
  return values;
}

}  // namespace

bool has_keys_for(Run& run, DefinitionId definition, const std::string& message) {
  return std::ranges::any_of(run.definition(definition)->process().keys,
                             [&](const bpmn::CorrelationKey& key) { return speaks_of(key, message); });
}

KeyFit fit_by_keys(Run& run, const Instance& root, const std::string& message, const Variables& payload) {
  const Definition& definition = run.definition(root);
  KeyFit fit = KeyFit::Open;
  for (const bpmn::CorrelationKey& key : definition.process().keys) {
    if (!speaks_of(key, message)) continue;
    const KeyValues mine = present_values(run, root, key);
    if (mine.empty()) continue;
    const auto theirs = read_key(run, definition, key, message, payload);
    if (!theirs) return KeyFit::No;
    for (const auto& [property, value] : *theirs) {
      const auto same = std::ranges::find(mine, property, &std::pair<std::string, TypedValue>::first);
      if (same == mine.end() || !(same->second.value == value.value)) return KeyFit::No;
    }
    fit = KeyFit::Exact;
  }
  return fit;
}

void remember_keys(Run& run, const Instance& root, const std::string& message, const Variables& payload) {
  const Definition& definition = run.definition(root);
  const auto& subscriptions = definition.process().correlations;
  for (const bpmn::CorrelationKey& key : definition.process().keys) {
    if (std::ranges::find(subscriptions, key.id, &bpmn::CorrelationSubscription::key) !=
            subscriptions.end() ||
        !present_values(run, root, key).empty())
      continue;
    const auto values = read_key(run, definition, key, message, payload);
    if (!values) continue;
    for (const auto& [property, value] : *values) {
      KeyValue row;
      row.id.value = run.next_id();
      row.root = root.root;
      row.key = key.id;
      row.property = property;
      row.value = value;
      run.work().insert(std::move(row));
    }
  }
}

void join_partners(Run& run, const Instance& a, const Instance& b) {
  const auto add = [&](const Instance& from, const Instance& to) {
    for (const auto& [id, row] : run.work().tree(from.root.value)->of<Partner>().rows)
      if (row.partner == to.root) return;
    Partner row;
    row.id.value = run.next_id();
    row.root = from.root;
    row.partner = to.root;
    row.process = run.definition(to).process().id;
    run.work().insert(std::move(row));
  };
  add(a, b);
  add(b, a);
}

std::vector<InstanceId> partners_of(Run& run, const Instance& root, std::string_view process) {
  std::vector<InstanceId> ids;
  for (const auto& [id, row] : run.work().tree(root.root.value)->of<Partner>().rows)
    if (row.process == process) ids.push_back(row.partner);
  return ids;
}

void forget_conversation(Run& run, const Instance& root) {
  Tree& tree = *run.work().tree(root.root.value);
  while (!tree.of<Partner>().rows.empty()) run.work().erase(tree.of<Partner>().rows.begin()->second);
  while (!tree.of<KeyValue>().rows.empty()) run.work().erase(tree.of<KeyValue>().rows.begin()->second);
}

}  // namespace lienthong::engine
