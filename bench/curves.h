#pragma once
// What the curves of growth have in common: the cost of commands by CPU time, a line of JSON each.
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>
#include "bench/bench.h"
#include "bench/report.h"

namespace lienthong::bench {

inline void tell(const std::string& what, double value, const char* unit = "us") {
  report("scale", what, value, unit);
}

/// CPU microseconds of what `work` does, for each of `parts`.
inline double cost(std::int64_t parts, const std::function<void()>& work) {
  const double before = cpu_seconds();
  work();
  return (cpu_seconds() - before) * 1e6 / static_cast<double>(parts);
}

inline double median_cost(std::int64_t parts, const std::function<void()>& work) {
  std::vector<double> costs;
  for (int round = 0; round < rounds; ++round) costs.push_back(cost(parts, work));
  return median(costs);
}

constexpr int commands_each = 30;

/// A command, each with a commit of its own: the median of three times `commands_each`.
inline double each_cost(Bench& bench, const std::function<engine::Command(int)>& command) {
  std::vector<double> costs;
  for (int round = 0; round < 3; ++round) {
    std::vector<engine::Command> commands;
    for (int i = 0; i < commands_each; ++i) commands.push_back(command(round * commands_each + i));
    costs.push_back(cost(commands_each, [&] {
      for (const engine::Command& one : commands) bench.group({one});
    }));
  }
  return median(costs);
}

inline engine::StartProcess start_of(const Bench& bench, std::int64_t n = -1) {
  engine::StartProcess start;
  start.definition = bench.definition;
  if (n >= 0) start.variables.emplace_back("n", TypedValue::of(Value(n)));
  return start;
}

inline void complete_one(Bench& bench, const engine::Task& task) {
  bench.group({engine::CompleteTask{task.id, {}, false, false, {}}});
  bench.rest();
}

/// Figures at growing sizes; at its end it tells how the last of each compares with its first.
class Curves {
 public:
  void add(const std::string& what, std::int64_t size, double value) {
    tell(std::to_string(size) + ": " + what, value);
    curves_[what].emplace_back(size, value);
  }
  ~Curves() {
    for (const auto& [what, points] : curves_)
      if (points.size() > 1)
        tell(std::to_string(points.back().first) + " against " + std::to_string(points.front().first) + ": " +
                 what,
             points.back().second / points.front().second, "x");
  }

 private:
  std::map<std::string, std::vector<std::pair<std::int64_t, double>>> curves_;
};

}  // namespace lienthong::bench
