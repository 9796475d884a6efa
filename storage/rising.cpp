#include "storage/rising.h"

namespace lienthong::storage {
namespace {

using engine::Scalar;
using Op = engine::Filter::Op;

Condition nothing() {
  Condition none;
  none.op = Op::Any;
  return none;
}

}  // namespace

Condition Rising::before(const Layout& table, std::int64_t id) {
  Condition below = Condition::equal(table.columns[0], id);
  below.op = Op::Less;
  return below;
}

Condition Rising::from(const Layout& table, std::int64_t id) { return Condition::negate(before(table, id)); }

std::optional<Rising::Found> Rising::at_or_after(const Layout& table, const Column& column,
                                                 std::int64_t id) const {
  std::optional<Found> found;
  run_(select_first(table, column, from(table, id)), [&found](const std::vector<Cell>& cells) {
    found = {cells[0].integer, cells[1].integer};
  });
  return found;
}

std::optional<std::int64_t> Rising::first(const Layout& table, const Column& column, std::int64_t value,
                                          bool beyond) const {
  const auto reached = [&](const Found& row) { return beyond ? row.value > value : row.value >= value; };
  std::int64_t low = 0, high = 0;
  run_(select_values(table, table.columns[0], {}, Access::by_id(), true, 1),
       [&high](const std::vector<Cell>& cells) { high = cells[0].integer; });
  const std::optional<Found> last = at_or_after(table, column, high);
  if (!last || !reached(*last)) return std::nullopt;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    const std::optional<Found> row = at_or_after(table, column, middle);
    if (reached(*row))
      high = middle;
    else
      low = row->id + 1;
  }
  return low;
}

Condition Rising::with_ids(const Layout& table, const Condition& where) const {
  std::vector<Condition> parts;
  for (const Condition* one : conjuncts(where)) {
    if (one->op == Op::Any) {
      Condition any = nothing();
      for (const Condition& part : one->parts) any.parts.push_back(with_ids(table, part));
      parts.push_back(std::move(any));
      continue;
    }
    parts.push_back(*one);
    const bool negated = one->op == Op::Not;
    const Condition& compared = negated ? one->parts[0] : *one;
    const auto* value = std::get_if<std::int64_t>(&compared.value);
    if (!compared.column || !value || !rises(table, *compared.column)) continue;
    const bool less = compared.op == Op::Less, up_to = compared.op == Op::LessOrEqual,
               equal = compared.op == Op::Equal && !negated;
    if (negated ? less || up_to : equal) {
      const auto id = first(table, *compared.column, *value, up_to);
      parts.push_back(id ? from(table, *id) : nothing());
    }
    if (!negated && (less || up_to || equal))
      if (const auto id = first(table, *compared.column, *value, !less)) parts.push_back(before(table, *id));
  }
  return Condition::all(std::move(parts));
}

}  // namespace lienthong::storage
