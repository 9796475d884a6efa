#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include "engine/rows/store.h"

namespace lienthong::storage {

/// Rows that may satisfy a list's conditions are read and sorted; more are taken in an index' order, as far
/// as there is one: at a million rows either then takes some 20 ms (storage/list_reader.h).
inline constexpr std::int64_t few_rows_max = 5'000;

/// The disk failed while a commit was under way: it may be durable or not. The program must stop; the next
/// start finds out.
struct OutcomeUnknown : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// When the log is copied to the file, in pages of 2 KiB.
inline constexpr int idle_checkpoint_pages = 2'000;  ///< with nothing to do: small steps of some 10 ms
inline constexpr int busy_checkpoint_pages =
    32'768;  ///< between two groups: the longer the log, the fewer pages are copied
inline constexpr int full_log_pages = 131'072;  ///< a long read holds the log: new work is refused

/// One file in SQLite's WAL mode. A commit is one sync. Only the writer's thread writes and copies the log to
/// the file, between two groups: SQLite before 3.51.3 can damage a file when one connection does the one
/// while another does the other.
class SqliteStore final : public engine::Store {
 public:
  struct Settings {
    std::string vfs;                                 ///< of SQLite, for tests; empty: the usual one
    std::chrono::milliseconds read_deadline{5'000};  ///< a read holds the log
    std::int64_t few_rows = few_rows_max;
    std::function<void(const std::string& sql)> reads = nullptr;  ///< told of every statement of a reader
  };
  explicit SqliteStore(std::string path);
  SqliteStore(std::string path, Settings);
  ~SqliteStore() override;

  std::int64_t open() override;  ///< creates the file, or brings an older one up to date
  void commit(const engine::WriteBatch&) override;
  std::unique_ptr<engine::Reader> reader() override;
  void rest(bool idle) override;
  engine::Counters counters() const override;  ///< in any thread; figures of one moment only in the writer's

  /// Whether so much waits in the log that new work should be refused until a reader lets go. In any thread.
  bool log_full() const;
  int log_pages() const;  ///< not yet copied to the file

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lienthong::storage
