// Rows that belong to nothing, made by hand here as an older version or a disk may have left them: they stop
// neither the server nor their neighbours, are told, and can be deleted.
#include <algorithm>
#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

constexpr const char* worker = "w";

std::string process_with(const std::string& element) {
  return "<startEvent id='s'/>" + element + flow("s", "a");
}
const std::string user_task = "<userTask id='a'/>";
const std::string timer =
    "<intermediateCatchEvent id='a'><timerEventDefinition><timeDuration>PT1H</timeDuration>"
    "</timerEventDefinition></intermediateCatchEvent>";
const std::string external = "<serviceTask id='a' camunda:type='external' camunda:topic='post'/>";

/// What a hand does to a store behind the engine's back.
struct ByHand {
  explicit ByHand(Office& office) : office(office) {}
  ~ByHand() {
    batch.epoch = office.store.reader()->find<Meta>(1)->epoch;
    office.store.commit(batch);
  }
  template <class R>
  void erase(std::int64_t id) {
    batch.of<R>().erase(id, true);
  }
  template <class R>
  void erase_all(std::int64_t root) {
    for (const R& row : office.all<R>())
      if (root_of(row) == root) erase<R>(key_of(row));
  }
  Office& office;
  WriteBatch batch;
};

/// The same store, opened again.
struct Reopened {
  explicit Reopened(Office& office, Settings settings = {})
      : office(office), engine(office.store, std::move(settings)) {
    engine.open(office.clocks());
  }
  Result try_one(Command command) { return engine.run(std::span(&command, 1), office.clocks()).front(); }
  template <class Reply = Nothing>
  Reply ask(Command command) {
    Result result = try_one(std::move(command));
    if (result.error) std::rethrow_exception(result.error);
    if constexpr (std::is_same_v<Reply, Nothing>)
      return {};  // whatever it answers
    else
      return std::get<Reply>(result.reply);
  }
  /// False: the engine still finds something due.
  bool run_due() {
    for (int i = 0; i < 100; ++i) {
      engine.read(office.clocks());
      const auto due = engine.due(64);
      if (due.empty()) return true;
      engine.run(due, office.clocks());
    }
    return false;
  }
  std::vector<Incident> incidents(const std::string& type = "damaged") {
    std::vector<Incident> found = office.all<Incident>();
    std::erase_if(found, [&](const Incident& i) { return i.type != type; });
    return found;
  }
  Office& office;
  Engine engine;
};

FetchAndLock fetch() {
  FetchAndLock command;
  command.worker = worker;
  command.max_tasks = 10;
  command.use_priority = true;
  FetchTopic topic;
  topic.topic = "post";
  topic.lock_duration_ms = 1000;
  command.topics.push_back(topic);
  return command;
}

DeleteInstance deletion(InstanceId root) { return {root, "cleaned up", {}, false, false, false}; }

bool nothing_is_left(Office& office, InstanceId root) {
  const auto none = [&](const auto& rows) {
    return std::ranges::none_of(rows, [&](const auto& row) { return root_of(row) == root.value; });
  };
  return none(office.all<Instance>()) && none(office.all<Task>()) && none(office.all<Job>()) &&
         none(office.all<Subscription>()) && none(office.all<Variable>()) && none(office.all<Incident>());
}

}  // namespace

