// Work that belongs to no process instance: start timers, signals to start events, notifications.
#include <algorithm>
#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::hour;
using tests::minute;
using tests::Office;

namespace {

/// Begins by a timer, and calls a process that need not be there.
std::string calls_later(const std::string& timer) {
  return "<startEvent id='s'><timerEventDefinition>" + timer +
         "</timerEventDefinition></startEvent><callActivity id='call' calledElement='later'/><endEvent "
         "id='e'/>" +
         flow("s", "call") + flow("call", "e");
}
const std::string once = "<timeDuration>PT1H</timeDuration>", daily = "<timeCycle>R/P1D</timeCycle>";
const std::string later =
    "<startEvent id='s'/><userTask id='a'/><endEvent id='e'/>" + flow("s", "a") + flow("a", "e");

/// A task whose deadline tells the chair at once that it is late, by a channel that nobody serves.
std::string late_task() {
  return "<startEvent id='s'/><userTask id='a'><extensionElements>"
         "<x:deadline xmlns:x='urn:lienthong:bpmn:1.0' id='d' limit='PT1H'>"
         "<x:rung id='late' offset='PT0S' to='chair' level='1'/></x:deadline></extensionElements></userTask>"
         "<endEvent id='e'/>" +
         flow("s", "a") + flow("a", "e");
}

LockedTask fetch_notice(Office& office) {
  FetchAndLock fetch;
  fetch.worker = "mailer";
  fetch.max_tasks = 1;
  fetch.claims = FetchAndLock::Claims::Notifications;
  fetch.topics.push_back({});
  fetch.topics.front().topic = "notify.email";
  fetch.topics.front().lock_duration_ms = minute;
  const LockedTasks locked = office.ask<LockedTasks>(fetch);
  REQUIRE(locked.tasks.size() == 1);
  return locked.tasks.front();
}

FailExternalTask failed(JobId job, std::int64_t retries, std::int64_t pause_ms) {
  FailExternalTask fail;
  fail.job = job;
  fail.worker = "mailer";
  fail.message = "no route to host";
  fail.retries = retries;
  fail.retry_timeout_ms = pause_ms;
  return fail;
}

}  // namespace

TEST_CASE("a start timer that fails is tried for a while, then asks for a person where it stands") {
  Office office;
  const DefinitionId definition = office.deploy(calls_later(once));
  office.pass(hour);
  CHECK(office.all<Incident>().empty());
  for (const std::int64_t pause : {1, 5, 30}) {
    office.pass(pause * minute - 1);
    CHECK(office.all<Incident>().empty());
    office.pass(1);
  }
  REQUIRE(office.all<Incident>().size() == 1);
  const Incident incident = office.all<Incident>().front();
  CHECK(incident.type == "failedJob");
  CHECK(incident.node == "s");
  CHECK(incident.definition == definition);
  CHECK_FALSE(incident.root);
  CHECK_FALSE(incident.instance);
  CHECK(incident.message->find("later") != std::string::npos);
  CHECK(office.all<Job>().front().retries == 0);
  CHECK(office.all<ProcessHistory>().empty());

  SECTION("and a retry starts the process once what was missing is there") {
    office.deploy(later, "later");
    office.ask(SetJobRetries{incident.job, 1, false, {}});
    office.run_due();
    CHECK(office.all<Incident>().empty());
    CHECK(office.all<Job>().empty());
    CHECK(office.all<Task>().size() == 1);
  }
  SECTION("also after a restart") {
    Engine again(office.store, {});
    again.open(office.clocks());
    const std::vector<Command> group{SetJobRetries{incident.job, 1, false, {}}};
    CHECK_FALSE(again.run(group, office.clocks()).front().error);
    CHECK(office.all<Incident>().empty());
  }
  SECTION("and the incident goes with the definition") {
    DeleteDefinition gone;
    gone.definition = definition;
    office.ask(gone);
    CHECK(office.all<Incident>().empty());
    CHECK(office.all<Job>().empty());
  }
}

