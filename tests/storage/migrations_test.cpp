#include "storage/migrations.h"
#include <catch2/catch.hpp>
#include "storage/schema.h"
#include "storage/sqlite.h"
#include "stores.h"

using namespace lienthong;
using namespace lienthong::storage;
using Catch::Matchers::Contains;

namespace {

const std::vector<Migration> steps{{1, {"CREATE TABLE extra(a)", "INSERT INTO extra VALUES (1)"}},
                                   {2, {"INSERT INTO extra VALUES (2)", "ALTER TABLE extra ADD COLUMN b"}}};

}  // namespace

TEST_CASE("an older file is brought up step by step") {
  Directory directory;
  Connection file(directory.file(), Connection::Mode::ReadWrite);
  bring_up(file);
  CHECK(file.number("SELECT format FROM meta") == format_current);
  bring_up(file, steps, 3);
  CHECK(file.number("SELECT format FROM meta") == 3);
  CHECK(file.number("SELECT sum(a) FROM extra") == 3);
  bring_up(file, steps, 3);
  CHECK(file.number("SELECT count(*) FROM extra") == 2);
}

TEST_CASE("a step that fails is undone whole and tried again at the next start") {
  Directory directory;
  Connection file(directory.file(), Connection::Mode::ReadWrite);
  bring_up(file);
  std::vector<Migration> broken = steps;
  broken[1].statements.push_back("nonsense");
  CHECK_THROWS_AS(bring_up(file, broken, 3), SqliteError);
  CHECK(file.number("SELECT format FROM meta") == 2);
  CHECK(file.number("SELECT sum(a) FROM extra") == 1);
  bring_up(file, steps, 3);
  CHECK(file.number("SELECT sum(a) FROM extra") == 3);
}

TEST_CASE("a newer file is refused, and so is one with a missing step") {
  Directory directory;
  {
    Connection file(directory.file(), Connection::Mode::ReadWrite);
    bring_up(file);
    CHECK_THROWS_WITH(bring_up(file, {}, 2), Contains("format 1") && Contains("cannot bring up to 2"));
    bring_up(file, steps, 3);
  }
  SqliteStore store(directory.file());
  CHECK_THROWS_WITH(store.open(), Contains("format 3") && Contains("newer version"));
}
