#pragma once
#include <filesystem>
#include "scenario/words.h"
#include "scenario/world.h"

namespace lienthong::scenario {

/// Does what the lines of one scenario say, one after the other, in a world of its own.
class Player {
 public:
  Player(std::filesystem::path folder, Mode, const Surroundings&);

  void play(const Line&);
  World& world() { return world_; }

 private:
  // player.cpp: models, instances, time
  engine::Deploy deployment(Words&);
  void deploy(Words&);
  void refuses(Words&);
  void undeploy(Words&);
  void javascript(Words&);
  void delegates(Words&);
  void start(Words&);
  void suspend(Words& words) { set_suspended(words, true); }
  void activate(Words& words) { set_suspended(words, false); }
  void set_suspended(Words&, bool suspended);
  void remove(Words&);
  void restart(Words&);
  void given(Words&);
  void wait(Words&);
  void fails(const Line&);

  // player_work.cpp: people, workers, jobs
  void task(Words&);
  void give_task(const engine::Task&, Words&, const std::optional<std::string>& user);
  void worker(Words&);
  JobId fetch(const std::string& topic);
  JobId held(const std::string& topic);
  void job(Words&);
  void incident(Words&);
  void ad_hoc(Words&);

  // player_events.cpp: what else happens to an instance
  void message(Words&);
  void signal(Words&);
  void conditions(Words&);
  void execution(Words&);
  void variables(Words&);

  Instant instant_in(std::string text);
  /// `of KEY`: the instance of that process started last; else the one started last.
  InstanceId instance(Words&);
  /// The oldest active instance of an element of the process started last.
  InstanceId active(const std::string& node);
  engine::DefinitionRow newest(const std::string& key);

  std::filesystem::path folder_;
  World world_;
  Surroundings around_;
  DefinitionId first_;
  InstanceId root_;
};

}  // namespace lienthong::scenario
