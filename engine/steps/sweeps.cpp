#include "engine/steps/sweeps.h"

namespace lienthong::engine {

std::size_t slice_max(Sight& sight) { return sight.core().settings.slice_max; }

Sweep& begin_sweep(Sight& sight, Sweep sweep) {
  sweep.id.value = sight.next_id();
  sweep.created = sight.now();
  sweep.user = sight.user;
  sweep.width = static_cast<std::int64_t>(slice_max(sight));
  return sight.work().insert(std::move(sweep));
}

void carry(Sight& sight, const Sweep& sweep, SweepRole role, const Variables& variables) {
  for (const auto& [name, value] : variables) {
    SweepValue row;
    row.id.value = sight.next_id();
    row.sweep = sweep.id;
    row.role = role;
    row.name = name;
    row.value = value;
    sight.work().insert(std::move(row));
  }
}

Variables carried(Sight& sight, const Sweep& sweep, SweepRole role) {
  Table<SweepValue>& values = sight.work().globals().of<SweepValue>();
  Variables variables;
  for (const std::int64_t id : values.owned_by(sweep.id.value))
    if (const SweepValue& row = *values.find(id); row.role == role)
      variables.emplace_back(row.name, row.value);
  return variables;
}

void end_sweep(Sight& sight, Sweep& sweep) {
  Table<SweepValue>& values = sight.work().globals().of<SweepValue>();
  for (const std::int64_t id : values.owned_by(sweep.id.value)) sight.work().erase(*values.find(id));
  sight.work().erase(sweep);
}

}  // namespace lienthong::engine
