#include "storage/sqlite.h"
#include <sqlite3.h>
#include <utility>
#include "base/check.h"
#include "engine/rows/text.h"

namespace lienthong::storage {

using Steady = std::chrono::steady_clock;

struct Connection::State {
  sqlite3* db = nullptr;
  int log_pages = 0;
  std::chrono::milliseconds limit{0};
  Steady::time_point deadline;
};

namespace {

constexpr int busy_ms = 5'000;  ///< an operator's tool may hold a lock for a moment
constexpr int instructions_per_look =
    2'000;  ///< of SQLite's machine, between two looks at the clock: some 50 µs

[[noreturn]] void fail(sqlite3* db, int code, std::string_view doing) {
  std::string text = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  int extended = db ? sqlite3_extended_errcode(db) : code;
  throw SqliteError((extended & 0xFF) == (code & 0xFF) ? extended : code, std::string(doing) + ": " + text);
}

std::string_view text_of(sqlite3_value* value) {
  const void* bytes = sqlite3_value_text(value);
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

void lower_case_function(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
  try {
    std::string lower = engine::lower_case(text_of(values[0]));
    sqlite3_result_text64(context, lower.data(), lower.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  }
}

void like_function(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
  sqlite3_result_int(context, engine::like(text_of(values[0]), text_of(values[1])) ? 1 : 0);
}

void add_functions(sqlite3* db) {
  constexpr int kind = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
  sqlite3_create_function_v2(db, "unicode_lower", 1, kind, nullptr, lower_case_function, nullptr, nullptr,
                             nullptr);
  sqlite3_create_function_v2(db, "text_like", 2, kind, nullptr, like_function, nullptr, nullptr, nullptr);
}

int remember_log_pages(void* pages, sqlite3*, const char*, int in_log) {
  *static_cast<int*>(pages) = in_log;
  return SQLITE_OK;
}

}  // namespace

Connection::Connection(const std::string& path, Mode mode, const std::string& vfs)
    : state_(std::make_unique<State>()) {
  // SQLite counts every piece of memory under a lock otherwise: a tenth of what a commit costs.
  static const int not_counted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(not_counted);  // refused when somebody has begun already: then it counts
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
              (mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3*& db = state_->db;
  int code = sqlite3_open_v2(path.c_str(), &db, flags, vfs.empty() ? nullptr : vfs.c_str());
  try {
    if (code != SQLITE_OK) fail(db, code, "Cannot open " + path);
    sqlite3_busy_timeout(db, busy_ms);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (mode == Mode::ReadOnly) keep_log_on_close();
    sqlite3_wal_hook(db, remember_log_pages, &state_->log_pages);  // replaces SQLite's own checkpoints
    add_functions(db);
    execute("PRAGMA cell_size_check=ON");
    execute("PRAGMA mmap_size=0");
  } catch (...) {
    sqlite3_close_v2(db);
    throw;
  }
}

Connection::~Connection() { sqlite3_close_v2(state_->db); }

void Connection::execute(const std::string& sql) {
  int code = sqlite3_exec(state_->db, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(state_->db, code, sql);
}

std::string Connection::text(const std::string& sql) {
  Statement statement(*this, sql);
  std::vector<Cell> row;
  if (!statement.step()) return {};
  statement.read(row);
  return row[0].kind == Cell::Kind::Integer ? std::to_string(row[0].integer) : std::string(row[0].text);
}

std::int64_t Connection::number(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.integer(0) : 0;
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(state_->db) == 0; }

void Connection::roll_back() noexcept {
  if (in_transaction()) sqlite3_exec(state_->db, "ROLLBACK", nullptr, nullptr, nullptr);
}

std::int64_t Connection::changed_rows() const { return sqlite3_changes64(state_->db); }

void Connection::keep_log_on_close() {
  sqlite3_db_config(state_->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

Connection::Checkpoint Connection::checkpoint() {
  Checkpoint done;
  int code = sqlite3_wal_checkpoint_v2(state_->db, nullptr, SQLITE_CHECKPOINT_PASSIVE, &done.log_pages,
                                       &done.copied_pages);
  if (code != SQLITE_OK && code != SQLITE_BUSY) fail(state_->db, code, "Cannot copy the log to the file");
  return done;
}

int Connection::log_pages() const { return state_->log_pages; }

void Connection::limit_statements(std::chrono::milliseconds limit) {
  state_->limit = limit;
  auto late = [](void* state) { return Steady::now() >= static_cast<State*>(state)->deadline ? 1 : 0; };
  start_deadline();
  sqlite3_progress_handler(state_->db, instructions_per_look, late, state_.get());
}

void Connection::start_deadline() { state_->deadline = Steady::now() + state_->limit; }

Statement::Statement(Connection& connection, const std::string& sql)
    : db_(connection.state_->db), statement_(nullptr) {
  int code = sqlite3_prepare_v3(db_, sql.c_str(), static_cast<int>(sql.size()) + 1, SQLITE_PREPARE_PERSISTENT,
                                &statement_, nullptr);
  if (code != SQLITE_OK) fail(db_, code, sql);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(statement_, other.statement_);
  return *this;
}

void Statement::bind(int at, const Cell& cell) {
  int code = SQLITE_OK;
  const char* bytes = cell.text.data() ? cell.text.data() : "";  // a null pointer would bind NULL
  switch (cell.kind) {
    case Cell::Kind::Null: code = sqlite3_bind_null(statement_, at); break;
    case Cell::Kind::Integer: code = sqlite3_bind_int64(statement_, at, cell.integer); break;
    case Cell::Kind::Real: code = sqlite3_bind_double(statement_, at, cell.real); break;
    case Cell::Kind::Text:
      code = sqlite3_bind_text64(statement_, at, bytes, cell.text.size(), SQLITE_STATIC, SQLITE_UTF8);
      break;
    case Cell::Kind::Blob:
      code = sqlite3_bind_blob64(statement_, at, bytes, cell.text.size(), SQLITE_STATIC);
      break;
  }
  if (code != SQLITE_OK) fail(db_, code, "Cannot bind a value");
}

void Statement::bind(const std::vector<Cell>& cells) {
  int at = 0;
  for (const Cell& cell : cells) bind(++at, cell);
}

bool Statement::step() {
  int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) fail(db_, code, "SQLite");
  return false;
}

void Statement::read(std::vector<Cell>& row) const {
  int width = sqlite3_column_count(statement_);
  row.resize(static_cast<std::size_t>(width));
  for (int i = 0; i < width; ++i) {
    Cell& cell = row[static_cast<std::size_t>(i)];
    auto bytes = [this, i](const void* data) {
      return std::string_view(static_cast<const char*>(data),
                              static_cast<std::size_t>(sqlite3_column_bytes(statement_, i)));
    };
    switch (sqlite3_column_type(statement_, i)) {
      case SQLITE_INTEGER: cell = Cell::of(sqlite3_column_int64(statement_, i)); break;
      case SQLITE_FLOAT: cell = Cell::of_real(sqlite3_column_double(statement_, i)); break;
      case SQLITE_TEXT: cell = Cell::of_text(bytes(sqlite3_column_text(statement_, i))); break;
      case SQLITE_BLOB: cell = Cell::of_blob(bytes(sqlite3_column_blob(statement_, i))); break;
      default: cell = {}; break;
    }
  }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

void Statement::reset() { sqlite3_reset(statement_); }

void Statement::run() {
  Running running(*this);
  while (step()) {
  }
}

}  // namespace lienthong::storage
