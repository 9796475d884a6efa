#pragma once
#include <atomic>
#include <memory>
#include "storage/sqlite_store.h"

namespace lienthong::storage {

/// A read-only connection of its own. `reads` counts its lists.
std::unique_ptr<engine::Reader> make_sqlite_reader(const std::string& path, const SqliteStore::Settings&,
                                                   std::shared_ptr<std::atomic<std::int64_t>> reads);

}  // namespace lienthong::storage
