#pragma once
// The engine's door to storage. A commit is durable on return, whole or not at all.
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>
#include "engine/rows/query.h"
#include "engine/rows/records.h"

namespace lienthong::engine {

/// The changed rows of one record type, by id; the last write of a row wins.
template <class R>
struct Rows {
  struct Change {
    std::optional<R> row;             ///< none: erased
    bool stored = false;              ///< the store had this row before this batch
    std::shared_ptr<const R> before;  ///< as the store has it, where that is known
  };
  std::map<std::int64_t, Change> changes;

  void put(R row, bool stored, std::shared_ptr<const R> before = nullptr) {
    auto [at, fresh] = changes.try_emplace(key_of(row));
    if (fresh) at->second.stored = stored;
    if (fresh && stored) at->second.before = std::move(before);
    at->second.row = std::move(row);
  }
  void erase(std::int64_t id, bool stored) {
    auto [at, fresh] = changes.try_emplace(id);
    if (fresh) at->second.stored = stored;
    at->second.row.reset();
    if (!at->second.stored) changes.erase(at);  // inserted and erased within the batch: never written
  }
};

/// Everything one group of commands changed: plain values.
struct WriteBatch {
  template <class... R>
  using AllRows = std::tuple<Rows<R>...>;
  std::int64_t epoch = 0;  ///< fence: the store refuses a batch of another epoch (throws Fenced)
  AllRecords::apply<AllRows> rows;
  template <class R>
  Rows<R>& of() {
    return std::get<Rows<R>>(rows);
  }
  template <class R>
  const Rows<R>& of() const {
    return std::get<Rows<R>>(rows);
  }
};

/// Another process has taken the store over.
struct Fenced : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// Nothing was written, for certain (disk full).
struct NotWritten : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// A read took longer than its deadline.
struct ReadTimeout : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <class R>
struct ReadsOf {
  virtual std::vector<R> select(const Query<R>&) = 0;
  virtual std::int64_t count(const Query<R>&) = 0;
  virtual std::optional<R> get(std::int64_t id,
                               const R* = nullptr) = 0;  ///< second argument only chooses the overload
  virtual ~ReadsOf() = default;
};

/// Committed rows, read by one thread. Several readers work beside the writer.
template <class... R>
struct ReaderOf : ReadsOf<R>... {
  using ReadsOf<R>::select...;
  using ReadsOf<R>::count...;
  using ReadsOf<R>::get...;
  template <class Record>
  std::optional<Record> find(std::int64_t id) {
    return get(id, static_cast<const Record*>(nullptr));
  }
};
using Reader = AllRecords::apply<ReaderOf>;

/// What a store has done so far, for benchmarks and limits.
struct Counters {
  std::int64_t commits = 0, statements = 0, rows = 0, syncs = 0, log_bytes = 0, reads = 0;
};

struct Store {
  virtual ~Store() = default;
  /// Takes the store over: raises the epoch, durably, and answers it. Throws when another process holds it.
  virtual std::int64_t open() = 0;
  virtual void commit(const WriteBatch&) = 0;
  /// A reader of its own for one thread. The writer's thread uses one too.
  virtual std::unique_ptr<Reader> reader() = 0;
  /// Called by the writer between groups: housekeeping such as a checkpoint. `idle`: nothing is waiting.
  virtual void rest(bool idle) = 0;
  virtual Counters counters() const = 0;
};

}  // namespace lienthong::engine
