// Commands on many process instances are done in slices; whoever asks meanwhile finds them done.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include "engine/rows/limits.h"
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;

namespace {

constexpr std::size_t slice = 3;
constexpr int crowd = 10;

Deploy deployment(const std::string& id, const std::string& inside) {
  Deploy deploy;
  deploy.name = id;
  deploy.resources.emplace_back(
      id + ".bpmn",
      "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
      "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' id='d' targetNamespace='t'>"
      "<signal id='sig' name='go'/><message id='msg' name='paid'/><process id='" +
          id + "' isExecutable='true'>" + inside + "</process></definitions>");
  return deploy;
}

std::string swept_task() { return "<startEvent id='s'/><userTask id='a'/>" + flow("s", "a"); }
std::string waiting(const std::string& event, const std::string& then) {
  return "<startEvent id='s'/><intermediateCatchEvent id='c'>" + event + "</intermediateCatchEvent>" + then +
         flow("s", "c") + flow("c", "a");
}
std::string signalled(const std::string& then = "<userTask id='a'/>") {
  return waiting("<signalEventDefinition signalRef='sig'/>", then);
}

/// An engine whose slices are small.
struct SmallSlices {
  explicit SmallSlices(std::size_t slice_max = slice) {
    settings.slice_max = slice_max;
    reopen();
  }
  void reopen() {
    engine = std::make_unique<Engine>(store, settings);
    engine->open(clocks());
  }
  Clocks clocks() const { return Clocks::agreeing(now); }
  Result try_one(Command command) { return engine->run(std::span(&command, 1), clocks()).front(); }
  template <class R = Nothing>
  R ask(Command command) {
    Result result = try_one(std::move(command));
    if (result.error) std::rethrow_exception(result.error);
    if constexpr (std::is_same_v<R, Nothing>)
      return {};  // whatever it answers
    else
      return std::get<R>(result.reply);
  }
  /// One slice, and whatever else is due.
  void go_on() {
    engine->read(clocks());
    engine->run(engine->due(64), clocks());
  }
  void finish() {
    for (int i = 0; i < 1000 && engine->is_under_way(); ++i) go_on();
    CHECK_FALSE(engine->is_under_way());
  }
  DefinitionId deploy(const std::string& id, const std::string& inside) {
    return ask<Deployed>(deployment(id, inside)).definitions.front();
  }
  std::vector<InstanceId> start(const std::string& key, int count = crowd) {
    std::vector<InstanceId> roots;
    for (int i = 0; i < count; ++i) {
      StartProcess start;
      start.key = key;
      roots.push_back(ask<Started>(start).root);
    }
    return roots;
  }
  template <class R>
  std::vector<R> all() {
    return store.reader()->select(Query<R>{});
  }
  TaskId task_of(InstanceId root) {
    for (const Task& task : all<Task>())
      if (task.root == root) return task.id;
    return {};
  }
  bool is_suspended(InstanceId root) { return store.reader()->find<Instance>(root.value)->suspended; }

  storage::MemoryStore store;
  Settings settings;
  std::unique_ptr<Engine> engine;
  Instant now{1'649'732'400'000};
};

Command completion(TaskId task) { return CompleteTask{task, {}, false, false, {}}; }

}  // namespace

TEST_CASE("few are dealt with at once, many in slices") {
  SmallSlices office;
  office.deploy("p", swept_task());
  office.start("p", slice);
  office.ask(SuspendInstances{{}, "p", true});
  CHECK_FALSE(office.engine->is_under_way());
  const auto more = office.start("p", 1);
  const auto underway = office.ask<Underway>(SuspendInstances{{}, "p", true});
  REQUIRE(underway.sweeps.size() == 1);
  CHECK(office.engine->is_under_way(underway.sweeps.front()));
  CHECK_FALSE(office.is_suspended(more.front()));
  office.finish();
  CHECK(office.is_suspended(more.front()));
  CHECK(office.all<Sweep>().empty());
}

