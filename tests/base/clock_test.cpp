#include "base/clock.h"
#include <catch2/catch.hpp>
#include <random>

using namespace lienthong;

namespace {

constexpr std::int64_t second = 1'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr Instant morning{1'649'732'400'000};

/// A machine whose clocks are turned by hand, and the engine's clock that reads them.
struct Machine {
  explicit Machine(const Clock::Stored& stored = {}, Instant at = morning)
      : wall(at), clock(stored, {at, steady}) {}

  ClockReport read() {
    if (const auto change = clock.read({wall, steady})) changes.push_back(*change);
    return clock.report();
  }
  /// Time passes, read every second as by the writer's loop.
  ClockReport pass(std::int64_t ms) {
    for (; ms > 0; ms -= second) {
      wall = wall + std::min(ms, second);
      steady = steady + std::min(ms, second);
      read();
    }
    return clock.report();
  }
  ClockReport set_wall(std::int64_t by_ms) {
    wall = wall + by_ms;
    return read();
  }
  std::vector<ClockEvent> events() const {
    std::vector<ClockEvent> all;
    for (const ClockChange& change : changes) all.push_back(change.event);
    return all;
  }

  Instant wall;
  Steady steady{123'456};
  Clock clock;
  std::vector<ClockChange> changes;
};

using Events = std::vector<ClockEvent>;

}  // namespace

TEST_CASE("engine time is the wall's while nobody sets it") {
  Machine machine;
  const ClockReport report = machine.pass(10 * day / 100);
  CHECK(report.now == machine.wall);
  CHECK(report.ahead_ms == 0);
  CHECK(report.steady - Steady{morning.ms} == machine.wall - morning);
  CHECK(machine.changes.empty());
}

TEST_CASE("a wall set back leaves engine time going on by what passes, and says by how much it is ahead") {
  for (const std::int64_t back : {2 * second, hour, day, 400 * day}) {
    Machine machine;
    machine.pass(minute);
    const Instant before = machine.clock.now();
    machine.set_wall(-back);
    CHECK(machine.clock.now() == before);
    const ClockReport report = machine.pass(10 * minute);
    CHECK(report.now == before + 10 * minute);
    CHECK(report.ahead_ms == back);
    CHECK(machine.events() == Events{ClockEvent::WentBack});
    CHECK(machine.changes.front().by_ms == -back);
    CHECK(machine.changes.front().ahead_ms == back);
  }
}

TEST_CASE("a wall that was ahead once and is right again neither stops time nor throws it back") {
  Machine machine;
  machine.set_wall(30 * minute);  // believed
  const Instant ahead = machine.clock.now();
  CHECK(ahead == morning + 30 * minute);
  machine.set_wall(-30 * minute);
  CHECK(machine.pass(5 * minute).now == ahead + 5 * minute);
  CHECK(machine.events() == Events{ClockEvent::WentForward, ClockEvent::WentBack});
  machine.set_wall(30 * minute);  // it has caught up
  CHECK(machine.read().now == machine.wall);
  CHECK(machine.events().back() == ClockEvent::Agrees);
  CHECK(machine.read().ahead_ms == 0);
}

TEST_CASE("by up to a second the wall is waited for, as a daemon sets it back") {
  Machine machine;
  machine.set_wall(-Clock::waited_for_ms);
  CHECK(machine.clock.now() == morning);
  CHECK(machine.read().ahead_ms == 0);
  machine.pass(2 * second);
  CHECK(machine.clock.now() == machine.wall);
  CHECK(machine.changes.empty());
  machine.set_wall(-Clock::waited_for_ms - 1);
  CHECK(machine.read().ahead_ms == Clock::waited_for_ms + 1);
}

TEST_CASE("what the clocks differ by when they are read shows nowhere") {
  Machine machine;
  const ClockReport begin = machine.read();
  for (int i = 0; i < 100; ++i) {
    machine.set_wall(i % 2 == 0 ? Clock::unnoticed_ms : -Clock::unnoticed_ms);
    machine.pass(second);
    const ClockReport report = machine.read();
    CHECK(report.now - begin.now == report.steady - begin.steady);
    CHECK(report.shown(begin.steady) == begin.now);
  }
  machine.set_wall(Clock::unnoticed_ms + 1);
  CHECK(machine.clock.now() == machine.wall);
}

TEST_CASE("many small corrections do not lead engine time away from the wall") {
  Machine machine;
  for (int i = 0; i < 1000; ++i) {
    machine.set_wall(i % 3 == 0 ? 200 : -300);
    machine.pass(5 * second);
  }
  CHECK(machine.clock.now() == machine.wall);
  CHECK(machine.changes.empty());
}

TEST_CASE("a leap of an hour is believed at once, one of more when it has held for a minute") {
  Machine machine;
  machine.set_wall(Clock::believed_at_once_ms);
  CHECK(machine.clock.now() == machine.wall);
  const ClockReport doubting = machine.set_wall(Clock::believed_at_once_ms + 1);
  CHECK(doubting.now == machine.wall - Clock::believed_at_once_ms - 1);
  CHECK(doubting.doubted_ms == Clock::believed_at_once_ms + 1);
  CHECK(doubting.believed_in_ms == Clock::believed_after_ms);
  const ClockReport almost = machine.pass(Clock::believed_after_ms - second);
  CHECK(almost.now == machine.wall - Clock::believed_at_once_ms - 1);  // time went on by what passed
  CHECK(almost.believed_in_ms == second);
  const ClockReport believed = machine.pass(second);
  CHECK(believed.now == machine.wall);
  CHECK(believed.doubted_ms == 0);
  CHECK(machine.events() ==
        Events{ClockEvent::WentForward, ClockEvent::LeapDoubted, ClockEvent::LeapBelieved});
  CHECK(machine.changes.back().by_ms == Clock::believed_at_once_ms + 1);
}

TEST_CASE("a leap that is taken back in time was never believed") {
  for (const std::int64_t leap : {day, 400 * day}) {
    Machine machine;
    machine.set_wall(leap);
    machine.pass(Clock::believed_after_ms - second);
    machine.set_wall(-leap);
    const ClockReport report = machine.pass(10 * minute);
    CHECK(report.now == machine.wall);
    CHECK(report.ahead_ms == 0);
    CHECK(machine.events() == Events{ClockEvent::LeapDoubted, ClockEvent::Agrees});
  }
}

TEST_CASE("another leap begins another minute") {
  Machine machine;
  machine.set_wall(day);
  machine.pass(Clock::believed_after_ms - second);
  machine.set_wall(day);
  machine.pass(Clock::believed_after_ms - second);
  CHECK(machine.clock.now() == machine.wall - 2 * day);
  machine.pass(second);
  CHECK(machine.clock.now() == machine.wall);
}

TEST_CASE("an operator's word is enough, and without a doubt says nothing") {
  Machine machine;
  CHECK_FALSE(machine.clock.believe());
  machine.set_wall(30 * day);
  const auto change = machine.clock.believe();
  REQUIRE(change);
  CHECK(change->event == ClockEvent::LeapBelieved);
  CHECK(machine.clock.now() == machine.wall);
  CHECK(machine.read().doubted_ms == 0);
  machine.set_wall(-30 * day);
  CHECK_FALSE(machine.clock.believe());
  CHECK(machine.clock.now() == machine.wall + 30 * day);
}

TEST_CASE("a machine that slept is believed after its minute, and at once when it only napped") {
  Machine machine;
  machine.set_wall(8 * hour);  // the steady clock stood
  machine.pass(Clock::believed_after_ms);
  CHECK(machine.clock.now() == machine.wall);
  machine.set_wall(10 * minute);
  CHECK(machine.clock.now() == machine.wall);
}

TEST_CASE("locks know only what passes") {
  Machine machine;
  const Steady begin = machine.clock.steady();
  std::int64_t passed = 0;
  for (const std::int64_t jump : {day, -2 * day, 400 * day, -400 * day, 30 * minute, -30 * minute, day}) {
    machine.set_wall(jump);
    machine.pass(2 * minute);
    passed += 2 * minute;
    CHECK(machine.clock.steady() - begin == passed);
  }
  machine.clock.advance(3 * day);
  CHECK(machine.clock.steady() - begin == passed + 3 * day);
}

TEST_CASE("a development clock moves both times, and keeps its distance from the wall") {
  Machine machine;
  machine.clock.advance(3 * day);
  machine.pass(minute);
  CHECK(machine.clock.now() == machine.wall + 3 * day);
  CHECK(machine.read().ahead_ms == 0);
  machine.set_wall(-hour);
  machine.pass(minute);
  CHECK(machine.clock.now() == machine.wall + 3 * day + hour);
  Machine again(machine.clock.stored(), machine.wall);
  CHECK(again.clock.now() == machine.clock.now());
  CHECK(again.read().ahead_ms == hour);
}

TEST_CASE("after a restart the wall is believed, however long the machine was down") {
  Machine machine;
  machine.pass(minute);
  Machine again(machine.clock.stored(), machine.wall + 400 * day);
  CHECK(again.clock.now() == again.wall);
  CHECK(again.changes.empty());
  CHECK_FALSE(again.clock.report().last_change);
}

TEST_CASE("after a restart engine time that is ahead goes on from where it was stored, and says so") {
  Machine machine;
  machine.pass(minute);
  Machine again(machine.clock.stored(), machine.wall - day);
  CHECK(again.clock.now() == machine.clock.now());
  CHECK(again.clock.report().ahead_ms == day);
  REQUIRE(again.clock.report().last_change);
  CHECK(again.clock.report().last_change->event == ClockEvent::WentBack);
  CHECK(again.pass(minute).now == machine.clock.now() + minute);
  CHECK(again.changes.empty());
  // The machine was down for as long as engine time was ahead: they agree.
  Machine later(again.clock.stored(), again.wall + day);
  CHECK(later.clock.report().ahead_ms == 0);
  CHECK(later.clock.now() == later.wall);
}

TEST_CASE("a lock keeps its rest over a restart, whatever the wall says by then") {
  Machine machine;
  machine.pass(minute);
  const Clock::Stored stored = machine.clock.stored();
  machine.pass(4 * second);  // not stored any more
  const Steady end = machine.clock.steady();
  CHECK(Machine(stored, machine.wall).clock.steady() == end);
  CHECK(Machine(stored, machine.wall - 400 * day).clock.steady() == stored.steady);
  CHECK(Machine(stored, machine.wall + 400 * day).clock.steady() == stored.steady + Clock::stored_every_ms);
}

TEST_CASE("whatever is done to a machine, time goes on and never back") {
  std::mt19937_64 random(400);
  const auto number = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  for (int machines = 0; machines < 300; ++machines) {
    Machine machine;
    std::int64_t waited = 0;
    Steady doubted_since;
    for (int step = 0; step < 300; ++step) {
      const ClockReport before = machine.clock.report();
      const std::int64_t passed = number(0, 5) == 0 ? number(0, 2 * hour) : number(0, 3 * second);
      const std::int64_t sizes[] = {0, 0, 0, 500, 5 * second, hour, day, 400 * day, INT64_MAX / 4};
      const std::int64_t size = sizes[number(0, 8)];
      machine.wall = Instant{saturated_sum(machine.wall.ms, passed + number(-size, size))};
      const bool back = number(0, 50) == 0;  // which a steady clock never does
      machine.steady = machine.steady + (back ? -number(1, day) : passed);
      if (number(0, 40) == 0) machine.clock.advance(number(0, day));
      const ClockReport moved = machine.clock.report(), after = machine.read();
      CAPTURE(machines, step, before.now.ms, after.now.ms, passed);
      REQUIRE(after.now >= moved.now);
      const std::int64_t went = after.steady - moved.steady;
      REQUIRE(went == (back ? 0 : passed));
      // It stands still for a second at most, however it is made to.
      waited = after.now == moved.now ? waited + went : 0;
      REQUIRE(waited <= Clock::waited_for_ms);
      // It follows no leap that it has not doubted for a minute.
      if (before.doubted_ms == 0 && after.doubted_ms > 0) doubted_since = after.steady;
      if (after.now - moved.now > went + Clock::believed_at_once_ms)
        REQUIRE(after.steady - doubted_since >= Clock::believed_after_ms);
    }
  }
}
