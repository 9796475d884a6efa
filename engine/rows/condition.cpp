#include "engine/rows/condition.h"
#include <algorithm>
#include <iterator>
#include "base/check.h"
#include "base/refused.h"
#include "engine/rows/text.h"

namespace lienthong::engine {
namespace {

using Op = Filter::Op;

const Column* column_of(const Layout& table, const std::string& name) {
  const Column* column = table.find(name);
  if (column && column->type != Column::Type::Bytes) return column;
  check(false, ("a query names the unknown column " + table.name + "." + name).c_str());
  return nullptr;
}

void check_value(const Layout& table, const Column& column, const Scalar& value) {
  if (std::holds_alternative<std::monostate>(value)) return;
  bool text = std::holds_alternative<std::string>(value);
  if (text == (column.type == Column::Type::Text)) return;
  check(false,
        ("a query compares " + table.name + "." + column.name + (text ? " with text" : " with a number"))
            .c_str());
}

Scalar lowered(const Scalar& value) {
  const std::string* text = std::get_if<std::string>(&value);
  return text ? Scalar(lower_case(*text)) : value;
}

bool less(const Scalar& a, const Scalar& b) { return compare(cell_of(a), cell_of(b)) < 0; }

struct Resolver {
  std::size_t values = 0;

  Scalar take(const Layout& table, const Condition& out, const Scalar& value) {
    check_value(table, *out.column, value);
    const bool listed = out.op == Op::In && std::holds_alternative<std::int64_t>(value);
    if (!listed && ++values > filter_values_max)
      throw Refused(Refused::Kind::TooLarge,
                    "A query may compare with at most " + std::to_string(filter_values_max) + " values");
    return out.ignore_case ? lowered(value) : value;
  }

  void join(const Layout& table, const std::string& name, const std::string& inner, const std::string& outer,
            const Layout*& inner_table, const Column*& inner_column, const Column*& outer_column) {
    inner_table = find_layout(name);
    if (!inner_table) check(false, ("a query names the unknown table " + name).c_str());
    inner_column = column_of(*inner_table, inner);
    outer_column = column_of(table, outer);
    if (inner_column->type != outer_column->type || inner_column->type == Column::Type::Number)
      check(false,
            ("a query joins " + name + "." + inner + " with " + table.name + "." + outer + " of another type")
                .c_str());
  }

  static const Column* shared_root(const Layout& table, const Layout& inner, bool shared) {
    if (!shared) return nullptr;
    check(table.has_root() && inner.has_root(), "only rows of process instances have a root to share");
    return &table.columns[1];
  }

  static int weight(const Filter& filter) {
    if (filter.op == Op::Exists) return 10;
    int weight = filter.op == Op::Not ? 3 : 0;
    if (filter.op != Op::All && filter.op != Op::Any) return weight;
    for (std::size_t bundles = filter.parts.size(); bundles > 1;
         bundles = (bundles + filter_bundle - 1) / filter_bundle)
      weight += 3;
    return weight;
  }

