#include <catch2/catch.hpp>
#include "base/refused.h"
#include "calendar/clock_arithmetic.h"
#include "tests/calendar/moments.h"

using namespace lienthong::calendar;
using lienthong::Instant;

namespace {

Limit clock_limit(const std::string& text) { return {.span = span(text), .cut_off = cuts_off(span(text))}; }

/// The due instant of a limit after one pause.
std::string due_after_pause(const std::string& limit, const std::string& start, const std::string& from,
                            const std::string& to, bool is_receipt = false) {
  const Limit terms = clock_limit(limit);
  return shown(resume(office(), terms, office().due(at(start), terms).at, {at(from), at(to), is_receipt}));
}

}  // namespace

TEST_CASE("A pause moves a limit in working days by the working days between") {
  const auto three_days = [](const std::string& from, const std::string& to, bool is_receipt = false) {
    return due_after_pause("3 working days", "2022-04-12 09:00", from, to, is_receipt);  // Fri 15, 17:00
  };
  CHECK(three_days("2022-04-13 09:00", "2022-04-13 16:59") == "2022-04-15 17:00:00");
  CHECK(three_days("2022-04-13 09:00", "2022-04-14 08:00") == "2022-04-18 17:00:00");
  CHECK(three_days("2022-04-13 16:30", "2022-04-13 17:00") == "2022-04-18 17:00:00");
  CHECK(three_days("2022-04-13 17:00", "2022-04-14 07:00") == "2022-04-15 17:00:00");
  CHECK(three_days("2022-04-15 09:00", "2022-04-17 12:00") == "2022-04-18 17:00:00");
  CHECK(three_days("2022-04-13 09:00", "2022-04-13 15:00", true) == "2022-04-15 17:00:00");
  CHECK(three_days("2022-04-13 09:00", "2022-04-13 15:01", true) == "2022-04-18 17:00:00");
  CHECK(three_days("2022-04-13 09:00", "2022-04-13 15:01", false) == "2022-04-15 17:00:00");
}

TEST_CASE("A pause moves a limit in working hours by the open minutes") {
  const std::string start = "2022-04-12 08:00";  // 4 working hours: due at 14:00
  CHECK(due_after_pause("4 working hours", start, "2022-04-12 09:00", "2022-04-12 09:45") ==
        "2022-04-12 14:45:00");
  CHECK(due_after_pause("4 working hours", start, "2022-04-12 11:30", "2022-04-12 13:30") ==
        "2022-04-12 14:00:00");
  CHECK(due_after_pause("4 working hours", start, "2022-04-12 09:00", "2022-04-13 09:00") ==
        "2022-04-13 14:00:00");
}

TEST_CASE("A pause moves a civil limit by the midnights, and it rolls anew") {
  const std::string start = "2022-04-15 10:20";  // 5 days: 20/4, 24:00
  CHECK(due_after_pause("5 days", start, "2022-04-18 09:00", "2022-04-18 23:59") == "2022-04-21 00:00:00");
  CHECK(due_after_pause("5 days", start, "2022-04-18 23:59", "2022-04-19 00:00") == "2022-04-22 00:00:00");
  CHECK(due_after_pause("5 days", start, "2022-04-18 09:00", "2022-04-21 09:00") == "2022-04-26 00:00:00");
}

TEST_CASE("A pause moves plain time by its own length") {
  CHECK(due_after_pause("PT72H", "2022-04-15 10:20", "2022-04-16 00:00", "2022-04-16 01:30") ==
        "2022-04-18 11:50:00");
}

TEST_CASE("A limit that had passed is not moved, and nothing is resumed before its pause") {
  CHECK(due_after_pause("1 working day", "2022-04-12 09:00", "2022-04-13 17:00", "2022-04-15 09:00") ==
        "2022-04-13 17:00:00");
  CHECK_THROWS_AS(
      due_after_pause("1 working day", "2022-04-12 09:00", "2022-04-13 17:00", "2022-04-13 16:00"),
      lienthong::Refused);
}

TEST_CASE("Reset begins the whole limit again") {
  const Restart again = reset(office(), clock_limit("3 working days"), at("2022-04-15 15:30"));
  CHECK(shown(again.start) == "2022-04-18 07:30:00");
  CHECK(shown(again.due.at) == "2022-04-21 17:00:00");
  CHECK(shown(reset(office(), clock_limit("15 days"), at("2022-04-15 15:30")).start) ==
        "2022-04-15 15:30:00");
}

TEST_CASE("Another limit keeps the start and the pauses") {
  const std::vector<Pause> pauses{{at("2022-04-13 09:00"), at("2022-04-14 09:00")}};
  const Instant start = at("2022-04-12 09:00");
  CHECK(shown(replay(office(), clock_limit("3 working days"), start, pauses).at) == "2022-04-18 17:00:00");
  CHECK(shown(replay(office(), clock_limit("5 working days"), start, pauses).at) == "2022-04-20 17:00:00");
  CHECK(may_relimit(at("2022-04-18 17:00"), at("2022-04-20 17:00"), true));
  CHECK_FALSE(may_relimit(at("2022-04-20 17:00"), at("2022-04-18 17:00"), true));
  CHECK(may_relimit(at("2022-04-20 17:00"), at("2022-04-18 17:00"), false));
}

