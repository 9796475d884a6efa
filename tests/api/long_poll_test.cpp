// Long polls against commands that the test answers itself, so that every order of events can be played.
#include <catch2/catch.hpp>
#include "api/engine_rest/definitions.h"
#include "api/engine_rest/external_tasks.h"
#include "tests/api/support.h"

using namespace lienthong;
using namespace lienthong::api;
using Wake = Services::Wake;

namespace {

/// Keeps what it is asked until the test answers.
struct HeldCommands : engine::Commands {
  struct Asked {
    engine::Command command;
    std::function<void(engine::Result)> done;
  };
  void submit(engine::Command command, std::function<void(engine::Result)> done) override {
    if (closed) throw Refused(Refused::Kind::Overloaded, "the server is shutting down");
    asked.push_back({std::move(command), std::move(done)});
  }
  Waiting wait_for_topics(std::vector<std::string> topics, std::function<void()> wake) override {
    last_topics = topics;
    return waiting.add(std::move(topics), std::move(wake));
  }
  ClockReport clock() const override { return {}; }

  /// Answers the oldest fetch with tasks of these ids.
  void find(const std::vector<std::int64_t>& ids) {
    REQUIRE(!asked.empty());
    const Asked oldest = std::move(asked.front());
    asked.pop_front();
    REQUIRE(std::holds_alternative<engine::FetchAndLock>(oldest.command));
    engine::LockedTasks locked;
    for (const std::int64_t id : ids) {
      engine::LockedTask task;
      task.job = JobId{id};
      task.topic = "t";
      locked.tasks.push_back(std::move(task));
    }
    oldest.done({engine::Reply(std::move(locked)), nullptr});
  }

  std::deque<Asked> asked;
  Waiters waiting;
  std::vector<std::string> last_topics;
  bool closed = false;
};

struct Poll {
  explicit Poll(std::int64_t timeout_ms = 1'000) {
    services.client_gone = [this] { return gone; };
    services.after = [this](std::int64_t ms, std::function<void(Wake)> call) {
      waits_ms = ms;
      end = std::move(call);
    };
    engine::FetchAndLock command;
    command.worker = "w";
    command.max_tasks = 1;
    command.topics.resize(2);
    command.topics[0].topic = "t";
    command.topics[1].topic = "u";
    fetch(services, std::move(command), timeout_ms, [this](Response response) {
      ++answers;
      answer = std::move(response);
    });
  }

