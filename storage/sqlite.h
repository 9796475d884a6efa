#pragma once
// SQLite as C++ knows resources: a connection, a statement, errors as exceptions. Nothing outside storage/
// includes this.
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include "engine/rows/cell.h"

struct sqlite3;
struct sqlite3_stmt;

namespace lienthong::storage {
using engine::Cell;

/// What SQLite answered instead of what was asked; `code` is its extended result code.
struct SqliteError : std::runtime_error {
  SqliteError(int code, const std::string& text) : std::runtime_error(text), code(code) {}
  int primary() const { return code & 0xFF; }
  int code;
};

class Statement;

/// One connection, for one thread at a time.
class Connection {
 public:
  enum class Mode { ReadWrite, ReadOnly };
  /// `vfs`: name of a registered file system of SQLite's, for tests; empty is the usual one.
  Connection(const std::string& path, Mode, const std::string& vfs = {});
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void execute(const std::string& sql);
  std::string text(const std::string& sql);  ///< first column of the first row; empty when there is none
  std::int64_t number(const std::string& sql);
  bool in_transaction() const;
  void roll_back() noexcept;          ///< does nothing outside a transaction
  std::int64_t changed_rows() const;  ///< by the last statement
  void keep_log_on_close();           ///< closing copies nothing from the log to the file

  /// One step of copying the log to the file that waits for nobody: pages in the log, pages of them copied so
  /// far.
  struct Checkpoint {
    int log_pages = 0, copied_pages = 0;
  };
  Checkpoint checkpoint();
  int log_pages() const;  ///< after the last commit of this connection

  /// A statement of this connection that runs longer fails with SQLITE_INTERRUPT. Counts from each
  /// start_deadline().
  void limit_statements(std::chrono::milliseconds);
  void start_deadline();

 private:
  friend class Statement;
  struct State;
  std::unique_ptr<State> state_;
};

/// Prepared once, run often.
class Statement {
 public:
  Statement(Connection&, const std::string& sql);
  ~Statement();
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;

  /// Binds parameters 1 … n; texts and bytes must live until reset().
  void bind(const std::vector<Cell>&);
  void bind(int at, const Cell&);
  bool step();                              ///< whether there is a row
  void read(std::vector<Cell>& row) const;  ///< the present row; points into SQLite until the next step
  std::int64_t integer(int column) const;
  void reset();
  void run();  ///< steps to the end and resets

 private:
  sqlite3* db_;
  sqlite3_stmt* statement_;
};

/// Resets a statement however its user leaves.
class Running {
 public:
  explicit Running(Statement& statement) : statement_(statement) {}
  ~Running() { statement_.reset(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  Statement& statement_;
};

}  // namespace lienthong::storage
