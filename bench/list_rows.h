#pragma once
// The rows of many process instances as the engine would have written them, straight into a store.
#include <random>
#include <string>
#include "engine/rows/store.h"

namespace lienthong::bench {

/// Process instances that each wait at one of two tasks, with a candidate group, an external task, a due date
/// and two variables; as many have ended. What lists ask for is spread at random over them.
class ListRows {
 public:
  static constexpr std::int64_t definitions = 20, groups_of = 50, shared_groups = 10;

  ListRows(engine::Store& store, std::int64_t instances) : store_(store), instances_(instances) {
    epoch_ = store.open();
  }

  void write() {
    engine::WriteBatch batch = begun();
    for (std::int64_t id = 1; id <= definitions; ++id) put_definition(batch, id);
    for (std::int64_t n = 0; n < instances_; ++n) {
      put_instance(batch, n);
      if (n % 500 == 499) {
        store_.commit(batch);
        store_.rest(false);
        batch = begun();
      }
    }
    store_.commit(batch);
    store_.rest(true);
  }

  /// A group of about `groups_of` tasks, and one of a tenth of all.
  std::string small_group() { return "group" + std::to_string(below(instances_ / groups_of + 1)); }
  std::string large_group() { return "department" + std::to_string(below(shared_groups)); }
  std::string person() { return "person" + std::to_string(below(instances_ / groups_of + 1)); }
  std::string business_key() { return "HS-" + std::to_string(below(instances_)); }
  std::int64_t any() { return below(instances_); }
  static std::int64_t root(std::int64_t number) { return (number + 1) * 64; }

 private:
  std::int64_t below(std::int64_t n) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n));
  }

  engine::WriteBatch begun() const {
    engine::WriteBatch batch;
    batch.epoch = epoch_;
    return batch;
  }

  static void put_definition(engine::WriteBatch& batch, std::int64_t id) {
    engine::DefinitionRow row;
    row.id = {id};
    row.key = "process" + std::to_string(id);
    row.name = "Procedure " + std::to_string(id);
    batch.of<engine::DefinitionRow>().put(row, false);
  }

  void put_instance(engine::WriteBatch& batch, std::int64_t number) {
    const std::int64_t root = this->root(number);
    const Instant started{1'650'000'000'000 + number * 10};
    const DefinitionId definition{1 + below(definitions)};
    engine::Instance process;
    process.id = process.root = process.top_root = {root};
    process.definition = definition;
    process.node = "process" + std::to_string(definition.value);
    process.state = lifecycle::ActivityState::Active;
    process.business_key = "HS-" + std::to_string(number);
    process.started = started;
    engine::ProcessHistory history;
    history.id = history.root = history.top_root = process.id;
    history.definition = definition;
    history.business_key = process.business_key;
    history.started = started;
    const bool ended = number % 2 == 0;
    if (ended) {
      history.ended = started + below(1'000'000'000);
      history.state = engine::Outcome::Completed;
    } else {
      batch.of<engine::Instance>().put(process, false);
    }
    batch.of<engine::ProcessHistory>().put(history, false);
    put_task(batch, process, ended);
    put_variable(batch, process, 20, "number", Value(number), ended);
    put_variable(batch, process, 22, "status", Value("status " + std::to_string(below(5))), ended);
    if (!ended) put_job(batch, process);
  }

  void put_task(engine::WriteBatch& batch, const engine::Instance& process, bool ended) {
    const std::int64_t base = process.id.value;
    const std::string step = std::to_string(below(5));
    engine::ActivityHistory activity;
    activity.id = {base + 2};
    activity.root = activity.parent = process.id;
    activity.instance = {base + 1};
    activity.definition = process.definition;
    activity.node = "check" + step;
    activity.type = "userTask";
    activity.name = "Check " + step;
    activity.task = {base + 3};
    activity.started = process.started;
    engine::TaskHistory past;
    past.id = {base + 3};
    past.root = process.id;
    past.instance = activity.instance;
    past.definition = process.definition;
    past.activity = activity.id;
    past.node = activity.node;
    past.name = activity.name;
    past.assignee = person();
    past.started = process.started;
    if (ended) activity.ended = past.ended = process.started + below(1'000'000'000);
    batch.of<engine::ActivityHistory>().put(activity, false);
    batch.of<engine::TaskHistory>().put(past, false);
    if (ended) return;
    engine::Instance waiting = process;
    waiting.id = activity.instance;
    waiting.parent = process.id;
    waiting.node = activity.node;
    waiting.business_key.reset();
    waiting.history = activity.id;
    batch.of<engine::Instance>().put(waiting, false);
    engine::Task task;
    task.id = past.id;
    task.root = process.id;
    task.instance = waiting.id;
    task.definition = process.definition;
    task.node = activity.node;
    task.name = activity.name;
    task.priority = below(5) * 25;
    task.created = process.started;
    task.due = process.started + below(10'000'000'000);
    const bool taken = below(2) == 0;
    if (taken) task.assignee = past.assignee;
    batch.of<engine::Task>().put(task, false);
    for (std::int64_t i = 0; i < 2; ++i)
      batch.of<engine::IdentityLink>().put(
          {{base + 4 + i}, process.id, task.id, "candidate", {}, i ? large_group() : small_group()}, false);
  }

  static void put_variable(engine::WriteBatch& batch, const engine::Instance& process, std::int64_t at,
                           const std::string& name, const Value& value, bool ended) {
    engine::VariableHistory past;
    past.id = {process.id.value + at};
    past.root = past.scope = process.id;
    past.definition = process.definition;
    past.name = name;
    past.value = TypedValue::of(value);
    past.created = past.updated = process.started;
    batch.of<engine::VariableHistory>().put(past, false);
    if (ended) return;
    engine::Variable row;
    row.id = {process.id.value + at + 1};
    row.root = row.scope = process.id;
    row.name = name;
    row.value = past.value;
    row.history = past.id;
    batch.of<engine::Variable>().put(row, false);
  }

  void put_job(engine::WriteBatch& batch, const engine::Instance& process) {
    engine::Job job;
    job.id = {process.id.value + 30};
    job.root = process.id;
    job.instance = {process.id.value + 1};
    job.definition = process.definition;
    job.node = "work";
    if (below(2)) {
      job.work = engine::ForWorker{};
      job.topic = "topic" + std::to_string(below(20));
    } else {
      job.work = engine::FireTimer{};
      job.due = process.started + below(10'000'000'000);
    }
    job.created = process.started;
    batch.of<engine::Job>().put(job, false);
  }

  engine::Store& store_;
  std::int64_t instances_, epoch_ = 0;
  std::mt19937_64 random_{4};
};

}  // namespace lienthong::bench
