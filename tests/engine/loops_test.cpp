// What a scenario cannot reach of loops: called instances deleted from outside, and faulty expressions.
#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;
using tests::why;

namespace {

std::string around(const std::string& node) {
  return "<startEvent id='s'/>" + node + "<endEvent id='e'/>" + flow("s", "a") + flow("a", "e");
}

Result start_loop(Office& office, const std::string& inside, Value n) {
  StartProcess start;
  start.definition = office.deploy(inside);
  start.variables.emplace_back("n", TypedValue::of(std::move(n)));
  return office.try_one(start);
}

}  // namespace

TEST_CASE("deleting one called instance of many counts it as terminated, and the others go on to the end") {
  Office office;
  office.deploy(around("<userTask id='a'/>"), "called");
  const DefinitionId definition = office.deploy(
      around("<callActivity id='a' calledElement='called'><multiInstanceLoopCharacteristics>"
             "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></callActivity>"));
  const InstanceId root = office.start(definition);
  std::vector<Task> tasks = office.all<Task>();
  REQUIRE(tasks.size() == 3);
  office.ask(DeleteInstance{tasks[0].root, "withdrawn", {}, false, false});
  for (const Instance& instance : office.all<Instance>())
    if (instance.body) CHECK((instance.total == 3 && instance.done == 0 && instance.terminated == 1));
  office.ask<CompletedTask>(CompleteTask{tasks[1].id, {}, false, false, {}});
  CHECK_FALSE(office.store.reader()->find<ProcessHistory>(root.value)->ended);
  office.ask<CompletedTask>(CompleteTask{tasks[2].id, {}, false, false, {}});
  CHECK(office.store.reader()->find<ProcessHistory>(root.value)->state == Outcome::Completed);
  CHECK(office.all<Instance>().empty());
}

TEST_CASE("a maximum that is no whole number of at least 0 fails and leaves nothing") {
  const std::string loop = around("<task id='a'><standardLoopCharacteristics loopMaximum='${n}'/></task>");
  for (const Value& wrong : {Value("many"), Value(-1), Value(Decimal::parse("1.5").value()), Value()}) {
    Office office;
    CHECK(why(start_loop(office, loop, wrong))
              .find("the loopMaximum of 'a' must be a whole number of at least 0") == 0);
    CHECK(office.all<Instance>().empty());
  }
  Office office;
  CHECK(why(start_loop(office, loop, Value("3"))).empty());
  CHECK(office.all<ActivityHistory>().size() == 6);
}

TEST_CASE("an endless standard loop meets the limit of steps without rest, and harms nobody else") {
  Office office;
  CHECK_FALSE(start_loop(office,
                         around("<task id='a'><standardLoopCharacteristics><loopCondition>${true}"
                                "</loopCondition></standardLoopCharacteristics></task>"),
                         Value(1))
                  .error);
  office.run_due(5000);
  REQUIRE(office.all<Incident>().size() == 1);
  CHECK(office.all<Incident>().front().message->find("limit 1000000") != std::string::npos);
}

TEST_CASE("a multi-instance too long for one command gives what its collection held when it began") {
  Office office;
  const DefinitionId definition =
      office.deploy(around("<userTask id='a' name='${item}'><multiInstanceLoopCharacteristics "
                           "camunda:collection='${n}' camunda:elementVariable='item'/></userTask>"));
  List items;
  for (std::int64_t i = 0; i < 12'000; ++i) items.emplace_back("item " + std::to_string(i));
  const InstanceId root = office.start(definition, {{"n", TypedValue::of(Value(items))}});
  REQUIRE(office.all<Task>().size() < items.size());
  office.ask(ChangeVariables{root, {}, false, {{"n", TypedValue::of(Value(List{Value("other")}))}}, {}});
  office.run_due();
  const auto tasks = office.all<Task>();
  REQUIRE(tasks.size() == items.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    if (tasks[i].name != items[i].string()) FAIL("task " << i << " is '" << *tasks[i].name << "'");
  CHECK(office.all<CarriedValue>().empty());
}

TEST_CASE("an instance of many that waits in a job keeps its element exactly as it is") {
  Office office;
  office.start(office.deploy(
      around("<userTask id='a'><multiInstanceLoopCharacteristics camunda:asyncBefore='true' "
             "camunda:collection='${n}' camunda:elementVariable='item'/></userTask>")),
      {{"n", TypedValue::of(Value(List{Value(1), Value("x"), Value(), Value(List{Value(true)})}))}});
  CHECK(office.all<CarriedValue>().size() == 4);
  office.run_due();
  std::vector<TypedValue> got;
  for (const Variable& variable : office.all<Variable>())
    if (variable.name == "item") got.push_back(variable.value);
  CHECK(got == std::vector<TypedValue>{TypedValue::of(Value(1)), TypedValue::of(Value("x")), TypedValue{},
                                       TypedValue::of(Value(List{Value(true)}))});
  CHECK(office.all<CarriedValue>().empty());
}
