#include "storage/schema.h"
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace lienthong::storage;

TEST_CASE("docs/formats/schema.md describes the present tables") {
  const std::string path = std::string(LIENTHONG_SOURCE_DIR) + "/docs/formats/schema.md";
  if (std::getenv("REFRESH_DOCS")) std::ofstream(path) << schema_page();
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  INFO("To refresh the page: REFRESH_DOCS=1 storage_tests \"docs/formats*\"");
  CHECK((text.str() == schema_page()));
}

TEST_CASE("every index names a column that exists") {
  for (const Index& index : all_indexes()) {
    const Layout* table = lienthong::engine::find_layout(index.table);
    INFO(index.table << "." << index.column);
    REQUIRE(table);
    REQUIRE(table->find(index.column));
    CHECK(index_on(*table, *table->find(index.column)) == &index);
  }
}

TEST_CASE("tables have the columns of their records in order") {
  const Layout* variable = lienthong::engine::find_layout("variable");
  REQUIRE(variable);
  std::string names;
  for (const Column& column : variable->columns) names += column.sql + " ";
  CHECK(names == "id root scope task name value_type value_text value_number value_blob history ");
  CHECK(variable->has_root());
  CHECK(update_row(*lienthong::engine::find_layout("arrival")) ==
        "UPDATE \"arrival\" SET \"scope\" = ?3, \"join\" = ?4, \"flow\" = ?5 WHERE \"id\" = ?1");
  CHECK(lienthong::engine::find_layout("nonsense") == nullptr);
}
