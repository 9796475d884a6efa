#include "engine/rows/filter_eval.h"
#include <algorithm>
#include <unordered_map>
#include "base/check.h"
#include "engine/rows/text.h"

namespace lienthong::engine {

using Op = Filter::Op;

/// The rows of an inner table that satisfy a condition, by their joining column: made once a query where no
/// index helps.
struct Evaluator::Joined {
  struct Found {
    Cell::Kind kind = Cell::Kind::Null;
    Cell cell;
    std::string text;
  };
  std::unordered_map<std::int64_t, Found> by_integer;
  std::unordered_map<std::string, Found> by_text;

  void add(const Cell& key, const Cell& wanted) {
    if (key.kind == Cell::Kind::Integer)
      keep(by_integer, key.integer, wanted);
    else if (key.kind == Cell::Kind::Text)
      keep(by_text, std::string(key.text), wanted);
  }
  const Found* find(const Cell& key) const {
    if (key.kind == Cell::Kind::Integer) return at(by_integer, key.integer);
    if (key.kind == Cell::Kind::Text) return at(by_text, std::string(key.text));
    return nullptr;
  }

 private:
  template <class Map, class Key>
  static void keep(Map& map, const Key& key, const Cell& wanted) {
    auto [found, fresh] = map.try_emplace(key);
    if (fresh) found->second = {wanted.kind, wanted, std::string(wanted.text)};
  }
  template <class Map, class Key>
  static const Found* at(const Map& map, const Key& key) {
    auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
  }
};

struct Evaluator::Caches {
  std::unordered_map<const void*, Joined> joined;
};

Evaluator::Evaluator(const RowSource& source) : source_(source), caches_(std::make_unique<Caches>()) {}
Evaluator::~Evaluator() = default;

Evaluator::Joined& Evaluator::joined(const void* key, const Layout& table, const Column& inner,
                                     const Condition* where, const Column* wanted) {
  auto found = caches_->joined.find(key);
  if (found != caches_->joined.end()) return found->second;
  Joined all;
  source_.visit_all(table, [&](const void* record) {
    if (where && !holds(*where, record)) return true;
    std::string inner_held, wanted_held;
    all.add(inner.of(record, inner_held), wanted ? wanted->of(record, wanted_held) : Cell{});
    return true;
  });
  return caches_->joined.emplace(key, std::move(all)).first->second;
}

bool Evaluator::exists(const Condition& condition, const Cell& outer) {
  if (outer.is_null()) return false;
  const Condition* where = condition.parts.empty() ? nullptr : &condition.parts[0];
  bool any = false;
  auto look = [&](const void* record) {
    any = !where || holds(*where, record);
    return !any;
  };
  if (outer.kind == Cell::Kind::Integer &&
      source_.visit_equal(*condition.inner_table, *condition.inner, outer.integer, look))
    return any;
  return joined(&condition, *condition.inner_table, *condition.inner, where, nullptr).find(outer) != nullptr;
}

bool Evaluator::holds(const Condition& condition, const void* record) {
  auto part = [&](const Condition& one) { return holds(one, record); };
  switch (condition.op) {
    case Op::All: return std::all_of(condition.parts.begin(), condition.parts.end(), part);
    case Op::Any: return std::any_of(condition.parts.begin(), condition.parts.end(), part);
    case Op::Not: return !part(condition.parts[0]);
    case Op::Exists: {
      std::string held;
      return exists(condition, condition.outer->of(record, held));
    }
    default: break;
  }
  std::string held, lower;
  Cell cell = condition.column->of(record, held);
  if (condition.op == Op::IsNull) return cell.is_null();
  if (cell.is_null()) return false;
  if (condition.ignore_case) {
    lower = lower_case(cell.text);
    cell.text = lower;
  }
  if (condition.op == Op::In) {
    auto below = [](const Scalar& value, const Cell& sought) { return compare(cell_of(value), sought) < 0; };
    auto at = std::lower_bound(condition.values.begin(), condition.values.end(), cell, below);
    return at != condition.values.end() && compare(cell_of(*at), cell) == 0;
  }
  Cell value = cell_of(condition.value);
  if (value.is_null()) return false;
  switch (condition.op) {
    case Op::Equal: return compare(cell, value) == 0;
    case Op::Less: return compare(cell, value) < 0;
    case Op::LessOrEqual: return compare(cell, value) <= 0;
    default: return like(cell.text, value.text);
  }
}

Cell Evaluator::sort_key(const Sorting& sorting, const void* record, std::string& held) {
  Cell cell;
  if (!sorting.inner_table) {
    cell = sorting.column->of(record, held);
  } else {
    std::string outer_held;
    Cell outer = sorting.outer->of(record, outer_held);
    const Joined& all =
        joined(&sorting, *sorting.inner_table, *sorting.inner, &sorting.where, sorting.column);
    if (const Joined::Found* found = all.find(outer)) {
      cell = found->cell;
      held = found->text;
      cell.text = held;
    }
  }
  if (cell.kind == Cell::Kind::Text) {
    held = sorting.ignore_case ? lower_case(cell.text) : std::string(cell.text);
    cell.text = held;
  }
  return cell;
}

bool holds(const Condition& condition, const void* record) {
  struct NoRows final : RowSource {
    void visit_all(const Layout&, const Visit&) const override { check(false, "a condition without joins"); }
    bool visit_equal(const Layout&, const Column&, std::int64_t, const Visit&) const override {
      check(false, "a condition without joins");
      return false;
    }
  };
  static const NoRows none;
  return Evaluator(none).holds(condition, record);
}

int compare_nulls_last(const Cell& a, const Cell& b) {
  if (a.is_null() || b.is_null()) return a.is_null() ? !b.is_null() : -1;
  return compare(a, b);
}

}  // namespace lienthong::engine
