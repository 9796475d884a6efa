#include <catch2/catch.hpp>
#include <future>
#include "api/v1/v1.h"
#include "tests/api/support.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;

TEST_CASE("The server says that it is well") {
  Office o;
  const Answer answer = o.served.ask("GET", "/health");
  CHECK(answer.status == 200);
  CHECK_THAT(answer.body, Contains("\"status\":\"up\"") && Contains("\"damaged\":0"));
}

TEST_CASE("The development clock moves forward, and only forward") {
  Office o;
  const auto now = [&] { return o.served.ask("GET", "/api/v1/clock").json().find("now")->string(); };
  const std::string before = now();
  const Answer moved = o.served.ask("POST", "/api/v1/clock", R"({"advance":"P3D"})");
  CHECK(moved.status == 200);
  CHECK(before.substr(0, 10) == "2026-04-01");
  CHECK(moved.json().find("now")->string().substr(0, 10) == "2026-04-04");
  CHECK(now().substr(0, 10) == "2026-04-04");
  for (const char* bad : {"{}", R"({"advance":"-P1D"})", R"({"advance":"P1M"})", R"({"advance":"tomorrow"})",
                          R"({"advance":3})", R"({"advance":"P36526D"})"}) {
    INFO(bad);
    CHECK(o.served.ask("POST", "/api/v1/clock", bad).status == 400);
  }
}

TEST_CASE("Without the development clock nobody moves time") {
  LiveEngine engine;
  Served served(engine, engine.store, [](Router& router) { add_own_routes(router); });
  CHECK(served.ask("POST", "/api/v1/clock", R"({"advance":"P3D"})").status == 404);
  CHECK(served.ask("GET", "/api/v1/clock").status == 404);
}

TEST_CASE("The server tells how its time stands to the machine's clock, and an operator may believe a leap") {
  LiveEngine engine;
  Served served(engine, engine.store, [](Router& router) { add_own_routes(router); });
  constexpr std::int64_t day_ms = 86'400'000;
  const auto look = [&] {
    std::promise<void> looked;  // the writer reads the clocks with each command
    engine.submit(engine::FetchAndLock{"w", 0, false, {}, {}, {}, {}},
                  [&](engine::Result) { looked.set_value(); });
    looked.get_future().wait();
    return served.ask("GET", "/health").json();
  };
  const auto clock = [](const Value& answer, const char* field) {
    return *answer.find("clock")->find(field);
  };
  CHECK(clock(look(), "state") == Value("right"));
  CHECK(clock(look(), "lastChange").is_null());
  engine.set_wall(2 * day_ms);
  const Value doubted = look();
  CHECK(clock(doubted, "state") == Value("doubted"));
  CHECK(clock(doubted, "doubtedMs") == Value(2 * day_ms));
  CHECK(clock(doubted, "lastChange").find("event")->string() == "leap-doubted");
  CHECK(doubted.find("now")->string().substr(0, 10) == "2026-04-01");
  const Answer believed = served.ask("POST", "/api/v1/clock/believe");
  CHECK(believed.status == 200);
  CHECK(believed.json().find("now")->string().substr(0, 10) == "2026-04-03");
  CHECK(clock(believed.json(), "state") == Value("right"));
  engine.set_wall(0);
  const Value ahead = look();
  CHECK(clock(ahead, "state") == Value("ahead"));
  CHECK(clock(ahead, "aheadMs") == Value(2 * day_ms));
  CHECK(clock(ahead, "lastChange").find("byMs")->number() == Decimal(-2 * day_ms));
  CHECK(clock(served.ask("POST", "/api/v1/clock/believe").json(), "state") == Value("ahead"));
}

TEST_CASE("Deadlines are listed, and those that are late") {
  Office o;
  engine::WriteBatch batch;
  batch.epoch = 1;
  const auto put = [&](std::int64_t id, std::int64_t due, engine::ClockState state) {
    engine::Deadline row;
    row.id.value = id;
    row.root.value = 40 + id;
    row.instance.value = 50;
    row.node = "t";
    row.name = "d" + std::to_string(id);
    row.limit = "3 working days";
    row.due.ms = due;
    row.state = state;
    batch.of<engine::Deadline>().put(row, false);
  };
  const std::int64_t past = 1'700'000'000'000, future = 1'900'000'000'000;
  put(1, past, engine::ClockState::Running);
  put(2, future, engine::ClockState::Running);
  put(3, future, engine::ClockState::Missed);
  put(4, past, engine::ClockState::Met);
  o.engine.store.commit(batch);
  const auto names = [&](const std::string& query) {
    std::string all;
    for (const Value& row : o.served.ask("GET", "/api/v1/deadlines" + query).list())
      all += row.find("name")->string();
    return all;
  };
  CHECK(names("") == "d1d2d3d4");
  CHECK(names("?late=true") == "d1d3");
  CHECK(names("?state=met") == "d4");
  CHECK(names("?processInstanceId=42") == "d2");
  CHECK(names("?dueBefore=2026-01-01T00:00:00.000%2B0700&sortBy=name&sortOrder=desc") == "d4d1");
  CHECK(o.served.ask("GET", "/api/v1/deadlines/count?late=true").body == "{\"count\":2}");
  const Value first = o.served.ask("GET", "/api/v1/deadlines").list().at(0);
  CHECK(first.find("late")->boolean());
  CHECK(first.find("activityInstanceId")->string() == "t:" + wire_id(50));
}

TEST_CASE("A timeline tells what has happened, by whom, and what was late") {
  Office o;
  o.deploy_process("p", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <userTask id="t" name="Check" camunda:dueDate="2026-04-02T00:00:00"/>
    <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");
  const std::string id = o.start("p");
  const auto timeline = [&] {
    return o.served.ask("GET", "/api/v1/process-instance/" + id + "/timeline").list();
  };
  const auto of_kind = [&](const char* kind) {
    std::vector<Value> found;
    for (const Value& moment : timeline())
      if (moment.find("kind")->string() == kind) found.push_back(moment);
    return found;
  };
  REQUIRE(of_kind("task-created").size() == 1);
  CHECK_FALSE(of_kind("task-created")[0].find("late")->boolean());
  REQUIRE(o.served.ask("POST", "/api/v1/clock", R"({"advance":"P3D"})").status == 200);
  CHECK(of_kind("task-created")[0].find("late")->boolean());
  const std::string task = of_kind("task-created")[0].find("detail")->find("taskId")->string();
  std::promise<void> done;
  o.engine.submit(engine::ClaimTask{TaskId{read_wire_id(task)}, "lan"}, [](engine::Result) {});
  engine::CompleteTask complete;
  complete.task = TaskId{read_wire_id(task)};
  o.engine.submit(complete, [&](engine::Result) { done.set_value(); });
  done.get_future().wait();
  REQUIRE(of_kind("task-completed").size() == 1);
  const Value completed = of_kind("task-completed")[0];
  CHECK(completed.find("who")->string() == "lan");
  CHECK(completed.find("what")->string() == "Check");
  CHECK(completed.find("late")->boolean());
  CHECK(of_kind("process-started").size() == 1);
  CHECK(of_kind("process-ended").size() == 1);
  const std::vector<Value> all = timeline();
  for (std::size_t i = 1; i < all.size(); ++i)
    CHECK(all[i - 1].find("at")->string() <= all[i].find("at")->string());
  CHECK(o.served.ask("GET", "/api/v1/process-instance/999/timeline").status == 404);
}
