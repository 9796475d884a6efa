#pragma once
#include "engine/data/data.h"

namespace lienthong::engine {

/// What the machine does when a job's time has come; its row is gone afterwards. Not for those that workers
/// do.
void run_job(Run&, Job&);

}  // namespace lienthong::engine
