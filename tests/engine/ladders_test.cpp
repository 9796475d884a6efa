#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::hour;
using tests::Office;

namespace {

/// A task with a deadline of a day, and its rungs.
std::string task_with(const std::string& rungs) {
  return "<startEvent id='s'/><userTask id='a'><extensionElements>"
         "<x:deadline xmlns:x='urn:lienthong:bpmn:1.0' id='d' limit='PT24H'>" +
         rungs + "</x:deadline></extensionElements></userTask><endEvent id='e'/>" + flow("s", "a") +
         flow("a", "e");
}
std::string rung(const std::string& id, const std::string& offset, const std::string& to) {
  return "<x:rung id='" + id + "' offset='" + offset + "' to='" + to + "' level='1'/>";
}

/// `name:state` of each, in order; the due instant is "due".
std::string ladder(Office& office) {
  std::string all;
  for (const Rung& one : office.all<Rung>())
    all += (one.name.empty() ? "due" : one.name) + ":" + std::string(name_of(one.state)) + " ";
  return all;
}

std::string told(Office& office) {
  std::string all;
  for (const Job& job : office.all<Job>())
    if (const Notify* notice = std::get_if<Notify>(&job.work)) all += notice->rung + " ";
  return all;
}

Job job_of_rung(Office& office) {
  const auto jobs = office.all<Job>();
  const auto found = std::ranges::find_if(jobs, [](const Job& job) { return job.is<FireRung>(); });
  REQUIRE(found != jobs.end());
  return *found;
}

bool heard_of(Office& office, const std::string& kind) {
  return std::ranges::any_of(office.all<AuditEvent>(), [&](const AuditEvent& e) { return e.kind == kind; });
}

/// The office's calendar, with mornings that begin at another hour.
std::shared_ptr<const calendar::Calendar> opens_at(const std::string& hour_of_day) {
  std::ifstream in(std::string(LIENTHONG_SOURCE_DIR) + "/calendars/vn-public-sector.json");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  for (std::size_t at = text.find("07:30"); at != std::string::npos; at = text.find("07:30"))
    text.replace(at, 5, hour_of_day);
  return calendar::Calendar::parse(text);
}

void complete(Office& office) {
  office.ask<CompletedTask>(CompleteTask{office.all<Task>().front().id, {}, false, false, {}});
}

const std::string three =
    rung("soon", "-PT2H", "an") + rung("late", "PT1H", "binh") + rung("worse", "PT5H", "chi");

}  // namespace

TEST_CASE("a ladder is there as soon as its deadline is set, and each rung is told at its instant") {
  Office office;
  office.start(office.deploy(task_with(three)));
  CHECK(ladder(office) == "soon:planned due:planned late:planned worse:planned ");
  office.pass(22 * hour - 1);
  CHECK(told(office).empty());
  office.pass(1);
  CHECK(told(office) == "soon ");
  office.pass(10 * hour);  // several at once, each still told once
  CHECK(told(office) == "soon late worse ");
  CHECK(ladder(office) == "soon:fired due:fired late:fired worse:fired ");
  CHECK(office.all<Rung>()[2].told == "binh");
  CHECK(office.all<Deadline>().front().state == ClockState::Missed);
}

TEST_CASE("what is planned is superseded by work that is done, and cancelled with work that is") {
  for (const bool done : {true, false}) {
    Office office;
    const InstanceId root = office.start(office.deploy(task_with(three)));
    office.pass(23 * hour);
    if (done)
      complete(office);
    else
      office.ask(DeleteInstance{root, {}, {}, false, false});
    const std::string left = done ? "superseded" : "cancelled";
    CHECK(ladder(office) == "soon:fired due:" + left + " late:" + left + " worse:" + left + " ");
    REQUIRE(office.all<Deadline>().size() == 1);  // history
    CHECK(office.all<Deadline>().front().state == (done ? ClockState::Met : ClockState::Cancelled));
    CHECK(office.all<Deadline>().front().ended == office.now);
    office.pass(48 * hour);
    CHECK(told(office) == "soon ");
  }
}

TEST_CASE("work done late has exceeded its deadline") {
  Office office;
  office.start(office.deploy(task_with("")));
  office.pass(25 * hour);
  complete(office);
  CHECK(office.all<Deadline>().front().state == ClockState::Exceeded);
  CHECK(heard_of(office, "deadline-exceeded"));
}

