#include <algorithm>
#include <catch2/catch.hpp>
#include "engine/rows/limits.h"
#include "storage/schema.h"
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

std::string condition(const std::string& from, const std::string& to) {
  return "<sequenceFlow id='" + from + "_" + to + "' sourceRef='" + from + "' targetRef='" + to +
         "'><conditionExpression>${true}</conditionExpression></sequenceFlow>";
}

std::size_t ran(Office& office, const std::string& node) {
  const auto rows = office.all<ActivityHistory>();
  return static_cast<std::size_t>(std::ranges::count_if(
      rows, [&](const ActivityHistory& row) { return row.node == node && !row.is_wait(); }));
}

/// 3,000 tokens over one flow, and as many over the other once the task is done.
std::string crowd_before(const std::string& gateway) {
  return "<startEvent id='s'/><parallelGateway id='fork'/><task id='a' completionQuantity='30'/>"
         "<task id='aa' completionQuantity='100'/><userTask id='b' completionQuantity='30'/>"
         "<task id='bb' completionQuantity='100'/><" +
         gateway + " id='join'/><endEvent id='e'/>" + flow("s", "fork") + flow("fork", "a") +
         flow("fork", "b") + flow("a", "aa") + flow("b", "bb") + flow("aa", "join") + flow("bb", "join") +
         flow("join", "e");
}

Deploy waiting_for_payment() {
  Deploy deploy;
  deploy.resources.emplace_back(
      "p.bpmn",
      "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d' targetNamespace='t'>"
      "<message id='m' name='paid'/><process id='p' isExecutable='true'><startEvent id='s'/>"
      "<receiveTask id='r' messageRef='m'/><userTask id='u'/><endEvent id='e'/>" +
          flow("s", "r") + flow("r", "u") + flow("u", "e") + "</process></definitions>");
  return deploy;
}

StartProcess start_with(DefinitionId definition, const std::string& key) {
  StartProcess start;
  start.definition = definition;
  start.business_key = key;
  return start;
}

CorrelateMessage paid(const std::string& key) {
  CorrelateMessage message;
  message.name = "paid";
  message.business_key = key;
  return message;
}

}  // namespace

TEST_CASE("thousands of tokens pass a join in pairs, over several commands") {
  for (const char* gateway : {"inclusiveGateway", "parallelGateway"}) {
    Office office;
    office.start(office.deploy(crowd_before(gateway)));
    office.run_due();
    CHECK(office.all<Arrival>().size() == 3'000);
    office.ask<CompletedTask>(CompleteTask{office.all<Task>().front().id, {}, false, false, {}});
    CHECK(office.all<Job>().size() <= 1);  // one holds what is left, however many pairs wait
    office.run_due();
    CHECK(office.all<Instance>().empty());
    CHECK(ran(office, "join") == 3'000);
    CHECK(ran(office, "e") == 3'000);
  }
}

TEST_CASE("each of many scopes has its inclusive join go on, though commands end amid them") {
  Office office;
  office.start(office.deploy(
      "<startEvent id='s'/><subProcess id='part'><multiInstanceLoopCharacteristics>"
      "<loopCardinality>2500</loopCardinality></multiInstanceLoopCharacteristics><startEvent id='in'/>"
      "<inclusiveGateway id='fork'/><task id='a'/><task id='b'/><inclusiveGateway id='join'/><endEvent "
      "id='out'/>" +
      flow("in", "fork") + condition("fork", "a") + condition("fork", "b") + flow("a", "join") +
      flow("b", "join") + flow("join", "out") + "</subProcess><endEvent id='e'/>" + flow("s", "part") +
      flow("part", "e")));
  office.run_due(10'000);
  CHECK(office.all<Instance>().empty());
  CHECK(ran(office, "join") == 2'500);
  CHECK(ran(office, "e") == 1);
}

TEST_CASE("a message finds by business key what its own group has begun, and not what it has ended") {
  Office office;
  const DefinitionId definition = office.ask<Deployed>(waiting_for_payment()).definitions.front();
  const std::vector<Command> first{start_with(definition, "A"), start_with(definition, "B"), paid("A")};
  for (const Result& result : office.engine.run(first, office.clocks())) CHECK_FALSE(result.error);
  REQUIRE(office.all<Task>().size() == 1);
  const InstanceId a = office.all<Task>().front().root;
  InstanceId b;
  for (const Instance& instance : office.all<Instance>())
    if (instance.root != a) b = instance.root;
  DeleteInstance gone;
  gone.root = b;
  const std::vector<Result> then = office.engine.run(std::vector<Command>{gone, paid("B")}, office.clocks());
  CHECK_FALSE(then.front().error);
  CHECK(then.back().error);
  const std::vector<Command> again{start_with(definition, "B"), paid("B")};
  for (const Result& result : office.engine.run(again, office.clocks())) CHECK_FALSE(result.error);
  CHECK(office.all<Task>().size() == 2);
}

TEST_CASE("the history of an activity has the next id after its instance, however many a millisecond has") {
  Office office;
  office.start(
      office.deploy("<startEvent id='s'/><userTask id='a'><multiInstanceLoopCharacteristics>"
                    "<loopCardinality>20000</loopCardinality></multiInstanceLoopCharacteristics>"
                    "</userTask>" +
                    flow("s", "a")));
  office.run_due();
  const auto rows = office.all<ActivityHistory>();  // by id
  REQUIRE(rows.size() > 20'000);
  std::int64_t before = 0, farthest = 0;
  for (const ActivityHistory& row : rows) {
    farthest = std::max(farthest, row.id.value - row.instance.value);
    if (row.instance.value < before || row.id.value <= row.instance.value) FAIL_CHECK(row.id.value);
    before = row.id.value;
  }
  CHECK(farthest <= ActivityHistory::ids_apart_max);
}

TEST_CASE("what is said to rise with the ids does so, also when the clock goes back") {
  Office office;
  const DefinitionId definition = office.deploy(
      "<startEvent id='s'/><userTask id='a'/><serviceTask id='b' camunda:type='external' "
      "camunda:topic='t' camunda:asyncBefore='true'/>" +
      flow("s", "a") + flow("a", "b"));
  for (const std::int64_t leap : {0, 90'000, -80'000, 5, 0, -1'000'000}) {
    office.now = office.now + leap;
    office.start(definition);
    office.ask(CompleteTask{office.all<Task>().front().id, {}, false, false, {}});
    office.run_due();
    office.start(definition);
  }
  int rising = 0;
  const auto check_all = [&]<class... R>(Records<R...>) {
    const auto check_one = [&]<class Row>(std::type_identity<Row>) {
      const Layout& table = layout_of<Row>();
      const auto rows = office.all<Row>();
      for (const Column& column : table.columns) {
        if (!storage::rises(table, column) || rows.size() < 2) continue;
        ++rising;
        INFO(table.name << "." << column.name);
        std::string held;
        CHECK(
            std::ranges::is_sorted(rows, {}, [&](const Row& row) { return column.of(&row, held).integer; }));
      }
    };
    (check_one(std::type_identity<R>{}), ...);
  };
  check_all(AllRecords{});
  CHECK(rising == 4);  // task, and the history of processes, activities and tasks
}
