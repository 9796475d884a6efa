#pragma once
// What the engine writes for a process of three user tasks, and for a multi-instance body, as batches of
// rows.
#include <random>
#include "engine/rows/store.h"

namespace lienthong::bench {

using engine::WriteBatch;

/// Start and complete instances of one process, drawn at random from a fixed number of places.
class FlowMix {
 public:
  explicit FlowMix(std::size_t open) : places_(open) {}

  /// One command: starts an instance in an empty place, or completes the task that waits there.
  void command(WriteBatch& batch) { act(batch, places_[random_() % places_.size()]); }
  void start(WriteBatch& batch, std::size_t place) { act(batch, places_[place]); }
  void meta(WriteBatch& batch) const {
    engine::Meta meta;
    meta.last_id = last_;
    meta.engine_time = now_;
    batch.of<engine::Meta>().put(meta, true);
  }
  std::int64_t next_id() { return ++last_; }
  std::int64_t root(std::size_t place) const { return places_[place].process.id.value; }

 private:
  struct Place {
    engine::Instance process, step;
    engine::Subscription withdrawal;
    engine::Variable variables[2];
    engine::Task task;
    engine::ProcessHistory history;
    engine::ActivityHistory activity;
    engine::TaskHistory task_history;
    int steps = 0;
  };

  void act(WriteBatch& batch, Place& place) {
    now_ += 1;
    if (!place.process.id) return begin(batch, place);
    end_step(batch, place);
    if (++place.steps < 3)
      begin_step(batch, place);
    else
      end(batch, place);
  }

  void begin(WriteBatch& batch, Place& place) {
    place = {};
    engine::Instance& process = place.process;
    process.id = process.root = process.top_root = {next_id()};
    process.definition = {7};
    process.node = "birthRegistration";
    process.state = lifecycle::ActivityState::Active;
    process.business_key = "HS-2022-" + std::to_string(process.id.value);
    process.started = {now_};
    batch.of<engine::Instance>().put(process, false);
    place.withdrawal = {{next_id()}, process.id,         process.id, {7},  "withdrawn",
                        "message",   "dossierWithdrawn", 0,          true, {now_}};
    batch.of<engine::Subscription>().put(place.withdrawal, false);
    engine::ProcessHistory& history = place.history;
    history.id = history.root = history.top_root = process.id;
    history.definition = {7};
    history.business_key = process.business_key;
    history.start_node = "received";
    history.started = {now_};
    batch.of<engine::ProcessHistory>().put(history, false);
    for (engine::Variable& variable : place.variables) put_variable(batch, place, variable);
    put_event(batch, place, "received", "startEvent");
    begin_step(batch, place);
  }

  void put_variable(WriteBatch& batch, const Place& place, engine::Variable& variable) {
    variable.id = {next_id()};
    variable.root = variable.scope = place.process.id;
    variable.name = &variable == place.variables ? "childName" : "amount";
    variable.value =
        TypedValue::of(&variable == place.variables ? Value("Nguyễn Thị Bình An, sinh ngày 12/04/2022")
                                                    : Value(std::int64_t{1250}));
    variable.history = {next_id()};
    batch.of<engine::Variable>().put(variable, false);
    engine::VariableHistory history;
    history.id = variable.history;
    history.root = history.scope = variable.root;
    history.definition = {7};
    history.name = variable.name;
    history.value = variable.value;
    history.created = history.updated = {now_};
    batch.of<engine::VariableHistory>().put(std::move(history), false);
  }

  void put_event(WriteBatch& batch, const Place& place, const char* node, const char* type) {
    engine::ActivityHistory event = activity(place, node, type);
    event.ended = event.started;
    batch.of<engine::ActivityHistory>().put(std::move(event), false);
  }

  engine::ActivityHistory activity(const Place& place, std::string node, const char* type) {
    engine::ActivityHistory made;
    made.id = {next_id()};
    made.root = made.parent = place.process.id;
    made.instance = {next_id()};
    made.definition = {7};
    made.node = std::move(node);
    made.type = type;
    made.name = "Thẩm định hồ sơ";
    made.started = {now_};
    return made;
  }

