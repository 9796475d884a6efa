// What starts a process, and who may.
#include "engine/commands/starts.h"
#include "engine/data/name_list.h"
#include "engine/data/whole_number.h"
#include "engine/definitions/timers.h"
#include "engine/rows/limits.h"
#include "engine/steps/jobs.h"
#include "engine/waits/messages.h"
#include "engine/waits/wait.h"

namespace lienthong::engine {
namespace {

/// What needs no instance: functions and constants.
Value evaluate_alone(Run& run, const feel::Expression& compiled, const std::string& what) {
  struct NoNames : feel::Names {
    std::optional<Value> find(std::string_view) const override { return std::nullopt; }
  } const names;
  try {
    return feel::evaluate(compiled, environment_of(run.core().settings, names, run.now()));
  } catch (const feel::EvaluationError& error) {
    throw Refused(Refused::Kind::Invalid, what + ": " + error.what());
  }
}

Value evaluate_alone(Run& run, const Definition& definition, const bpmn::Expression& expression,
                     const std::string& what) {
  if (expression.language == bpmn::Expression::Language::JavaScript)
    throw Refused(Refused::Kind::Invalid, what + " is a script, and no instance is there for it to run in");
  return evaluate_alone(run, definition.compiled(expression), what);
}

/// The process' priority may need the variables of an instance: then a start has none of its own.
std::int64_t start_priority(Run& run, const Definition& definition, const bpmn::Node& start) {
  const std::string what = "the job priority of '" + start.id + "'";
  const auto value = [&](const bpmn::Expression& priority) {
    return whole_number_of(evaluate_alone(run, definition, priority, what), what);
  };
  if (start.job_priority) return value(*start.job_priority);
  if (!definition.root().job_priority) return 0;
  try {
    return value(*definition.root().job_priority);
  } catch (const Refused&) {
    return 0;
  }
}

void start_timer(Run& run, const DefinitionRow& row, const Definition& definition, const bpmn::Node& start,
                 const bpmn::EventDefinition& timer) {
  const std::int32_t zone = run.core().settings.calendar->zone_offset_s();
  const Value value =
      evaluate_alone(run, definition, *timer.expression, "the start timer '" + start.id + "'");
  const Schedule schedule = schedule_of(timer, value, run.now(), zone);
  Job job = job_of(row.id, start.id,
                   FireTimer{&timer - start.events.data(), {schedule.period, schedule.repetitions}});
  job.due = schedule.due;
  job.priority = start_priority(run, definition, start);
  job.suspended = row.suspended;
  add_job(run, std::move(job));
}

void subscribe_start(Run& run, const DefinitionRow& row, const Definition& definition,
                     const bpmn::Node& start) {
  for (const bpmn::EventDefinition& event : start.events) {
    if (event.kind == bpmn::EventKind::Timer) {
      start_timer(run, row, definition, start, event);
      continue;
    }
    Subscription s;
    s.id.value = run.next_id();
    s.definition = row.id;
    s.target = start.id;
    s.event = name_of(event.kind);
    s.name = wait_of(event.kind).subject(run, event, nullptr);
    if (const feel::Expression* name =
            event.kind == bpmn::EventKind::Signal ? definition.compiled_name(event) : nullptr)
      s.name = text(evaluate_alone(run, *name, "the signal's name of '" + start.id + "'"));
    s.part = &event - start.events.data();
    s.created = run.now();
    run.work().insert(std::move(s));
  }
}

}  // namespace

void disarm_start_events(Run& run, DefinitionId definition) {
  Tree& globals = run.work().globals();
  std::vector<std::int64_t> ids;
  for (const auto& [id, s] : globals.of<Subscription>().rows)
    if (s.definition == definition) ids.push_back(id);
  for (const std::int64_t id : ids) run.work().erase(*globals.of<Subscription>().find(id));
  ids.clear();
  for (const auto& [id, job] : globals.of<Job>().rows)
    if (job.definition == definition && job.is<FireTimer>())
      ids.push_back(id);  // a signal that is under way still starts what listened to it
  for (const std::int64_t id : ids) erase_job(run, *globals.of<Job>().find(id));
}

void arm_start_events(Run& run, const DefinitionRow& row) {
  const DefinitionPtr definition = run.definition(row.id);
  for (const bpmn::NodeIndex start : definition->start_nodes())
    subscribe_start(run, row, *definition, definition->node(start));
}

void add_starters(Run& run, const DefinitionRow& row, const Definition& definition) {
  const bpmn::Process& process = definition.process();
  for (const auto* expressions : {&process.candidate_starter_users, &process.candidate_starter_groups})
    for (const bpmn::Expression& expression : *expressions)
      for (const std::string& name : names_in(
               evaluate_alone(run, definition, expression, "a candidate starter of '" + process.id + "'"))) {
        IdentityLink link;
        link.id.value = run.next_id();
        link.definition = row.id;
        link.type = "candidate";
        (expressions == &process.candidate_starter_users ? link.user : link.group) = name;
        run.work().insert(std::move(link));
      }
}

void remove_starters(Run& run, DefinitionId definition) {
  Table<IdentityLink>& links = run.work().globals().of<IdentityLink>();
  std::vector<std::int64_t> ids;
  for (const auto& [id, link] : links.rows)
    if (link.definition == definition) ids.push_back(id);
  for (const std::int64_t id : ids) run.work().erase(*links.find(id));
}

}  // namespace lienthong::engine
