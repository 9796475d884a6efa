#pragma once
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>
#include "engine/engine.h"
#include "engine/rows/store.h"

namespace lienthong::bench {

constexpr Instant begin{1'649'732'400'000};
constexpr int rounds = 5;

/// An engine on a store, with one deployed model.
struct Bench {
  Bench(engine::Store& the_store, const std::string& model, engine::Settings settings = {})
      : store(the_store), engine(the_store, std::move(settings)) {
    engine.open(Clocks::agreeing(now));
    definition = deploy(model);
  }
  DefinitionId deploy(const std::string& model) {
    engine::Deploy deploy;
    deploy.resources.emplace_back("bench.bpmn", model);
    return std::get<engine::Deployed>(one(deploy)).definitions.front();
  }
  engine::Reply one(engine::Command command) {
    std::vector<engine::Result> results = engine.run(std::span(&command, 1), Clocks::agreeing(now));
    if (results.front().error) std::rethrow_exception(results.front().error);
    return results.front().reply;
  }
  std::vector<engine::Result> group(const std::vector<engine::Command>& commands) {
    now = now + 1;
    std::vector<engine::Result> results = engine.run(commands, Clocks::agreeing(now));
    for (const engine::Result& result : results)
      if (result.error) std::rethrow_exception(result.error);
    return results;
  }
  /// Runs what is due, and what becomes due through it.
  void rest() {
    while (engine.next_due() && *engine.next_due() <= now) group(engine.due(1));
  }
  engine::Store& store;
  engine::Engine engine;
  DefinitionId definition;
  Instant now = begin;
};

/// The path of a file that does not exist yet.
inline std::string fresh(const char* name) {
  const auto path = std::filesystem::temp_directory_path() / name;
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path.string() + suffix);
  return path.string();
}

}  // namespace lienthong::bench
