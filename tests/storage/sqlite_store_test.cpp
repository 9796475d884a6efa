#include "storage/sqlite_store.h"
#include <catch2/catch.hpp>
#include <fstream>
#include "random_rows.h"
#include "storage/sqlite.h"
#include "stores.h"

using namespace lienthong;
using namespace lienthong::storage;
using Catch::Matchers::Contains;
using engine::Filter;
using engine::Query;

namespace {

engine::WriteBatch one_file(std::int64_t epoch, std::int64_t id, std::size_t bytes) {
  engine::WriteBatch batch;
  batch.epoch = epoch;
  batch.of<engine::Resource>().put({{id}, {1}, "file", std::string(bytes, 'x')}, false);
  return batch;
}

void copy_with_log(const std::string& from, const std::string& to, std::uintmax_t log_bytes) {
  std::filesystem::copy_file(from, to);
  std::filesystem::copy_file(from + "-wal", to + "-wal");
  std::filesystem::resize_file(to + "-wal", log_bytes);
}

}  // namespace

TEST_CASE("a file is opened by one store at a time") {
  Directory directory;
  SqliteStore first(directory.file());
  CHECK(first.open() == 1);
  {
    SqliteStore second(directory.file());
    CHECK_THROWS_WITH(second.open(), Contains("in use") && Contains(".lock"));
    first.commit(one_file(1, 1, 10));
  }
  first.commit(one_file(1, 2, 10));  // the refused one took no lock along
  SqliteStore third(directory.file());
  CHECK_THROWS_WITH(third.open(), Contains("in use"));
}

