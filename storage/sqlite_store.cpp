#include "storage/sqlite_store.h"
#include <sqlite3.h>
#include <unistd.h>
#include <array>
#include <atomic>
#include <map>
#include <optional>
#include "base/check.h"
#include "storage/lock_file.h"
#include "storage/migrations.h"
#include "storage/schema.h"
#include "storage/sqlite.h"
#include "storage/sqlite_reader.h"

namespace lienthong::storage {

using engine::Counters;
using engine::Meta;

namespace {

constexpr int frame_header_bytes = 24, log_header_bytes = 32;  ///< of SQLite's log

/// A commit of few rows touches many pages a little, each of which goes to the log whole: see decision 0008.
constexpr int new_file_page_bytes = 2048;

/// Rows that are inserted at once: each statement opens the table and its indexes anew.
constexpr std::array<std::size_t, 4> inserted_at_once{16, 4, 2, 1};

/// The statements that write one table.
struct Writers {
  std::array<std::optional<Statement>, inserted_at_once.size()> insert;
  std::map<std::vector<std::size_t>, Statement> update;  ///< by the columns that they name
  std::optional<Statement> erase;
};

std::string place(const std::string& path, const std::string& text) {
  return "The store " + path + ": " + text;
}

bool is_disk_trouble(const SqliteError& error) {
  if (error.code == SQLITE_IOERR_NOMEM) return false;
  switch (error.primary()) {
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL: return true;
    default: return false;
  }
}

}  // namespace

struct SqliteStore::State {
  std::string path;
  Settings settings;
  std::optional<LockFile> lock;
  std::optional<Connection> connection;
  std::optional<Statement> begin, fence, commit;
  std::vector<Writers> writers;
  std::array<engine::Row, inserted_at_once[0]> encoded;
  int page_bytes = 4096;
  bool broken = false;                 ///< the disk failed: nothing more is tried
  int raw_log_pages = 0;               ///< in the log after the last commit, copied or not
  int copied_pages = 0;                ///< of them
  int next_try = 0;                    ///< pages from which a step that could not copy all is tried again
  std::atomic<int> waiting_pages = 0;  ///< neither copied nor free to be overwritten
  std::atomic<std::int64_t> commits = 0, statements = 0, rows = 0, syncs = 0, log_bytes = 0;
  std::shared_ptr<std::atomic<std::int64_t>> reads = std::make_shared<std::atomic<std::int64_t>>(0);

  void run(Statement& statement) {
    ++statements;
    statement.run();
  }

  void open_file() {
    const bool fresh = ::access(path.c_str(), F_OK) != 0;
    lock.emplace(path + ".lock");
    connection.emplace(path, Connection::Mode::ReadWrite, settings.vfs);
    Connection& file = *connection;
    if (fresh) file.execute("PRAGMA page_size=" + std::to_string(new_file_page_bytes));
    if (file.text("PRAGMA journal_mode=WAL") != "wal")
      throw std::runtime_error(place(path, "its disk allows no write-ahead log"));
    file.execute("PRAGMA synchronous=FULL");
    file.execute("PRAGMA cache_size=-65536");
    file.execute("PRAGMA foreign_keys=OFF");
    bring_up(file);
    if (fresh) sync_directory_of(path);
    page_bytes = static_cast<int>(file.number("PRAGMA page_size"));
    begin.emplace(file, "BEGIN IMMEDIATE");
    fence.emplace(file, "SELECT epoch FROM meta WHERE id = 1");
    commit.emplace(file, "COMMIT");
    writers = std::vector<Writers>(engine::all_layouts().size());
  }

  void close_file() {
    writers.clear();
    begin.reset();
    fence.reset();
    commit.reset();
    if (connection && broken) connection->keep_log_on_close();
    connection.reset();
    lock.reset();
  }

  std::int64_t stored_epoch() {
    ++statements;
    Running running(*fence);
    return fence->step() ? fence->integer(0) : 0;
  }

