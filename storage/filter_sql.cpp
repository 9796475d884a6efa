#include "storage/filter_sql.h"
#include <algorithm>
#include <limits>
#include <utility>
#include "storage/schema.h"

namespace lienthong::storage {
namespace {

using Op = engine::Filter::Op;

constexpr std::size_t bound_one_by_one =
    64;  ///< longer lists of ids go as one JSON text: one statement for all

/// Conditions in SQL are true, false or null; null counts as false, and so only a negation has to look.
class Builder {
 public:
  std::string condition(const Condition& condition, const std::string& alias) {
    switch (condition.op) {
      case Op::All: return joined(condition.parts, alias, " AND ", "1");
      case Op::Any: return joined(condition.parts, alias, " OR ", "0");
      case Op::Not: return negated(condition.parts[0], alias);
      case Op::IsNull: return name(alias, *condition.column) + " IS NULL";
      case Op::Like: return "text_like(" + compared(condition, alias) + ", " + bound(condition.value) + ")";
      case Op::Equal: return equal(condition, alias);
      case Op::Less: return ordered(condition, alias, " < ");
      case Op::LessOrEqual: return ordered(condition, alias, " <= ");
      case Op::In: return in(condition, alias);
      case Op::Exists: return exists(condition, alias);
    }
    return "0";
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
    parameters.push_back(cell);
    return "?";
  }
  // A zero stands in the text, where SQLite sees that a partial index fits.
  std::string bound(const engine::Scalar& value) {
    return value == engine::Scalar(std::int64_t{0}) ? "0" : bound(engine::cell_of(value));
  }

  static std::string name(const std::string& alias, const Column& column) {
    return alias + "." + quoted_name(column.sql);
  }

  std::vector<Cell> parameters;
  std::list<std::string> held;        ///< texts that parameters point into
  std::string joins;                  ///< what joined orders add to FROM
  std::vector<Cell> join_parameters;  ///< theirs: they come before those of WHERE

 private:
  std::string next_alias() { return "t" + std::to_string(++aliases_); }

  // Chained in bundles: SQLite bounds both the depth of a chain and the nesting of brackets.
  std::string joined(const std::vector<Condition>& parts, const std::string& alias, const char* word,
                     const char* none) {
    if (parts.empty()) return none;
    std::vector<std::string> terms;
    for (const Condition& part : parts) terms.push_back(condition(part, alias));
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
    bool known = part.column && !part.column->nullable && !engine::cell_of(part.value).is_null();
    if (known && part.op == Op::Less) return ordered(part, alias, " >= ");
    if (known && part.op == Op::LessOrEqual) return ordered(part, alias, " > ");
    return "((" + condition(part, alias) + ") IS NOT TRUE)";
  }

  static std::string compared(const Condition& condition, const std::string& alias) {
    std::string column = name(alias, *condition.column);
    return condition.ignore_case ? "unicode_lower(" + column + ")" : column;
  }

  std::string ordered(const Condition& condition, const std::string& alias, const char* sign) {
    if (engine::cell_of(condition.value).is_null()) return "0";
    return name(alias, *condition.column) + sign + bound(condition.value);
  }

  std::string equal(const Condition& condition, const std::string& alias) {
    if (engine::cell_of(condition.value).is_null()) return "0";
    return compared(condition, alias) + " = " + bound(condition.value);
  }

  std::string in(const Condition& condition, const std::string& alias) {
    if (condition.values.empty()) return "0";
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

  static bool is_found_fast(const Layout& table, const Column& column) {
    const Index* index = index_on(table, column);
    return &column == &table.columns[0] || (index && index->finds_all);
  }

  std::string exists(const Condition& condition, const std::string& alias) {
    const Layout& table = *condition.inner_table;
    std::string inner = next_alias(), where = "1";
    if (!condition.parts.empty()) where = this->condition(condition.parts[0], inner);
    std::string from = " FROM " + quoted_name(table.name) + " AS " + inner + " WHERE ";
    std::string key = name(inner, *condition.inner), outer = name(alias, *condition.outer);
    if (is_found_fast(table, *condition.inner))
      return "EXISTS (SELECT 1" + from + key + " = " + outer + " AND " + where + ")";
    return outer + " IN (SELECT " + key + from + where + ")";  // once, not once a row
  }

  std::string joined_key(const Sorting& sorting, const std::string& alias) {
    const Layout& table = *sorting.inner_table;
    std::string inner = next_alias(), group = next_alias();
    std::vector<Cell> before = std::exchange(parameters, {});
    std::string where = condition(sorting.where, inner);
    std::vector<Cell> own = std::exchange(parameters, std::move(before));
    std::string key = name(inner, *sorting.inner), wanted = name(inner, *sorting.column);
    std::string from = " FROM " + quoted_name(table.name) + " AS " + inner + " WHERE ";
    if (is_found_fast(table, *sorting.inner)) {
      parameters.insert(parameters.end(), own.begin(), own.end());
      return "(SELECT " + wanted + from + key + " = " + name(alias, *sorting.outer) + " AND " + where +
             " ORDER BY " + name(inner, table.columns[0]) + " LIMIT 1)";
    }
    join_parameters.insert(join_parameters.end(), own.begin(), own.end());
    // With min(), SQLite takes the other columns from the row that has the least.
    joins += " LEFT JOIN (SELECT " + key + " AS joining, " + wanted + " AS wanted, min(" +
             name(inner, table.columns[0]) + ")" + from + where + " GROUP BY 1) AS " + group + " ON " +
             group + ".joining = " + name(alias, *sorting.outer);
    return group + ".wanted";
  }

  int aliases_ = 0;
};

void append(std::vector<Cell>& cells, const std::vector<Cell>& more) {
  cells.insert(cells.end(), more.begin(), more.end());
}

}  // namespace

Sql select_rows(const Layout& table, const Condition& where, const std::vector<Sorting>& sortings,
                std::int64_t first, std::int64_t max) {
  const std::string alias = "t0";
  Sql sql;
  for (const Column& column : table.columns)
    sql.text += (sql.text.empty() ? "SELECT " : ", ") + Builder::name(alias, column);
  Builder builder;
  std::string condition = builder.condition(where, alias);
  std::string order = builder.order(sortings, table, alias);
  sql.text +=
      " FROM " + quoted_name(table.name) + " AS " + alias + builder.joins + " WHERE " + condition + order;
  if (first > 0 || max != std::numeric_limits<std::int64_t>::max()) {
    sql.text += " LIMIT " + builder.bound(Cell::of(max < 0 ? 0 : max));
    sql.text += " OFFSET " + builder.bound(Cell::of(first < 0 ? 0 : first));
  }
  append(sql.parameters, builder.join_parameters);
  append(sql.parameters, builder.parameters);
  sql.held = std::move(builder.held);
  return sql;
}

Sql count_rows(const Layout& table, const Condition& where) {
  Builder builder;
  std::string condition = builder.condition(where, "t0");
  return {"SELECT count(*) FROM " + quoted_name(table.name) + " AS t0 WHERE " + condition,
          std::move(builder.parameters), std::move(builder.held)};
}

}  // namespace lienthong::storage
