#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace lienthong::storage {

class Connection;

/// The format of the files this program writes.
inline constexpr std::int64_t format_current = 10;

/// What brings a file from format `from` to the next one; done in one transaction, so that a crash repeats it
/// whole.
struct Migration {
  std::int64_t from = 0;
  std::vector<std::string> statements;
};

/// The steps from every format ever written to the present one.
const std::vector<Migration>& all_migrations();

/// Creates the tables in an empty file, or brings an older file up to `format` step by step. Throws
/// std::runtime_error for a newer file, for one that is not ours, and when a step is missing.
void bring_up(Connection&, const std::vector<Migration>& steps = all_migrations(),
              std::int64_t format = format_current);

}  // namespace lienthong::storage