TEST_CASE("who asks for an instance that a suspension has not reached finds it suspended") {
  SmallSlices office;
  office.deploy("p", swept_task());
  const auto roots = office.start("p");
  office.ask<Underway>(SuspendInstances{{}, "p", true});
  CHECK_THROWS_WITH(office.ask(completion(office.task_of(roots.back()))), Catch::Contains("ENGINE-03043"));
  CHECK(office.is_suspended(roots.back()));
  CHECK_FALSE(office.is_suspended(roots.front()));
  const auto younger = office.start("p", 1).front();
  const InstanceId again = roots[crowd - 2];
  office.ask(SuspendInstance{again, false});
  office.finish();
  for (const InstanceId root : roots) CHECK(office.is_suspended(root) == (root != again));
  CHECK_FALSE(office.is_suspended(younger));
}

TEST_CASE("a group looks at no more than a thousand waiting jobs to find due ones") {
  SmallSlices office(100);
  const auto timer = [](const std::string& hours) {
    return "<startEvent id='s'/><intermediateCatchEvent id='t'><timerEventDefinition><timeDuration>PT" +
           hours + "H</timeDuration></timerEventDefinition></intermediateCatchEvent>" + flow("s", "t");
  };
  office.deploy("p", timer("1"));
  office.deploy("q", timer("2"));
  office.start("p", static_cast<int>(limits::due_looks_max));
  office.start("q", 1);
  const auto timers_due = [&] {
    const auto due = office.engine->due(10);
    return std::ranges::count_if(due, [](const Command& c) { return std::holds_alternative<RunJob>(c); });
  };
  office.now.ms += 3 * 3'600'000;
  office.engine->read(Clocks::agreeing(office.now));
  CHECK(timers_due() == 10);
  office.ask<Underway>(SuspendInstances{{}, "p", true});
  CHECK(timers_due() == 0);  // all that it looks at will be stopped
  office.finish();
  CHECK(office.all<Instance>().size() == 2 * limits::due_looks_max);  // the other's timer has had its turn
}

TEST_CASE("two commands on the same many are done one after the other") {
  SmallSlices office;
  office.deploy("p", swept_task());
  const auto roots = office.start("p");
  office.ask<Underway>(SuspendInstances{{}, "p", true});
  office.ask<Underway>(SuspendInstances{{}, "p", false});
  office.ask(completion(office.task_of(roots.back())));
  office.finish();
  for (std::size_t i = 0; i + 1 < roots.size(); ++i) CHECK_FALSE(office.is_suspended(roots[i]));
  const auto audit = office.all<AuditEvent>();
  for (const char* kind : {"suspended", "activated"})
    CHECK(std::ranges::count_if(audit, [&](const AuditEvent& a) { return a.kind == kind; }) == crowd);
}

TEST_CASE("a deletion in slices is over for everybody at once, survives a restart, and leaves nothing") {
  SmallSlices office;
  const DefinitionId definition = office.deploy("p", swept_task());
  const auto roots = office.start("p");
  const DeploymentId deployment_id = office.all<Deployment>().front().id;
  office.ask<Underway>(DeleteDeployment{deployment_id, true});
  StartProcess start;
  start.definition = definition;
  CHECK(office.try_one(start).error);
  CHECK(office.try_one(DeleteDeployment{deployment_id, true}).error);
  CHECK(office.try_one(completion(office.task_of(roots.back()))).error);
  CHECK_FALSE(office.store.reader()->find<Instance>(roots.back().value));
  office.go_on();
  office.reopen();
  CHECK(office.engine->take_notices().empty());
  const DefinitionId fresh = office.deploy("p", swept_task());
  const InstanceId kept = office.start("p", 1).front();
  office.finish();
  for (const Instance& row : office.all<Instance>()) CHECK(row.root == kept);
  REQUIRE(office.all<DefinitionRow>().size() == 1);
  CHECK(office.all<DefinitionRow>().front().id == fresh);
  CHECK(office.all<Resource>().size() == 1);
  CHECK(office.all<Incident>().empty());
  for (const ProcessHistory& row : office.all<ProcessHistory>())
    CHECK(row.ended.has_value() == (row.id != kept));
}

