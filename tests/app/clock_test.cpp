// The writer's loop on a machine whose clock is set back and forth.
#include <catch2/catch.hpp>
#include <future>
#include "app/runner.h"
#include "storage/memory_store.h"

using namespace lienthong;

namespace {

constexpr std::int64_t second_ms = 1'000, minute_ms = 60 * second_ms, hour_ms = 60 * minute_ms;

constexpr const char* two_waits =
    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
    "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' id='d' targetNamespace='t'>"
    "<process id='timed' isExecutable='true'><startEvent id='s'/><intermediateCatchEvent id='x'>"
    "<timerEventDefinition><timeDuration>PT5S</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    "<endEvent id='e'/><sequenceFlow id='s_x' sourceRef='s' targetRef='x'/>"
    "<sequenceFlow id='x_e' sourceRef='x' targetRef='e'/></process>"
    "<process id='worked' isExecutable='true'><startEvent id='ws'/>"
    "<serviceTask id='wx' camunda:type='external' camunda:topic='t'/><endEvent id='we'/>"
    "<sequenceFlow id='ws_x' sourceRef='ws' targetRef='wx'/>"
    "<sequenceFlow id='wx_e' sourceRef='wx' targetRef='we'/></process></definitions>";

/// A server's inside, with the clocks of its machine in our hands.
struct Server {
  Server()
      : opened((engine.open(clocks()), true)),
        runner(
            engine, store, [this] { return clocks(); }, [](const std::string& why) { FAIL(why); }) {
    runner.tell_clock_changes([this](const ClockChange& change) {
      const std::lock_guard lock(mutex);
      changes.push_back(change);
    });
    runner.start();
    engine::Deploy deploy;
    deploy.resources = {{"two.bpmn", two_waits}};
    ask(deploy);
  }
  ~Server() { runner.stop(); }

  Clocks clocks() const { return {Instant{passed_ms} + wrong_by_ms, Steady{passed_ms}}; }
  engine::Reply ask(engine::Command command) {
    std::promise<engine::Result> promise;
    runner.submit(std::move(command), [&](engine::Result result) { promise.set_value(std::move(result)); });
    engine::Result result = promise.get_future().get();
    if (result.error) std::rethrow_exception(result.error);
    return std::move(result.reply);
  }
  InstanceId start(const std::string& key) {
    engine::StartProcess start;
    start.key = key;
    return std::get<engine::Started>(ask(start)).root;
  }
  bool ended(InstanceId root) {
    return store.reader()->find<engine::ProcessHistory>(root.value)->ended.has_value();
  }
  std::vector<ClockEvent> events() {
    const std::lock_guard lock(mutex);
    std::vector<ClockEvent> all;
    for (const ClockChange& change : changes) all.push_back(change.event);
    return all;
  }

  std::atomic<std::int64_t> passed_ms{1'775'000'000'000}, wrong_by_ms{0};
  std::mutex mutex;
  std::vector<ClockChange> changes;
  storage::MemoryStore store;
  engine::Engine engine{store};
  bool opened;
  app::Runner runner;
};

/// Nobody asks the server for anything meanwhile.
bool soon(const std::function<bool()>& holds) {
  for (int waited_ms = 0; waited_ms < 20'000; waited_ms += 10) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

using Events = std::vector<ClockEvent>;

}  // namespace

TEST_CASE("a timer fires after what has passed, though the machine's clock was ahead once") {
  Server server;
  server.wrong_by_ms = 30 * minute_ms;
  REQUIRE(soon([&] { return server.events() == Events{ClockEvent::WentForward}; }));
  const InstanceId root = server.start("timed");
  server.wrong_by_ms = 0;
  REQUIRE(soon([&] { return server.runner.clock().ahead_ms == 30 * minute_ms; }));
  server.passed_ms += 5 * second_ms;
  CHECK(soon([&] { return server.ended(root); }));
  CHECK(server.events() == Events{ClockEvent::WentForward, ClockEvent::WentBack});
}

TEST_CASE("a server that nobody asks for anything sees a leap, doubts it and believes it") {
  Server server;
  server.wrong_by_ms = 2 * hour_ms;
  REQUIRE(soon([&] { return server.runner.clock().doubted_ms == 2 * hour_ms; }));
  CHECK(server.runner.now() == Instant{server.passed_ms});
  server.passed_ms += Clock::believed_after_ms;
  CHECK(soon([&] { return server.runner.now() == Instant{server.passed_ms} + 2 * hour_ms; }));
  CHECK(server.events() == Events{ClockEvent::LeapDoubted, ClockEvent::LeapBelieved});
}

TEST_CASE("a worker waits for a lock's end by what passes") {
  Server server;
  server.start("worked");
  engine::FetchAndLock fetch;
  fetch.worker = "w";
  fetch.max_tasks = 1;
  fetch.topics.push_back({});
  fetch.topics.front().topic = "t";
  fetch.topics.front().lock_duration_ms = minute_ms;
  REQUIRE(std::get<engine::LockedTasks>(server.ask(fetch)).tasks.size() == 1);
  std::atomic<bool> woken = false;
  const Waiting waiting = server.runner.wait_for_topics({"t"}, [&] { woken = true; });
  server.wrong_by_ms = 30 * minute_ms;
  REQUIRE(soon([&] { return server.runner.clock().now > Instant{server.passed_ms}; }));
  CHECK_FALSE(woken);
  server.passed_ms += minute_ms;
  CHECK(soon([&] { return woken.load(); }));
}

TEST_CASE("an orderly stop stores what has passed") {
  storage::MemoryStore store;
  std::int64_t passed_ms = 1'775'000'000'000;
  const auto clocks = [&] { return Clocks::agreeing({passed_ms}); };
  engine::Engine engine(store);
  engine.open(clocks());
  app::Runner runner(engine, store, clocks, [](const std::string& why) { FAIL(why); });
  passed_ms += hour_ms;
  runner.start();
  runner.stop();
  CHECK(store.reader()->find<engine::Meta>(1)->engine_time == passed_ms);
}