  Condition condition(const Layout& table, const Filter& filter, int above) {
    const int depth = above + weight(filter);
    if (depth > filter_weight_max) throw Refused(Refused::Kind::TooLarge, "A query nests too deeply");
    Condition out;
    out.op = filter.op;
    out.ignore_case = filter.ignore_case;
    switch (filter.op) {
      case Op::All: {
        std::vector<Condition> parts;
        for (const Filter& part : filter.parts) parts.push_back(condition(table, part, depth));
        return Condition::all(std::move(parts));
      }
      case Op::Any:
        for (const Filter& part : filter.parts) out.parts.push_back(condition(table, part, depth));
        break;
      case Op::Not:
        check(filter.parts.size() == 1, "a negation has one part");
        out.parts.push_back(condition(table, filter.parts[0], depth));
        break;
      case Op::Like:
        out.column = column_of(table, filter.field);
        check(std::holds_alternative<std::string>(filter.value), "a pattern is text");
        out.value = take(table, out, filter.value);
        break;
      case Op::Equal:
      case Op::Less:
      case Op::LessOrEqual:
        out.ignore_case = filter.ignore_case && filter.op == Op::Equal;
        out.column = column_of(table, filter.field);
        out.value = take(table, out, filter.value);
        break;
      case Op::In:
        out.column = column_of(table, filter.field);
        for (const Scalar& value : filter.values) {
          Scalar taken = take(table, out, value);
          if (!std::holds_alternative<std::monostate>(taken)) out.values.push_back(std::move(taken));
        }
        std::sort(out.values.begin(), out.values.end(), less);
        out.values.erase(std::unique(out.values.begin(), out.values.end()), out.values.end());
        break;
      case Op::IsNull: out.column = column_of(table, filter.field); break;
      case Op::Exists:
        join(table, filter.table, filter.inner, filter.outer, out.inner_table, out.inner, out.outer);
        out.outer_root = shared_root(table, *out.inner_table, filter.same_root);
        for (const Filter& part : filter.parts) out.parts.push_back(condition(*out.inner_table, part, depth));
        break;
    }
    if (out.ignore_case && out.column && out.column->type != Column::Type::Text) out.ignore_case = false;
    return out;
  }
};

}  // namespace

Condition Condition::all(std::vector<Condition> parts) {
  Condition out;
  for (Condition& part : parts) {
    if (part.op != Op::All)
      out.parts.push_back(std::move(part));
    else
      std::ranges::move(part.parts, std::back_inserter(out.parts));
  }
  return out.parts.size() == 1 ? Condition(std::move(out.parts.front())) : out;
}

Condition Condition::equal(const Column& column, Scalar value) {
  Condition out;
  out.op = std::holds_alternative<std::monostate>(value) ? Op::IsNull : Op::Equal;
  out.column = &column;
  out.value = std::move(value);
  return out;
}

Condition Condition::negate(Condition part) {
  Condition out;
  out.op = Op::Not;
  out.parts.push_back(std::move(part));
  return out;
}

Condition Condition::in(const Column& column, const std::vector<std::int64_t>& values) {
  Condition out;
  out.op = Op::In;
  out.column = &column;
  out.values.assign(values.begin(), values.end());
  return out;
}

std::vector<const Condition*> conjuncts(const Condition& condition) {
  if (condition.op != Op::All) return {&condition};
  std::vector<const Condition*> all;
  for (const Condition& part : condition.parts) all.push_back(&part);
  return all;
}

const Column* only_column(const Condition& condition) {
  if (condition.op == Op::Exists) return nullptr;
  if (condition.column) return condition.column;
  const Column* only = nullptr;
  for (const Condition& part : condition.parts) {
    const Column* of = only_column(part);
    if (!of || (only && only != of)) return nullptr;
    only = of;
  }
  return only;
}

bool holds_for(const Condition& condition, const Cell& given) {
  const auto part = [&](const Condition& one) { return holds_for(one, given); };
  switch (condition.op) {
    case Op::All: return std::ranges::all_of(condition.parts, part);
    case Op::Any: return std::ranges::any_of(condition.parts, part);
    case Op::Not: return !part(condition.parts[0]);
    case Op::IsNull: return given.is_null();
    default: break;
  }
  if (given.is_null()) return false;
  std::string lower;
  Cell cell = given;
  if (condition.ignore_case) {
    lower = lower_case(cell.text);
    cell.text = lower;
  }
  if (condition.op == Op::In) {
    const auto below = [](const Scalar& value, const Cell& sought) {
      return compare(cell_of(value), sought) < 0;
    };
    const auto at = std::lower_bound(condition.values.begin(), condition.values.end(), cell, below);
    return at != condition.values.end() && compare(cell_of(*at), cell) == 0;
  }
  const Cell value = cell_of(condition.value);
  if (value.is_null()) return false;
  switch (condition.op) {
    case Op::Equal: return compare(cell, value) == 0;
    case Op::Less: return compare(cell, value) < 0;
    case Op::LessOrEqual: return compare(cell, value) <= 0;
    default: return like(cell.text, value.text);
  }
}

Condition resolve(const Layout& table, const Filter& filter) {
  return Resolver{}.condition(table, filter, 0);
}

std::vector<Sorting> resolve(const Layout& table, const std::vector<Order>& order) {
  std::vector<Sorting> sortings;
  for (const Order& one : order) {
    Sorting sorting;
    sorting.descending = one.descending;
    const Layout* of = &table;
    if (!one.table.empty()) {
      Resolver{}.join(table, one.table, one.inner, one.outer, sorting.inner_table, sorting.inner,
                      sorting.outer);
      sorting.outer_root = Resolver::shared_root(table, *sorting.inner_table, one.same_root);
      of = sorting.inner_table;
      sorting.where = Resolver{}.condition(*of, one.where, 10);
    }
    sorting.column = column_of(*of, one.field);
    sorting.ignore_case = one.ignore_case && sorting.column->type == Column::Type::Text;
    sortings.push_back(std::move(sorting));
  }
  return sortings;
}

Cell cell_of(const Scalar& value) {
  if (const auto* n = std::get_if<std::int64_t>(&value)) return Cell::of(*n);
  if (const auto* n = std::get_if<double>(&value)) return Cell::of_real(*n);
  if (const auto* text = std::get_if<std::string>(&value)) return Cell::of_text(*text);
  return {};
}

Scalar scalar_of(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::Integer: return cell.integer;
    case Cell::Kind::Real: return cell.real;
    case Cell::Kind::Text: return std::string(cell.text);
    default: return {};
  }
}

}  // namespace lienthong::engine
