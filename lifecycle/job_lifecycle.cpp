#include "lifecycle/table.h"

namespace lienthong::lifecycle {
namespace {

using enum JobState;
using By = JobOperation;

// Waiting: due or to come. Locked: a worker holds the lease. Failed: no retries are left and an incident is
// open.
// - Steps and timers are run by the engine without a lease, so Complete and Fail leave from Waiting too; a
// worker whose lease ran out may still
//   answer as long as nobody else has taken the job.
// - Lock from Locked: the lease ran out, or its holder extends it; only the engine knows the time and the
// holder.
// - Complete from Failed: the last holder's late answer still counts, as in the Camunda contract.
// - Fail is a failure with retries left, GiveUp one without (or retries set to 0 by hand).
// clang-format off
using Rows = boost::mpl::vector15<
    Step<Waiting, By::Lock,     Locked>,
    Step<Waiting, By::Complete, Done>,
    Step<Waiting, By::Fail,     Waiting>,
    Step<Waiting, By::GiveUp,   Failed>,
    Step<Waiting, By::Cancel,   Cancelled>,
    Step<Locked,  By::Lock,     Locked>,
    Step<Locked,  By::Unlock,   Waiting>,
    Step<Locked,  By::Complete, Done>,
    Step<Locked,  By::Fail,     Waiting>,
    Step<Locked,  By::GiveUp,   Failed>,
    Step<Locked,  By::Cancel,   Cancelled>,
    Step<Failed,  By::Complete, Done>,
    Step<Failed,  By::Retry,    Waiting>,
    Step<Failed,  By::GiveUp,   Failed>,
    Step<Failed,  By::Cancel,   Cancelled>>;
// clang-format on
using Table = Arrows<JobState, JobOperation, Rows, Waiting>;

const Table& table() {
  static const Table built;
  return built;
}

}  // namespace

std::optional<JobState> next(JobState from, JobOperation operation) { return table().next(from, operation); }
std::vector<Transition> job_transitions() { return table().rows(); }

}  // namespace lienthong::lifecycle
