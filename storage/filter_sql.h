#pragma once
#include <list>
#include <string>
#include <vector>
#include "storage/schema.h"

namespace lienthong::storage {

/// A statement and what to bind to its parameters, in order. The cells point into the condition or `held`.
struct Sql {
  std::string text;
  std::vector<Cell> parameters;
  std::list<std::string> held;  ///< what some of them point into
};

/// How the rows of a table are come by. SQLite obeys or refuses.
struct Access {
  enum class Way { Any, Id, Index };
  Way way = Way::Any;  ///< Any: as SQLite thinks best; Id: by id, or one after the other
  const Index* index = nullptr;

  static Access by_id() { return {Way::Id, nullptr}; }
  static Access by(const Index& index) { return {Way::Index, &index}; }
};

// Names come from the record descriptions only, values are bound: nothing that was asked becomes part of the
// text.

Sql select_rows(const Layout&, const Condition&, const std::vector<Sorting>&, std::int64_t first,
                std::int64_t max, Access = {});
Sql count_rows(const Layout&, const Condition&, Access = {});
/// Values of a column, as they come.
Sql select_some(const Layout&, const Column&, const Condition&, Access, std::int64_t max);
/// The first values of a column, each once, in order, nulls first.
Sql select_values(const Layout&, const Column&, const Condition&, Access, bool descending, std::int64_t max);
/// The first id for which the condition holds, and a column of its row.
Sql select_first(const Layout&, const Column&, const Condition&);
Sql count_values(const Layout&, const Column&, const Condition&, Access);

/// A condition as SQL with its values written out, for indexes.
std::string condition_text(const Condition&);
/// What an index holds of a column with long texts.
std::string head_text(const std::string& column);

}  // namespace lienthong::storage
