#pragma once
// A list as the REST edge asks for it: conditions over the columns of one record type. Every store answers
// the same query alike.
#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>
#include "base/instant.h"

namespace lienthong::engine {

using Scalar = std::variant<std::monostate, std::int64_t, double, std::string>;

/// A condition on a row. Names are column names of the record (engine/rows/records.h). A `value` column
/// (TypedValue) has parts that can be named: `value.type` (its wire name), `value.text` (strings, documents),
/// `value.number` (numbers, Boolean as 0/1, and dates as milliseconds; null for the rest).
struct Filter {
  enum class Op { All, Any, Not, Equal, Less, LessOrEqual, Like, In, IsNull, Exists };
  Op op = Op::All;  ///< All of no parts: everything
  std::string field;
  Scalar value;                ///< Like: SQL's % and _, escaped with a backslash
  std::vector<Scalar> values;  ///< In
  std::vector<Filter> parts;   ///< All, Any; Not and Exists use the first
  bool ignore_case = false;    ///< Equal, Like, In: by Unicode simple lower case of the text
  std::string table;           ///< Exists: a row of this table …
  std::string inner,
      outer;  ///< … whose `inner` column equals this row's `outer`, and for which parts[0] holds
  bool same_root = false;  ///< … and which belongs to the same process instance: it is looked for there only

  static Filter everything() { return {}; }
  static Filter nothing() { return any({}); }
  static Filter all(std::vector<Filter> parts) { return make(Op::All, std::move(parts)); }
  static Filter any(std::vector<Filter> parts) { return make(Op::Any, std::move(parts)); }
  static Filter negate(Filter part) { return make(Op::Not, {std::move(part)}); }
  static Filter equal(std::string field, Scalar value, bool ignore_case = false) {
    return compare(Op::Equal, std::move(field), std::move(value), ignore_case);
  }
  static Filter less(std::string field, Scalar value) {
    return compare(Op::Less, std::move(field), std::move(value));
  }
  static Filter less_or_equal(std::string field, Scalar value) {
    return compare(Op::LessOrEqual, std::move(field), std::move(value));
  }
  static Filter greater(const std::string& field, Scalar value) {
    return negate_known(Op::LessOrEqual, field, std::move(value));
  }
  static Filter greater_or_equal(const std::string& field, Scalar value) {
    return negate_known(Op::Less, field, std::move(value));
  }
  static Filter like(std::string field, std::string pattern, bool ignore_case = false) {
    return compare(Op::Like, std::move(field), std::move(pattern), ignore_case);
  }
  static Filter in(std::string field, std::vector<Scalar> values) {
    Filter f;
    f.op = Op::In;
    f.field = std::move(field);
    f.values = std::move(values);
    return f;
  }
  static Filter is_null(std::string field) { return compare(Op::IsNull, std::move(field), {}); }
  static Filter not_null(std::string field) { return negate(is_null(std::move(field))); }
  static Filter exists(std::string table, std::string inner, std::string outer, Filter condition) {
    Filter f;
    f.op = Op::Exists;
    f.table = std::move(table);
    f.inner = std::move(inner);
    f.outer = std::move(outer);
    f.parts.push_back(std::move(condition));
    return f;
  }
  /// A row of the same process instance.
  static Filter exists_beside(std::string table, std::string inner, std::string outer, Filter condition) {
    Filter f = exists(std::move(table), std::move(inner), std::move(outer), std::move(condition));
    f.same_root = true;
    return f;
  }

 private:
  static Filter make(Op op, std::vector<Filter> parts) {
    Filter f;
    f.op = op;
    f.parts = std::move(parts);
    return f;
  }
  static Filter compare(Op op, std::string field, Scalar value, bool ignore_case = false) {
    Filter f;
    f.op = op;
    f.field = std::move(field);
    f.value = std::move(value);
    f.ignore_case = ignore_case;
    return f;
  }
  static Filter negate_known(Op op, const std::string& field, Scalar value) {
    return all({not_null(field), negate(compare(op, field, std::move(value)))});
  }
};

/// Nulls come last ascending and first descending. Ties are broken by id, ascending.
struct Order {
  std::string field;
  bool descending = false;
  bool ignore_case = false;
  std::string table, inner,
      outer;     ///< when set: `field` of the row of `table` whose `inner` equals this row's `outer`
  Filter where;  ///< further condition on that row
  bool same_root = false;  ///< that row belongs to the same process instance
};

template <class Record>
struct Query {
  Filter where;
  std::vector<Order> order;
  std::int64_t first = 0;
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};

}  // namespace lienthong::engine
