#pragma once
#include "engine/data/changes.h"
#include "engine/driver/lifecycle.h"
#include "engine/tokens/joins.h"
#include "engine/tokens/loops.h"
#include "engine/waits/conditions.h"

namespace lienthong::engine {

/// One command at work: owns the owners, and asks them by name in one written order. Work is an agenda of
/// steps, never recursion.
class Driver {
 public:
  explicit Driver(Core& core)
      : run_(core, agenda_, changes_, data_, conditions_, joins_, loops_, lifecycle_),
        changes_(run_),
        data_(run_),
        conditions_(run_),
        joins_(run_),
        loops_(run_),
        lifecycle_(run_) {}
  Driver(const Driver&) = delete;

  Run& what() { return run_; }
  /// Until nothing moves any more; beyond limits::steps_per_command_max the rest goes into jobs.
  void run();

 private:
  void leave_rest_to_jobs();
  void put_agenda_in_jobs();

  Run run_;
  Agenda agenda_;
  Changes changes_;
  Data data_;
  Conditions conditions_;
  Joins joins_;
  Loops loops_;
  Lifecycle lifecycle_;
};

}  // namespace lienthong::engine
