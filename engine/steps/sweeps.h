#pragma once
// Commands on more process instances than one may keep the others waiting for (engine/rows/sweep.h).
#include <vector>
#include "engine/rows/variables.h"
#include "engine/steps/sight.h"

namespace lienthong::engine {

/// As many process instances as one command deals with at once.
std::size_t slice_max(Sight&);

/// Stores what is left to do. Fills in its id, its instant, and who asked.
Sweep& begin_sweep(Sight&, Sweep);
void carry(Sight&, const Sweep&, SweepRole, const Variables&);
Variables carried(Sight&, const Sweep&, SweepRole);
/// All that it carried goes with it.
void end_sweep(Sight&, Sweep&);

}  // namespace lienthong::engine
