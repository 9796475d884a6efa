#pragma once
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

namespace lienthong::bench {

/// One figure as a line of JSON, for baselines and tables (scripts/bench prints them).
inline void report(const std::string& bench, const std::string& what, double value, const char* unit,
                   const std::string& note = "") {
  std::printf("{\"bench\":\"%s\",\"what\":\"%s\",\"value\":%.4g,\"unit\":\"%s\",\"note\":\"%s\"}\n",
              bench.c_str(), what.c_str(), value, unit, note.c_str());
  std::fflush(stdout);
}

inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[values.size() / 2];
}

inline double seconds(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}
inline double cpu_seconds() { return seconds(CLOCK_PROCESS_CPUTIME_ID); }
inline double wall_seconds() { return seconds(CLOCK_MONOTONIC); }

}  // namespace lienthong::bench
