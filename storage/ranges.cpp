#include "storage/ranges.h"
#include <algorithm>
#include "engine/rows/filter_eval.h"
#include "engine/rows/text.h"

namespace lienthong::storage {
namespace {

using engine::Scalar;
using Op = engine::Filter::Op;

/// The values that a condition leaves to its column; null: it does not name them.
const std::vector<Scalar>* listed(const Condition& condition, std::vector<Scalar>& held) {
  if (condition.ignore_case) return nullptr;
  if (condition.op == Op::In) return &condition.values;
  if (condition.op != Op::Equal && condition.op != Op::IsNull) return nullptr;
  if (condition.op == Op::Equal && cell_of(condition.value).is_null()) return &held;
  held.push_back(condition.value);
  return &held;
}

/// What stands before the first wildcard.
std::string literal_start(const std::string& pattern) {
  std::string start;
  for (std::size_t i = 0; i < pattern.size() && pattern[i] != '%' && pattern[i] != '_'; ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    start += pattern[i];
  }
  return start;
}

/// The least text that is more than all that begin with `start`; none: there is none.
std::optional<std::string> after_all_with(std::string start) {
  while (!start.empty() && static_cast<unsigned char>(start.back()) == 0xFF) start.pop_back();
  if (start.empty()) return std::nullopt;
  start.back() = static_cast<char>(static_cast<unsigned char>(start.back()) + 1);
  return start;
}

Condition compared(Op op, const Column& column, Scalar value) {
  Condition made = Condition::equal(column, std::move(value));
  made.op = op;
  return made;
}

/// Between what the values of a column lie: SQL can walk there in an index.
struct Bounds {
  std::vector<Condition> from, up_to;
  bool exact = true;  ///< no condition asks for more

  explicit Bounds(const std::vector<const Condition*>& conditions) {
    for (const Condition* one : conditions) add(*one);
  }
  std::vector<Condition> both() const {
    std::vector<Condition> all = from;
    all.insert(all.end(), up_to.begin(), up_to.end());
    return all;
  }

 private:
  void add(const Condition& one) {
    const Op negated = one.op == Op::Not ? one.parts[0].op : Op::All;
    if (one.op == Op::Less || one.op == Op::LessOrEqual)
      up_to.push_back(one);
    else if (negated == Op::IsNull || negated == Op::Less || negated == Op::LessOrEqual)
      from.push_back(one);
    else if (one.op == Op::Like && !one.ignore_case && add_start(one))
      return;
    else
      exact = false;
  }
  bool add_start(const Condition& pattern) {
    const std::string start = literal_start(std::get<std::string>(pattern.value));
    const Column& column = *pattern.column;
    const std::optional<std::string> end = after_all_with(start);
    if (!end) return false;
    from.push_back(Condition::negate(Condition::equal(column, {})));
    from.push_back(Condition::negate(compared(Op::Less, column, start)));
    up_to.push_back(compared(Op::Less, column, *end));
    return true;
  }
};

/// What follows from the conditions on a column for one condition on it that limits an index.
bool implies(const std::vector<const Condition*>& conditions, const Condition& limit) {
  const Column* column = only_column(limit);
  return std::ranges::any_of(conditions, [&](const Condition* given) {
    if (only_column(*given) != column) return false;
    std::vector<Scalar> held;
    if (const std::vector<Scalar>* values = listed(*given, held))
      return std::ranges::all_of(*values, [&](const Scalar& v) { return holds_for(limit, cell_of(v)); });
    if (limit.op != Op::Not) return false;
    const Condition& excluded = limit.parts[0];
    if (given->op != Op::Not)  // no comparison is satisfied by null
      return excluded.op == Op::IsNull && given->column && given->op != Op::IsNull;
    return given->parts[0].op == excluded.op && given->parts[0].value == excluded.value;
  });
}

}  // namespace

bool holds_all(const Index& index, const std::vector<const Condition*>& conditions) {
  return std::ranges::all_of(conjuncts(index.only),
                             [&](const Condition* limit) { return implies(conditions, *limit); });
}

Condition Range::where() const {
  std::vector<Condition> parts;
  for (std::size_t i = 0; i < values.size(); ++i) {
    parts.push_back(Condition::equal(*index->keys[i].column, values[i]));
    parts.back().head = index->keys[i].head;
  }
  parts.insert(parts.end(), bounds.begin(), bounds.end());
  return Condition::all(std::move(parts));
}

struct RangeFinder::Search {
  RangeFinder& finder;
  const Index& index;
  std::vector<std::vector<const Condition*>> on;  ///< the conditions on each column
  std::size_t last = 0;                           ///< behind the last column with a condition
  std::size_t fixed = 0;
  Ranges found;
  std::vector<Scalar> values;

