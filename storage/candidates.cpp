#include "storage/candidates.h"
#include <algorithm>

namespace lienthong::storage {
namespace {

using engine::Scalar;
using Op = engine::Filter::Op;

/// So few that nothing better is looked for.
constexpr std::size_t few_enough = 64;

}  // namespace

Candidates::Candidates(const RunSql& run, std::int64_t few_max)
    : run_(run),
      few_max_(few_max),
      ranges_([this](const Index& index, const Column& column, const Condition& where) {
        std::optional<Scalar> least;
        run_(select_values(*index.table, column, where, Access::by(index), false, 1),
             [&least](const std::vector<Cell>& cells) { least = scalar_of(cells[0]); });
        return least;
      }) {}

std::optional<RowIds> Candidates::few(const Layout& table, const Conditions& conditions) {
  return few(table, conditions, false);
}

std::optional<RowIds> Candidates::few(const Layout& table, const Conditions& conditions, bool id_ranges) {
  std::optional<RowIds> best;
  const auto enough = [&best](std::optional<RowIds> found) {
    if (found && (!best || found->size() < best->size())) best = std::move(found);
    return best && best->size() <= few_enough;
  };
  if (enough(named(table, conditions, id_ranges))) return best;
  for (const Index& index : all_indexes()) {
    if (index.table != &table) continue;
    const std::optional<Ranges> ranges = ranges_.find(index, conditions, 0);
    if (ranges && enough(within(*ranges))) return best;
  }
  for (const Condition* one : conditions)
    if (enough(satisfying(table, *one))) return best;
  return best;
}

std::optional<RowIds> Candidates::within(const Ranges& ranges) {
  RowIds ids;
  for (const Range& range : ranges) {
    const Index& index = *range.index;
    run_(select_some(*index.table, index.table->columns[0], range.where(), Access::by(index),
                     few_max_ + 1 - std::ssize(ids)),
         [&ids](const std::vector<Cell>& cells) { ids.push_back(cells[0].integer); });
    if (std::ssize(ids) > few_max_) return std::nullopt;
  }
  return ids;
}

/// Those whose ids the conditions name. `ranges`: also by bounds, which costs more than an index, because
/// rows are larger than its entries; a list by id starts at its bounds anyway.
std::optional<RowIds> Candidates::named(const Layout& table, const Conditions& conditions, bool ranges) {
  const Column& key = table.columns[0];
  std::vector<Condition> parts;
  bool names = false, bounds = false;
  for (const Condition* one : conditions) {
    if (only_column(*one) != &key) continue;
    parts.push_back(*one);
    names = names || one->op == Op::Equal || one->op == Op::In;
    bounds = bounds || one->op == Op::Not || one->op == Op::Less || one->op == Op::LessOrEqual;
  }
  if (!names && !(ranges && bounds)) return std::nullopt;
  RowIds ids;
  run_(select_some(table, key, Condition::all(std::move(parts)), Access::by_id(), few_max_ + 1),
       [&ids](const std::vector<Cell>& cells) { ids.push_back(cells[0].integer); });
  if (std::ssize(ids) > few_max_) return std::nullopt;
  return ids;
}

std::optional<RowIds> Candidates::satisfying(const Layout& table, const Condition& condition) {
  if (condition.op == Op::Exists) return beside(table, condition);
  if (condition.op != Op::Any) return std::nullopt;
  RowIds ids;
  for (const Condition& part : condition.parts) {
    const auto some = few(table, conjuncts(part), true);
    if (!some) return std::nullopt;
    ids.insert(ids.end(), some->begin(), some->end());
  }
  if (std::ssize(ids) > few_max_) return std::nullopt;
  return ids;
}

std::optional<RowIds> Candidates::beside(const Layout& table, const Condition& exists) {
  const Layout& other = *exists.inner_table;
  const Condition where = exists.parts.empty() ? Condition{} : exists.parts[0];
  auto rows = few(other, conjuncts(where));
  if (!rows) rows = all_of(other);
  if (!rows) return std::nullopt;
  if (rows->empty()) return rows;
  return referring(table, *exists.outer, other, *exists.inner,
                   Condition::all({Condition::in(other.columns[0], *rows), where}));
}

std::optional<RowIds> Candidates::all_of(const Layout& table) {
  RowIds ids;
  run_(select_some(table, table.columns[0], {}, Access::by_id(), few_max_ + 1),
       [&ids](const std::vector<Cell>& cells) { ids.push_back(cells[0].integer); });
  if (std::ssize(ids) > few_max_) return std::nullopt;
  return ids;
}

std::optional<RowIds> Candidates::referring(const Layout& table, const Column& column, const Layout& other,
                                            const Column& wanted, Condition rows) {
  RowIds ids;
  Ranges ranges;
  bool held = true;
  const bool by_id = &column == &table.columns[0];
  const Index* index = by_id ? nullptr : index_on(table, column);
  if (!by_id && !index) return std::nullopt;
  run_(select_some(other, wanted, rows, Access::by_id(), few_max_ + 1), [&](const std::vector<Cell>& cells) {
    if (cells[0].is_null()) return;
    held = held && (by_id || index->only.is_everything() || holds_for(index->only, cells[0]));
    if (by_id)
      ids.push_back(cells[0].integer);
    else
      ranges.push_back({index, {scalar_of(cells[0])}, {}});
  });
  if (!held) return std::nullopt;
  if (!by_id) return within(ranges);
  if (std::ssize(ids) > few_max_) return std::nullopt;
  return ids;
}

}  // namespace lienthong::storage
