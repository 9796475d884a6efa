#include "engine/rows/ready_work.h"
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include "engine/rows/limits.h"
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

using By = ReadyWork::Order;
constexpr By orders[]{By::Oldest, By::Newest, By::PriorityThenOldest, By::PriorityThenNewest};

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  std::int64_t up_to(std::int64_t last) {
    return std::uniform_int_distribution<std::int64_t>(0, last)(engine_);
  }
  template <class C>
  auto& one_of(C& all) {
    return all[static_cast<std::size_t>(up_to(static_cast<std::int64_t>(all.size()) - 1))];
  }

 private:
  std::mt19937 engine_;
};

bool goes_before(By order, const Job& a, const Job& b) {
  const bool priority = order == By::PriorityThenOldest || order == By::PriorityThenNewest;
  if (priority && a.priority != b.priority) return a.priority > b.priority;
  return order == By::Oldest || order == By::PriorityThenOldest ? a.id < b.id : a.id > b.id;
}

/// What a worker would be offered, found by looking at every job.
std::vector<std::int64_t> searched(std::vector<Job> jobs, By order, Steady now,
                                   const std::function<bool(const Job&)>& wanted) {
  std::erase_if(jobs, [&](const Job& job) {
    return job.suspended || job.retries.value_or(1) <= 0 || (job.locked_until && *job.locked_until > now) ||
           !wanted(job);
  });
  std::ranges::sort(jobs, [&](const Job& a, const Job& b) { return goes_before(order, a, b); });
  std::vector<std::int64_t> ids;
  for (const Job& job : jobs) ids.push_back(job.id.value);
  return ids;
}

std::vector<std::int64_t> walked(const ReadyWork& ready, By order, const std::vector<std::string>& topics,
                                 const std::function<bool(DefinitionId)>& wants,
                                 std::optional<ReadyWork::Entry> behind = {}) {
  ReadyWork::Walk walk(ready, order, behind);
  for (const std::string& topic : topics) walk.add({false, topic}, wants);
  std::vector<std::int64_t> ids;
  while (const auto next = walk.next()) ids.push_back(next->entry.id);
  return ids;
}

}  // namespace

TEST_CASE("whatever happens to work, it is offered as if every job had been looked at") {
  const std::vector<std::string> names{"a", "b", "c"};
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Dice dice(seed);
    ReadyWork ready;
    std::vector<Job> jobs;
    Steady now{1'000};
    std::int64_t last_id = 0;
    for (int round = 0; round < 200; ++round) {
      const auto change = dice.up_to(9);
      if (jobs.empty() || change < 4) {
        Job job;
        job.work = ForWorker{};
        job.id = {++last_id};
        job.root = {1 + dice.up_to(3)};
        job.definition = {1 + dice.up_to(2)};
        job.topic = dice.one_of(names);
        job.priority = dice.up_to(3) - 1;
        ready.add(job);
        jobs.push_back(job);
      } else if (change < 8) {
        Job& job = dice.one_of(jobs);
        ready.remove(job);
        if (change < 6)
          job.locked_until = now + dice.up_to(5);
        else if (change == 6)
          job.priority = dice.up_to(5);
        else
          job.locked_until.reset();
        ready.add(job);
      } else if (change == 8) {
        Job& job = dice.one_of(jobs);
        ready.remove(job);
        std::swap(job, jobs.back());
        jobs.pop_back();
      } else {
        now = now + dice.up_to(2);
      }
      while (!ready.release(now, 2)) continue;
      const std::vector<std::string> topics{names[0], names[static_cast<std::size_t>(1 + dice.up_to(1))]};
      const DefinitionId wanted{dice.up_to(3)};
      const auto wants = [&](DefinitionId id) { return !wanted || id == wanted; };
      for (const By order : orders) {
        const auto expected = searched(jobs, order, now, [&](const Job& job) {
          return std::ranges::find(topics, job.topic) != topics.end() && wants(job.definition);
        });
        REQUIRE(walked(ready, order, topics, wants) == expected);
        if (expected.empty()) continue;
        const std::size_t at =
            static_cast<std::size_t>(dice.up_to(static_cast<std::int64_t>(expected.size()) - 1));
        const Job& seen = *std::ranges::find(jobs, JobId{expected[at]}, &Job::id);
        const auto rest = walked(ready, order, topics, wants,
                                 ReadyWork::Entry{seen.priority, seen.id.value, seen.root.value});
        REQUIRE(rest == std::vector(expected.begin() + static_cast<std::ptrdiff_t>(at) + 1, expected.end()));
      }
      std::optional<Steady> unlock;
      for (const Job& job : jobs)
        if (job.locked_until > now && (!unlock || job.locked_until < unlock)) unlock = job.locked_until;
      REQUIRE(ready.next_unlock() == unlock);
    }
  }
}

