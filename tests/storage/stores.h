#pragma once
#include <unistd.h>
#include <atomic>
#include <filesystem>
#include "storage/memory_store.h"
#include "storage/sqlite_store.h"

namespace lienthong::storage {

/// A directory of its own for one test, gone with it.
class Directory {
 public:
  Directory() {
    static std::atomic<int> made = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("storage_test_" + std::to_string(::getpid()) + "_" + std::to_string(++made));
    std::filesystem::create_directories(path_);
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name = "store.db") const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// One of the stores, opened.
class Opened {
 public:
  explicit Opened(const std::string& kind, SqliteStore::Settings settings = {}) {
    if (kind == "memory")
      store_ = std::make_unique<MemoryStore>();
    else
      store_ = std::make_unique<SqliteStore>(directory_.file(), std::move(settings));
    batch.epoch = epoch = store_->open();
  }
  engine::Store& operator*() { return *store_; }
  engine::Store* operator->() { return store_.get(); }
  /// Writes what `batch` holds and empties it.
  void commit() {
    store_->commit(batch);
    batch = {};
    batch.epoch = epoch;
  }
  template <class R>
  void insert(R row) {
    batch.of<R>().put(std::move(row), false);
  }
  template <class R>
  void update(R row) {
    batch.of<R>().put(std::move(row), true);
  }

  engine::WriteBatch batch;
  std::int64_t epoch = 0;

 private:
  Directory directory_;
  std::unique_ptr<engine::Store> store_;
};

}  // namespace lienthong::storage
