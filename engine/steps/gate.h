#pragma once
// A stopped (suspended) process instance: nothing moves in it, and nothing that wanted to move is lost.
// docs/suspension.md
#include <string>
#include "engine/steps/sight.h"
#include "engine/steps/step.h"

namespace lienthong::engine {

bool is_stopped(Sight&, InstanceId root);
/// Somebody asks for it: throws Refused{Suspended}, "<what> is suspended", when `root` is stopped.
void ask(Sight&, InstanceId root, const std::string& what);
/// It happens by itself: false when its process instance is stopped. The step waits there then, in a job that
/// is due once the instance is active, and goes with what it is for.
[[nodiscard]] bool passes(Sight&, const Step&);
/// The instance whose job a step can wait in; null: it is gone.
const Instance* place_of(Sight&, const Step&);
/// A message is on its way to it, parked, and it takes no second one.
bool is_promised(Sight&, const Subscription&);

}  // namespace lienthong::engine
