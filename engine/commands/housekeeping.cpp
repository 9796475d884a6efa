#include "engine/commands/handlers.h"

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

template <class R>
void erase_rows(Run& run, InstanceId root) {
  for (const R& row : run.work().select<R>(Filter::equal("root", root.value)))
    run.work().erase_stored<R>(key_of(row));
}

}  // namespace

Reply handle(Run& run, const DeleteHistory& command) {
  const auto row = run.work().read<ProcessHistory>(command.root.value);
  if (!row || !row->ended)
    throw Refused(Refused::Kind::NotFound,
                  "Historic process instance with id " + to_string(command.root) + " does not exist");
  erase_rows<ProcessHistory>(run, command.root);
  erase_rows<ActivityHistory>(run, command.root);
  erase_rows<TaskHistory>(run, command.root);
  erase_rows<VariableHistory>(run, command.root);
  erase_rows<IncidentHistory>(run, command.root);
  erase_rows<DecisionHistory>(run, command.root);
  erase_rows<Comment>(run, command.root);
  return Nothing{};
}

}  // namespace lienthong::engine