TEST_CASE("rows are there after the store is closed and opened again") {
  Directory directory;
  {
    SqliteStore store(directory.file());
    store.commit(one_file(store.open(), 1, 100'000));
  }
  SqliteStore again(directory.file());
  CHECK(again.open() == 2);
  CHECK(again.reader()->find<engine::Resource>(1)->bytes.size() == 100'000);
}

TEST_CASE("a file that cannot be a store is refused with its reason") {
  Directory directory;
  SqliteStore nowhere(directory.file("missing/store.db"));
  CHECK_THROWS_WITH(nowhere.open(), Contains("missing/store.db"));
  std::ofstream(directory.file("text.db"))
      << "This is a letter and no database, and long enough to be seen as one.";
  SqliteStore text(directory.file("text.db"));
  CHECK_THROWS_WITH(text.open(), Contains("text.db") && Contains("not a database"));
  SqliteStore again(directory.file("text.db"));
  CHECK_THROWS_WITH(again.open(),
                    Contains("not a database"));  // and not "in use": the lock went with the first try
  {
    Connection other(directory.file("other.db"), Connection::Mode::ReadWrite);
    other.execute("CREATE TABLE letters(a)");
  }
  SqliteStore other(directory.file("other.db"));
  CHECK_THROWS_WITH(other.open(), Contains("no store of this program"));
}

TEST_CASE("a crash at any byte of the log leaves the state after some commit") {
  Directory directory;
  SqliteStore store(directory.file());
  const std::int64_t epoch = store.open();
  RandomRows random(3);
  constexpr std::int64_t commits = 12;
  for (std::int64_t n = 1; n <= commits; ++n) {
    engine::WriteBatch batch;
    batch.epoch = epoch;
    batch.of<engine::Task>().put(random.row<engine::Task>(n), false);
    batch.of<engine::AuditEvent>().put(random.row<engine::AuditEvent>(n), false);
    if (n > 1) batch.of<engine::Comment>().erase(n - 1, true);
    batch.of<engine::Comment>().put(random.row<engine::Comment>(n), false);
    engine::Meta meta;
    meta.last_id = n;
    batch.of<engine::Meta>().put(meta, true);
    store.commit(batch);
  }
  const std::uintmax_t log = std::filesystem::file_size(directory.file() + "-wal");
  std::int64_t last_seen = commits, states = 0;
  for (std::uintmax_t cut = log;; cut = cut > 3'001 ? cut - 3'001 : 0) {
    INFO("log cut to " << cut << " of " << log);
    Directory other;
    copy_with_log(directory.file(), other.file(), cut);
    SqliteStore copy(other.file());
    copy.open();
    auto reader = copy.reader();
    const std::int64_t n = reader->find<engine::Meta>(1)->last_id;
    if (cut == log) REQUIRE(n == commits);  // acknowledged is durable
    REQUIRE(n <= last_seen);
    REQUIRE(reader->count(Query<engine::Task>{}) == n);
    REQUIRE(reader->count(Query<engine::AuditEvent>{}) == n);
    REQUIRE(reader->count(Query<engine::Comment>{}) == (n > 0 ? 1 : 0));
    states += n != last_seen;
    last_seen = n;
    if (cut <= 200'000 && n == 0) break;
  }
  CHECK(states >= 5);
}

TEST_CASE("a list that takes too long is cut off, and the reader goes on") {
  Directory directory;
  SqliteStore::Settings settings;
  settings.read_deadline = std::chrono::milliseconds(20);
  SqliteStore store(directory.file(), settings);
  engine::WriteBatch batch;
  batch.epoch = store.open();
  RandomRows random(5);
  for (std::int64_t id = 1; id <= 3'000; ++id)
    batch.of<engine::Comment>().put(random.row<engine::Comment>(id), false);
  store.commit(batch);
  Query<engine::Comment> slow, quick;
  std::vector<Filter> parts;
  for (int i = 0; i < 2'000; ++i) parts.push_back(Filter::like("message", "%x%y%" + std::to_string(i), true));
  slow.where = Filter::any(parts);
  quick.where = Filter::equal("id", 7);
  auto reader = store.reader();
  CHECK_THROWS_AS(reader->select(slow), engine::ReadTimeout);
  CHECK(reader->select(quick).size() == 1);
  CHECK_THROWS_AS(reader->count(slow), engine::ReadTimeout);
  CHECK(reader->find<engine::Comment>(7));
}

TEST_CASE("the log is copied when the writer is idle and it has 1,000 pages, else at 16,384") {
  Directory directory;
  SqliteStore store(directory.file());
  const std::int64_t epoch = store.open();
  std::int64_t id = 0;
  auto grow = [&](int pages) {
    store.commit(one_file(epoch, ++id, static_cast<std::size_t>(pages) * 4'090));
  };
  auto syncs = [&](bool idle) {
    std::int64_t before = store.counters().syncs;
    store.rest(idle);
    return store.counters().syncs - before;
  };
  grow(800);
  CHECK(syncs(true) == 0);
  grow(200);
  CHECK(store.log_pages() >= idle_checkpoint_pages);
  CHECK(syncs(false) == 0);
  CHECK(syncs(true) == 2);
  CHECK(store.log_pages() == 0);
  CHECK(syncs(true) == 0);
  grow(1);
  CHECK(store.log_pages() < 50);  // begun anew
  while (store.log_pages() < 15'000) grow(1'000);
  CHECK(syncs(false) == 0);
  while (store.log_pages() < busy_checkpoint_pages) grow(500);
  CHECK(syncs(false) == 2);
  CHECK(store.log_pages() == 0);
  CHECK(std::filesystem::file_size(directory.file()) > 60'000'000);
}

TEST_CASE("a log of 65,536 pages is said to be full until it has been copied") {
  Directory directory;
  SqliteStore store(directory.file());
  const std::int64_t epoch = store.open();
  std::int64_t id = 0;
  while (store.log_pages() < full_log_pages) {
    CHECK_FALSE(store.log_full());
    store.commit(one_file(epoch, ++id, 16'000'000));
  }
  CHECK(store.log_full());
  store.rest(true);
  CHECK_FALSE(store.log_full());
}

TEST_CASE("closing copies the log, and a reader's connection never does") {
  Directory directory;
  {
    SqliteStore store(directory.file());
    const std::int64_t epoch = store.open();
    store.commit(one_file(epoch, 1, 100'000));
    const auto before = std::filesystem::file_size(directory.file());
    store.reader()->find<engine::Resource>(1);
    CHECK(std::filesystem::file_size(directory.file()) == before);
  }
  CHECK_FALSE(std::filesystem::exists(directory.file() + "-wal"));
}

TEST_CASE("readers cannot write") {
  Directory directory;
  SqliteStore store(directory.file());
  store.open();
  Connection reader(directory.file(), Connection::Mode::ReadOnly);
  CHECK_THROWS_AS(reader.execute("DELETE FROM meta"), SqliteError);
}

TEST_CASE("the writer syncs fully, copies nothing by itself and trusts no schema") {
  Directory directory;
  SqliteStore store(directory.file());
  const std::int64_t epoch = store.open();
  for (std::int64_t id = 1; id <= 3; ++id) store.commit(one_file(epoch, id, 8'000'000));
  CHECK(store.log_pages() > 5'000);  // SQLite's own rule copies at 1,000
  Connection plain(directory.file(), Connection::Mode::ReadOnly);
  CHECK(plain.number("PRAGMA trusted_schema") == 0);
  CHECK(plain.number("PRAGMA cell_size_check") == 1);
  CHECK(plain.number("PRAGMA mmap_size") == 0);
  CHECK(plain.text("PRAGMA journal_mode") == "wal");
}

TEST_CASE("lists that a person or a worker waits for use an index") {
  Directory directory;
  SqliteStore store(directory.file());
  store.open();
  Connection file(directory.file(), Connection::Mode::ReadOnly);
  auto plan = [&](const std::string& sql) {
    Statement statement(file, "EXPLAIN QUERY PLAN " + sql);
    std::vector<Cell> row;
    std::string text;
    while (statement.step()) {
      statement.read(row);
      text += std::string(row[3].text) + "\n";
    }
    return text;
  };
  CHECK_THAT(plan("SELECT * FROM task WHERE root = ? ORDER BY id"),
             Contains("task_root") && !Contains("TEMP B-TREE"));
  CHECK_THAT(plan("SELECT * FROM task WHERE assignee = ? ORDER BY id"),
             Contains("task_assignee") && !Contains("TEMP B-TREE"));
}
