#include <algorithm>
#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

std::string one_task() {
  return "<startEvent id='s'/><userTask id='a'/><endEvent id='e'/>" + flow("s", "a") + flow("a", "e");
}

/// A process whose only step fails in a job, and one that calls it, and one that calls that.
std::string failing() {
  return "<startEvent id='s'/><serviceTask id='x' camunda:asyncBefore='true' "
         "camunda:expression='${missing.part}'/><endEvent id='e'/>" +
         flow("s", "x") + flow("x", "e");
}
std::string calling(const std::string& called) {
  return "<startEvent id='s'/><callActivity id='call' calledElement='" + called + "'/><endEvent id='e'/>" +
         flow("s", "call") + flow("call", "e");
}

IncidentId tell(Office& office, InstanceId at, const std::string& configuration) {
  return IncidentId{
      office.ask<Created>(CreateIncident{at, "paperLost", configuration, "lost on the way"}).id};
}

std::vector<std::string> states(Office& office) {
  std::vector<std::string> found;
  for (const IncidentHistory& row : office.all<IncidentHistory>()) found.push_back(row.state);
  return found;
}

CompleteTask complete_only(Office& office) {
  return CompleteTask{office.all<Task>().front().id, {}, false, false, {}};
}

}  // namespace

TEST_CASE("incidents with one configuration at one execution are told apart") {
  Office office;
  const InstanceId root = office.start(office.deploy(one_task()));
  const IncidentId first = tell(office, root, "shelf 7"), second = tell(office, root, "shelf 7");
  office.ask(ResolveIncident{first});
  REQUIRE(office.all<Incident>().size() == 1);
  CHECK(office.all<Incident>().front().id == second);
  CHECK(states(office) == std::vector<std::string>{"resolved", "open"});
}

TEST_CASE("what ends takes all its incidents along, alike or not") {
  for (const bool at_task : {false, true}) {
    Office office;
    const InstanceId root = office.start(office.deploy(one_task()));
    const InstanceId at = at_task ? office.all<Task>().front().instance : root;
    for (const char* configuration : {"shelf 7", "shelf 7", "", "shelf 8", "shelf 7"})
      tell(office, at, configuration);
    office.ask<Created>(CreateIncident{at, "paperLost", {}, {}});
    office.ask<CompletedTask>(complete_only(office));
    CHECK(office.all<Incident>().empty());
    CHECK(office.all<Instance>().empty());
    CHECK(states(office) == std::vector<std::string>(6, "deleted"));
  }
}

TEST_CASE("an incident without configuration has none") {
  Office office;
  office.ask<Created>(CreateIncident{office.start(office.deploy(one_task())), "paperLost", {}, {}});
  CHECK_FALSE(office.all<Incident>().front().configuration);
}

TEST_CASE("a client's incident that names a job is not that job's") {
  Office office;
  const InstanceId root = office.start(office.deploy(failing()));
  office.run_due();
  const Job job = office.all<Job>().front();
  const IncidentId told = tell(office, root, to_string(job.id));
  REQUIRE(office.all<Incident>().size() == 2);
  office.ask(SetJobRetries{job.id, 1, true, office.now + 1000});
  REQUIRE(office.all<Incident>().size() == 1);
  CHECK(office.all<Incident>().front().id == told);
}

TEST_CASE("an incident of a job waits for the job, also where it is seen from outside") {
  Office office;
  office.deploy(failing(), "inner");
  office.deploy(calling("inner"), "middle");
  office.start(office.deploy(calling("middle"), "outer"));
  office.run_due();
  const auto incidents = office.all<Incident>();
  REQUIRE(incidents.size() == 3);
  for (const Incident& incident : incidents) {
    CHECK(incident.root_cause == incidents.front().id);
    CHECK_THROWS_AS(office.ask(ResolveIncident{incident.id}), Refused);
  }
  CHECK(incidents[1].cause == incidents[0].id);
  CHECK(incidents[2].cause == incidents[1].id);
  office.ask(SetJobRetries{office.all<Job>().front().id, 1, true, office.now + 1000});
  CHECK(office.all<Incident>().empty());
  CHECK(states(office) == std::vector<std::string>(3, "resolved"));
}

TEST_CASE("a client's incident in a called process is resolved from wherever it is seen") {
  for (const std::size_t from : {0u, 1u, 2u}) {
    Office office;
    office.deploy(one_task(), "inner");
    office.deploy(calling("inner"), "middle");
    office.start(office.deploy(calling("middle"), "outer"));
    const InstanceId at = office.all<Task>().front().instance;
    tell(office, at, "shelf 7");
    tell(office, at, "shelf 7");
    REQUIRE(office.all<Incident>().size() == 6);
    office.ask(ResolveIncident{office.all<Incident>()[from].id});
    const auto left = office.all<Incident>();
    REQUIRE(left.size() == 3);
    for (const Incident& incident : left) CHECK(incident.root_cause == left.front().id);
    office.ask<CompletedTask>(complete_only(office));
    CHECK(office.all<Incident>().empty());
  }
}

TEST_CASE("incidents are found again after a restart") {
  Office office;
  const InstanceId root = office.start(office.deploy(one_task()));
  tell(office, root, "shelf 7");
  tell(office, root, "shelf 7");
  Engine again(office.store, {});
  again.open(office.clocks());
  const std::vector<Command> group{complete_only(office)};
  CHECK_FALSE(again.run(group, office.clocks()).front().error);
  CHECK(office.all<Incident>().empty());
}
