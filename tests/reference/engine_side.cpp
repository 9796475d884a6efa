#include "tests/reference/engine_side.h"
#include "base/json.h"
#include "base/refused.h"
#include "tests/reference/to_bpmn.h"

namespace lienthong::reference {
namespace {

using namespace engine;

constexpr std::int64_t start_ms = 1'640'995'200'000, minute_ms = 60'000, lock_ms = 3'600'000;
const std::string worker = "scenario";

engine::Variables typed(const reference::Variables& variables) {
  engine::Variables out;
  for (const auto& [name, value] : variables)
    out.emplace_back(name, TypedValue::of(Value(std::int64_t{value})));
  return out;
}

std::string with_body(const std::string& node) {
  const std::size_t hash = node.find('#');
  return hash == std::string::npos ? node : node.substr(0, hash) + "#body";
}

}  // namespace

EngineSide::EngineSide(const Model& model, scenario::Mode mode)
    : model_(model), world_(std::make_unique<scenario::World>(mode)) {
  world_->set_now(Instant{start_ms});
  Deploy deploy;
  deploy.name = "reference";
  deploy.resources.emplace_back("model.bpmn", to_bpmn(model));
  world_->ask(std::move(deploy));
}

EngineSide::~EngineSide() = default;

std::string EngineSide::id_of(const Stimulus& s) const { return model_.node(s.node).id; }

Task EngineSide::task(const std::string& node) {
  const std::vector<Task> tasks = world_->reader().select(Query<Task>{Filter::equal("node", node), {}});
  if (tasks.empty()) throw Refused(Refused::Kind::NotFound, "no open task " + node);
  return tasks.front();
}

JobId EngineSide::locked(const std::string& topic) {
  FetchAndLock fetch;
  fetch.worker = worker;
  fetch.max_tasks = 1;
  fetch.topics.push_back({});
  fetch.topics.front().topic = topic;
  fetch.topics.front().lock_duration_ms = lock_ms;
  const auto locked = std::get<LockedTasks>(world_->ask(std::move(fetch)));
  if (locked.tasks.empty()) throw Refused(Refused::Kind::NotFound, "no external task on " + topic);
  return locked.tasks.front().job;
}

/// The oldest instance of the process that is not so yet.
bool EngineSide::set_suspended(const std::string& process, bool suspended) {
  const auto roots = world_->reader().select(
      Query<Instance>{Filter::all({Filter::equal("node", process), Filter::equal("parent", std::int64_t{0}),
                                   Filter::equal("suspended", std::int64_t{suspended ? 0 : 1})}),
                      {}});
  if (roots.empty()) return false;
  world_->ask(SuspendInstance{roots.front().id, suspended});
  return true;
}

bool EngineSide::apply(const Stimulus& s) {
  using enum Stimulus::Kind;
  const engine::Variables variables = typed(s.variables);
  try {
    switch (s.kind) {
      case Start: {
        StartProcess start;
        start.key = model_.nodes.front().id;
        start.variables = variables;
        root_ = std::get<Started>(world_->ask(std::move(start))).root;
        break;
      }
      case CompleteTask:
        world_->ask(engine::CompleteTask{task(id_of(s)).id, variables, false, false, {}});
        break;
      case TaskError: world_->ask(RaiseTaskError{task(id_of(s)).id, s.reference, {}, {}}); break;
      case TaskEscalation: world_->ask(RaiseTaskEscalation{task(id_of(s)).id, s.reference, {}}); break;
      case Answer: world_->ask(CompleteExternalTask{locked(id_of(s)), worker, variables, {}}); break;
      case WorkerError:
        world_->ask(RaiseExternalTaskError{locked(id_of(s)), worker, s.reference, {}, {}});
        break;
      case WorkerFails:
        world_->ask(FailExternalTask{locked(id_of(s)), worker, "broken", {}, 0, 0, {}, {}});
        break;
      case Retry: {
        const auto jobs = world_->reader().select(Query<Job>{
            Filter::all({Filter::equal("node", id_of(s)), Filter::equal("retries", std::int64_t{0})}), {}});
        if (jobs.empty()) return false;
        world_->ask(SetExternalTaskRetries{{jobs.front().id}, 1});
        break;
      }
      case Message: {
        CorrelateMessage message;
        message.name = s.reference;
        message.variables = variables;
        world_->ask(std::move(message));
        break;
      }
      case Signal: world_->ask(BroadcastSignal{s.reference, {}, variables}); break;
      case Wait: world_->turn_clock(world_->now() + s.minutes * minute_ms); break;
      case Cancel: world_->ask(DeleteInstance{root_, "cancelled", {}, false, false}); break;
      case Suspend:
      case Activate: return set_suspended(id_of(s), s.kind == Suspend);
    }
  } catch (const Refused&) {
    return false;
  }
  return true;
}

Observation EngineSide::observe() {
  Observation seen;
  engine::Reader& reader = world_->reader();
  for (const ActivityHistory& row : reader.select(Query<ActivityHistory>{})) {
    if (row.is_wait()) {
      const auto process = row.ended ? std::nullopt : reader.find<Instance>(row.root.value);
      if (process && !process->suspended) ++seen["joins " + row.node];
      continue;
    }
    const char* how = !row.ended ? "active " : row.canceled ? "cancelled " : "done ";
    ++seen[how + with_body(row.node)];
  }
  for (const Task& row : reader.select(Query<Task>{})) ++seen["task " + row.node];
  for (const Job& row : reader.select(Query<Job>{})) {
    if (row.is<ForWorker>()) ++seen["topic " + row.topic];
    if (row.is<FireTimer>())
      ++seen["timer " + row.node + " at " + std::to_string((row.due->ms - start_ms) / minute_ms)];
    if (row.is<Continue>() && !row.suspended) ++seen["job " + row.node];
  }
  for (const Instance& row : reader.select(Query<Instance>{Filter::equal("parent", std::int64_t{0}), {}}))
    if (row.suspended) ++seen["suspended " + row.node];
  for (const Subscription& row : reader.select(Query<Subscription>{}))
    if (row.event == "message" || row.event == "signal") ++seen["waits " + row.target];
  for (const Incident& row : reader.select(Query<Incident>{}))
    if (row.cause == row.id) ++seen["incident " + row.node];
  for (const VariableHistory& row :
       reader.select(Query<VariableHistory>{Filter::equal("scope", root_.value), {}}))
    seen["variable " + row.name] =
        row.value.value.is_number() ? row.value.value.number().to_integer().value_or(-1) : -1;
  const auto process = reader.find<ProcessHistory>(root_.value);
  using enum engine::Outcome;
  seen["process"] = !process ? -1 : !process->ended ? 0 : process->state == Completed ? 1 : 2;
  return seen;
}

const std::vector<scenario::Mode>& modes() {
  using enum scenario::StoreKind;
  static const std::vector<scenario::Mode> all{
      {Memory, false}, {Memory, true}, {Sqlite, false}, {Sqlite, true}};
  return all;
}

std::string name_of(scenario::Mode mode) {
  return std::string(mode.store == scenario::StoreKind::Memory ? "memory" : "sqlite") +
         (mode.restart_after_every_step ? ", restarted at every step" : "");
}

}  // namespace lienthong::reference
