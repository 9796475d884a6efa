// What time does to the engine: moved by hand, and at its ends.
#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

constexpr std::int64_t second_ms = 1'000, minute_ms = 60 * second_ms, day_ms = 1'440 * minute_ms,
                       century_ms = 36'525 * day_ms;

/// What is written between a start and an end; "x" is the element in the middle.
std::string between_ends(const std::string& inside) {
  return "<startEvent id='s'/>" + inside + "<endEvent id='e'/>" + flow("s", "x") + flow("x", "e");
}

std::string waiting(const std::string& timer) {
  return between_ends("<intermediateCatchEvent id='x'><timerEventDefinition>" + timer +
                      "</timerEventDefinition></intermediateCatchEvent>");
}

const std::string worked = between_ends("<serviceTask id='x' camunda:type='external' camunda:topic='t'/>");

FetchAndLock fetch(std::int64_t lock_ms, const std::string& worker = "w") {
  FetchAndLock fetch;
  fetch.worker = worker;
  fetch.max_tasks = 100;
  fetch.topics.push_back({});
  fetch.topics.front().topic = "t";
  fetch.topics.front().lock_duration_ms = lock_ms;
  return fetch;
}

/// Time passes, and the writer's loop looks every second.
void pass(Office& office, Engine& engine, std::int64_t ms) {
  for (; ms > 0; ms -= second_ms) {
    office.now = office.now + std::min(ms, second_ms);
    engine.read(office.clocks());
    engine.run(engine.due(64), office.clocks());
  }
}
void pass(Office& office, std::int64_t ms) { pass(office, office.engine, ms); }

/// Whether the one task of the topic can be fetched, which locks it for a moment.
bool is_free(Office& office, Engine& engine, const std::string& worker = "w") {
  const Command command = fetch(1, worker);
  const Result result = engine.run(std::span(&command, 1), office.clocks()).front();
  return !std::get<LockedTasks>(result.reply).tasks.empty();
}

std::vector<Problem> warnings_of(const std::string& inside) {
  Office office;
  Deploy deploy;
  deploy.resources.emplace_back("p.bpmn",
                                "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
                                "xmlns:lienthong='urn:lienthong:bpmn:1.0' id='d' targetNamespace='t'>"
                                "<process id='p' isExecutable='true'>" +
                                    inside + "</process></definitions>");
  std::vector<Problem> warnings = office.ask<Deployed>(deploy).warnings;
  std::erase_if(warnings, [](const Problem& p) { return p.rule == "expression-not-formal"; });  // for short
  return warnings;
}

}  // namespace