TEST_CASE("a signal reaches many in slices, and nobody who listens only later") {
  SmallSlices office;
  office.deploy("p", signalled());
  const auto roots = office.start("p");
  office.ask<Underway>(BroadcastSignal{"go", {}, {{"x", TypedValue::of(Value(7))}}});
  const auto younger = office.start("p", 1).front();
  ChangeVariables change;
  change.instance = roots.back();
  change.set = {{"y", TypedValue::of(Value(1))}};
  office.ask(change);
  CHECK(office.task_of(roots.back()));
  CHECK_FALSE(office.task_of(roots.front()));
  office.finish();
  CHECK(office.all<Task>().size() == crowd);
  CHECK_FALSE(office.task_of(younger));
  const auto variables = office.all<Variable>();
  CHECK(std::ranges::count(variables, "x", &Variable::name) == crowd);
  CHECK(office.all<SweepValue>().empty());
}

TEST_CASE("one that fails does not keep a signal from the others, and is tried again by a job") {
  SmallSlices office;
  office.deploy("bad", signalled("<serviceTask id='a' camunda:expression='${missing.part}'/>"));
  office.deploy("p", signalled());
  const auto first = office.start("p", 4), bad = office.start("bad", 1), last = office.start("p", 4);
  office.ask<Underway>(BroadcastSignal{"go", {}, {}});
  office.finish();
  CHECK(office.all<Task>().size() == 8);
  for (int i = 0; i < 5; ++i) office.go_on();
  REQUIRE(office.all<Incident>().size() == 1);
  CHECK(office.all<Incident>().front().root == bad.front());
}

TEST_CASE("a message to all comes in slices, and its answer tells of each") {
  SmallSlices office;
  office.deploy("p", waiting("<messageEventDefinition messageRef='msg'/>", "<userTask id='a'/>"));
  office.start("p");
  CorrelateMessage message;
  message.name = "paid";
  message.all = true;
  message.variables = {{"x", TypedValue::of(Value(7))}};
  office.ask<Underway>(message);
  std::size_t told = 0;
  for (int i = 0; i < 100 && office.engine->is_under_way(); ++i)
    for (const Result& result : office.engine->run(office.engine->due(64), office.clocks()))
      if (const auto* reached = std::get_if<Correlated>(&result.reply)) told += reached->results.size();
  CHECK(told == crowd);
  CHECK(office.all<Task>().size() == crowd);
}

TEST_CASE("history goes in slices, and is gone for whoever asks again") {
  SmallSlices office(2);
  office.deploy("p", swept_task());
  const InstanceId root = office.start("p", 1).front();
  office.ask(completion(office.task_of(root)));
  office.ask<Underway>(DeleteHistory{root});
  CHECK(office.try_one(DeleteHistory{root}).error);
  office.finish();
  CHECK(office.all<ActivityHistory>().empty());
  CHECK(office.all<TaskHistory>().empty());
}

TEST_CASE("work of instances that are to be deleted is not handed out, and that of others is") {
  SmallSlices office;
  const std::string post =
      "<startEvent id='s'/><serviceTask id='a' camunda:type='external' "
      "camunda:topic='post'/>" +
      flow("s", "a");
  office.deploy("p", post);
  office.start("p");
  office.deploy("q", post);
  const InstanceId healthy = office.start("q", 1).front();
  DeploymentId of_p;
  for (const Deployment& row : office.all<Deployment>())
    if (row.name == "p") of_p = row.id;
  office.ask<Underway>(DeleteDeployment{of_p, true});
  FetchAndLock fetch;
  fetch.worker = "w";
  fetch.max_tasks = 20;
  FetchTopic topic;
  topic.topic = "post";
  topic.lock_duration_ms = 1000;
  fetch.topics.push_back(topic);
  const auto locked = office.ask<LockedTasks>(fetch).tasks;
  REQUIRE(locked.size() == 1);
  CHECK(locked.front().root == healthy);
  office.finish();
}

