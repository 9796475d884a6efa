#include "storage/schema.h"
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <set>
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

TEST_CASE("every index has a name of its own and says what it is for") {
  std::set<std::string> names;
  for (const Index& index : all_indexes()) {
    INFO(index.name);
    CHECK(names.insert(index.name).second);
    CHECK_FALSE(std::string(index.reason).empty());
    CHECK((!index.keys.empty() || index.partial()));
  }
}

TEST_CASE("an index on a column is one that holds every row with a value there") {
  const auto on = [](const char* table, const char* column) {
    const Index* index = index_on(*lienthong::engine::find_layout(table),
                                  *lienthong::engine::find_layout(table)->find(column));
    return index ? index->name : "";
  };
  CHECK(on("task", "root") == "task_root");
  CHECK(on("task", "assignee") == "task_assignee");
  CHECK(on("process_history", "calling_root") == "process_history_calling_root");
  CHECK(on("process_history", "state").empty());     // only the few
  CHECK(on("process_history", "top_root").empty());  // only those that were called
  CHECK(on("task", "name").empty());
  CHECK(on("incident", "message").empty());  // its head only
}

TEST_CASE("what rises with the ids is an instant that is never missing, and has no index") {
  int columns = 0;
  for (const Layout& table : lienthong::engine::all_layouts())
    for (const Column& column : table.columns) {
      if (!rises(table, column)) continue;
      ++columns;
      INFO(table.name << "." << column.name);
      CHECK(column.type == Column::Type::Integer);
      CHECK_FALSE(column.nullable);
      CHECK(index_on(table, column) == nullptr);
    }
  CHECK(columns == 7);
}

TEST_CASE("tables have the columns of their records in order") {
  const Layout* variable = lienthong::engine::find_layout("variable");
  REQUIRE(variable);
  std::string names;
  for (const Column& column : variable->columns) names += column.sql + " ";
  CHECK(names == "id root scope task name value_type value_text value_number value_blob history ");
  CHECK(variable->has_root());
  CHECK(update_row(*lienthong::engine::find_layout("arrival"), {3, 4}) ==
        "UPDATE \"arrival\" SET \"join\" = ?, \"flow\" = ? WHERE \"id\" = ?");
  CHECK(insert_rows(*lienthong::engine::find_layout("partner"), 2) ==
        "INSERT OR ROLLBACK INTO \"partner\"(\"id\", \"root\", \"partner\", \"process\") "
        "VALUES (?, ?, ?, ?), (?, ?, ?, ?)");
  CHECK(lienthong::engine::find_layout("nonsense") == nullptr);
}
