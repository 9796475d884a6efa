#include "engine/engine.h"
#include <algorithm>
#include "engine/commands/damage.h"
#include "engine/commands/gate.h"
#include "engine/commands/handlers.h"
#include "engine/commands/sweeps.h"
#include "engine/driver/driver.h"
#include "engine/rows/limits.h"

namespace lienthong::engine {

Engine::Engine(Store& store, Settings settings) : core_(std::make_unique<Core>(store, std::move(settings))) {}
Engine::~Engine() = default;

void Engine::open(Clocks clocks) {
  core_->open(clocks);
  if (core_->work.aside().has_found()) run({}, clocks);
}

namespace {

/// What the run has led to: ended or not, variables asked for.
void finish(Run& run, const Command& command, Reply& reply) {
  if (auto* started = std::get_if<Started>(&reply)) {
    const Instance* root = run.instance(started->root, started->root);
    started->ended = root == nullptr;
    started->suspended = root && root->suspended;
    const auto* asked = std::get_if<StartProcess>(&command);
    if (root && asked && asked->with_variables_in_return) started->variables = run.data.visible(*root, true);
  }
  auto* underway = std::get_if<Underway>(&reply);
  auto* correlated = std::get_if<Correlated>(&reply);
  if (underway && underway->so_far) correlated = &*underway->so_far;
  if (correlated)
    for (Correlated::One& one : correlated->results) {
      const Instance* root = run.instance(one.root, one.root);
      one.ended = root == nullptr;
      const DefinitionRow& row = run.core().definition_row(one.definition);
      one.definition_key = row.key;
      one.definition_version = row.version;
      if (root) {
        one.business_key = root->business_key;
        one.variables = run.data.visible(*root, true);
      }
    }
}

Reply perform(Core& core, const Command& command) {
  Driver driver(core);
  Run& run = driver.what();
  check_may_touch(run, command);
  InstanceId task_root;
  const auto* completing = std::get_if<CompleteTask>(&command);
  if (completing && completing->with_variables_in_return) task_root = task_named(run, completing->task).root;
  Reply reply = std::visit([&](const auto& c) { return handle(run, c); }, command);
  driver.run();
  finish(run, command, reply);
  if (task_root)
    if (const Instance* root = run.instance(task_root, task_root))
      std::get<CompletedTask>(reply).variables = run.data.visible(*root, true);
  run.data.drop_transient();
  return reply;
}

std::string words(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "unknown failure";
  }
}

/// A change set of its own: accepted into the group, or without a trace; then the error says why, unless
/// something was found damaged.
template <class Work>
std::exception_ptr attempt(Core& core, Work&& work) {
  const Clock clock = core.clock;
  const IdSource ids =
      core.ids;  // an id that nobody was told is free again: a restart then gives the same ids
  std::exception_ptr error;
  try {
    work();
    if (!core.work.must_begin_again()) {
      core.work.accept();
      return nullptr;
    }
  } catch (...) {
    error = std::current_exception();
  }
  core.work.restore();
  core.clock = clock;
  core.ids = ids;
  return error;
}

/// The same, for what needs a driver.
template <class Work>
std::exception_ptr attempt_run(Core& core, Work&& work) {
  return attempt(core, [&] {
    Driver driver(core);
    work(driver.what());
    driver.run();
  });
}

void tell_operator(Core& core, const Damage& damage) {
  const std::string what = damage.call   ? "call activity " + to_string(damage.call)
                           : damage.root ? "process instance " + to_string(damage.root)
                                         : "process definition " + to_string(damage.definition);
  core.notices.push_back(what + " is damaged: " + damage.why);
}

/// What was found damaged becomes incidents, before whoever found it tries again.
void tell_of_damage(Core& core) {
  std::vector<Damage> found = core.work.take_damage();
  for (std::size_t i = 0; i < found.size();) {
    const auto error = attempt_run(core, [&](Run& run) { tell_of(run, found[i]); });
    std::vector<Damage> more = core.work.take_damage();
    if (more.empty()) {
      tell_operator(core, found[i++]);
      if (error) core.notices.push_back("that cannot be told by an incident: " + words(error));
    }
    std::ranges::move(more, std::back_inserter(found));  // and again, knowing that
  }
}

/// A job that fails stays, with one attempt less: that is its answer. One that cannot even be written down as
/// failed must not stop the rest: nobody tries it before the next start.
void count_failure(Core& core, JobId job, const std::string& message) {
  for (const auto record : {record_job_failure, give_up_job}) {
    const auto error = attempt_run(core, [&](Run& run) { record(run, job, message); });
    const bool damage = core.work.aside().has_found();
    tell_of_damage(core);
    if (!error && !damage) return;
  }
  if (core.work.indexes().pass_over(job))
    core.notices.push_back("job " + to_string(job) + " fails, and that cannot be recorded: " + message +
                           "; it is tried again after the next start");
}

/// A slice that fails is narrowed down to the process instance that makes it fail.
void go_on(Core& core, SweepId sweep, const std::string& why) {
  for (const auto step : {narrow, step_over}) {
    const auto error = attempt_run(core, [&](Run& run) { step(run, sweep, why); });
    const bool damage = core.work.aside().has_found();
    tell_of_damage(core);
    if (!error && !damage) return;
  }
}

/// The sweeps under way come to a process instance out of turn, oldest first.
void catch_up(Core& core, InstanceId root) {
  std::vector<SweepId> sweeps;
  for (const auto& [id, sweep] : core.work.sweeps().rows()) sweeps.push_back(sweep.id);
  for (const SweepId sweep : sweeps) {
    auto error = attempt_run(core, [&](Run& run) { reach_out_of_turn(run, sweep, root); });
    for (const auto step : {force_out_of_turn, pass_by}) {
      tell_of_damage(core);
      if (!error) break;
      const std::string why = words(error);
      error = attempt_run(core, [&](Run& run) { step(run, sweep, root, why); });
    }
  }
}

Result run_one(Core& core, const Command& command) {
  const auto* slice = std::get_if<RunSweep>(&command);
  for (;;) {
    Result result;
    core.trying = {};
    if (!slice) core.work.sweeps().watch();
    result.error = attempt(core, [&] { result.reply = perform(core, command); });
    const std::vector<std::int64_t> unreached = core.work.sweeps().stop_watching();
    if (unreached.size() > core.settings.slice_max) return {Later{}, nullptr};
    for (const std::int64_t root : unreached) catch_up(core, InstanceId{root});
    const bool damage = core.work.aside().has_found();
    tell_of_damage(core);
    if (damage || !unreached.empty()) continue;
    if (core.trying && result.error) count_failure(core, core.trying, words(result.error));
    if (slice && result.error) go_on(core, slice->sweep, words(result.error));
    return result;
  }
}

bool is_empty(const WriteBatch& batch) {
  return std::apply([](const auto&... rows) { return (rows.changes.empty() && ...); }, batch.rows);
}

/// Whether the store must know, though no row has changed. That time has passed is not worth a commit, but
/// for those who hold a lock; anything else an answer may have told.
bool is_worth_storing(Core& core, const Meta& meta) {
  Meta stored = core.stored;
  stored.engine_time = meta.engine_time;
  stored.steady = meta.steady;
  stored.wall = meta.wall;
  if (meta != stored) return true;
  const auto unlock = core.work.indexes().ready().next_unlock();
  return unlock && *unlock > meta.steady && meta.steady - core.stored.steady >= Clock::stored_every_ms;
}

void store(Core& core, WriteBatch& batch, const Meta& meta) {
  batch.epoch = core.epoch;
  batch.of<Meta>().put(meta, true);
  core.store.commit(batch);
  core.stored = meta;
}

void commit(Core& core) {
  WriteBatch& batch = core.work.group();
  const Meta meta = core.meta();
  if (!is_empty(batch) || is_worth_storing(core, meta)) store(core, batch, meta);
}

}  // namespace

