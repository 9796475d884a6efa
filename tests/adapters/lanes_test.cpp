#include "adapters/lanes.h"
#include <atomic>
#include <catch2/catch.hpp>
#include "tests/adapters/support.h"

namespace lienthong::adapters {
namespace {

constexpr std::int64_t long_ms = 60'000;

struct Counts {
  std::atomic<int> calls{0}, at_once{0}, at_once_max{0}, put_off{0};
  std::atomic<std::int64_t> put_off_ms{-1};
};

/// `until`: the call takes so long as it is false.
Lanes::Work work(Counts& counts, const std::atomic<bool>& until, bool away = false) {
  return {[&, away] {
            const int now = ++counts.at_once;
            if (now > counts.at_once_max) counts.at_once_max = now;
            soon([&] { return until.load(); });
            --counts.at_once;
            ++counts.calls;
            return away;
          },
          [&](std::int64_t ms) {
            counts.put_off_ms = ms;
            ++counts.put_off;
          }};
}

const std::atomic<bool> at_once{true};

}  // namespace

TEST_CASE("destinations that hang delay no other, and each gets one call at a time") {
  std::atomic<bool> let_go{false};
  Counts hanging, good;
  Lanes lanes(long_ms, long_ms);
  for (int i = 0; i < 10; ++i)
    for (const char* destination : {"a", "b", "c"}) lanes.take(destination, work(hanging, let_go));
  lanes.take("good", work(good, at_once));
  CHECK(soon([&] { return good.calls == 1; }));
  CHECK(hanging.calls == 0);
  let_go = true;
  CHECK(soon([&] { return hanging.calls == 30; }));
  CHECK(hanging.at_once_max <= 3);
}

TEST_CASE("a destination that is away is left alone for the pause, and only it") {
  Counts away, good;
  Lanes lanes(long_ms, long_ms);
  for (int i = 0; i < limits::failures_in_a_row; ++i) lanes.take("away", work(away, at_once, true));
  REQUIRE(soon([&] { return away.calls == limits::failures_in_a_row; }));
  REQUIRE(soon([&] {
    lanes.take("away", work(away, at_once, true));
    return away.put_off > 0;
  }));
  CHECK(away.calls <= limits::failures_in_a_row + 1);
  CHECK(away.put_off_ms > 0);
  CHECK(away.put_off_ms <= long_ms + 1);
  lanes.take("good", work(good, at_once));
  CHECK(soon([&] { return good.calls == 1; }));
}

TEST_CASE("a success between failures counts anew, and a pause ends") {
  Counts counts;
  Lanes lanes(1, long_ms);
  for (int round = 0; round < 3; ++round) {
    for (int i = 1; i < limits::failures_in_a_row; ++i) lanes.take("x", work(counts, at_once, true));
    lanes.take("x", work(counts, at_once));
    REQUIRE(soon([&] { return counts.calls == limits::failures_in_a_row * (round + 1); }));
  }
  CHECK(counts.put_off == 0);
  Counts away;
  for (int i = 0; i < limits::failures_in_a_row; ++i) lanes.take("x", work(away, at_once, true));
  CHECK(soon([&] {
    lanes.take("x", work(away, at_once, true));
    return away.calls > limits::failures_in_a_row;
  }));
}

TEST_CASE("what waits for a busy destination has a limit") {
  std::atomic<bool> let_go{false};
  Counts first, waiting;
  Lanes lanes(long_ms, long_ms);
  lanes.take("x", work(first, let_go));
  REQUIRE(soon([&] { return first.at_once == 1; }));
  for (std::size_t i = 0; i < limits::waiting_for_one; ++i) lanes.take("x", work(waiting, at_once));
  CHECK(waiting.put_off == 0);
  lanes.take("x", work(waiting, at_once));
  CHECK(waiting.put_off == 1);
  CHECK(waiting.put_off_ms == limits::busy_again_ms);
  let_go = true;
  CHECK(soon([&] { return waiting.calls == static_cast<int>(limits::waiting_for_one); }));
}

TEST_CASE("what waited too long is given back instead of done") {
  std::atomic<bool> let_go{false};
  Counts first, waiting;
  Lanes lanes(long_ms, 500);
  lanes.take("x", work(first, let_go));
  REQUIRE(soon([&] { return first.at_once == 1; }));
  lanes.take("x", work(waiting, at_once));
  std::this_thread::sleep_for(std::chrono::milliseconds(550));
  let_go = true;
  CHECK(soon([&] { return waiting.put_off == 1; }));
  CHECK(waiting.put_off_ms == 0);
  CHECK(waiting.calls == 0);
}

TEST_CASE("destinations that failed are forgotten when there are many") {
  Counts counts;
  Lanes lanes(long_ms, long_ms);
  const int many = static_cast<int>(limits::destinations_known) + 10;
  for (int i = 0; i < many; ++i) {
    lanes.take(std::to_string(i), work(counts, at_once, true));
    REQUIRE(soon([&] { return counts.calls == i + 1; }));
  }
  CHECK(lanes.known() <= limits::destinations_known);
}

TEST_CASE("when it stops, what waits is given back") {
  std::atomic<bool> let_go{false};
  Counts counts;
  Lanes lanes(long_ms, long_ms);
  for (int i = 0; i < 3; ++i) lanes.take("x", work(counts, let_go));
  REQUIRE(soon([&] { return counts.at_once == 1; }));
  std::thread release([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    let_go = true;
  });
  lanes.stop();
  release.join();
  CHECK(counts.calls + counts.put_off == 3);
  lanes.take("x", work(counts, at_once));
  CHECK(counts.calls + counts.put_off == 4);
  CHECK(counts.put_off_ms == 0);
}

}  // namespace lienthong::adapters
