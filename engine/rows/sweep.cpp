#include "engine/rows/sweep.h"
#include "engine/rows/indexes.h"
#include "engine/rows/records.h"

namespace lienthong::engine {
namespace {

bool covers(const Sweep& sweep, std::int64_t root, DefinitionId definition, const Indexes& indexes) {
  if (root <= sweep.reached.value || root >= sweep.id.value) return false;
  switch (sweep.kind) {
    case SweepKind::Suspend:
    case SweepKind::Activate:
    case SweepKind::Delete: return definition == sweep.definition;
    case SweepKind::Signal:
    case SweepKind::SignalByJobs:
    case SweepKind::Message: return indexes.waits(event_of(sweep.kind), sweep.name, root, sweep.id.value);
    case SweepKind::History: return false;
  }
  return false;
}

}  // namespace

std::string_view event_of(SweepKind kind) { return kind == SweepKind::Message ? "message" : "signal"; }

bool is_to_reach(const Sweep& sweep, const Instance& root, const Indexes& indexes) {
  if (root.swept >= sweep.id) return false;
  return covers(sweep, root.id.value, root.definition, indexes);
}

bool is_to_stop(const Sweep& sweep, std::int64_t root, DefinitionId definition, const Indexes& indexes) {
  return sweep.kind != SweepKind::Activate && covers(sweep, root, definition, indexes);
}

}  // namespace lienthong::engine
