#include "storage/migrations.h"
#include <catch2/catch.hpp>
#include "storage/schema.h"
#include "storage/sqlite.h"
#include "stores.h"

using namespace lienthong;
using namespace lienthong::storage;
using Catch::Matchers::Contains;

namespace {

const std::vector<Migration> steps{
    {format_current, {"CREATE TABLE extra(a)", "INSERT INTO extra VALUES (1)"}},
    {format_current + 1, {"INSERT INTO extra VALUES (2)", "ALTER TABLE extra ADD COLUMN b"}}};

}  // namespace

TEST_CASE("an older file is brought up step by step") {
  Directory directory;
  Connection file(directory.file(), Connection::Mode::ReadWrite);
  bring_up(file);
  CHECK(file.number("SELECT format FROM meta") == format_current);
  bring_up(file, steps, format_current + 2);
  CHECK(file.number("SELECT format FROM meta") == format_current + 2);
  CHECK(file.number("SELECT sum(a) FROM extra") == 3);
  bring_up(file, steps, format_current + 2);
  CHECK(file.number("SELECT count(*) FROM extra") == 2);
}

TEST_CASE("a file of the first format gets every table and column that a new file has") {
  Directory directory;
  const std::string columns =
      "SELECT group_concat(line, '; ') FROM (SELECT m.name || '.' || c.name || ' ' || c.type || "
      "c.\"notnull\" "
      "AS line FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY line)";
  const std::string indexes =
      "SELECT group_concat(name, '; ') FROM (SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY "
      "name)";
  Connection fresh(directory.file(), Connection::Mode::ReadWrite);
  bring_up(fresh);
  const std::string wanted = fresh.text(columns) + fresh.text(indexes);
  for (const Index& index : all_indexes()) fresh.execute("DROP INDEX " + index.name);
  for (const char* table :
       {"rung", "compensable", "partner", "key_value", "kept_message", "kept_value", "stored_data", "sweep",
        "sweep_value", "decision", "decision_requirements", "decision_history", "carried_value"})
    fresh.execute(std::string("DROP TABLE ") + table);
  for (const char* column : {"terminated", "closing", "compensates", "swept"})
    fresh.execute(std::string("ALTER TABLE instance DROP COLUMN ") + column);
  fresh.execute("ALTER TABLE subscription DROP COLUMN part");
  for (const char* table : {"incident", "incident_history"})
    fresh.execute(std::string("ALTER TABLE ") + table + " DROP COLUMN job");
  fresh.execute("ALTER TABLE job DROP COLUMN work");
  fresh.execute("ALTER TABLE deadline DROP COLUMN ended");
  fresh.execute("ALTER TABLE deadline ADD COLUMN next_rung INTEGER NOT NULL DEFAULT 0");
  for (const char* column : {"configuration TEXT NOT NULL DEFAULT ''", "payload TEXT NOT NULL DEFAULT ''",
                             "repetitions INTEGER NOT NULL DEFAULT 0"})
    fresh.execute(std::string("ALTER TABLE job ADD COLUMN ") + column);
  fresh.execute("ALTER TABLE identity_link DROP COLUMN definition");
  for (const char* column : {"steady", "wall"})
    fresh.execute(std::string("ALTER TABLE meta DROP COLUMN ") + column);
  fresh.execute("ALTER TABLE task ADD COLUMN suspended INTEGER NOT NULL DEFAULT 0");
  fresh.execute("UPDATE meta SET format = 1");
  bring_up(fresh);
  CHECK(fresh.text(columns) + fresh.text(indexes) == wanted);
  CHECK(fresh.number("SELECT format FROM meta") == format_current);
}

TEST_CASE("a file gets the indexes of this program, whatever it had, and keeps its rows") {
  Directory directory;
  Connection file(directory.file(), Connection::Mode::ReadWrite);
  const std::string indexes =
      "SELECT group_concat(sql, '; ') FROM (SELECT sql FROM sqlite_schema WHERE type = 'index' ORDER BY "
      "name)";
  bring_up(file);
  const std::string wanted = file.text(indexes);
  file.execute("INSERT INTO partner VALUES (1, 2, 3, 'p')");
  file.execute("DROP INDEX task_assignee");
  file.execute("DROP INDEX partner_root");
  file.execute("CREATE INDEX partner_root ON partner(process)");  // another one of that name
  file.execute("CREATE INDEX stray ON partner(partner)");
  bring_up(file);
  CHECK(file.text(indexes) == wanted);
  CHECK(file.number("SELECT partner FROM partner WHERE root = 2") == 3);
}

TEST_CASE("a step may drop a column that has an index") {
  Directory directory;
  Connection file(directory.file(), Connection::Mode::ReadWrite);
  bring_up(file);
  bring_up(file, {{format_current, {"ALTER TABLE task DROP COLUMN assignee"}}}, format_current + 1);
  CHECK(file.number("SELECT count(*) FROM pragma_table_info('task') WHERE name = 'assignee'") == 0);
}

TEST_CASE("a step that fails is undone whole and tried again at the next start") {
  Directory directory;
  Connection file(directory.file(), Connection::Mode::ReadWrite);
  bring_up(file);
  std::vector<Migration> broken = steps;
  broken[1].statements.push_back("nonsense");
  CHECK_THROWS_AS(bring_up(file, broken, format_current + 2), SqliteError);
  CHECK(file.number("SELECT format FROM meta") == format_current + 1);
  CHECK(file.number("SELECT sum(a) FROM extra") == 1);
  bring_up(file, steps, format_current + 2);
  CHECK(file.number("SELECT sum(a) FROM extra") == 3);
}

TEST_CASE("a newer file is refused, and so is one with a missing step") {
  Directory directory;
  {
    Connection file(directory.file(), Connection::Mode::ReadWrite);
    bring_up(file);
    const std::string next = std::to_string(format_current + 1);
    CHECK_THROWS_WITH(
        bring_up(file, {}, format_current + 1),
        Contains("format " + std::to_string(format_current)) && Contains("cannot bring up to " + next));
    bring_up(file, steps, format_current + 2);
  }
  SqliteStore store(directory.file());
  CHECK_THROWS_WITH(store.open(),
                    Contains("format " + std::to_string(format_current + 2)) && Contains("newer version"));
}
