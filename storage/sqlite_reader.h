#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include "engine/rows/store.h"

namespace lienthong::storage {

/// A read-only connection of its own. `reads` counts its statements.
std::unique_ptr<engine::Reader> make_sqlite_reader(const std::string& path, const std::string& vfs,
                                                   std::chrono::milliseconds deadline,
                                                   std::shared_ptr<std::atomic<std::int64_t>> reads);

}  // namespace lienthong::storage