  template <class R>
  void insert(const std::vector<const R*>& made) {
    const std::size_t at = engine::position_in<R>(engine::AllRecords{});
    const Layout& table = engine::all_layouts()[at];
    for (std::size_t done = 0; done < made.size();) {
      std::size_t size = 0;
      while (inserted_at_once[size] > made.size() - done) ++size;
      std::optional<Statement>& statement = writers[at].insert[size];
      if (!statement) statement.emplace(*connection, insert_rows(table, inserted_at_once[size]));
      int parameter = 0;
      for (std::size_t i = 0; i < inserted_at_once[size]; ++i) {
        table.encode(made[done++], encoded[i]);
        for (const Cell& cell : encoded[i].cells) statement->bind(++parameter, cell);
      }
      run(*statement);
      rows += static_cast<std::int64_t>(inserted_at_once[size]);
    }
  }

  /// Names what has changed, or all that can when it is not known.
  void update(std::size_t at, const void* record, const void* before) {
    const Layout& table = engine::all_layouts()[at];
    table.encode(record, encoded[0]);
    if (before) table.encode(before, encoded[1]);
    std::vector<std::size_t> columns;
    for (std::size_t i = table.has_root() ? 2 : 1; i < table.columns.size(); ++i)
      if (!before || !(encoded[0].cells[i] == encoded[1].cells[i])) columns.push_back(i);
    if (columns.empty()) return;
    auto known = writers[at].update.find(columns);
    if (known == writers[at].update.end())
      known = writers[at].update.emplace(columns, Statement(*connection, update_row(table, columns))).first;
    int parameter = 0;
    for (const std::size_t column : columns) known->second.bind(++parameter, encoded[0].cells[column]);
    known->second.bind(++parameter, encoded[0].cells[0]);
    run_on_one(known->second, table);
  }

  void erase(std::size_t at, std::int64_t id) {
    const Layout& table = engine::all_layouts()[at];
    std::optional<Statement>& statement = writers[at].erase;
    if (!statement) statement.emplace(*connection, delete_row(table));
    statement->bind(1, Cell::of(id));
    run_on_one(*statement, table);
  }

  void run_on_one(Statement& statement, const Layout& table) {
    run(statement);
    ++rows;
    if (connection->changed_rows() != 1)
      check(false, ("a batch changes a row of " + table.name + " that is not stored").c_str());
  }

  template <class R>
  void write(const engine::Rows<R>& all, std::int64_t epoch) {
    const std::size_t at = engine::position_in<R>(engine::AllRecords{});
    std::vector<const R*> made;
    for (const auto& [id, change] : all.changes) {
      if constexpr (std::is_same_v<R, Meta>) {
        if (!change.row) continue;
        Meta meta = *change.row;
        meta.id = 1;
        meta.format = format_current;  // format and epoch are the store's own
        meta.epoch = epoch;
        update(at, &meta, nullptr);
      } else if (!change.row) {
        if (change.stored) erase(at, id);
      } else if (change.stored) {
        update(at, &*change.row, change.before.get());
      } else {
        made.push_back(&*change.row);
      }
    }
    insert(made);
  }

  [[noreturn]] void stop(const std::string& text) {
    broken = true;
    throw OutcomeUnknown(place(path, text));
  }

  void write_all(const engine::WriteBatch& batch) {
    try {
      run(*begin);
      if (batch.epoch != stored_epoch())
        throw engine::Fenced(place(
            path, "another process has taken it over: epoch " + std::to_string(batch.epoch) + " has ended"));
      std::apply([&](const auto&... each) { (write(each, batch.epoch), ...); }, batch.rows);
    } catch (const SqliteError& error) {
      connection->roll_back();
      if (is_disk_trouble(error)) stop(error.what());
      if (error.primary() == SQLITE_CONSTRAINT || error.primary() == SQLITE_TOOBIG)
        check(false, (std::string("a row cannot be stored: ") + error.what()).c_str());
      throw engine::NotWritten(place(path, error.what()));
    } catch (...) {
      connection->roll_back();
      throw;
    }
  }