  bool satisfied(std::size_t at, const Scalar& value) const {
    return std::ranges::all_of(on[at], [&](const Condition* one) { return holds_for(*one, cell_of(value)); });
  }

  const std::vector<Scalar>* named(std::size_t at, std::vector<Scalar>& held) const {
    for (const Condition* one : on[at])
      if (const auto* all = listed(*one, held)) return all;
    return nullptr;
  }

  /// Those that all conditions allow, each once; of texts with the same head, which lie in the same range,
  /// one.
  std::vector<Scalar> possible(std::size_t at, const std::vector<Scalar>& all) const {
    std::vector<std::pair<Scalar, const Scalar*>> keys;
    for (const Scalar& value : all) {
      if (!satisfied(at, value)) continue;
      const auto* text = index.keys[at].head ? std::get_if<std::string>(&value) : nullptr;
      keys.emplace_back(text ? Scalar(std::string(engine::text_head(*text))) : value, &value);
    }
    const auto order = [](const auto& a, const auto& b) {
      return engine::compare_nulls_last(cell_of(a.first), cell_of(b.first));
    };
    std::ranges::stable_sort(keys, [&](const auto& a, const auto& b) { return order(a, b) < 0; });
    const auto alike =
        std::ranges::unique(keys, [&](const auto& a, const auto& b) { return order(a, b) == 0; });
    keys.erase(alike.begin(), alike.end());
    std::vector<Scalar> found;
    for (const auto& [key, value] : keys) found.push_back(*value);
    return found;
  }

  bool with(const Scalar& value) {
    values.push_back(value);
    const bool done = expand();
    values.pop_back();
    return done;
  }

  /// Goes on from the columns that have their values; false: it leads nowhere.
  bool expand() {
    const std::size_t at = values.size();
    if (at >= last && at >= fixed) return add({});
    std::vector<Scalar> held;
    if (const auto* all = named(at, held)) {
      for (const Scalar& value : possible(at, *all))
        if (!with(value)) return false;
      return true;
    }
    if (index.keys[at].head || (fixed > at && index.keys.size() == 1)) return fixed <= at && add({});
    if (at >= fixed && at + 1 == last)
      if (const Bounds bounds(on[at]); bounds.exact) return add(bounds.both());
    return each_value(at);
  }

  bool add(std::vector<Condition> bounds) {
    found.push_back({&index, values, std::move(bounds)});
    return true;
  }

  /// Through the values that the column has here.
  bool each_value(std::size_t at) {
    const Column& column = *index.keys[at].column;
    const Bounds bounds(on[at]);
    std::vector<Condition> here{Range{&index, values, bounds.up_to}.where()};
    std::vector<Condition> from = bounds.from;
    while (true) {
      if (--finder.looks_left_ < 0) return false;
      std::vector<Condition> parts = here;
      parts.insert(parts.end(), from.begin(), from.end());
      const auto value = finder.least_(index, column, Condition::all(std::move(parts)));
      if (!value) return true;
      if (satisfied(at, *value) && !with(*value)) return false;
      from.assign(1, Condition::negate(Condition::equal(column, {})));
      if (!cell_of(*value).is_null())
        from.push_back(Condition::negate(compared(Op::LessOrEqual, column, *value)));
    }
  }
};

std::optional<Ranges> RangeFinder::find(const Index& index, const std::vector<const Condition*>& conditions,
                                        std::size_t fixed) {
  if (!holds_all(index, conditions)) return std::nullopt;
  looks_left_ = looks_max;
  Search search{*this, index, {}, 0, fixed, {}, {}};
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    std::vector<const Condition*>& here = search.on.emplace_back();
    for (const Condition* one : conditions)
      if (only_column(*one) == index.keys[i].column) here.push_back(one);
    if (!here.empty()) search.last = i + 1;
  }
  const bool helps = search.last > 0 || index.partial() || fixed > 0;
  if (!helps || !search.expand()) return std::nullopt;
  return std::move(search.found);
}

}  // namespace lienthong::storage
