#include <algorithm>
#include <iterator>
#include <unordered_set>
#include "feel/builtins/arguments.h"
#include "feel/operators.h"

namespace lienthong::feel {
namespace {

bool same(Evaluation& evaluation, const Value& a, const Value& b) {
  return equal(evaluation, a, b).value_or(false);
}

Value list_contains(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> list = coerced(arguments[0]);
  if (!list) return misfit(evaluation, "list contains", "a list and an element");
  return std::any_of(list->begin(), list->end(),
                     [&](const Value& e) { return same(evaluation, e, arguments[1]); });
}

Value count(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> list = coerced(arguments[0]);
  if (!list) return misfit(evaluation, "count", "a list");
  return static_cast<std::int64_t>(list->size());
}

/// `all` and `any`: the deciding value wins, null and others make the rest unknown.
Value quantified(Evaluation& evaluation, Arguments arguments, bool deciding) {
  if (arguments.size() == 1 && arguments[0].is_null()) return evaluation.fail("There is no list");
  const List list = listed(arguments);
  evaluation.step(list.size());
  bool unknown = false;
  for (const Value& element : list) {
    if (!element.is_boolean()) {
      unknown = true;
    } else if (element.boolean() == deciding) {
      return deciding;
    }
  }
  if (unknown) return misfit(evaluation, deciding ? "any" : "all", "booleans");
  return !deciding;
}

Value all(Evaluation& evaluation, Arguments arguments) { return quantified(evaluation, arguments, false); }
Value any(Evaluation& evaluation, Arguments arguments) { return quantified(evaluation, arguments, true); }

/// The index from 0 that a position from 1, or from the end when negative, means.
std::optional<std::size_t> index_of_position(const Value& position, std::size_t size) {
  const std::optional<std::int64_t> at = whole(position);
  const auto count = static_cast<std::int64_t>(size);
  if (!at || *at == 0 || *at > count || *at < -count) return std::nullopt;
  return static_cast<std::size_t>(*at > 0 ? *at - 1 : count + *at);
}

Value sublist(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> list = coerced(arguments[0]);
  const Value& length = argument(arguments, 2);
  if (!list || !(length.is_null() || whole(length)))
    return misfit(evaluation, "sublist", "a list, a start and a length");
  const std::optional<std::size_t> first = index_of_position(arguments[1], list->size());
  if (!first) return misfit(evaluation, "sublist", "a start within the list");
  const std::size_t rest = list->size() - *first;
  const std::int64_t wanted = whole(length).value_or(static_cast<std::int64_t>(rest));
  if (wanted < 0 || wanted > static_cast<std::int64_t>(rest))
    return misfit(evaluation, "sublist", "a length within the list");
  pay(evaluation, static_cast<std::size_t>(wanted));
  const auto begin = list->begin() + static_cast<std::ptrdiff_t>(*first);
  return List(begin, begin + wanted);
}

Value append(Evaluation& evaluation, Arguments arguments) {
  std::optional<List> list = coerced(arguments[0]);
  if (!list) list = List{};
  pay(evaluation, list->size() + arguments.size());
  list->insert(list->end(), arguments.begin() + 1, arguments.end());
  return std::move(*list);
}

Value concatenate(Evaluation& evaluation, Arguments arguments) {
  List result;
  for (const Value& part : arguments) {
    const std::optional<List> list = coerced(part);
    if (!list) return misfit(evaluation, "concatenate", "lists");
    pay(evaluation, list->size());
    result.insert(result.end(), list->begin(), list->end());
  }
  return result;
}

Value insert_before(Evaluation& evaluation, Arguments arguments) {
  std::optional<List> list = coerced(arguments[0]);
  if (!list) return misfit(evaluation, "insert before", "a list, a position and an element");
  const std::optional<std::size_t> index = index_of_position(arguments[1], list->size());
  if (!index) return misfit(evaluation, "insert before", "a position within the list");
  pay(evaluation, list->size() + 1);
  list->insert(list->begin() + static_cast<std::ptrdiff_t>(*index), arguments[2]);
  return std::move(*list);
}

Value remove(Evaluation& evaluation, Arguments arguments) {
  std::optional<List> list = coerced(arguments[0]);
  if (!list) return misfit(evaluation, "remove", "a list and a position");
  const std::optional<std::size_t> index = index_of_position(arguments[1], list->size());
  if (!index) return misfit(evaluation, "remove", "a position within the list");
  pay(evaluation, list->size());
  list->erase(list->begin() + static_cast<std::ptrdiff_t>(*index));
  return std::move(*list);
}

/// By position, or where `match(element, newItem)` is true.
Value list_replace(Evaluation& evaluation, Arguments arguments) {
  std::optional<List> list = coerced(arguments[0]);
  if (!list) return misfit(evaluation, "list replace", "a list, a position or function, and an element");
  pay(evaluation, list->size());
  if (arguments[1].kind() != Value::Kind::Function) {
    const std::optional<std::size_t> index = index_of_position(arguments[1], list->size());
    if (!index) return misfit(evaluation, "list replace", "a position within the list");
    (*list)[*index] = arguments[2];
    return std::move(*list);
  }
  for (Value& element : *list) {
    const Value chosen = evaluation.call(arguments[1], {element, arguments[2]});
    if (!chosen.is_boolean())
      return evaluation.fail("The function of list replace() does not answer a boolean");
    if (chosen.boolean()) element = arguments[2];
  }
  return std::move(*list);
}

Value reverse(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> list = coerced(arguments[0]);
  if (!list) return misfit(evaluation, "reverse", "a list");
  pay(evaluation, list->size());
  return List(list->rbegin(), list->rend());
}

Value index_of(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> list = coerced(arguments[0]);
  if (!list) return misfit(evaluation, "index of", "a list and an element");
  List result;
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (!same(evaluation, (*list)[i], arguments[1])) continue;
    pay(evaluation, 1);
    result.emplace_back(static_cast<std::int64_t>(i + 1));
  }
  return result;
}

/// Collects what it has not seen; numbers and strings are found by hash, everything else by comparing.
class Distinct {
 public:
  explicit Distinct(Evaluation& evaluation) : evaluation_(evaluation) {}
  List list;

