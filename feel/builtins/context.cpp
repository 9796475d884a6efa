#include "feel/builtins/arguments.h"

namespace lienthong::feel {
namespace {

bool is_list_of_strings(const Value& value) {
  if (!value.is_list()) return false;
  for (const Value& element : value.list())
    if (!element.is_string()) return false;
  return true;
}

Value get_value(Evaluation& evaluation, Arguments arguments) {
  const Value& keys = arguments[1];
  if (!arguments[0].is_context() || !(keys.is_string() || is_list_of_strings(keys)))
    return misfit(evaluation, "get value", "a context and a key");
  const auto look = [&](const Value& within, const std::string& key) -> const Value* {
    if (within.is_context()) evaluation.step(within.context().entries.size());
    return within.find(key);
  };
  const Value* found = &arguments[0];
  if (keys.is_string()) {
    found = look(*found, keys.string());
  } else {
    if (keys.list().empty()) return misfit(evaluation, "get value", "at least one key");
    for (const Value& key : keys.list())
      if (found) found = look(*found, key.string());
  }
  return found ? *found : evaluation.fail("get value() finds no such entry");
}

Value get_entries(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_context()) return misfit(evaluation, "get entries", "a context");
  List result;
  pay(evaluation, 3 * arguments[0].context().entries.size());
  for (const auto& [key, value] : arguments[0].context().entries)
    result.emplace_back(Context{{"key", key}, {"value", value}});
  return result;
}

void put(Evaluation& evaluation, Context& context, const std::string& key, const Value& value) {
  pay(evaluation, context.entries.size() + 1);
  context.put(key, value);
}

Value context_of(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> entries = coerced(arguments[0]);
  if (!entries) return misfit(evaluation, "context", "a list of entries with key and value");
  Context result;
  for (const Value& entry : *entries) {
    const Value *key = entry.find("key"), *value = entry.find("value");
    if (!key || !key->is_string() || !value)
      return misfit(evaluation, "context", "a list of entries with key and value");
    if (result.find(key->string()))
      return evaluation.fail("context() has the key '", key->string(), "' twice");
    put(evaluation, result, key->string(), *value);
  }
  return result;
}

/// Puts the value under a path of keys; contexts on the way are made where they are missing.
Value put_at(Evaluation& evaluation, const Value& within, std::span<const Value> keys, const Value& value) {
  if (!within.is_context()) return misfit(evaluation, "context put", "a context within each key");
  if (keys.size() > static_cast<std::size_t>(value_depth_max))
    return misfit(evaluation, "context put", "fewer keys");
  Context result = within.context();
  if (keys.size() == 1) {
    put(evaluation, result, keys[0].string(), value);
    return result;
  }
  const Value* inner = result.find(keys[0].string());
  Value changed = put_at(evaluation, inner ? *inner : Value(Context()), keys.subspan(1), value);
  if (changed.is_null()) return {};
  put(evaluation, result, keys[0].string(), changed);
  return result;
}

Value context_put(Evaluation& evaluation, Arguments arguments) {
  const Value& keys = arguments[1];
  if (!arguments[0].is_context()) return misfit(evaluation, "context put", "a context, a key and a value");
  if (keys.is_string()) return put_at(evaluation, arguments[0], std::span(&keys, 1), arguments[2]);
  if (!is_list_of_strings(keys) || keys.list().empty())
    return misfit(evaluation, "context put", "a context, keys and a value");
  return put_at(evaluation, arguments[0], keys.list(), arguments[2]);
}

Value context_merge(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> contexts = coerced(arguments[0]);
  if (!contexts) return misfit(evaluation, "context merge", "a list of contexts");
  Context result;
  for (const Value& context : *contexts) {
    if (!context.is_context()) return misfit(evaluation, "context merge", "a list of contexts");
    for (const auto& [key, value] : context.context().entries) put(evaluation, result, key, value);
  }
  return result;
}

constexpr Declared declared_context[] = {
    {"get value", "m, key", get_value},
    {"get value", "context, key", get_value},
    {"get value", "context, keys", get_value},
    {"get entries", "m", get_entries},
    {"get entries", "context", get_entries},
    {"context", "entries", context_of, "function<list<context>> -> context"},
    {"context put", "context, key, value", context_put},
    {"context put", "context, keys, value", context_put},
    {"context merge", "contexts", context_merge, "function<list<context>> -> context"},
};

}  // namespace

std::span<const Declared> context_functions() { return declared_context; }

}  // namespace lienthong::feel