TEST_CASE("the model says how often a start timer is tried") {
  Office office;
  std::string model = calls_later(once);
  model.insert(model.find("<timerEventDefinition>"),
               "<extensionElements><camunda:failedJobRetryTimeCycle>R2/PT10M"
               "</camunda:failedJobRetryTimeCycle></extensionElements>");
  office.deploy(model);
  office.pass(hour);
  CHECK(office.all<Incident>().empty());
  office.pass(10 * minute);
  CHECK(office.all<Incident>().size() == 1);
}

TEST_CASE("a turn that fails ends no cycle") {
  Office office;
  office.deploy(calls_later(daily));
  for (int day = 1; day <= 3; ++day) {
    office.pass(24 * hour);
    CHECK(office.all<Job>().size() == static_cast<std::size_t>(day) + 1);  // the failed ones and the next
  }
  for (int retry = 0; retry < 3; ++retry) office.pass(hour);
  CHECK(office.all<Incident>().size() == 3);
  office.deploy(later, "later");
  office.pass(24 * hour - 3 * hour);
  CHECK(office.all<Task>().size() == 1);
  for (const Incident& incident : office.all<Incident>())
    office.ask(SetJobRetries{incident.job, 1, false, {}});
  office.run_due();
  CHECK(office.all<Incident>().empty());
  CHECK(office.all<Task>().size() == 4);   // each turn has had its instance …
  REQUIRE(office.all<Job>().size() == 1);  // … and none of them a turn of its own
  CHECK(office.all<Job>().front().due > office.now);
}

TEST_CASE("a turn of an instance's cycle that fails leaves the next one") {
  Office office;
  office.start(office.deploy(
      "<startEvent id='s'/><userTask id='a'/><boundaryEvent id='tick' attachedToRef='a' "
      "cancelActivity='false'>"
      "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></boundaryEvent>"
      "<serviceTask id='x' camunda:expression='${missing.part}'/><endEvent id='e'/>" +
      flow("s", "a") + flow("tick", "x") + flow("x", "e")));
  for (std::size_t turn = 1; turn <= 3; ++turn) {
    office.pass(hour);
    CHECK(office.all<Incident>().size() == turn);
  }
  office.pass(hour);
  CHECK(office.all<Incident>().size() == 3);
  office.ask<CompletedTask>(CompleteTask{office.all<Task>().front().id, {}, false, false, {}});
  CHECK(office.all<Job>().empty());
  CHECK(office.all<Incident>().empty());
}

TEST_CASE("a notification that nobody could send asks for a person, and is told again at once when asked") {
  Office office;
  const InstanceId root = office.start(office.deploy(late_task()));
  office.pass(hour);
  const LockedTask notice = fetch_notice(office);
  office.ask(failed(notice.job, 1, 6 * hour));
  CHECK(office.all<Incident>().empty());
  office.pass(6 * hour);
  office.ask(failed(fetch_notice(office).job, 0, 6 * hour));
  REQUIRE(office.all<Incident>().size() == 1);
  const Incident incident = office.all<Incident>().front();
  CHECK(incident.job == notice.job);
  CHECK(incident.node == "a");
  CHECK_FALSE(incident.root);
  const auto trail = office.all<AuditEvent>();
  CHECK(std::ranges::count_if(trail, [&](const AuditEvent& line) {
          return line.kind == "notification-failed" && line.root == root;
        }) == 1);
  office.ask(SetExternalTaskRetries{{notice.job}, 1});
  CHECK(office.all<Incident>().empty());
  CompleteExternalTask done;
  done.job = fetch_notice(office).job;
  done.worker = "mailer";
  office.ask(done);
  CHECK(std::ranges::none_of(office.all<Job>(), [](const Job& job) { return job.is<Notify>(); }));
}

TEST_CASE("asking for what cannot run now counts against nothing") {
  Office office;
  office.start(
      office.deploy("<startEvent id='s'/><serviceTask id='x' camunda:type='external' "
                    "camunda:topic='t'/><endEvent id='e'/>" +
                    flow("s", "x") + flow("x", "e")));
  const Job before = office.all<Job>().front();
  CHECK_THROWS_AS(office.ask(RunJob{before.id, true}), Refused);
  CHECK(office.all<Job>().front().attempts == before.attempts);
  CHECK(office.all<Job>().front().retries == before.retries);
}
