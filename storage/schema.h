#pragma once
// The tables of a file as SQL, made from the record descriptions.
#include <string>
#include <vector>
#include "storage/tables.h"

namespace lienthong::storage {

/// Each costs every write of its table; so each has a reader who could not do without.
struct Index {
  const char* table;
  const char* column;
  const char* only;  ///< condition of the rows it holds, as SQL, implied by equality; empty: all
  const char* reason;
};

const std::vector<Index>& all_indexes();
const Index* index_on(const Table&, const Column&);  ///< null when there is none

std::string quoted_name(std::string_view identifier);
std::string create_table(const Table&);
std::string create_index(const Index&);
std::string insert_row(const Table&);  ///< its parameters are the columns in order; so are update_row()'s
std::string update_row(const Table&);
std::string delete_row(const Table&);

/// docs/formats/schema.md
std::string schema_page();

}  // namespace lienthong::storage