TEST_CASE("A pause into a year without notice says so") {
  const std::vector<Pause> pauses{{at("2026-12-15 09:00"), at("2027-01-05 09:00")}};
  CHECK(
      replay(office(), clock_limit("3 working days"), at("2026-12-14 09:00"), pauses).crosses_unlisted_year);
  CHECK_FALSE(
      replay(office(), clock_limit("3 working days"), at("2026-12-14 09:00"), {}).crosses_unlisted_year);
}

TEST_CASE("A promised date moves later only, and an inner one follows") {
  const Limit limit = clock_limit("3 working days");
  const Instant start = at("2022-04-12 09:00");  // Fri 15, 17:00
  const Instant later = at("2022-04-18 17:00"), earlier = at("2022-04-14 17:00");
  const Recalculation kept = recalculate(office(), limit, start, {}, later, true);
  CHECK_FALSE(kept.applies);
  CHECK(kept.due == later);
  CHECK(shown(kept.proposed.at) == "2022-04-15 17:00:00");
  CHECK(recalculate(office(), limit, start, {}, later, false).due == kept.proposed.at);
  CHECK(recalculate(office(), limit, start, {}, later, false).applies);
  CHECK(recalculate(office(), limit, start, {}, earlier, true).applies);
  CHECK(recalculate(office(), limit, start, {}, earlier, true).due == kept.proposed.at);
  CHECK_FALSE(recalculate(office(), limit, start, {}, kept.proposed.at, false).applies);
}

TEST_CASE("An extension is asked for until the end of the day before the last") {
  const Instant due = at("2022-04-18 17:00"), to = at("2022-04-20 17:00");
  CHECK(shown(extension_deadline(office(), due)) == "2022-04-18 00:00:00");
  const auto asked = [&](const std::string& when) { return may_extend(office(), due, {at(when), to}); };
  CHECK(asked("2022-04-17 23:59:59.999") == Extension::Allowed);  // a Sunday
  CHECK(asked("2022-04-18 00:00") == Extension::TooLate);
  CHECK(shown(extension_deadline(office(), at("2022-04-21 00:00"))) == "2022-04-20 00:00:00");
  const Instant early = at("2022-04-12 09:00");
  CHECK(may_extend(office(), due, {early, due}) == Extension::NotLater);
  CHECK(may_extend(office(), due, {early, to, true, 1, 1}) == Extension::UsedUp);
  CHECK(may_extend(office(), due, {early, to, true, 1, 2}) == Extension::Allowed);
  CHECK(may_extend(office(), due, {early, to, false}) == Extension::NotRunning);
}

TEST_CASE("Used time leaves the pauses out") {
  const std::vector<Pause> pauses{{at("2022-04-13 09:00"), at("2022-04-14 10:00")},
                                  {at("2022-04-15 09:00"), Instant::last()}};
  const Instant start = at("2022-04-12 09:00");
  CHECK(used(office(), start, at("2022-04-13 09:00"), pauses) == WorkingTime{450, 1});
  CHECK(used(office(), start, at("2022-04-14 10:00"), pauses) == WorkingTime{450, 1});
  CHECK(used(office(), start, at("2022-04-18 10:00"), pauses) == WorkingTime{450 + 390, 2});
  CHECK(used(office(), start, start, {}) == WorkingTime{});
}

TEST_CASE("Remaining time is what is left, and turns negative") {
  const Instant due = at("2022-04-15 17:00");  // a Friday
  CHECK(remaining(office(), due, at("2022-04-14 16:00")) == WorkingTime{60 + 450, 1});
  CHECK(remaining(office(), due, at("2022-04-15 16:00")) == WorkingTime{60, 0});
  CHECK(remaining(office(), due, at("2022-04-14 18:00")) == WorkingTime{450, 0});
  CHECK(remaining(office(), due, at("2022-04-15 20:00")) == WorkingTime{0, 0});
  CHECK(remaining(office(), due, at("2022-04-18 07:00")) == WorkingTime{0, 0});
  CHECK(remaining(office(), due, at("2022-04-18 08:00")) == WorkingTime{-30, -1});
  CHECK(remaining(office(), due, at("2022-04-18 20:00")) == WorkingTime{-450, -1});
  CHECK(remaining(office(), due, at("2022-04-19 07:31")) == WorkingTime{-451, -2});
  CHECK(remaining(office(), at("2022-04-16 00:00"), at("2022-04-14 09:00")) == WorkingTime{360 + 450, 1});
}
