#pragma once
// The tables of a file as SQL, made from the record descriptions.
#include <string>
#include <vector>
#include "engine/rows/layout.h"

namespace lienthong::storage {
using engine::Column;
using engine::Layout;

/// Each costs every write of its table; so each has a reader who could not do without.
struct Index {
  const char* table;
  const char* column;
  const char* only;  ///< condition of the rows it holds, as SQL; empty: all
  const char* reason;
  bool finds_all = true;  ///< equality on the column implies `only`: a join can rely on it
};

const std::vector<Index>& all_indexes();
const Index* index_on(const Layout&, const Column&);  ///< null when there is none

std::string quoted_name(std::string_view identifier);
std::string create_table(const Layout&);
std::string create_index(const Index&);
std::string insert_row(const Layout&);  ///< its parameters are the columns in order; so are update_row()'s
std::string update_row(const Layout&);
std::string delete_row(const Layout&);

/// docs/formats/schema.md
std::string schema_page();

}  // namespace lienthong::storage
