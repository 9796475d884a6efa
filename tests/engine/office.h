#pragma once
#include "base/refused.h"
#include "engine/engine.h"
#include "storage/memory_store.h"

namespace lienthong::tests {

/// An engine on a memory store with a clock turned by hand.
struct Office {
  Office() : engine(store, {}) { engine.open(clocks()); }

  engine::Result try_one(engine::Command command) {
    return engine.run(std::span(&command, 1), clocks()).front();
  }
  template <class Reply = engine::Nothing>
  Reply ask(engine::Command command) {
    engine::Result result = try_one(std::move(command));
    if (result.error) std::rethrow_exception(result.error);
    if constexpr (std::is_same_v<Reply, engine::Nothing>)
      return {};  // whatever it answers
    else
      return std::get<Reply>(result.reply);
  }
  void run_due(int rounds = 1000) {
    for (int i = 0; i < rounds; ++i) {
      engine.read(clocks());
      const auto due = engine.due(64);
      if (due.empty()) return;
      engine.run(due, clocks());
    }
  }
  /// Deploys the inside of a process element named "p".
  DefinitionId deploy(const std::string& inside, const std::string& id = "p") {
    engine::Deploy deploy;
    deploy.resources.emplace_back(id + ".bpmn",
                                  "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
                                  "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" "
                                  "id=\"d\" targetNamespace=\"t\"><process id=\"" +
                                      id + "\" isExecutable=\"true\">" + inside + "</process></definitions>");
    return ask<engine::Deployed>(deploy).definitions.front();
  }
  /// Time goes by, and what is due then is done.
  void pass(std::int64_t ms) {
    now = now + ms;
    run_due();
  }
  InstanceId start(DefinitionId definition, engine::Variables variables = {}) {
    engine::StartProcess start;
    start.definition = definition;
    start.variables = std::move(variables);
    return ask<engine::Started>(start).root;
  }
  template <class R>
  std::vector<R> all() {
    return store.reader()->select(engine::Query<R>{});
  }

  Clocks clocks() const { return {now + wall_wrong_by_ms, Steady{now.ms}}; }

  storage::MemoryStore store;
  engine::Engine engine;
  Instant now{1'649'732'400'000};     // 2022-04-12 10:00 in Hà Nội
  std::int64_t wall_wrong_by_ms = 0;  // somebody has set the machine's clock
};

inline constexpr std::int64_t minute = 60'000, hour = 60 * minute;

inline std::string flow(const std::string& from, const std::string& to) {
  return "<sequenceFlow id=\"" + from + "_" + to + "\" sourceRef=\"" + from + "\" targetRef=\"" + to + "\"/>";
}

/// Why a command was refused; empty when it was not.
inline std::string why(const engine::Result& result) {
  try {
    if (result.error) std::rethrow_exception(result.error);
  } catch (const Refused& refused) {
    return refused.what();
  }
  return "";
}

}  // namespace lienthong::tests
