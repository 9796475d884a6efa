// Random commands of every kind, in groups on one engine and one by one on another: they answer alike and
// leave the same rows, also when the first is opened again between two groups.
//   LIENTHONG_GROUPS=days LIENTHONG_GROUPS_SEED=first engine_groups
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include "tests/engine/groups/duel.h"

using namespace lienthong;

namespace {

std::uint64_t number(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

constexpr std::uint64_t days_in_short = 200, differing_days_shown = 3;

std::string shown(std::uint64_t seed, const groups::Day& day) {
  const groups::Outcome small = groups::play(groups::shrink(day));
  std::string text = "seed " + std::to_string(seed) + ", shrunk to\n";
  for (const std::string& line : small.told) text += "  " + line + "\n";
  return text + small.difference;
}

}  // namespace

TEST_CASE("commands in groups come to the same as the same commands one by one") {
  const std::uint64_t first = number("LIENTHONG_GROUPS_SEED", 1);
  const std::uint64_t days = number("LIENTHONG_GROUPS", days_in_short);
  std::uint64_t differing = 0;
  groups::Counts counts;
  for (std::uint64_t seed = first; seed < first + days; ++seed) {
    const groups::Day day = groups::random_day(seed);
    const groups::Outcome outcome = groups::play(day);
    counts.add(outcome.counts);
    if (outcome.difference.empty()) continue;
    if (++differing <= differing_days_shown) FAIL_CHECK(shown(seed, day));
  }
  std::cout << "days " << first << " to " << first + days - 1 << ", " << differing << " of them differ\n"
            << counts.text();
  CHECK(differing == 0);
  if (days < days_in_short) return;
  for (std::size_t kind = 0; kind < groups::kinds; ++kind) {
    INFO(groups::name_of(kind));
    CHECK(counts.drawn[kind] > 0);
    CHECK(counts.accepted[kind] > 0);
  }
}

TEST_CASE("the same seed gives the same day") {
  const groups::Outcome one = groups::play(groups::random_day(7)),
                        other = groups::play(groups::random_day(7));
  CHECK(one.told == other.told);
  CHECK(one.difference == other.difference);
}