std::vector<Result> Engine::run(std::span<const Command> commands, Clocks clocks) {
  read(clocks);
  tell_of_damage(*core_);
  const Clock before = core_->clock;
  std::vector<Result> results;
  results.reserve(commands.size());
  for (const Command& command : commands) results.push_back(run_one(*core_, command));
  try {
    commit(*core_);
  } catch (const NotWritten&) {  // for certain: nothing happened, and everybody is told so
    const std::exception_ptr error = std::current_exception();
    core_->work.drop_all();
    core_->clock = before;
    for (Result& result : results) result = {Nothing{}, error};
    return results;
  }
  core_->work.evict(core_->settings.cached_trees_max);
  return results;
}

void Engine::close(Clocks clocks) {
  read(clocks);
  WriteBatch batch;
  const Meta meta = core_->meta();
  if (meta != core_->stored) store(*core_, batch, meta);
}

std::optional<Instant> Engine::next_due() const {
  if (is_under_way()) return core_->clock.now();
  const auto& due = core_->work.indexes().due();
  return due.empty() ? std::nullopt : std::optional(due.begin()->first);
}

std::vector<Command> Engine::due(std::size_t max) {
  std::vector<Command> commands;
  if (is_under_way()) commands.push_back(RunSweep{core_->work.sweeps().rows().begin()->second.id});
  std::size_t looks = 0;
  for (const auto& [at, place] : core_->work.indexes().due()) {
    if (at > core_->clock.now() || commands.size() >= max || looks++ == limits::due_looks_max) break;
    if (core_->work.sweeps().is_to_stop(place)) continue;
    commands.push_back(RunJob{JobId{place.id}});
  }
  return commands;
}

std::set<std::string> Engine::take_woken_topics() {
  ReadyWork& ready = core_->work.indexes().ready();
  ready.release(core_->clock.steady(),
                limits::fetch_looks_max);  // the rest the next time, which is due at once
  return std::exchange(ready.woken, {});
}

std::optional<Steady> Engine::next_unlock() const { return core_->work.indexes().ready().next_unlock(); }

bool Engine::is_under_way(SweepId sweep) const {
  const auto& rows = core_->work.sweeps().rows();
  return sweep ? rows.contains(sweep.value) : !rows.empty();
}

std::vector<std::string> Engine::take_notices() { return std::exchange(core_->notices, {}); }

ClockReport Engine::clock() const { return core_->clock.report(); }

void Engine::read(Clocks clocks) { core_->note(core_->clock.read(clocks)); }

std::vector<ClockChange> Engine::take_clock_changes() { return std::exchange(core_->clock_changes, {}); }

std::string Engine::definition_text(DefinitionId id) const {
  const DefinitionRow& row = core_->definition_row(id);
  return row.key + ":" + std::to_string(row.version) + ":" + to_string(id);
}

}  // namespace lienthong::engine