TEST_CASE("instances whose definition is gone neither stop the engine nor go on, and can be deleted") {
  for (const std::string& element : {timer, external, user_task}) {
    Office office;
    const DefinitionId gone = office.deploy(process_with(element), "gone");
    const InstanceId orphan = office.start(gone, {{"x", TypedValue::of(Value(1))}});
    const InstanceId healthy = office.start(office.deploy(process_with(element), "healthy"));
    ByHand(office).erase<DefinitionRow>(gone.value);
    {
      Reopened again(office);
      REQUIRE(again.incidents().size() == 1);
      CHECK(again.incidents().front().root == orphan);
      CHECK_FALSE(again.engine.take_notices().empty());
    }
    Reopened again(office);
    CHECK(again.incidents().size() == 1);  // told once
    office.now = office.now + 7'200'000;
    CHECK(again.run_due());
    if (element == timer) CHECK(office.all<ProcessHistory>().back().ended.has_value());
    if (element == external) {
      const auto locked = again.ask<LockedTasks>(fetch()).tasks;
      REQUIRE(locked.size() == 1);
      CHECK(locked.front().root == healthy);
    }
    for (const Task& task : office.all<Task>()) {
      const Result result = again.try_one(CompleteTask{task.id, {}, false, false, {}});
      if (task.root == healthy) {
        CHECK_FALSE(result.error);
        continue;
      }
      try {
        std::rethrow_exception(result.error);
      } catch (const Refused& refused) {
        CHECK(refused.kind == Refused::Kind::Invalid);
        CHECK_THAT(refused.what(), Catch::Contains("can only be deleted"));
      }
    }
    again.ask(deletion(orphan));
    CHECK(nothing_is_left(office, orphan));
    const auto history = office.store.reader()->find<ProcessHistory>(orphan.value);
    REQUIRE(history);
    CHECK(history->ended.has_value());
    CHECK(history->delete_reason == "cleaned up");
    CHECK_THROWS_WITH(again.ask(deletion(orphan)), Catch::Contains("does not exist"));
    Reopened after(office);
    CHECK(after.incidents().empty());
    CHECK(after.engine.take_notices().empty());
  }
}

TEST_CASE("rows of a process instance whose own row is gone are told and can be deleted") {
  for (const std::string& element : {timer, external, user_task}) {
    Office office;
    const InstanceId root = office.start(office.deploy(process_with(element)));
    ByHand(office).erase<Instance>(root.value);
    Reopened again(office);
    REQUIRE(again.incidents().size() == 1);
    CHECK(again.incidents().front().instance == root);
    office.now = office.now + 7'200'000;
    CHECK(again.run_due());
    CHECK(again.ask<LockedTasks>(fetch()).tasks.empty());
    again.ask(deletion(root));
    CHECK(nothing_is_left(office, root));
    CHECK(again.incidents().empty());
  }
}

TEST_CASE("who lives inside a process instance is none, and asking for it damages nothing") {
  Office office;
  const InstanceId root = office.start(office.deploy(process_with(user_task)));
  Reopened again(office);
  for (const Instance& inside : office.all<Instance>()) {
    if (inside.id == root) continue;
    const std::string said = tests::why(again.try_one(deletion(inside.id)));
    CHECK(said == "Process instance with id " + to_string(inside.id) + " does not exist");
  }
  CHECK(again.incidents().empty());
  again.ask(deletion(root));
  CHECK(nothing_is_left(office, root));
}

TEST_CASE("a row whose owner is missing makes its process instance one that can only be deleted") {
  for (const std::string& element : {timer, external, user_task}) {
    Office office;
    const DefinitionId definition = office.deploy(process_with(element));
    const InstanceId broken = office.start(definition), healthy = office.start(definition);
    for (const Instance& row : office.all<Instance>())
      if (row.root == broken && row.parent) ByHand(office).erase<Instance>(row.id.value);
    Reopened again(office);
    office.now = office.now + 7'200'000;
    CHECK(again.run_due());
    if (element == external) {
      const auto locked = again.ask<LockedTasks>(fetch()).tasks;
      REQUIRE(locked.size() == 1);
      CHECK(locked.front().root == healthy);
    }
    if (element == timer) CHECK(office.store.reader()->find<ProcessHistory>(healthy.value)->ended);
    for (const Task& task : office.all<Task>())
      CHECK((again.try_one(CompleteTask{task.id, {}, false, false, {}}).error == nullptr) ==
            (task.root == healthy));
    REQUIRE(again.incidents().size() == 1);
    CHECK(again.incidents().front().root == broken);
    again.ask(deletion(broken));
    CHECK(nothing_is_left(office, broken));
  }
}