TEST_CASE("a clock moved by hand stays moved, whatever becomes of the process") {
  Office office;
  office.ask(AdvanceClock{3 * day_ms});
  CHECK(office.engine.now() == office.now + 3 * day_ms);
  Engine again(office.store, {});
  again.open(Clocks::agreeing(office.now + 1000));
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
    return between_ends("<userTask id='x'><extensionElements><lienthong:deadline id='d' " + attributes +
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

TEST_CASE("a machine's clock that was ahead once keeps no timer waiting") {
  for (const std::int64_t leap : {30 * minute_ms, day_ms, 400 * day_ms}) {
    Office office;
    const DefinitionId definition = office.deploy(waiting("<timeDuration>PT10S</timeDuration>"));
    office.wall_wrong_by_ms = leap;
    pass(office, Clock::believed_after_ms + second_ms);
    CHECK(office.engine.now() == office.now + leap);
    office.start(definition);
    office.wall_wrong_by_ms = 0;
    pass(office, 9 * second_ms);
    CHECK(office.all<Instance>().size() == 2);
    pass(office, second_ms);
    CHECK(office.all<Instance>().empty());
    office.start(definition);
    pass(office, 10 * second_ms);
    CHECK(office.all<Instance>().empty());
    CHECK(office.engine.clock().ahead_ms == leap);
  }
}

TEST_CASE("a leap that nobody believes fires no timer, and an operator's word does") {
  Office office;
  office.start(office.deploy(waiting("<timeDuration>P3D</timeDuration>")));
  office.engine.take_clock_changes();
  office.wall_wrong_by_ms = 4 * day_ms;
  pass(office, Clock::believed_after_ms - second_ms);
  CHECK(office.all<Instance>().size() == 2);
  CHECK(office.engine.clock().doubted_ms == 4 * day_ms);
  office.ask(BelieveClock{});
  CHECK(office.engine.now() == office.now + 4 * day_ms);
  office.run_due();
  CHECK(office.all<Instance>().empty());
  const std::vector<ClockChange> changes = office.engine.take_clock_changes();
  REQUIRE(changes.size() == 2);
  CHECK(changes.back().event == ClockEvent::LeapBelieved);
  CHECK(changes.back().by_ms == 4 * day_ms);
  CHECK(office.engine.take_clock_changes().empty());
}

TEST_CASE("locks run out after what has passed, however the machine's clock is set") {
  for (const std::int64_t wrong : {30 * minute_ms, -30 * minute_ms, 400 * day_ms, -400 * day_ms}) {
    Office office;
    office.start(office.deploy(worked));
    REQUIRE(office.ask<LockedTasks>(fetch(5 * minute_ms)).tasks.size() == 1);
    office.wall_wrong_by_ms = wrong;
    pass(office, 5 * minute_ms - second_ms);
    CHECK_FALSE(is_free(office, office.engine));
    office.ask(ExtendLock{office.all<Job>().front().id, "w", minute_ms});
    office.wall_wrong_by_ms = 0;
    pass(office, minute_ms - second_ms);
    CHECK_FALSE(is_free(office, office.engine));
    CHECK(office.engine.next_unlock() == office.engine.clock().steady + second_ms);
    pass(office, second_ms);
    CHECK(is_free(office, office.engine));
  }
}

TEST_CASE("a moved development clock ends locks") {
  Office office;
  office.start(office.deploy(worked));
  const LockedTasks locked = office.ask<LockedTasks>(fetch(day_ms));
  CHECK(locked.tasks.front().locked_until == office.now + day_ms);
  office.ask(AdvanceClock{day_ms - 1});
  CHECK_FALSE(is_free(office, office.engine));
  office.ask(AdvanceClock{1});
  CHECK(is_free(office, office.engine));
}

TEST_CASE("a lock keeps its rest when the process is killed, whatever the wall says afterwards") {
  for (const std::int64_t wrong : {std::int64_t{0}, day_ms, 400 * day_ms, -day_ms}) {
    Office office;
    office.start(office.deploy(worked));
    REQUIRE(office.ask<LockedTasks>(fetch(10 * minute_ms)).tasks.size() == 1);
    pass(office, 7 * minute_ms + 3 * second_ms);
    Engine again(office.store, {});
    office.wall_wrong_by_ms = wrong;
    again.open(office.clocks());
    const std::int64_t rest = 3 * minute_ms - 3 * second_ms;
    CHECK(*again.next_unlock() - again.clock().steady >= rest - Clock::stored_every_ms);
    CHECK(*again.next_unlock() - again.clock().steady <= rest + Clock::stored_every_ms);
    if (wrong == 0) CHECK(*again.next_unlock() - again.clock().steady == rest);
    pass(office, again, rest - Clock::stored_every_ms - second_ms);
    CHECK_FALSE(is_free(office, again));
    pass(office, again, 2 * Clock::stored_every_ms + second_ms);
    CHECK(is_free(office, again));
  }
}

TEST_CASE("an orderly end stores how far time has come") {
  Office office;
  office.start(office.deploy(worked));
  REQUIRE(office.ask<LockedTasks>(fetch(minute_ms)).tasks.size() == 1);
  office.now = office.now + 9 * second_ms;
  office.engine.close(office.clocks());
  office.wall_wrong_by_ms = -day_ms;
  Engine again(office.store, {});
  again.open(office.clocks());
  CHECK(*again.next_unlock() - again.clock().steady == minute_ms - 9 * second_ms);
  CHECK(again.now() == office.now);
}

TEST_CASE("what passes is stored for those who hold a lock, and for nobody else") {
  Office office;
  office.start(office.deploy(worked));
  const auto commits = [&] { return office.store.counters().commits; };
  std::int64_t before = commits();
  pass(office, 10 * minute_ms);
  CHECK(commits() == before);
  office.ask<LockedTasks>(fetch(5 * minute_ms));
  before = commits();
  pass(office, 5 * minute_ms - second_ms);
  CHECK(commits() - before == 5 * minute_ms / Clock::stored_every_ms - 1);
  before = commits();
  pass(office, 10 * minute_ms);
  CHECK(commits() == before);
}

TEST_CASE("after a restart while engine time is ahead, timers go by what passes") {
  Office office;
  const DefinitionId definition = office.deploy(waiting("<timeDuration>PT1M</timeDuration>"));
  office.wall_wrong_by_ms = 400 * day_ms;
  pass(office, Clock::believed_after_ms + second_ms);
  office.start(definition);
  office.wall_wrong_by_ms = 0;
  Engine again(office.store, {});
  again.open(office.clocks());
  CHECK(again.now() == office.now + 400 * day_ms);
  CHECK(again.take_clock_changes().size() == 1);
  pass(office, again, minute_ms - second_ms);
  CHECK(office.all<Instance>().size() == 2);
  pass(office, again, second_ms);
  CHECK(office.all<Instance>().empty());
}