  HeldCommands commands;
  storage::MemoryStore store;
  std::unique_ptr<engine::Reader> reader = store.reader();
  Definitions definitions;
  Services services{commands, *reader, definitions, 25'200};
  bool gone = false;
  std::int64_t waits_ms = 0;
  std::function<void(Wake)> end;
  int answers = 0;
  Response answer;
};

std::size_t tasks_in(const Response& response) { return json::parse(response.body).list().size(); }

}  // namespace

TEST_CASE("A poll that finds something answers at once and stops waiting") {
  Poll poll;
  REQUIRE(poll.commands.waiting.size() == 1);
  CHECK(poll.commands.last_topics == std::vector<std::string>{"t", "u"});
  CHECK(poll.waits_ms == 1'000);
  poll.commands.find({7});
  CHECK(poll.answers == 1);
  CHECK(tasks_in(poll.answer) == 1);
  CHECK(poll.commands.waiting.size() == 0);
  poll.end(Wake::Time);
  CHECK(poll.answers == 1);
}

TEST_CASE("A poll that finds nothing waits, and looks again when it is woken") {
  Poll poll;
  poll.commands.find({});
  CHECK(poll.answers == 0);
  CHECK(poll.commands.asked.empty());
  poll.commands.waiting.call({"t"});
  REQUIRE(poll.commands.asked.size() == 1);
  CHECK(poll.commands.waiting.size() == 1);
  poll.commands.find({});  // somebody was faster
  CHECK(poll.answers == 0);
  poll.commands.waiting.call({"t"});
  poll.commands.find({8, 9});
  CHECK(tasks_in(poll.answer) == 2);
  CHECK(poll.commands.waiting.size() == 0);
}

TEST_CASE("What appears while a poll is looking is not missed") {
  Poll poll;
  poll.commands.waiting.call({"t"});
  CHECK(poll.commands.asked.size() == 1);  // one look at a time
  poll.commands.find({});
  REQUIRE(poll.commands.asked.size() == 1);
  poll.commands.find({7});
  CHECK(tasks_in(poll.answer) == 1);
}

TEST_CASE("A poll ends with nothing when its time is over") {
  Poll poll;
  poll.commands.find({});
  poll.end(Wake::Time);
  CHECK(poll.answers == 1);
  CHECK(poll.answer.status == 200);
  CHECK(poll.answer.body == "[]");
  CHECK(poll.commands.waiting.size() == 0);
}

TEST_CASE("A task found in the very moment that the time is over is handed out, not lost") {
  Poll poll;
  poll.end(Wake::Time);
  CHECK(poll.answers == 0);
  SECTION("found") {
    poll.commands.find({7});
    CHECK(tasks_in(poll.answer) == 1);
  }
  SECTION("not found") {
    poll.commands.waiting.call({"t"});
    poll.commands.find({});
    CHECK(poll.answer.body == "[]");
    CHECK(poll.commands.asked.empty());
  }
  CHECK(poll.answers == 1);
}

TEST_CASE("Tasks locked for a client that has gone are given back") {
  Poll poll;
  poll.gone = true;
  poll.commands.find({7, 8});
  REQUIRE(poll.commands.asked.size() == 2);
  CHECK(std::get<engine::UnlockExternalTask>(poll.commands.asked[0].command).job == JobId{7});
  CHECK(std::get<engine::UnlockExternalTask>(poll.commands.asked[1].command).job == JobId{8});
  CHECK(poll.answers == 1);
}

TEST_CASE("A poll that waits while the server stops is told so") {
  Poll poll;
  poll.commands.find({});
  SECTION("by the server") {
    poll.end(Wake::Stopping);
    CHECK_THAT(poll.answer.body, Catch::Contains("Request rejected due to shutdown of application server."));
    CHECK(poll.answer.status == 500);
  }
  SECTION("by the engine, which takes nothing any more") {
    poll.commands.closed = true;
    poll.commands.waiting.call({"t"});
    CHECK(poll.answer.status == 503);
  }
  CHECK(poll.answers == 1);
  CHECK(poll.commands.waiting.size() == 0);
}

TEST_CASE("A fetch that is refused is answered with the refusal") {
  Poll poll;
  poll.commands.asked.front().done(
      {engine::Nothing{}, std::make_exception_ptr(Refused(Refused::Kind::Failed, "no lock time"))});
  CHECK(poll.answer.status == 500);
  CHECK_THAT(poll.answer.body, Catch::Contains("no lock time"));
  CHECK(poll.commands.waiting.size() == 0);
}

TEST_CASE("Without a timeout nothing waits") {
  Poll poll(0);
  CHECK(poll.commands.waiting.size() == 0);
  poll.commands.find({});
  CHECK(poll.answer.body == "[]");
}

TEST_CASE("More polls than the limit are refused, and each that ends makes room for another") {
  std::vector<std::unique_ptr<Poll>> polls;
  for (std::int64_t i = 1; i < long_polls_max; ++i) polls.push_back(std::make_unique<Poll>());
  auto last = std::make_unique<Poll>();
  const auto one_more = [] {
    try {
      const Poll poll;
    } catch (const ContractError& error) {
      CHECK(error.status == 500);
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK_THAT(one_more(), Catch::Contains("too many requests at the same time"));
  last->commands.find({7});
  last.reset();
  CHECK(one_more().empty());
}

namespace {

/// Finds nothing once, then one task a fetch; each fetch is answered at once, on the thread that asks.
struct LateCommands : engine::Commands {
  void submit(engine::Command command, std::function<void(engine::Result)> done) override {
    engine::LockedTasks locked;
    if (std::holds_alternative<engine::FetchAndLock>(command) && fetches++ > 0) locked.tasks.resize(1);
    done({engine::Reply(std::move(locked)), nullptr});
  }
  Waiting wait_for_topics(std::vector<std::string> topics, std::function<void()> wake) override {
    return waiting.add(std::move(topics), std::move(wake));
  }
  ClockReport clock() const override { return {}; }

  std::atomic<int> fetches{0};
  Waiters waiting;
};

}  // namespace

TEST_CASE("A poll whose time is over while it is woken locks no task for nobody") {
  for (int i = 0; i < 500; ++i) {
    LateCommands commands;
    storage::MemoryStore store;
    const std::unique_ptr<engine::Reader> reader = store.reader();
    Definitions definitions;
    Services services{commands, *reader, definitions, 25'200};
    std::function<void(Wake)> end;
    services.after = [&](std::int64_t, std::function<void(Wake)> call) { end = std::move(call); };
    Response answer;
    engine::FetchAndLock command;
    command.topics.resize(1);
    command.topics[0].topic = "t";
    fetch(services, std::move(command), 1'000, [&](Response response) { answer = std::move(response); });
    std::atomic<int> ready{0};
    const auto together = [&] {
      for (++ready; ready < 2;) continue;
    };
    std::thread writer([&] {
      together();
      commands.waiting.call({"t"});
    });
    together();
    end(Wake::Time);
    writer.join();
    REQUIRE(tasks_in(answer) == static_cast<std::size_t>(commands.fetches - 1));
  }
}
