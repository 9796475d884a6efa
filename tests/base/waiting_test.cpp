#include "base/waiting.h"
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <future>
#include <thread>

using namespace lienthong;

TEST_CASE("Those who wait for a name are called once, in the order in which they came") {
  Waiters waiters;
  std::string calls;
  const Waiting a = waiters.add({"x", "y"}, [&] { calls += 'a'; });
  const Waiting b = waiters.add({"z"}, [&] { calls += 'b'; });
  const Waiting c = waiters.add({"y"}, [&] { calls += 'c'; });
  waiters.call({"y", "none"});
  CHECK(calls == "ac");
  waiters.call({"y"});
  CHECK(calls == "ac");
  waiters.call({"z"});
  CHECK(calls == "acb");
  CHECK(waiters.size() == 0);
}

TEST_CASE("Whoever has ended is not called, also when the calls have begun") {
  Waiters waiters;
  std::string calls;
  Waiting second;
  const Waiting first = waiters.add({"x"}, [&] {
    calls += '1';
    second.end();
  });
  second = waiters.add({"x"}, [&] { calls += '2'; });
  SECTION("by another's call") {}
  SECTION("before") { second.end(); }
  SECTION("in the place of another") { second = Waiting(); }
  waiters.call({"x"});
  CHECK(calls == "1");
  CHECK(waiters.size() == 0);
}

TEST_CASE("Whoever is given away is called in its new place") {
  Waiters waiters;
  int calls = 0;
  Waiting first = waiters.add({"x"}, [&] { ++calls; });
  Waiting second = std::move(first);
  first.end();
  Waiting third;
  third = std::move(second);
  second = Waiting();
  waiters.call({"x"});
  CHECK(calls == 1);
}

TEST_CASE("A call that runs is waited for by whoever ends it") {
  Waiters waiters;
  std::promise<void> entered, ending;
  int finished = 0;  // no atomic: the end itself must order what happens
  Waiting waiting = waiters.add({"x"}, [&] {
    entered.set_value();
    ending.get_future().get();
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    finished = 1;
  });
  std::thread caller([&] { waiters.call({"x"}); });
  entered.get_future().get();
  ending.set_value();
  waiting.end();
  CHECK(finished == 1);
  caller.join();
}

TEST_CASE("A call may end itself, and wait anew") {
  Waiters waiters;
  int calls = 0;
  Waiting waiting;
  std::function<void()> again = [&] {
    if (++calls < 3) waiting = waiters.add({"x"}, again);
  };
  waiting = waiters.add({"x"}, again);
  for (int i = 0; i < 5; ++i) waiters.call({"x"});
  CHECK(calls == 3);
}

TEST_CASE("What a call holds goes with its end, its owner too") {
  struct Owner {
    Waiting waiting;
  };
  Waiters waiters;
  auto owner = std::make_shared<Owner>();
  const std::weak_ptr<Owner> seen = owner;
  owner->waiting = waiters.add({"x"}, [owner] {});
  SECTION("called") {
    owner.reset();
    waiters.call({"x"});
  }
  SECTION("ended") {
    owner->waiting.end();
    owner.reset();
  }
  SECTION("with the list") {
    owner.reset();
    Waiters gone;
    std::swap(gone, waiters);
  }
  CHECK(seen.expired());
}

TEST_CASE("A list may go before those who wait in it") {
  Waiting waiting;
  {
    Waiters waiters;
    waiting = waiters.add({"x"}, [] { FAIL("called"); });
  }
  waiting.end();
}

TEST_CASE("Ends and calls at the same time meet neither a gone owner nor each other") {
  struct Owner {
    int touched = 0;
    Waiting waiting;  // last, so that it ends before the rest goes
  };
  Waiters waiters;
  std::atomic<bool> over{false};
  std::thread caller([&] {
    while (!over) waiters.call({"x"});
  });
  for (int i = 0; i < 2'000; ++i) {
    auto owner = std::make_unique<Owner>();
    owner->waiting = waiters.add({"x"}, [raw = owner.get()] { ++raw->touched; });
    if (i % 2) std::this_thread::yield();
    owner.reset();
  }
  over = true;
  caller.join();
  CHECK(waiters.size() == 0);
}
