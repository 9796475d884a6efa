#pragma once
#include <memory>
#include "scenario/world.h"
#include "tests/reference/state.h"
#include "tests/reference/stimulus.h"

namespace lienthong::reference {

/// The engine under the same stimuli, in the same words as the interpreter.
class EngineSide {
 public:
  EngineSide(const Model&, scenario::Mode);
  ~EngineSide();

  /// False when the engine refused it.
  bool apply(const Stimulus&);
  Observation observe();
  std::string dump() { return world_->dump(); }

 private:
  std::string id_of(const Stimulus&) const;
  engine::Task task(const std::string& node);
  JobId locked(const std::string& topic);
  bool set_suspended(const std::string& process, bool suspended);

  const Model& model_;
  std::unique_ptr<scenario::World> world_;
  InstanceId root_;
};

/// The four ways to run the engine: each store, with and without a restart
/// after every step.
const std::vector<scenario::Mode>& modes();
std::string name_of(scenario::Mode);

}  // namespace lienthong::reference