namespace {

/// What is left, without ids: what counts when the same was done in another order of slices.
std::vector<std::string> outcome(SmallSlices& office) {
  std::vector<std::string> lines;
  std::map<std::int64_t, std::string> names;  // roots in the order of their birth
  for (const ProcessHistory& row : office.all<ProcessHistory>()) {
    names[row.id.value] = "p" + std::to_string(names.size());
    lines.push_back(names[row.id.value] + " " + std::string(name_of(row.state)));
  }
  for (const Instance& row : office.all<Instance>())
    lines.push_back(names[row.root.value] + " at " + row.node + (row.suspended ? " suspended" : ""));
  for (const Task& row : office.all<Task>())
    lines.push_back(names[row.root.value] + " task " + row.assignee.value_or("-"));
  for (const Variable& row : office.all<Variable>())
    lines.push_back(names[row.root.value] + " " + row.name + "=" + text(row.value.value));
  std::ranges::sort(lines);
  return lines;
}

/// The same random commands, chosen by what is there.
class RandomCommands {
 public:
  explicit RandomCommands(unsigned seed) : random_(seed) {}

  Command next(const std::vector<InstanceId>& roots, const std::vector<TaskId>& tasks) {
    switch (below(9)) {
      case 0: return SuspendInstances{{}, key(), below(2) == 0};
      case 1:
        return BroadcastSignal{"go", {}, {{"x", TypedValue::of(Value(static_cast<std::int64_t>(below(9))))}}};
      case 2:
        return roots.empty() ? start() : Command(SuspendInstance{roots[below(roots.size())], below(2) == 0});
      case 3:
      case 4: return tasks.empty() ? start() : completion(tasks[below(tasks.size())]);
      case 5: return tasks.empty() ? start() : Command(ClaimTask{tasks[below(tasks.size())], "lan"});
      case 6:
        return roots.empty()
                   ? start()
                   : Command(DeleteInstance{roots[below(roots.size())], {}, {}, false, false, false});
      default: return start();
    }
  }
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

 private:
  std::string key() { return below(2) == 0 ? "p" : "q"; }
  Command start() {
    StartProcess start;
    start.key = key();
    return start;
  }
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("in slices, with others in between, the same comes out as at once") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    INFO("seed " << seed);
    SmallSlices sliced(2), whole(100'000);
    std::vector<InstanceId> roots_sliced, roots_whole;
    for (SmallSlices* office : {&sliced, &whole}) {
      office->deploy("p", swept_task());
      office->deploy("q", signalled());
    }
    RandomCommands commands(seed);
    std::mt19937 pauses(seed);
    for (int i = 0; i < 60; ++i) {
      // Chosen by what the one that does all at once holds; named in the other by its place.
      std::vector<TaskId> tasks;
      std::vector<InstanceId> running;
      for (const Instance& row : whole.all<Instance>())
        if (!row.parent) running.push_back(row.id);
      for (const Task& row : whole.all<Task>()) tasks.push_back(row.id);
      const Command command = commands.next(running, tasks);
      const auto twin = [&](InstanceId root) {
        const auto at = std::ranges::find(roots_whole, root);
        return roots_sliced.at(static_cast<std::size_t>(at - roots_whole.begin()));
      };
      Command other = command;
      if (auto* one = std::get_if<SuspendInstance>(&other)) one->root = twin(one->root);
      if (auto* one = std::get_if<DeleteInstance>(&other)) one->root = twin(one->root);
      const auto translate = [&](TaskId& task) {
        const InstanceId root = whole.store.reader()->find<Task>(task.value)->root;
        ChangeVariables touch;  // a task that a sweep has yet to make is made when its instance is asked for
        touch.instance = twin(root);
        sliced.try_one(touch);
        task = sliced.task_of(twin(root));
      };
      if (auto* one = std::get_if<CompleteTask>(&other)) translate(one->task);
      if (auto* one = std::get_if<ClaimTask>(&other)) translate(one->task);
      const Result at_once = whole.try_one(command), in_slices = sliced.try_one(other);
      CHECK((at_once.error == nullptr) == (in_slices.error == nullptr));
      if (const auto* started = std::get_if<Started>(&at_once.reply); started && !at_once.error) {
        roots_whole.push_back(started->root);
        roots_sliced.push_back(std::get<Started>(in_slices.reply).root);
      }
      whole.now = sliced.now = whole.now + 1000;
      if (pauses() % 3 == 0) sliced.go_on();
      if (pauses() % 10 == 0) sliced.reopen();
    }
    sliced.finish();
    CHECK(outcome(sliced) == outcome(whole));
  }
}
