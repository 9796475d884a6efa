#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

TypedValue transient(Value value) {
  TypedValue typed = TypedValue::of(std::move(value));
  typed.transient = true;
  return typed;
}

const std::string copying =
    "<startEvent id='s'/><serviceTask id='t' camunda:expression='${secret + 1}' "
    "camunda:resultVariable='kept'/>"
    "<userTask id='u'/><serviceTask id='t2' camunda:expression='${secret + 2}' "
    "camunda:resultVariable='kept'/>" +
    flow("s", "t") + flow("t", "u") + flow("u", "t2");

}  // namespace

TEST_CASE("a transient variable is seen until the next wait state, and written nowhere") {
  Office office;
  const DefinitionId definition = office.deploy(copying);
  office.start(definition, {{"secret", transient(Value(1))}});
  REQUIRE(office.all<Variable>().size() == 1);
  CHECK(office.all<Variable>().front().name == "kept");
  CHECK(office.all<Variable>().front().value.value == Value(2));
  CHECK(office.all<VariableHistory>().size() == 1);
  const TaskId task = office.all<Task>().front().id;
  CHECK(office.try_one(CompleteTask{task, {}, false, false, {}}).error);
  office.ask<CompletedTask>(CompleteTask{task, {{"secret", transient(Value(5))}}, false, false, {}});
  CHECK(office.all<Variable>().empty());
  for (const VariableHistory& row : office.all<VariableHistory>()) CHECK(row.name == "kept");
}

TEST_CASE("a variable is transient or not, and stays so") {
  Office office;
  const DefinitionId definition = office.deploy(copying);
  const InstanceId root = office.start(definition, {{"secret", TypedValue::of(Value(1))}});
  const Result refused =
      office.try_one(ChangeVariables{root, {}, false, {{"secret", transient(Value(2))}}, {}});
  REQUIRE(refused.error);
  CHECK_THROWS_WITH(std::rethrow_exception(refused.error), Catch::Contains("not transient already"));
}
