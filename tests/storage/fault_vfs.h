#pragma once
#include <string>

namespace lienthong::storage {

/// A file system of SQLite's that fails on request and counts. One per process; its name is `fault_vfs`.
inline const std::string fault_vfs = "fault";

struct Faults {
  enum class At { Write, Sync };
  At at = At::Write;
  int countdown = -1;     ///< the n-th such operation from now on fails, counted from 0; negative: none
  int code = 0;           ///< with this result code
  bool for_ever = false;  ///< and so do all after it
  bool hit = false;       ///< one has failed
  int syncs = 0, writes = 0;
};

/// Registers the file system on first use.
Faults& faults();

}  // namespace lienthong::storage
