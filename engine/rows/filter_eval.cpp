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

/// Rows of one process instance whose `inner` is `outer`.
void Evaluator::visit_beside(const Layout& inner_table, const Column& inner, const Cell& outer,
                             const Cell& root, const RowSource::Visit& visit) const {
  if (outer.is_null()) return;
  const auto matching = [&](const void* record) {
    std::string held;
    const Cell cell = inner.of(record, held);
    return cell.is_null() || compare(cell, outer) != 0 || visit(record);
  };
  source_.visit_equal(inner_table, inner_table.columns[1], root.integer, matching);
}

bool Evaluator::exists(const Condition& condition, const void* record) {
  std::string held, root_held;
  const Cell outer = condition.outer->of(record, held);
  if (outer.is_null()) return false;
  const Condition* where = condition.parts.empty() ? nullptr : &condition.parts[0];
  bool any = false;
  auto look = [&](const void* inner) {
    any = !where || holds(*where, inner);
    return !any;
  };
  if (condition.outer_root) {
    visit_beside(*condition.inner_table, *condition.inner, outer, condition.outer_root->of(record, root_held),
                 look);
    return any;
  }
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
    case Op::Exists: return exists(condition, record);
    default: break;
  }
  std::string held;
  return holds_for(condition, condition.column->of(record, held));
}

namespace {

/// The text of the cell in `held`.
Cell lowered(Cell cell, bool ignore_case, std::string& held) {
  if (cell.kind != Cell::Kind::Text) return cell;
  held = ignore_case ? lower_case(cell.text) : std::string(cell.text);
  cell.text = held;
  return cell;
}

}  // namespace

Cell Evaluator::sort_key(const Sorting& sorting, const void* record, std::string& held) {
  Cell cell;
  if (!sorting.inner_table) {
    cell = sorting.column->of(record, held);
  } else {
    std::string outer_held;
    Cell outer = sorting.outer->of(record, outer_held);
    if (sorting.outer_root) {
      std::string root_held;
      visit_beside(*sorting.inner_table, *sorting.inner, outer, sorting.outer_root->of(record, root_held),
                   [&](const void* inner) {
                     if (!holds(sorting.where, inner)) return true;
                     cell = sorting.column->of(inner, held);
                     return false;
                   });
      return lowered(cell, sorting.ignore_case, held);
    }
    const Joined& all =
        joined(&sorting, *sorting.inner_table, *sorting.inner, &sorting.where, sorting.column);
    if (const Joined::Found* found = all.find(outer)) {
      cell = found->cell;
      held = found->text;
      cell.text = held;
    }
  }
  return lowered(cell, sorting.ignore_case, held);
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