  /// False when an equal element was there already.
  bool add(const Value& element) {
    evaluation_.step();
    if (element.is_number() || element.is_string()) {
      const std::string key = element.is_number() ? "n" + element.number().text() : "s" + element.string();
      if (!seen_.insert(key).second) return false;
      evaluation_.produce(key.size());
    } else {
      for (const std::size_t other : others_)
        if (same(evaluation_, list[other], element)) return false;
      others_.push_back(list.size());
    }
    pay(evaluation_, 1);
    list.push_back(element);
    return true;
  }

 private:
  Evaluation& evaluation_;
  std::unordered_set<std::string> seen_;
  std::vector<std::size_t> others_;
};

Value unite(Evaluation& evaluation, Arguments arguments) {
  Distinct distinct(evaluation);
  for (const Value& part : arguments) {
    const std::optional<List> list = coerced(part);
    if (!list) return misfit(evaluation, "union", "lists");
    for (const Value& element : *list) distinct.add(element);
  }
  return std::move(distinct.list);
}

Value distinct_values(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> list = coerced(arguments[0]);
  if (!list) return misfit(evaluation, "distinct values", "a list");
  Distinct distinct(evaluation);
  for (const Value& element : *list) distinct.add(element);
  return std::move(distinct.list);
}

Value duplicate_values(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> list = coerced(arguments[0]);
  if (!list) return misfit(evaluation, "duplicate values", "a list");
  Distinct seen(evaluation), repeated(evaluation);
  for (const Value& element : *list)
    if (!seen.add(element)) repeated.add(element);
  return std::move(repeated.list);
}

void flatten_into(Evaluation& evaluation, List& out, const List& list, int depth) {
  if (depth > value_depth_max) throw EvaluationError("The list nests too deeply");
  for (const Value& element : list) {
    if (element.is_list()) {
      evaluation.step();
      flatten_into(evaluation, out, element.list(), depth + 1);
    } else {
      pay(evaluation, 1);
      out.push_back(element);
    }
  }
}

Value flatten(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> list = coerced(arguments[0]);
  if (!list) return misfit(evaluation, "flatten", "a list");
  List result;
  flatten_into(evaluation, result, *list, 0);
  return result;
}

/// A merge sort: safe whatever the function answers, which std::sort is not. Nothing when it answers no
/// boolean.
bool merge_sort(Evaluation& evaluation, List& list, const Value& precedes) {
  List spare(list.size());
  const auto goes_before = [&](const Value& a, const Value& b) -> std::optional<bool> {
    if (precedes.is_null()) {
      const std::optional<int> found = order(evaluation, a, b);
      return found ? std::optional(*found < 0) : std::nullopt;
    }
    const Value answer = evaluation.call(precedes, {a, b});
    return answer.is_boolean() ? std::optional(answer.boolean()) : std::nullopt;
  };
  for (std::size_t width = 1; width < list.size(); width *= 2) {
    for (std::size_t low = 0; low < list.size(); low += 2 * width) {
      const std::size_t middle = std::min(low + width, list.size()),
                        high = std::min(low + 2 * width, list.size());
      std::size_t left = low, right = middle;
      for (std::size_t out = low; out < high; ++out) {
        evaluation.step();
        bool take_right = left >= middle;
        if (!take_right && right < high) {
          const std::optional<bool> before = goes_before(list[right], list[left]);
          if (!before) return false;
          take_right = *before;
        }
        spare[out] = list[take_right ? right++ : left++];
      }
    }
    std::swap(list, spare);
  }
  return true;
}

Value sort(Evaluation& evaluation, Arguments arguments) {
  std::optional<List> list = coerced(arguments[0]);
  const Value& precedes = argument(arguments, 1);
  if (!list || !(precedes.is_null() || precedes.kind() == Value::Kind::Function))
    return misfit(evaluation, "sort", "a list and a function");
  pay(evaluation, list->size());
  if (!merge_sort(evaluation, *list, precedes))
    return evaluation.fail("Not all elements of the list can be compared");
  return std::move(*list);
}

constexpr Declared declared_list[] = {
    {"list contains", "list, element", list_contains, "function<list, Any> -> boolean"},
    {"count", "list", count, "function<list> -> number"},
    {"all", "list...", all},
    {"any", "list...", any},
    {"sublist", "list, start position, length?", sublist, "function<list, number, number> -> list"},
    {"append", "list, item...", append},
    {"concatenate", "list...", concatenate},
    {"insert before", "list, position, newItem", insert_before, "function<list, number, Any> -> list"},
    {"remove", "list, position", remove, "function<list, number> -> list"},
    {"list replace", "list, position, newItem", list_replace},
    {"list replace", "list, match, newItem", list_replace},
    {"reverse", "list", reverse, "function<list> -> list"},
    {"index of", "list, match", index_of, "function<list, Any> -> list<number>"},
    {"union", "list...", unite},
    {"distinct values", "list", distinct_values, "function<list> -> list"},
    {"duplicate values", "list", duplicate_values, "function<list> -> list"},
    {"flatten", "list", flatten, "function<list> -> list"},
    {"sort", "list, precedes?", sort, "function<list, function> -> list"},
};

}  // namespace

std::span<const Declared> list_functions() { return declared_list; }

}  // namespace lienthong::feel
