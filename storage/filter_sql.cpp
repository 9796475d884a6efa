#include "storage/filter_sql.h"
#include <algorithm>
#include <limits>
#include <utility>
#include "base/check.h"
#include "engine/rows/text.h"

namespace lienthong::storage {
namespace {

using Op = engine::Filter::Op;

constexpr std::size_t bound_one_by_one =
    8;  ///< longer lists of ids go as one JSON text: one statement for all

/// A value as SQLite reads it.
std::string literal(const Cell& cell) {
  if (cell.kind == Cell::Kind::Integer) return std::to_string(cell.integer);
  check(cell.kind == Cell::Kind::Text, "indexes are limited by integers and texts");
  std::string text = "'";
  for (const char c : cell.text) text += c == '\'' ? "''" : std::string(1, c);
  return text + "'";
}

bool is_negated(const Condition& part, Op op) { return part.op == Op::Not && part.parts[0].op == op; }
/// "At least" and "more than".
bool is_from(const Condition& part) {
  return (is_negated(part, Op::Less) || is_negated(part, Op::LessOrEqual)) &&
         !cell_of(part.parts[0].value).is_null();
}

/// Conditions in SQL are true, false or null; null counts as false, and so only a negation has to look.
class Builder {
 public:
  /// `literals`: values stand in the text.
  explicit Builder(bool literals = false) : literals_(literals) {}

  std::string condition(const Condition& condition, const std::string& alias) {
    switch (condition.op) {
      case Op::All: return conjoined(condition.parts, alias);
      case Op::Any: return condition.parts.empty() ? no() : joined(condition.parts, alias, " OR ", "");
      case Op::Not: return negated(condition.parts[0], alias);
      case Op::IsNull: {
        const std::string column = name(alias, *condition.column);
        return (condition.head ? head_text(column) : column) + " IS NULL";
      }
      case Op::Like: return "text_like(" + compared(condition, alias) + ", " + bound(condition.value) + ")";
      case Op::Equal: return equal(condition, alias);
      case Op::Less: return ordered(condition, alias, " < ");
      case Op::LessOrEqual: return ordered(condition, alias, " <= ");
      case Op::In: return in(condition, alias);
      case Op::Exists: return exists(condition, alias);
    }
    return no();
  }

  std::string order(const std::vector<Sorting>& sortings, const Layout& table, const std::string& alias) {
    std::string sql = " ORDER BY ";
    for (const Sorting& sorting : sortings) {
      std::string key = sorting.inner_table ? joined_key(sorting, alias) : name(alias, *sorting.column);
      if (sorting.ignore_case) key = "unicode_lower(" + key + ")";
      sql += key + (sorting.descending ? " DESC" : "");
      if (sorting.inner_table || sorting.column->nullable)
        sql += sorting.descending ? " NULLS FIRST" : " NULLS LAST";
      sql += ", ";
    }
    return sql + name(alias, table.columns[0]);
  }

  std::string bound(const Cell& cell) {
    if (literals_) return literal(cell);
    parameters.push_back(cell);
    return "?";
  }
  std::string bound(const engine::Scalar& value) { return bound(cell_of(value)); }

  static std::string name(const std::string& alias, const Column& column) {
    return alias.empty() ? quoted_name(column.sql) : alias + "." + quoted_name(column.sql);
  }

  static std::string from(const Layout& table, const std::string& alias, Access access) {
    std::string sql = " FROM " + quoted_name(table.name) + " AS " + alias;
    if (access.way == Access::Way::Id) sql += " NOT INDEXED";
    if (access.way == Access::Way::Index) sql += " INDEXED BY " + quoted_name(access.index->name);
    return sql;
  }
  /// What tells SQLite that a partial index holds all that is asked for.
  static std::string within(Access access, const std::string& alias) {
    if (access.way != Access::Way::Index || !access.index->partial()) return {};
    return Builder(true).condition(access.index->only, alias) + " AND ";
  }

  std::vector<Cell> parameters;
  std::list<std::string> held;        ///< texts that parameters point into
  std::string joins;                  ///< what joined orders add to FROM
  std::vector<Cell> join_parameters;  ///< theirs: they come before those of WHERE

 private:
  /// Bound, or SQLite would plan no way to the table, and refuse the one that it is told.
  std::string no() { return bound(Cell::of(0)); }

  std::string next_alias() { return "t" + std::to_string(++aliases_); }

  std::string joined(const std::vector<Condition>& parts, const std::string& alias, const char* word,
                     const char* none) {
    std::vector<std::string> terms;
    for (const Condition& part : parts) terms.push_back(condition(part, alias));
    return chained(std::move(terms), word, none);
  }

