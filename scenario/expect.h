#pragma once
#include "scenario/world.h"

namespace lienthong::scenario {

/// The oldest open task of that name or element id. Throws when there is none.
engine::Task one_task(World&, const std::string& name);

/// The instance of the process `key` that was started last. Throws when there was none.
InstanceId last_of(World&, const std::string& key);

/// Checks the expectations of one line, separated by `;`. Throws Refused{Invalid} that tells what is there
/// instead.
void expect(World&, InstanceId root, const Line&);

}  // namespace lienthong::scenario
