#include "scenario/player.h"

namespace lienthong::scenario {
namespace {

std::vector<std::string> visited(World& world) {
  std::vector<std::string> ids;
  for (const auto& row : world.reader().select(engine::Query<engine::ActivityHistory>{}))
    if (!row.is_wait()) ids.push_back(row.node);
  return ids;
}

std::string mode_name(Mode mode) {
  return std::string(mode.store == StoreKind::Memory ? "memory" : "sqlite") +
         (mode.restart_after_every_step ? ", restarted at every step" : "");
}

}  // namespace

Outcome run(const Scenario& scenario, const std::filesystem::path& folder, Mode mode,
            const Surroundings& around) {
  Outcome outcome;
  Player player(folder, mode, around);
  for (const Line& line : scenario.lines) {
    try {
      player.play(line);
      ++outcome.steps;
    } catch (const std::exception& error) {
      outcome.failure = "line " + std::to_string(line.number) + ": " + line.text + "\n    " + error.what();
      return outcome;
    }
  }
  outcome.visited = visited(player.world());
  outcome.final_state = player.world().dump();
  outcome.passed = true;
  return outcome;
}

std::string run_in_all_modes(const Scenario& scenario, const std::filesystem::path& folder,
                             const Surroundings& around) {
  std::string expected;
  for (const Mode mode : {Mode{StoreKind::Memory, false}, Mode{StoreKind::Memory, true},
                          Mode{StoreKind::Sqlite, false}, Mode{StoreKind::Sqlite, true}}) {
    const Outcome outcome = run(scenario, folder, mode, around);
    if (!outcome.passed) return "(" + mode_name(mode) + ") " + outcome.failure;
    if (expected.empty()) expected = outcome.final_state;
    if (outcome.final_state != expected)
      return "(" + mode_name(mode) + ") ends in another state than on the memory store";
  }
  return {};
}

FileResult run_file(const std::filesystem::path& file, const Surroundings& around) {
  FileResult result;
  for (const Scenario& scenario : parse(read_file(file))) {
    const std::string failure = run_in_all_modes(scenario, file.parent_path(), around);
    if (failure.empty()) {
      ++result.passed;
      for (const Cover& cover : scenario.covers) result.covered.emplace_back(cover, scenario.title);
    } else {
      ++result.failed;
      result.failures.push_back(file.filename().string() + ": " + scenario.title + " " + failure);
    }
  }
  return result;
}

}  // namespace lienthong::scenario