  void make_durable() {
    try {
      run(*commit);
    } catch (const SqliteError& error) {
      // A full disk keeps the last frame from the log, and without it the others count for nothing.
      if (error.primary() != SQLITE_FULL) stop(error.what());
      connection->roll_back();
      if (connection->in_transaction()) stop(error.what());
      throw engine::NotWritten(place(path, error.what()));
    }
  }

  void count_pages() {
    const int pages = connection->log_pages();
    const bool restarted = pages <= raw_log_pages || raw_log_pages == 0;
    const std::int64_t fresh_pages = restarted ? pages : pages - raw_log_pages;
    log_bytes += fresh_pages * (page_bytes + frame_header_bytes) + (restarted ? log_header_bytes : 0);
    syncs += restarted ? 2 : 1;
    if (restarted) copied_pages = next_try = 0;
    raw_log_pages = pages;
    waiting_pages = pages;
  }

  void step(bool idle) {
    const int waiting = waiting_pages;
    if (waiting < (idle ? idle_checkpoint_pages : busy_checkpoint_pages) || (!idle && waiting < next_try))
      return;
    try {
      Connection::Checkpoint done = connection->checkpoint();
      if (done.copied_pages > copied_pages) syncs += 2;
      copied_pages = done.copied_pages;
      next_try = waiting + idle_checkpoint_pages;
      if (done.log_pages >= 0 && done.copied_pages == done.log_pages) waiting_pages = 0;
    } catch (const SqliteError& error) {
      if (is_disk_trouble(error)) stop(error.what());
      next_try = waiting + idle_checkpoint_pages;  // no room in the file: the log still has all
    }
  }
};

SqliteStore::SqliteStore(std::string path) : SqliteStore(std::move(path), Settings{}) {}

SqliteStore::SqliteStore(std::string path, Settings settings) : state_(std::make_unique<State>()) {
  state_->path = std::move(path);
  state_->settings = std::move(settings);
}

SqliteStore::~SqliteStore() { state_->close_file(); }

std::int64_t SqliteStore::open() {
  State& store = *state_;
  try {
    if (!store.connection) store.open_file();
    store.connection->execute("BEGIN IMMEDIATE");
    store.connection->execute("UPDATE meta SET epoch = epoch + 1 WHERE id = 1");
    std::int64_t epoch = store.stored_epoch();
    store.connection->execute("COMMIT");
    store.raw_log_pages = store.waiting_pages = store.connection->log_pages();
    return epoch;
  } catch (const SqliteError& error) {
    store.close_file();
    throw std::runtime_error(place(store.path, error.what()));
  } catch (...) {
    store.close_file();
    throw;
  }
}

void SqliteStore::commit(const engine::WriteBatch& batch) {
  State& store = *state_;
  check(store.connection.has_value(), "a store is opened before it is written");
  if (store.broken) throw OutcomeUnknown(place(store.path, "its disk failed before; the program must stop"));
  const std::int64_t rows_before = store.rows;
  store.write_all(batch);
  store.make_durable();
  ++store.commits;
  if (store.rows != rows_before) store.count_pages();
}

std::unique_ptr<engine::Reader> SqliteStore::reader() {
  check(state_->connection.has_value(), "a store is opened before it is read");
  return make_sqlite_reader(state_->path, state_->settings, state_->reads);
}

void SqliteStore::rest(bool idle) {
  if (state_->connection && !state_->broken) state_->step(idle);
}

Counters SqliteStore::counters() const {
  const State& store = *state_;
  return {store.commits, store.statements, store.rows, store.syncs, store.log_bytes, *store.reads};
}

bool SqliteStore::log_full() const { return log_pages() >= full_log_pages; }

int SqliteStore::log_pages() const { return state_->waiting_pages; }

}  // namespace lienthong::storage
