#include "engine/engine.h"
#include <algorithm>
#include "engine/commands/damage.h"
#include "engine/commands/gate.h"
#include "engine/commands/handlers.h"
#include "engine/driver/driver.h"

namespace lienthong::engine {

Engine::Engine(Store& store, Settings settings) : core_(std::make_unique<Core>(store, std::move(settings))) {}
Engine::~Engine() = default;

void Engine::open() {
  core_->open();
  if (core_->work.has_found_damage()) run({}, core_->now);
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
  if (auto* correlated = std::get_if<Correlated>(&reply))
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
  const Meta meta = core.meta;
  const Instant now = core.now;
  const IdSource ids =
      core.ids;  // an id that nobody was told is free again: a restart then gives the same ids
  std::exception_ptr error;
  try {
    work();
    if (!core.work.has_found_damage()) {
      core.work.accept();
      return nullptr;
    }
  } catch (...) {
    error = std::current_exception();
  }
  core.work.restore();
  core.meta = meta;
  core.now = now;
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
void count_failure(Core& core, const RunJob& job, const std::string& message) {
  for (const auto record : {record_job_failure, give_up_job}) {
    const auto error = attempt_run(core, [&](Run& run) { record(run, job.job, message); });
    const bool damage = core.work.has_found_damage();
    tell_of_damage(core);
    if (!error && !damage) return;
  }
  if (core.work.indexes().pass_over(job.job))
    core.notices.push_back("job " + to_string(job.job) + " fails, and that cannot be recorded: " + message +
                           "; it is tried again after the next start");
}

Result run_one(Core& core, const Command& command) {
  for (;;) {
    Result result;
    result.error = attempt(core, [&] { result.reply = perform(core, command); });
    if (core.work.has_found_damage()) {
      tell_of_damage(core);
      continue;
    }
    const auto* job = std::get_if<RunJob>(&command);
    if (job && result.error) count_failure(core, *job, words(result.error));
    return result;
  }
}

bool is_empty(const WriteBatch& batch) {
  return std::apply([](const auto&... rows) { return (rows.changes.empty() && ...); }, batch.rows);
}

void commit(Core& core) {
  WriteBatch& batch = core.work.group();
  core.meta.last_id = core.ids.last();
  core.meta.engine_time = core.now.ms;
  Meta stored = core.stored;
  stored.engine_time = core.meta.engine_time;  // goes on by itself; an answer may tell anything else
  if (is_empty(batch) && core.meta == stored) return;
  batch.epoch = core.epoch;
  batch.of<Meta>().put(core.meta, true);
  core.store.commit(batch);
  core.stored = core.meta;
}

}  // namespace

std::vector<Result> Engine::run(std::span<const Command> commands, Instant wall) {
  set_wall(wall);
  tell_of_damage(*core_);
  const Instant now = core_->now;
  std::vector<Result> results;
  results.reserve(commands.size());
  for (const Command& command : commands) results.push_back(run_one(*core_, command));
  try {
    commit(*core_);
  } catch (const NotWritten&) {  // for certain: nothing happened, and everybody is told so
    const std::exception_ptr error = std::current_exception();
    core_->work.drop_all();
    core_->meta = core_->stored;
    core_->now = now;
    for (Result& result : results) result = {Nothing{}, error};
    return results;
  }
  core_->work.evict(core_->settings.cached_trees_max);
  return results;
}

std::optional<Instant> Engine::next_due() const {
  const auto& due = core_->work.indexes().due();
  return due.empty() ? std::nullopt : std::optional(due.begin()->first);
}

std::vector<Command> Engine::due(std::size_t max) {
  std::vector<Command> commands;
  for (const auto& [at, place] : core_->work.indexes().due()) {
    if (at > core_->now || commands.size() >= max) break;
    commands.push_back(RunJob{JobId{place.id}});
  }
  return commands;
}

std::set<std::string> Engine::take_woken_topics() {
  return std::exchange(core_->work.indexes().woken_topics, {});
}

std::optional<Instant> Engine::next_unlock() const { return core_->work.indexes().next_unlock(core_->now); }

std::vector<std::string> Engine::take_notices() { return std::exchange(core_->notices, {}); }

Instant Engine::now() const { return core_->now; }

void Engine::set_wall(Instant wall) { core_->now = std::max(core_->now, wall + core_->meta.clock_offset_ms); }

std::string Engine::definition_text(DefinitionId id) const {
  const DefinitionRow& row = core_->definition_row(id);
  return row.key + ":" + std::to_string(row.version) + ":" + to_string(id);
}

}  // namespace lienthong::engine
