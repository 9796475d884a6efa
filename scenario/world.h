#pragma once
#include <functional>
#include <map>
#include <memory>
#include <set>
#include "engine/engine.h"
#include "scenario/model_names.h"
#include "scenario/scenario.h"

namespace lienthong::scenario {

/// Every row of every table as text, but for what the store knows about itself.
std::string rows_of(engine::Reader&);

/// An office in small: an engine on a store, a clock turned by hand.
class World {
 public:
  explicit World(Mode);
  ~World();

  /// The versions of a process, those included that were deleted meanwhile.
  std::set<DefinitionId> definitions_of(const std::string& key);
  /// Runs one command, then all work that has become due. Throws what the engine answers with.
  engine::Reply ask(engine::Command);
  void turn_clock(Instant to);  ///< on the way everything fires at its own instant
  Instant now() const { return now_; }
  void set_now(Instant at) { now_ = at; }
  /// Opens the engine anew with other settings; the calendar stays.
  void change_settings(const std::function<void(engine::Settings&)>& change);
  /// Throws the engine away and opens the store again.
  void restart();
  engine::Reader& reader() { return *reader_; }
  std::string dump();  ///< every row of every table
  const calendar::Calendar& calendar() const { return *calendar_; }

  /// Of all models deployed so far.
  ModelNames model_names;

  /// Those that are deployed now are remembered.
  void remember_definitions();

 private:
  std::map<std::string, std::set<DefinitionId>> definitions_;
  void settle();  ///< runs what is due now
  void open();

  Mode mode_;
  std::filesystem::path file_;
  std::shared_ptr<const calendar::Calendar> calendar_;
  engine::Settings settings_;
  std::unique_ptr<engine::Store> store_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<engine::Reader> reader_;
  Instant now_;
};

}  // namespace lienthong::scenario
