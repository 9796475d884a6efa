#include "engine/commands/handlers.h"
#include "engine/commands/sweeps.h"

namespace lienthong::engine {

Reply handle(Run& run, const RecordAudit& command) {
  AuditEvent event;
  event.id.value = run.next_id();
  event.root = command.root;
  event.instance = command.instance;
  event.at = run.now();
  event.kind = command.kind;
  event.actor = command.actor;
  event.subject = command.subject;
  event.detail = command.detail;
  const EventId id = event.id;
  run.work().append(std::move(event));
  return Created{id.value};
}

Reply handle(Run& run, const AdvanceClock& command) {
  if (command.ms < 0) throw Refused(Refused::Kind::Invalid, "the clock only moves forward");
  if (command.ms >= Instant::last() - run.now())
    throw Refused(Refused::Kind::Invalid, "the clock ends with the year 9999");
  run.core().clock.advance(command.ms);
  return Nothing{};
}

Reply handle(Run& run, const BelieveClock&) {
  run.core().note(run.core().clock.believe());
  return Nothing{};
}

namespace {

using HistoryRecords = Records<ActivityHistory, TaskHistory, VariableHistory, IncidentHistory,
                               DecisionHistory, Comment, Deadline, Rung>;

/// Erases at most `max` rows of a process instance; answers how many it has.
template <class R>
std::int64_t erase_rows(Run& run, InstanceId root, std::int64_t max) {
  const std::vector<R> rows = run.work().select<R>(Filter::equal("root", root.value), 0, max);
  for (const R& row : rows) run.work().erase_stored<R>(key_of(row));
  return static_cast<std::int64_t>(rows.size());
}

template <class... R>
std::int64_t erase_history(Run& run, InstanceId root, std::int64_t max, Records<R...>) {
  std::int64_t erased = 0;
  ((erased += erase_rows<R>(run, root, max - erased)), ...);
  return erased;
}

template <class... R>
std::int64_t count_history(Run& run, InstanceId root, Records<R...>) {
  return (run.work().count<R>(Filter::equal("root", root.value)) + ...);
}

}  // namespace

std::int64_t erase_history(Run& run, InstanceId root, std::int64_t max) {
  return erase_history(run, root, max, HistoryRecords{});
}

Reply handle(Run& run, const DeleteHistory& command) {
  const auto row = run.work().read<ProcessHistory>(command.root.value);
  if (!row || !row->ended)
    throw Refused(Refused::Kind::NotFound,
                  "Historic process instance with id " + to_string(command.root) + " does not exist");
  run.work().erase_stored<ProcessHistory>(command.root.value);
  const auto max = static_cast<std::int64_t>(slice_max(run));
  if (erase_history(run, command.root, max) < max) return Nothing{};
  Sweep rest;
  rest.kind = SweepKind::History;
  rest.reached = command.root;
  rest.total = count_history(run, command.root, HistoryRecords{});
  if (rest.total == 0) return Nothing{};
  return Underway{{begin_sweep(run, std::move(rest)).id}, {}};
}

}  // namespace lienthong::engine