  void begin_step(WriteBatch& batch, Place& place) {
    place.activity = activity(place, "check" + std::to_string(place.steps), "userTask");
    engine::Instance& step = place.step = {};
    step.id = place.activity.instance;
    step.root = step.parent = place.process.id;
    step.definition = {7};
    step.node = place.activity.node;
    step.state = lifecycle::ActivityState::Active;
    step.arrived_by = "flow3";
    step.history = place.activity.id;
    step.started = {now_};
    engine::Task& task = place.task = {};
    task.id = place.activity.task = {next_id()};
    task.root = step.root;
    task.instance = step.id;
    task.definition = {7};
    task.node = step.node;
    task.name = place.activity.name;
    task.assignee = "user" + std::to_string(task.id.value % 500);
    task.created = {now_};
    engine::TaskHistory& history = place.task_history = {};
    history.id = task.id;
    history.root = task.root;
    history.instance = task.instance;
    history.definition = {7};
    history.activity = place.activity.id;
    history.node = task.node;
    history.name = task.name;
    history.assignee = task.assignee;
    history.started = {now_};
    batch.of<engine::Instance>().put(step, false);
    batch.of<engine::Task>().put(task, false);
    batch.of<engine::ActivityHistory>().put(place.activity, false);
    batch.of<engine::TaskHistory>().put(history, false);
  }

  void end_step(WriteBatch& batch, Place& place) {
    batch.of<engine::Instance>().erase(place.step.id.value, true);
    batch.of<engine::Task>().erase(place.task.id.value, true);
    place.activity.ended = place.task_history.ended = Instant{now_};
    place.task_history.state = lifecycle::TaskState::Completed;
    batch.of<engine::ActivityHistory>().put(place.activity, true);
    batch.of<engine::TaskHistory>().put(place.task_history, true);
  }

  void end(WriteBatch& batch, Place& place) {
    put_event(batch, place, "handedOver", "noneEndEvent");
    batch.of<engine::Instance>().erase(place.process.id.value, true);
    batch.of<engine::Subscription>().erase(place.withdrawal.id.value, true);
    for (const engine::Variable& variable : place.variables)
      batch.of<engine::Variable>().erase(variable.id.value, true);
    place.history.ended = Instant{now_};
    place.history.state = engine::Outcome::Completed;
    batch.of<engine::ProcessHistory>().put(place.history, true);
    place.process.id = {};
  }

  std::vector<Place> places_;
  std::mt19937_64 random_{42};
  std::int64_t last_ = 1'000, now_ = 1'650'000'000'000;
};

/// A multi-instance body whose children each have an instance, a task and a variable.
class Children {
 public:
  Children(FlowMix& ids, std::int64_t count) : ids_(ids), count_(count) { body_.total = count; }

  std::int64_t root() const { return body_.root.value; }
  std::int64_t count() const { return count_; }
  /// Children come one by one, so that others' rows lie between theirs.
  void add(WriteBatch& batch) {
    if (!body_.id) {
      body_.id = body_.root = {ids_.next_id()};
      body_.node = "eachWitness";
      body_.body = true;
      batch.of<engine::Instance>().put(body_, false);
    }
    engine::Instance child = body_;
    child.id = {ids_.next_id()};
    child.parent = body_.id;
    child.body = false;
    child.loop_counter = static_cast<std::int64_t>(children_.size());
    engine::Task task;
    task.id = {ids_.next_id()};
    task.root = body_.root;
    task.instance = child.id;
    task.node = child.node;
    task.name = "Lấy lời khai";
    engine::Variable element;
    element.id = {ids_.next_id()};
    element.root = body_.root;
    element.scope = child.id;
    element.name = "witness";
    element.value = TypedValue::of(Value("Trần Văn Chính, thôn Đông, xã Hòa Bình"));
    children_.push_back({child.id.value, task.id.value, element.id.value});
    batch.of<engine::Instance>().put(std::move(child), false);
    batch.of<engine::Task>().put(std::move(task), false);
    batch.of<engine::Variable>().put(std::move(element), false);
  }
  void complete(WriteBatch& batch) {
    const Child child = children_[random_() % children_.size()];
    std::erase_if(children_, [&child](const Child& one) { return one.instance == child.instance; });
    batch.of<engine::Instance>().erase(child.instance, true);
    batch.of<engine::Task>().erase(child.task, true);
    batch.of<engine::Variable>().erase(child.variable, true);
    ++body_.done;
    batch.of<engine::Instance>().put(body_, true);
    engine::ActivityHistory history;
    history.id = {ids_.next_id()};
    history.root = body_.root;
    history.node = body_.node;
    history.type = "userTask";
    batch.of<engine::ActivityHistory>().put(std::move(history), false);
  }

 private:
  struct Child {
    std::int64_t instance, task, variable;
  };
  FlowMix& ids_;
  std::int64_t count_;
  engine::Instance body_;
  std::vector<Child> children_;
  std::mt19937_64 random_{7};
};

}  // namespace lienthong::bench