  /// "Not null, and not less" is a comparison that an index serves.
  std::string conjoined(const std::vector<Condition>& parts, const std::string& alias) {
    std::vector<std::string> terms;
    const auto has = [&](const Column* column, auto&& holds) {
      return std::ranges::any_of(parts, [&](const Condition& part) {
        return part.op == Op::Not && part.parts[0].column == column && holds(part);
      });
    };
    const auto not_null = [](const Condition& part) { return is_negated(part, Op::IsNull); };
    for (const Condition& part : parts) {
      const Column* column = part.op == Op::Not ? part.parts[0].column : nullptr;
      if (column && not_null(part) && has(column, is_from)) continue;
      if (column && is_from(part) && has(column, not_null))
        terms.push_back(at_least(part.parts[0], alias));
      else
        terms.push_back(condition(part, alias));
    }
    return chained(std::move(terms), " AND ", "1");
  }

  std::string at_least(const Condition& below, const std::string& alias) {
    return ordered(below, alias, below.op == Op::Less ? " >= " : " > ");
  }

  // In bundles: SQLite bounds both the depth of a chain and the nesting of brackets.
  static std::string chained(std::vector<std::string> terms, const char* word, const char* none) {
    if (terms.empty()) return none;
    while (terms.size() > 1) {
      std::vector<std::string> bundles;
      for (std::size_t i = 0; i < terms.size(); ++i) {
        if (i % engine::filter_bundle == 0)
          bundles.push_back("(" + terms[i]);
        else
          bundles.back() += word + terms[i];
      }
      for (std::string& bundle : bundles) bundle += ")";
      terms = std::move(bundles);
    }
    return terms[0];
  }

  std::string negated(const Condition& part, const std::string& alias) {
    if (part.op == Op::IsNull) return name(alias, *part.column) + " IS NOT NULL";
    const bool known = part.column && !part.column->nullable && !cell_of(part.value).is_null();
    if (known && (part.op == Op::Less || part.op == Op::LessOrEqual)) return at_least(part, alias);
    return "((" + condition(part, alias) + ") IS NOT TRUE)";
  }

  static std::string compared(const Condition& condition, const std::string& alias) {
    std::string column = name(alias, *condition.column);
    return condition.ignore_case ? "unicode_lower(" + column + ")" : column;
  }

  std::string ordered(const Condition& condition, const std::string& alias, const char* sign) {
    if (cell_of(condition.value).is_null()) return no();
    return name(alias, *condition.column) + sign + bound(condition.value);
  }

  std::string equal(const Condition& condition, const std::string& alias) {
    if (cell_of(condition.value).is_null()) return no();
    if (condition.head) {
      const std::string& head = held.emplace_back(engine::text_head(std::get<std::string>(condition.value)));
      return head_text(name(alias, *condition.column)) + " = " + bound(Cell::of_text(head));
    }
    return compared(condition, alias) + " = " + bound(condition.value);
  }

  std::string in(const Condition& condition, const std::string& alias) {
    if (condition.values.empty()) return no();
    std::string sql = compared(condition, alias) + " IN (";
    if (is_long_list_of_integers(condition))
      return sql + "SELECT value FROM json_each(" + bound_list(condition) + "))";
    for (std::size_t i = 0; i < condition.values.size(); ++i)
      sql += (i ? ", " : "") + bound(condition.values[i]);
    return sql + ")";
  }

  static bool is_long_list_of_integers(const Condition& condition) {
    auto whole = [](const engine::Scalar& value) { return std::holds_alternative<std::int64_t>(value); };
    return condition.values.size() > bound_one_by_one &&
           std::all_of(condition.values.begin(), condition.values.end(), whole);
  }

  std::string bound_list(const Condition& condition) {
    std::string& list = held.emplace_back("[");
    for (const engine::Scalar& value : condition.values) {
      if (list.size() > 1) list += ',';
      list += std::to_string(std::get<std::int64_t>(value));
    }
    list += ']';
    return bound(Cell::of_text(list));
  }

  /// How rows are found whose column has the value of `outer`; Any: they are not.
  static Access found_by(const Layout& table, const Column& column, const Column& outer) {
    if (&column == &table.columns[0]) return Access::by_id();
    const Index* index = index_on(table, column);
    // One that leaves 0 out finds what an id is sought by: no id is 0.
    const bool all =
        index && (!index->partial() || is_negated(index->only, Op::IsNull) || outer.name == "id");
    return all ? Access::by(*index) : Access{};
  }

  /// "The row of `inner` beside the row of `alias`", and how it is come by; Any: only one after the other.
  struct Beside {
    std::string from, matches;
    bool found = false;
  };
  static Beside beside(const Layout& table, const Column& inner, const Column& outer,
                       const Column* outer_root, const std::string& alias, const std::string& inner_alias) {
    Access access = found_by(table, inner, outer);
    std::string matches = name(inner_alias, inner) + " = " + name(alias, outer);
    if (outer_root) {
      const Column& root = table.columns[1];
      if (access.way == Access::Way::Any) access = found_by(table, root, *outer_root);
      matches += " AND " + name(inner_alias, root) + " = " + name(alias, *outer_root);
    }
    return {from(table, inner_alias, access) + " WHERE " + within(access, inner_alias), std::move(matches),
            access.way != Access::Way::Any};
  }