TEST_CASE("work that is taken while one goes through it does not lead astray") {
  ReadyWork ready;
  std::vector<Job> jobs;
  for (std::int64_t id = 1; id <= 50; ++id) {
    Job job;
    job.work = ForWorker{};
    job.id = {id};
    job.topic = "t";
    job.definition = {id % 3 + 1};
    job.priority = id % 4;
    ready.add(job);
    jobs.push_back(job);
  }
  for (const By order : orders) {
    const auto expected = searched(jobs, order, {}, [](const Job&) { return true; });
    ReadyWork copy;
    for (const Job& job : jobs) copy.add(job);
    ReadyWork::Walk walk(copy, order, {});
    walk.add({false, "t"}, [](DefinitionId) { return true; });
    std::vector<std::int64_t> taken;
    while (const auto next = walk.next()) {
      taken.push_back(next->entry.id);
      copy.remove(*std::ranges::find(jobs, JobId{next->entry.id}, &Job::id));
    }
    CHECK(taken == expected);
  }
}

namespace {

/// Two processes whose tasks have priorities and share a topic.
struct WorkingOffice : Office {
  WorkingOffice() {
    for (const char* id : {"p", "q"})
      definitions.push_back(
          deploy("<startEvent id='s'/><serviceTask id='w' camunda:type='external' "
                 "camunda:topic='${topic}' camunda:taskPriority='${priority}'/>"
                 "<endEvent id='e'/>" +
                     flow("s", "w") + flow("w", "e"),
                 id));
  }
  Command start_one(Dice& dice) {
    StartProcess start;
    start.definition = dice.one_of(definitions);
    start.business_key = "key-" + std::to_string(dice.up_to(3));
    start.variables.emplace_back("topic", TypedValue::of(Value(dice.up_to(1) ? "t" : "u")));
    start.variables.emplace_back("priority", TypedValue::of(Value(dice.up_to(3))));
    start.variables.emplace_back("office", TypedValue::of(Value(dice.up_to(2))));
    return start;
  }
  FetchAndLock fetch_some(Dice& dice) {
    FetchAndLock fetch;
    fetch.worker = "w";
    fetch.max_tasks = dice.up_to(3);
    fetch.use_priority = dice.up_to(1) == 1;
    if (dice.up_to(1)) fetch.sort = FetchAndLock::Sort::CreatedDescending;
    FetchTopic topic;
    topic.topic = "t";
    topic.lock_duration_ms = 1 + dice.up_to(5'000);
    if (dice.up_to(3) == 0) topic.keys = {dice.up_to(1) ? "p" : "q"};
    if (dice.up_to(3) == 0) topic.definitions = {dice.one_of(definitions)};
    if (dice.up_to(3) == 0) topic.business_key = "key-" + std::to_string(dice.up_to(3));
    if (dice.up_to(3) == 0) topic.process_variables.emplace_back("office", Value(dice.up_to(2)));
    fetch.topics.push_back(topic);
    if (dice.up_to(1)) {
      topic.topic = "u";
      fetch.topics.push_back(topic);
    }
    return fetch;
  }
  bool wants(const FetchAndLock& fetch, const Job& job) {
    const auto topic = std::ranges::find(fetch.topics, job.topic, &FetchTopic::topic);
    if (topic == fetch.topics.end()) return false;
    const bool is_p = job.definition == definitions[0];
    if (!topic->keys.empty() && topic->keys[0] != (is_p ? "p" : "q")) return false;
    if (!topic->definitions.empty() && topic->definitions[0] != job.definition) return false;
    const auto root = store.reader()->find<Instance>(job.root.value);
    if (topic->business_key && topic->business_key != root->business_key) return false;
    if (topic->process_variables.empty()) return true;
    for (const Variable& variable : all<Variable>())
      if (variable.root == job.root && variable.name == "office")
        return variable.value.value == topic->process_variables[0].second;
    return false;
  }
  std::vector<DefinitionId> definitions;
};

Command change_some(Dice& dice, const std::vector<Job>& jobs) {
  const Job& job = dice.one_of(jobs);
  switch (dice.up_to(7)) {
    case 0: return SetExternalTaskPriority{job.id, dice.up_to(9)};
    case 1: return SetExternalTaskRetries{{job.id}, dice.up_to(2)};
    case 2: return SuspendInstance{job.root, dice.up_to(1) == 1};
    case 3: return UnlockExternalTask{job.id};
    case 4: return ExtendLock{job.id, "w", 1 + dice.up_to(5'000)};  // refused unless it is locked
    case 5: return FailExternalTask{job.id, "w", "no", {}, dice.up_to(2), dice.up_to(5'000), {}, {}};
    case 6: return CompleteExternalTask{job.id, dice.up_to(1) ? "w" : "nobody", {}, {}};
    default: return SetExternalTaskRetries{{job.id, JobId{1}}, dice.up_to(2)};  // refused amid its work
  }
}

}  // namespace

TEST_CASE("a fetch takes what a search of all stored jobs would, refused commands and restarts between") {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    Dice dice(seed);
    WorkingOffice office;
    for (int round = 0; round < 120; ++round) {
      std::vector<Command> group;
      for (std::int64_t i = dice.up_to(4); i >= 0; --i) {
        const std::vector<Job> jobs = office.all<Job>();
        group.push_back(jobs.empty() || dice.up_to(2) == 0 ? office.start_one(dice)
                                                           : change_some(dice, jobs));
      }
      office.engine.run(group, office.clocks());
      if (dice.up_to(20) == 0) office.engine.open(office.clocks());
      office.now = office.now + dice.up_to(2'000);
      office.engine.read(office.clocks());
      const FetchAndLock fetch = office.fetch_some(dice);
      By order = fetch.use_priority ? By::PriorityThenOldest : By::Oldest;
      if (fetch.sort == FetchAndLock::Sort::CreatedDescending)
        order = fetch.use_priority ? By::PriorityThenNewest : By::Newest;
      std::vector<std::int64_t> expected = searched(office.all<Job>(), order, office.engine.clock().steady,
                                                    [&](const Job& job) { return office.wants(fetch, job); });
      if (static_cast<std::int64_t>(expected.size()) > fetch.max_tasks)
        expected.resize(static_cast<std::size_t>(fetch.max_tasks));
      std::vector<std::int64_t> taken;
      for (const LockedTask& task : office.ask<LockedTasks>(fetch).tasks) taken.push_back(task.job.value);
      REQUIRE(taken == expected);
    }
  }
}

namespace {

/// More process instances with work than one fetch may look at, each with the value that `value` makes.
std::int64_t crowd(Office& office, const std::function<Value(std::int64_t)>& value) {
  const DefinitionId definition = office.deploy(
      "<startEvent id='s'/><serviceTask id='w' camunda:type='external' camunda:topic='t'/><endEvent "
      "id='e'/>" +
      flow("s", "w") + flow("w", "e"));
  const auto all = static_cast<std::int64_t>(limits::fetch_looks_max) + 10;
  for (std::int64_t i = 1; i <= all; ++i) office.start(definition, {{"n", TypedValue::of(value(i))}});
  return all;
}

FetchAndLock fetch_with(Value value) {
  FetchAndLock fetch;
  fetch.worker = "w";
  fetch.max_tasks = 5;
  fetch.use_priority = true;
  fetch.topics.resize(1);
  fetch.topics[0].topic = "t";
  fetch.topics[0].lock_duration_ms = 1'000;
  fetch.topics[0].process_variables.emplace_back("n", std::move(value));
  return fetch;
}

}  // namespace

TEST_CASE("a fetch that asks many instances does so in several commands and finds the last of them") {
  Office office;
  const auto last = static_cast<std::int64_t>(limits::fetch_looks_max) + 10;
  crowd(office, [&](std::int64_t i) { return i == last ? Value() : Value(i); });
  FetchAndLock fetch = fetch_with(Value());  // no index finds null
  const auto first = office.ask<LockedTasks>(fetch);
  CHECK(first.tasks.empty());
  REQUIRE(first.unfinished);
  fetch.behind = first.behind;
  const auto second = office.ask<LockedTasks>(fetch);
  CHECK(second.tasks.size() == 1);
  CHECK_FALSE(second.unfinished);
}

TEST_CASE("a fetch for a value asks those that have it, and no others") {
  const auto text = [](std::int64_t i) { return Value(std::string(80, 'x') + std::to_string(i)); };
  const auto whole = [](std::int64_t i) { return Value(i); };
  const auto broken = [](std::int64_t i) { return Value(*Decimal::parse(std::to_string(i) + ".1")); };
  const auto first_is_true = [](std::int64_t i) { return Value(i == 1); };
  for (const std::function<Value(std::int64_t)>& value :
       std::vector<std::function<Value(std::int64_t)>>{text, whole, broken}) {
    Office office;
    const std::int64_t all = crowd(office, value);
    const auto found = office.ask<LockedTasks>(fetch_with(value(all)));
    CHECK(found.tasks.size() == 1);
    CHECK_FALSE(found.unfinished);
    CHECK(office.ask<LockedTasks>(fetch_with(value(all))).tasks.empty());  // it is locked
    const auto none = office.ask<LockedTasks>(fetch_with(value(0)));
    CHECK(none.tasks.empty());
    CHECK_FALSE(none.unfinished);
  }
  Office office;
  crowd(office, first_is_true);
  const auto found = office.ask<LockedTasks>(fetch_with(Value(true)));
  CHECK(found.tasks.size() == 1);
  CHECK_FALSE(found.unfinished);
}

TEST_CASE("whoever waits for a topic is woken by all that makes its work available") {
  Office office;
  const InstanceId root = office.start(
      office.deploy("<startEvent id='s'/><serviceTask id='w' camunda:type='external' camunda:topic='t'/>" +
                    flow("s", "w")));
  FetchAndLock fetch;
  fetch.worker = "w";
  fetch.max_tasks = 1;
  fetch.topics.resize(1);
  fetch.topics[0].topic = "t";
  fetch.topics[0].lock_duration_ms = 1'000;
  const auto held = [&] { return office.ask<LockedTasks>(fetch).tasks.at(0).job; };
  const auto fail = [&](std::int64_t retries, std::int64_t pause_ms) {
    FailExternalTask failure;
    failure.job = held();
    failure.worker = "w";
    failure.retries = retries;
    failure.retry_timeout_ms = pause_ms;
    office.ask(failure);
    return failure.job;
  };
  const auto is_woken = [&] { return office.engine.take_woken_topics().contains("t"); };
  CHECK(is_woken());
  const JobId job = held();
  CHECK_FALSE(is_woken());
  office.now = office.now + 1'000;
  office.engine.read(office.clocks());
  CHECK(is_woken());  // its lock has run out
  held();
  office.ask(UnlockExternalTask{job});
  CHECK(is_woken());
  fail(0, 0);
  CHECK_FALSE(is_woken());
  office.ask(SetExternalTaskRetries{{job}, 1});
  CHECK(is_woken());
  fail(1, 500);
  CHECK_FALSE(is_woken());
  office.ask(SuspendInstance{root, true});
  office.now = office.now + 500;
  office.engine.read(office.clocks());
  CHECK_FALSE(is_woken());
  office.ask(SuspendInstance{root, false});
  CHECK(is_woken());
}
