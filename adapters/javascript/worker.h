#pragma once
#include <string>

namespace lienthong::javascript {

/// The confined process: reads one request after the other from descriptor 0 and answers on descriptor 1,
/// each with its length before it. Every script runs in a heap of its own. `attempt`, of tests only: what to
/// try once confined ("open", "socket", "fork", "exec", "memory"). Answers the exit code.
int worker_main(const std::string& zone, const std::string& attempt);

/// Exit codes that tell the other side what ended the process.
inline constexpr int exit_done = 0, exit_not_confined = 21, exit_too_long = 22, exit_engine = 23;

}  // namespace lienthong::javascript