TEST_CASE("a rung that cannot be told silences none behind it, and is told by retry") {
  Office office;
  office.start(office.deploy(task_with(rung("soon", "-PT2H", "${unit}") + rung("late", "PT1H", "binh"))));
  office.pass(22 * hour);
  REQUIRE(office.all<Incident>().size() == 1);
  const Incident incident = office.all<Incident>().front();
  CHECK(incident.node == "a");
  CHECK(ladder(office) == "soon:planned due:planned late:planned ");
  office.pass(3 * hour);
  CHECK(told(office) == "late ");
  CHECK(heard_of(office, "deadline-missed"));
  CHECK(office.all<Incident>().size() == 1);

  SECTION("once it can be") {
    ChangeVariables set;
    set.instance = office.all<Task>().front().root;
    set.set = {{"unit", TypedValue::of(Value("an"))}};
    office.ask(set);
    office.ask(SetJobRetries{incident.job, 1, false, {}});
    office.run_due();
    CHECK(office.all<Incident>().empty());
    CHECK(ladder(office) == "soon:fired due:fired late:fired ");
  }
  SECTION("and not after the work has ended") {
    complete(office);
    CHECK(office.all<Incident>().empty());
    CHECK(ladder(office) == "soon:superseded due:fired late:fired ");
  }
}

TEST_CASE("a rung whose units are null asks for a person, for nobody would be told") {
  Office office;
  office.start(office.deploy(task_with(rung("soon", "-PT2H", "${null}") + rung("late", "PT1H", "binh"))));
  office.pass(25 * hour);
  REQUIRE(office.all<Incident>().size() == 1);
  CHECK(office.all<Incident>().front().message->find("nobody to tell") != std::string::npos);
  CHECK(ladder(office) == "soon:planned due:fired late:fired ");
}

TEST_CASE("a rung that is called off says by whom, and the others are told") {
  Office office;
  office.start(office.deploy(task_with(three)));
  office.ask(DeleteJob{job_of_rung(office).id, "lan"});
  CHECK(heard_of(office, "deadline-rung-cancelled"));
  CHECK(office.all<Rung>()[0].ended_by == "lan");
  office.pass(30 * hour);
  CHECK(told(office) == "late worse ");
  CHECK(ladder(office) == "soon:cancelled due:fired late:fired worse:fired ");
}

TEST_CASE("nobody moves the instant of a rung") {
  Office office;
  office.start(office.deploy(task_with(three)));
  const JobId job = job_of_rung(office).id;
  CHECK_THROWS_AS(office.ask(RunJob{job, true}), Refused);
  CHECK_THROWS_AS(office.ask(SetJobDue{job, office.now, false}), Refused);
  CHECK_THROWS_AS(office.ask(SetJobRetries{job, 1, true, office.now}), Refused);
  CHECK(told(office).empty());
  CHECK(job_of_rung(office).attempts == 0);
}

TEST_CASE("another calendar after a restart tells no rung twice and none never") {
  Office office;
  office.start(office.deploy(
      task_with(rung("soon", "-2 working hours", "an") + rung("late", "3 working hours", "binh"))));
  const auto planned = office.all<Rung>();
  office.pass(planned[0].at - office.now);
  CHECK(told(office) == "soon ");
  Settings settings;
  settings.calendar = opens_at("09:00");
  Engine again(office.store, settings);
  again.open(office.clocks());
  office.now = planned.back().at;
  for (int i = 0; i < 10; ++i) {
    again.read(office.clocks());
    const auto due = again.due(64);
    if (!due.empty()) again.run(due, office.clocks());
  }
  CHECK(told(office) == "soon late ");
  CHECK(ladder(office) == "soon:fired due:fired late:fired ");
}

TEST_CASE("a rung raises the escalation whose code its expression gives, and none stops it") {
  const auto model = [](const std::string& code) {
    return task_with("<x:rung id='r' offset='0 working hours' to='an' escalation='" + code + "'/>") +
           "<boundaryEvent id='b' attachedToRef='a' cancelActivity='false'><escalationEventDefinition "
           "escalationRef='es'/></boundaryEvent><userTask id='told'/>" +
           flow("b", "told");
  };
  const auto tasks_after = [&](const std::string& code, Variables variables) {
    Office office;
    office.start(office.deploy(model(code) + "</process><escalation id='es' escalationCode='LATE'/><process "
                                             "id='other'>"),
                 std::move(variables));
    for (int day = 0; day < 20; ++day) office.pass(25 * hour);
    std::string all;
    for (const Task& task : office.all<Task>()) all += task.node + " ";
    return all + std::to_string(office.all<Incident>().size());
  };
  const auto named = [](const char* code) {
    return Variables{{"code", TypedValue::of(Value(std::string(code)))}};
  };
  CHECK(tasks_after("LATE", {}) == "a told 0");
  CHECK(tasks_after("${code}", named("LATE")) == "a told 0");
  CHECK(tasks_after("=code", named("LATE")) == "a told 0");
  CHECK(tasks_after("${code}", named("OTHER")) == "a 0");
  CHECK(tasks_after("${code}", named("")) == "a 1");
  CHECK(tasks_after("${code}", {}) == "a 1");
}
