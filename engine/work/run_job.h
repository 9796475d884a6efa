#pragma once
#include "engine/data/data.h"

namespace lienthong::engine {

/// The next turn of a cycle, or the next rung of a ladder, becomes a job of its own before the present one is
/// tried: whatever becomes of that, the others come. Nothing for work that has none.
void plan_next(Run&, Job&);
/// What the machine does when a job's time has come; its row is gone afterwards. Not for those that workers
/// do.
void run_job(Run&, Job&);

}  // namespace lienthong::engine
