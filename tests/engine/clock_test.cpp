// What time does to the engine: moved by hand, and at its ends.
#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

constexpr std::int64_t day_ms = 86'400'000, century_ms = 36'525 * day_ms;

/// What is written between a start and an end; "x" is the element in the middle.
std::string around(const std::string& inside) {
  return "<startEvent id='s'/>" + inside + "<endEvent id='e'/>" + flow("s", "x") + flow("x", "e");
}

std::string waiting(const std::string& timer) {
  return around("<intermediateCatchEvent id='x'><timerEventDefinition>" + timer +
                "</timerEventDefinition></intermediateCatchEvent>");
}

const std::string worked = around("<serviceTask id='x' camunda:type='external' camunda:topic='t'/>");

FetchAndLock fetch(std::int64_t lock_ms, const std::string& worker = "w") {
  FetchAndLock fetch;
  fetch.worker = worker;
  fetch.max_tasks = 100;
  fetch.topics.push_back({});
  fetch.topics.front().topic = "t";
  fetch.topics.front().lock_duration_ms = lock_ms;
  return fetch;
}

std::vector<Problem> warnings_of(const std::string& inside) {
  Office office;
  Deploy deploy;
  deploy.resources.emplace_back("p.bpmn",
                                "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
                                "xmlns:lienthong='urn:lienthong:bpmn:1.0' id='d' targetNamespace='t'>"
                                "<process id='p' isExecutable='true'>" +
                                    inside + "</process></definitions>");
  return office.ask<Deployed>(deploy).warnings;
}

}  // namespace

TEST_CASE("a clock moved by hand stays moved, whatever becomes of the process") {
  Office office;
  office.ask(AdvanceClock{3 * day_ms});
  CHECK(office.engine.now() == office.now + 3 * day_ms);
  Engine again(office.store, {});
  again.open();
  again.set_wall(office.now + 1000);
  CHECK(again.now() == office.now + 3 * day_ms + 1000);
}

TEST_CASE("a clock that could not be moved has not moved") {
  Office office;
  office.deploy(worked);
  office.store.refuse_writes(true);
  CHECK_THROWS_AS(office.ask(AdvanceClock{day_ms}), NotWritten);
  CHECK(office.engine.now() == office.now);
  office.store.refuse_writes(false);
  office.ask(AdvanceClock{1});
  CHECK(office.engine.now() == office.now + 1);
}

TEST_CASE("a command that answers nothing writes nothing") {
  Office office;
  office.deploy(worked);
  const std::int64_t commits = office.store.counters().commits;
  office.now = office.now + 1000;
  CHECK(office.ask<LockedTasks>(fetch(1000)).tasks.empty());
  CHECK(office.store.counters().commits == commits);
}

TEST_CASE("time can be moved to its end and not beyond, and ids go on rising there") {
  Office office;
  const DefinitionId definition = office.deploy(worked);
  std::int64_t last = office.start(definition).value;
  for (int moved = 0; moved < 79; ++moved) {
    office.ask(AdvanceClock{century_ms});
    for (int i = 0; i < 3; ++i) {
      const std::int64_t id = office.start(definition).value;
      REQUIRE(id > last);
      last = id;
    }
  }
  CHECK_THROWS_AS(office.ask(AdvanceClock{century_ms}), Refused);
  CHECK_THROWS_AS(office.ask(AdvanceClock{INT64_MAX}), Refused);
  CHECK_NOTHROW(office.ask(AdvanceClock{(Instant::last() - office.engine.now()) - 1}));
  CHECK(office.start(definition).value > last);
  CHECK(office.ask<LockedTasks>(fetch(INT64_MAX)).tasks.size() == 100);
}

TEST_CASE("durations that clients send are of any length") {
  Office office;
  office.start(office.deploy(worked));
  const auto locked = [&] { return office.ask<LockedTasks>(fetch(INT64_MAX)).tasks.size() == 1; };
  REQUIRE(locked());
  const JobId job = office.all<Job>().front().id;
  office.ask(ExtendLock{job, "w", INT64_MAX});
  CHECK_FALSE(locked());
  office.ask(FailExternalTask{job, "w", {}, {}, 3, INT64_MAX, {}, {}});
  CHECK_FALSE(locked());
  CHECK_THROWS_AS(office.ask(LockExternalTask{job, "other", INT64_MAX}), Refused);
  office.ask(UnlockExternalTask{job});
  CHECK(locked());
}

TEST_CASE("a job may be due at any instant that can be told") {
  Office office;
  office.start(office.deploy(waiting("<timeDuration>P106751991168D</timeDuration>")));
  const JobId job = office.all<Job>().front().id;
  CHECK(office.all<Job>().front().due == Instant::last());
  for (const std::int64_t ms : {INT64_MAX, INT64_MIN + 1, Instant::last().ms}) {
    office.ask(SetJobDue{job, Instant{ms}, false});
    CHECK(office.engine.next_due() == Instant{ms});
  }
  office.run_due();
  CHECK(office.all<Instance>().size() == 2);
  office.ask(SetJobDue{job, Instant{INT64_MIN}, false});
  office.run_due();
  CHECK(office.all<Instance>().empty());
}

TEST_CASE("a deployment tells which of its constant times never come") {
  const auto rule = [](const std::string& inside) {
    const std::vector<Problem> warnings = warnings_of(inside);
    return warnings.size() == 1 ? warnings.front().rule : std::to_string(warnings.size());
  };
  const auto deadline = [](const std::string& attributes, const std::string& offset = "1 working day") {
    return around("<userTask id='x'><extensionElements><lienthong:deadline id='d' " + attributes +
                  "><lienthong:rung id='r' to='u' offset='" + offset +
                  "'/></lienthong:deadline></extensionElements></userTask>");
  };
  for (const char* never :
       {"<timeDuration>P106751991168D</timeDuration>", "<timeDuration>P9000Y</timeDuration>",
        "<timeDate>12022-04-12T08:00:00</timeDate>",
        "<timeDuration>PT99999999999999999999S</timeDuration>"}) {
    INFO(never);
    CHECK(rule(waiting(never)) == "timer-never");
  }
  CHECK(rule(deadline("due='12022-04-12T08:00:00'")) == "deadline-never");
  CHECK(rule(deadline("limit='36526 working days'")) == "span-too-long");
  CHECK(rule(deadline("limit='P40000D'")) == "span-too-long");
  CHECK(rule(deadline("limit='3 working days'", "99999999 working minutes")) == "span-too-long");
  for (const char* comes : {"<timeDuration>P90Y</timeDuration>", "<timeDate>9998-12-31T08:00:00</timeDate>",
                            "<timeDuration>${wait}</timeDuration>"})
    CHECK(rule(waiting(comes)) == "0");
  CHECK(rule(deadline("limit='36525 working days'")) == "0");
}
