#include "engine/rows/limits.h"
#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;
using tests::why;

namespace {

std::string loop_over(const std::string& count) {
  return "<startEvent id='s'/><task id='t'><multiInstanceLoopCharacteristics><loopCardinality>" + count +
         "</loopCardinality></multiInstanceLoopCharacteristics></task><endEvent id='e'/>" + flow("s", "t") +
         flow("t", "e");
}

Result start_with(Office& office, DefinitionId definition, std::int64_t n) {
  StartProcess start;
  start.definition = definition;
  start.variables.emplace_back("n", TypedValue::of(Value(n)));
  return office.try_one(start);
}

/// A sub-process that forks into a user task and a chain of tasks of two steps each, longer than one command.
constexpr int long_chain = 6'000;
std::string forked(const std::string& first, const std::string& second) {
  std::string inside = "<startEvent id='in'/><parallelGateway id='fork'/><userTask id='u'/>" +
                       flow("in", "fork") + flow("fork", first) + flow("fork", second);
  for (int i = 0; i < long_chain; ++i) inside += "<task id='n" + std::to_string(i) + "'/>";
  for (int i = 0; i + 1 < long_chain; ++i)
    inside += flow("n" + std::to_string(i), "n" + std::to_string(i + 1));
  return "<startEvent id='s'/><subProcess id='part'>" + inside + "</subProcess><endEvent id='e'/>" +
         flow("s", "part") + flow("part", "e");
}

}  // namespace

TEST_CASE("a loop of the greatest cardinality is begun, one more is refused and leaves nothing") {
  Office office;
  const DefinitionId definition = office.deploy(loop_over("${n}"));
  const Result refused = start_with(office, definition, limits::loop_cardinality_max + 1);
  CHECK(why(refused).find("limit 100000") != std::string::npos);
  CHECK(office.all<Instance>().empty());
  CHECK(office.all<ProcessHistory>().empty());
  CHECK_FALSE(start_with(office, definition, limits::loop_cardinality_max).error);
}

TEST_CASE("a long run goes on in a stored job after ten thousand steps, and ends") {
  Office office;
  const DefinitionId definition = office.deploy(loop_over("${n}"));
  REQUIRE_FALSE(start_with(office, definition, limits::steps_per_command_max + 10).error);
  const std::vector<Job> jobs = office.all<Job>();
  REQUIRE(jobs.size() == 1);
  const auto* rest = std::get_if<Continue>(&jobs.front().work);
  REQUIRE(rest);
  CHECK(rest->steps.size() < 5);  // whatever the number of instances to come
  office.run_due();
  CHECK(office.all<Instance>().empty());
  REQUIRE(office.all<ProcessHistory>().size() == 1);
  CHECK(office.all<ProcessHistory>().front().state == Outcome::Completed);
}

TEST_CASE("a scope stays open for the part of a long run that waits in a job") {
  Office office;
  const DefinitionId definition = office.deploy(forked("n0", "u"));
  office.start(definition);
  REQUIRE(office.all<Job>().size() == 1);
  REQUIRE(office.all<Task>().empty());  // its branch waits in the job too
  office.run_due();
  REQUIRE(office.all<Task>().size() == 1);
  CHECK(office.all<ProcessHistory>().front().state == Outcome::Active);
  office.ask<CompletedTask>(CompleteTask{office.all<Task>().front().id, {}, false, false, {}});
  CHECK(office.all<ProcessHistory>().front().state == Outcome::Completed);
}

TEST_CASE("a task that completes beside a long run does not end their scope") {
  Office office;
  const DefinitionId definition = office.deploy(forked("u", "n0"));
  office.start(definition);
  REQUIRE(office.all<Job>().size() == 1);
  office.ask<CompletedTask>(CompleteTask{office.all<Task>().front().id, {}, false, false, {}});
  CHECK(office.all<ProcessHistory>().front().state == Outcome::Active);
  office.run_due();
  CHECK(office.all<ProcessHistory>().front().state == Outcome::Completed);
  CHECK(office.store.reader()->count(
            Query<ActivityHistory>{Filter::equal("type", std::string("task")), {}}) == long_chain);
}

TEST_CASE("a loop without a wait state ends as an incident that names the limit, and harms nobody else") {
  Office office;
  const DefinitionId endless = office.deploy("<startEvent id='s'/><exclusiveGateway id='g'/><task id='t'/>" +
                                             flow("s", "g") + flow("g", "t") + flow("t", "g"));
  office.start(endless);
  office.run_due(5000);
  REQUIRE(office.all<Incident>().size() == 1);
  CHECK(office.all<Incident>().front().message->find("limit 1000000") != std::string::npos);
  const DefinitionId other =
      office.deploy("<startEvent id='s'/><endEvent id='e'/>" + flow("s", "e"), "other");
  CHECK_NOTHROW(office.start(other));
}

TEST_CASE("a process that calls itself is stopped at the depth that calls may have") {
  Office office;
  const DefinitionId definition = office.deploy(
      "<startEvent id='s'/><callActivity id='c' calledElement='=&quot;p&quot;'/>" + flow("s", "c"));
  StartProcess start;
  start.definition = definition;
  CHECK(why(office.try_one(start)).find("deeper than 64") != std::string::npos);
  CHECK(office.all<Instance>().empty());
}

TEST_CASE("a value of a mebibyte is kept, one byte more is refused") {
  Office office;
  const DefinitionId definition = office.deploy("<startEvent id='s'/><userTask id='t'/><endEvent id='e'/>" +
                                                flow("s", "t") + flow("t", "e"));
  const auto with = [&](std::size_t bytes) {
    StartProcess start;
    start.definition = definition;
    start.variables.emplace_back("v", TypedValue::of(Value(std::string(bytes, 'x'))));
    return office.try_one(start);
  };
  CHECK_FALSE(with(limits::value_bytes_max).error);
  CHECK(why(with(limits::value_bytes_max + 1)).find("limit 16777216") != std::string::npos);
}

TEST_CASE("a long error message of a worker is cut between two characters") {
  Office office;
  const DefinitionId definition = office.deploy(
      "<startEvent id='s'/><serviceTask id='t' camunda:type='external' camunda:topic='x'/><endEvent "
      "id='e'/>" +
      flow("s", "t") + flow("t", "e"));
  office.start(definition);
  FetchAndLock fetch;
  fetch.worker = "w";
  fetch.max_tasks = 1;
  fetch.topics.push_back({});
  fetch.topics.front().topic = "x";
  fetch.topics.front().lock_duration_ms = 1000;
  const JobId job = office.ask<LockedTasks>(fetch).tasks.front().job;
  std::string kept(limits::error_message_characters_max - 1, 'x');
  kept += "ế";
  const std::string message = kept + "ế";
  office.ask(FailExternalTask{job, "w", message, {}, 1, 0, {}, {}});
  CHECK(office.all<Job>().front().error_message == kept);
}