  std::string exists(const Condition& condition, const std::string& alias) {
    const Layout& table = *condition.inner_table;
    std::string inner = next_alias(), where = "1";
    if (!condition.parts.empty()) where = this->condition(condition.parts[0], inner);
    const Beside row = beside(table, *condition.inner, *condition.outer, condition.outer_root, alias, inner);
    if (row.found) return "EXISTS (SELECT 1" + row.from + row.matches + " AND " + where + ")";
    return name(alias, *condition.outer) + " IN (SELECT " + name(inner, *condition.inner) + row.from + where +
           ")";  // once, not once a row
  }

  std::string joined_key(const Sorting& sorting, const std::string& alias) {
    const Layout& table = *sorting.inner_table;
    std::string inner = next_alias(), group = next_alias();
    std::vector<Cell> before = std::exchange(parameters, {});
    std::string where = condition(sorting.where, inner);
    std::vector<Cell> own = std::exchange(parameters, std::move(before));
    std::string key = name(inner, *sorting.inner), wanted = name(inner, *sorting.column);
    const Beside row = beside(table, *sorting.inner, *sorting.outer, sorting.outer_root, alias, inner);
    if (row.found) {
      parameters.insert(parameters.end(), own.begin(), own.end());
      return "(SELECT " + wanted + row.from + row.matches + " AND " + where + " ORDER BY " +
             name(inner, table.columns[0]) + " LIMIT 1)";
    }
    join_parameters.insert(join_parameters.end(), own.begin(), own.end());
    // With min(), SQLite takes the other columns from the row that has the least.
    joins += " LEFT JOIN (SELECT " + key + " AS joining, " + wanted + " AS wanted, min(" +
             name(inner, table.columns[0]) + ")" + row.from + where + " GROUP BY 1) AS " + group + " ON " +
             group + ".joining = " + name(alias, *sorting.outer);
    return group + ".wanted";
  }

  bool literals_;
  int aliases_ = 0;
};

void append(std::vector<Cell>& cells, const std::vector<Cell>& more) {
  cells.insert(cells.end(), more.begin(), more.end());
}

}  // namespace

Sql select_rows(const Layout& table, const Condition& where, const std::vector<Sorting>& sortings,
                std::int64_t first, std::int64_t max, Access access) {
  const std::string alias = "t0";
  Sql sql;
  for (const Column& column : table.columns)
    sql.text += (sql.text.empty() ? "SELECT " : ", ") + Builder::name(alias, column);
  Builder builder;
  std::string condition = builder.condition(where, alias);
  std::string order = builder.order(sortings, table, alias);
  sql.text += Builder::from(table, alias, access) + builder.joins + " WHERE " +
              Builder::within(access, alias) + condition + order;
  if (first > 0 || max != std::numeric_limits<std::int64_t>::max()) {
    sql.text += " LIMIT " + builder.bound(Cell::of(max < 0 ? 0 : max));
    sql.text += " OFFSET " + builder.bound(Cell::of(first < 0 ? 0 : first));
  }
  append(sql.parameters, builder.join_parameters);
  append(sql.parameters, builder.parameters);
  sql.held = std::move(builder.held);
  return sql;
}

namespace {

Sql select(const std::string& what, const Layout& table, const Condition& where, Access access,
           const std::string& tail = {}) {
  Builder builder;
  const std::string condition = builder.condition(where, "t0");
  return {"SELECT " + what + Builder::from(table, "t0", access) + " WHERE " + Builder::within(access, "t0") +
              condition + tail,
          std::move(builder.parameters), std::move(builder.held)};
}

}  // namespace

Sql count_rows(const Layout& table, const Condition& where, Access access) {
  return select("count(*)", table, where, access);
}

Sql select_some(const Layout& table, const Column& column, const Condition& where, Access access,
                std::int64_t max) {
  Sql sql = select(Builder::name("t0", column), table, where, access, " LIMIT ?");
  sql.parameters.push_back(Cell::of(max));
  return sql;
}

Sql select_values(const Layout& table, const Column& column, const Condition& where, Access access,
                  bool descending, std::int64_t max) {
  const std::string wanted = Builder::name("t0", column);
  Sql sql = select("DISTINCT " + wanted, table, where, access,
                   " ORDER BY " + wanted + (descending ? " DESC" : "") + " LIMIT ?");
  sql.parameters.push_back(Cell::of(max));
  return sql;
}

Sql select_first(const Layout& table, const Column& column, const Condition& where) {
  const std::string id = Builder::name("t0", table.columns[0]);
  return select(id + ", " + Builder::name("t0", column), table, where, Access::by_id(),
                " ORDER BY " + id + " LIMIT 1");
}

Sql count_values(const Layout& table, const Column& column, const Condition& where, Access access) {
  return select("count(DISTINCT " + Builder::name("t0", column) + ")", table, where, access);
}

std::string condition_text(const Condition& condition) { return Builder(true).condition(condition, ""); }

std::string head_text(const std::string& column) {
  return "substr(" + column + ", 1, " + std::to_string(engine::head_characters) + ")";
}

}  // namespace lienthong::storage
