#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

constexpr const char* two_tasks =
    "<startEvent id='s'/><userTask id='a'/><serviceTask id='bad' "
    "camunda:expression='${missing.part}'/><endEvent id='e'/>";

std::string model() { return two_tasks + flow("s", "a") + flow("a", "bad") + flow("bad", "e"); }

/// Every row that a command could have changed, as text.
std::string state(Office& office) {
  std::string text;
  for (const Instance& i : office.all<Instance>())
    text += "i" + to_string(i.id) + i.node + std::string(name_of(i.state)) + ";";
  for (const Task& t : office.all<Task>())
    text += "t" + to_string(t.id) + t.assignee.value_or("-") + std::string(name_of(t.state)) + ";";
  for (const Variable& v : office.all<Variable>())
    text += "v" + v.name + lienthong::text(v.value.value) + ";";
  for (const ActivityHistory& h : office.all<ActivityHistory>())
    text += "h" + h.node + (h.ended ? "!" : "?") + ";";
  for (const Job& j : office.all<Job>()) text += "j" + to_string(j.id) + ";";
  for (const AuditEvent& a : office.all<AuditEvent>()) text += "a" + a.kind + ";";
  return text;
}

}  // namespace

TEST_CASE("a command that fails leaves no trace, and its neighbours in the group are untouched") {
  Office office;
  const DefinitionId definition = office.deploy(model());
  office.start(definition);
  const TaskId task = office.all<Task>().front().id;
  const std::string before = state(office);
  StartProcess neighbour;
  neighbour.definition = definition;
  const std::vector<Command> group{
      CompleteTask{task, {{"x", TypedValue::of(Value(1))}}, false, false, {}},  // fails at the expression
      ClaimTask{TaskId{12345}, "lan"},                                          // no such task
      neighbour,
      CompleteTask{task, {{"x", TypedValue::of(Value(2))}}, false, false, {}},
  };
  const auto results = office.engine.run(group, office.clocks());
  CHECK(results[0].error);
  CHECK(results[1].error);
  CHECK_FALSE(results[2].error);
  CHECK(results[3].error);
  const std::string after = state(office);
  CHECK(after.find("vx") == std::string::npos);
  CHECK(office.all<Task>().size() == 2);
  CHECK(office.all<Task>().front().id == task);
  office.ask(DeleteInstance{std::get<Started>(results[2].reply).root, {}, {}, false, false});
  CHECK(state(office).substr(0, before.find(';')) == before.substr(0, before.find(';')));
  CHECK_NOTHROW(office.ask(ClaimTask{task, "lan"}));
}

TEST_CASE("when nothing could be written everybody is told, and the engine goes on from what is stored") {
  Office office;
  const DefinitionId definition = office.deploy(model());
  office.start(definition);
  const std::string before = state(office);
  office.store.refuse_writes(true);
  StartProcess start;
  start.definition = definition;
  const std::vector<Command> group{start, ClaimTask{office.all<Task>().front().id, "lan"}};
  for (const Result& result : office.engine.run(group, office.clocks()))
    CHECK_THROWS_AS(std::rethrow_exception(result.error), NotWritten);
  office.store.refuse_writes(false);
  CHECK(state(office) == before);
  CHECK_NOTHROW(office.ask(ClaimTask{office.all<Task>().front().id, "lan"}));
  CHECK(office.all<Task>().front().assignee == "lan");
}

TEST_CASE("the same commands give the same ids, refused ones between them or not") {
  Office one, other;
  for (Office* office : {&one, &other}) office->deploy(model());
  one.try_one(CompleteTask{TaskId{1}, {}, false, false, {}});
  for (Office* office : {&one, &other}) office->start(office->all<DefinitionRow>().front().id);
  CHECK(state(one) == state(other));
}

TEST_CASE("trees leave memory and come back") {
  storage::MemoryStore store;
  Settings settings;
  settings.cached_trees_max = 2;
  Engine engine(store, settings);
  const Clocks now = Clocks::agreeing({1'649'732'400'000});
  engine.open(now);
  Deploy deploy;
  deploy.resources.emplace_back(
      "p.bpmn",
      "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\" targetNamespace=\"t\">"
      "<process id=\"p\" isExecutable=\"true\"><startEvent id='s'/><userTask id='a'/><endEvent id='e'/>" +
          flow("s", "a") + flow("a", "e") + "</process></definitions>");
  engine.run(std::vector<Command>{deploy}, now);
  StartProcess start;
  start.key = "p";
  for (int i = 0; i < 10; ++i) engine.run(std::vector<Command>{start}, now);
  for (const Task& task : store.reader()->select(Query<Task>{})) {
    const auto results = engine.run(std::vector<Command>{CompleteTask{task.id, {}, false, false, {}}}, now);
    CHECK_FALSE(results.front().error);
  }
  CHECK(store.reader()->count(Query<Instance>{}) == 0);
  const Filter completed = Filter::equal("state", std::string("COMPLETED"));
  CHECK(store.reader()->count(Query<ProcessHistory>{completed, {}}) == 10);
}