TEST_CASE("a message reaches whoever waits for it beside one that is damaged") {
  Office office;
  const std::string message = "<receiveTask id='a' messageRef='m'/>";
  const auto deploy = [&](const std::string& id) {
    Deploy command;
    command.resources.emplace_back(
        id + ".bpmn",
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d' targetNamespace='t'>"
        "<message id='m' name='paid'/><process id='" +
            id + "' isExecutable='true'>" + process_with(message) +
            "<startEvent id='s2'><messageEventDefinition messageRef='m'/></startEvent>" + flow("s2", "a") +
            "</process></definitions>");
    return office.ask<Deployed>(command).definitions.front();
  };
  const DefinitionId gone = deploy("gone"), kept = deploy("kept");
  const InstanceId orphan = office.start(gone), healthy = office.start(kept);
  ByHand(office).erase<DefinitionRow>(gone.value);
  Reopened again(office);
  CorrelateMessage correlate;
  correlate.name = "paid";
  const Correlated first = again.ask<Correlated>(correlate);
  REQUIRE(first.results.size() == 1);
  CHECK(first.results.front().root == healthy);
  const Correlated second = again.ask<Correlated>(correlate);
  REQUIRE(second.results.size() == 1);
  CHECK(second.results.front().started);
  CHECK(second.results.front().definition == kept);
  again.ask(BroadcastSignal{"paid", {}, {}});
  for (const Subscription& s : office.all<Subscription>())
    if (!s.root) CHECK(s.definition == kept);
  again.ask(deletion(orphan));
  CHECK(nothing_is_left(office, orphan));
}

TEST_CASE("a call whose called process is gone gets an incident, and trying again calls anew") {
  Office office;
  office.deploy(process_with(user_task), "called");
  office.deploy(process_with("<callActivity id='a' calledElement='called'/>"), "caller");
  StartProcess start;
  start.key = "caller";
  const InstanceId caller = office.ask<Started>(start).root;
  InstanceId called;
  for (const Instance& row : office.all<Instance>())
    if (row.called_by) called = row.id;
  REQUIRE(called);
  SECTION("by hand") {
    ByHand hand(office);
    hand.erase_all<Instance>(called.value);
    hand.erase_all<Task>(called.value);
    hand.erase_all<ProcessHistory>(called.value);
  }
  SECTION("with its deployment") {
    DeploymentId deployment;
    for (const DefinitionRow& row : office.all<DefinitionRow>())
      if (row.key == "called") deployment = row.deployment;
    office.ask(DeleteDeployment{deployment, true});
    CHECK(nothing_is_left(office, called));
    office.deploy(process_with(user_task), "called");
  }
  Reopened again(office);
  Reopened once_more(office);
  const auto incidents = once_more.incidents("failedJob");
  REQUIRE(incidents.size() == 1);
  CHECK(incidents.front().root == caller);
  CHECK(incidents.front().node == "a");
  const auto jobs = office.all<Job>();
  REQUIRE(jobs.size() == 1);
  once_more.ask(SetJobRetries{jobs.front().id, 1, false, {}});
  CHECK(once_more.run_due());
  CHECK(once_more.incidents("failedJob").empty());
  REQUIRE(office.all<Task>().size() == 1);
  once_more.ask(CompleteTask{office.all<Task>().front().id, {}, false, false, {}});
  CHECK(office.store.reader()->find<ProcessHistory>(caller.value)->ended);
}

TEST_CASE("a caller that is deleted with its called process leaves no incident") {
  Office office;
  Deploy deploy;
  for (const auto& [id, element] : {std::pair("a_called", user_task.c_str()),
                                    std::pair("caller", "<callActivity id='a' calledElement='a_called'/>")})
    deploy.resources.emplace_back(
        std::string(id) + ".bpmn",
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d' targetNamespace='t'>"
        "<process id='" +
            std::string(id) + "' isExecutable='true'>" + process_with(element) + "</process></definitions>");
  const Deployed deployed = office.ask<Deployed>(deploy);
  office.start(deployed.definitions.back());
  REQUIRE(office.all<ProcessHistory>().size() == 2);
  office.ask(DeleteDeployment{deployed.deployment, true});
  CHECK(office.all<Instance>().empty());
  CHECK(office.all<IncidentHistory>().empty());
}

TEST_CASE("a definition that can no longer be read fails its own work alone") {
  Office office;
  const DefinitionId broken = office.deploy(process_with(timer), "broken");
  const InstanceId stuck = office.start(broken);
  const InstanceId healthy = office.start(office.deploy(process_with(timer), "healthy"));
  const auto resources = office.all<Resource>();
  ByHand(office).erase<Resource>(resources.front().id.value);
  Reopened again(office);
  office.now = office.now + 7'200'000;
  CHECK(again.run_due());
  CHECK(office.store.reader()->find<ProcessHistory>(healthy.value)->ended);
  CHECK_FALSE(office.store.reader()->find<ProcessHistory>(stuck.value)->ended);
  REQUIRE_FALSE(again.incidents().empty());
  CHECK(again.incidents().front().definition == broken);
}
