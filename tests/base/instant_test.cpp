#include "base/instant.h"
#include <catch2/catch.hpp>
#include <limits>
#include <random>
#include <vector>
#include "base/value.h"

using namespace lienthong;

namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min(),
                       highest = std::numeric_limits<std::int64_t>::max();

std::int64_t clamped(Wide number, Wide low, Wide high) {
  return static_cast<std::int64_t>(number < low ? low : number > high ? high : number);
}
std::int64_t in_64_bits(Wide number) { return clamped(number, lowest, highest); }
std::int64_t in_time(Wide number) { return clamped(number, Instant::first().ms, Instant::last().ms); }

/// Numbers near the ends of everything, and of every size between.
std::vector<std::int64_t> numbers() {
  std::vector<std::int64_t> all;
  for (const std::int64_t near : {lowest, highest, Instant::first().ms, Instant::last().ms, std::int64_t{0},
                                  std::int64_t{1'649'732'400'000}, lowest / 1000, highest / 1000})
    for (std::int64_t by = -2; by <= 2; ++by) all.push_back(in_64_bits(Wide{near} + by));
  std::mt19937_64 random(9999);
  for (int bits = 1; bits < 64; ++bits) {
    const auto number = static_cast<std::int64_t>(random() >> bits);
    all.push_back(number);
    all.push_back(-number);
  }
  return all;
}

}  // namespace

TEST_CASE("sums and products of whole numbers stop at the ends of 64 bits") {
  for (const std::int64_t a : numbers())
    for (const std::int64_t b : numbers()) {
      CAPTURE(a, b);
      REQUIRE(saturated_sum(a, b) == in_64_bits(Wide{a} + b));
      REQUIRE(saturated_difference(a, b) == in_64_bits(Wide{a} - b));
      REQUIRE(saturated_product(a, b) == in_64_bits(Wide{a} * b));
    }
}

TEST_CASE("instants move inside the years that four digits write, and no further") {
  for (const std::int64_t at : numbers())
    for (const std::int64_t by : numbers()) {
      CAPTURE(at, by);
      REQUIRE((Instant{at} + by).ms == in_time(Wide{at} + by));
      REQUIRE((Instant{at} - by).ms == in_time(Wide{at} - by));
      REQUIRE(Instant{at} - Instant{by} == in_64_bits(Wide{at} - by));
    }
}

TEST_CASE("every instant has a date, and those that sums answer have a year of four digits in every zone") {
  for (const std::int64_t ms : numbers())
    for (const std::int32_t offset : {-18 * 3600, -1, 0, 7 * 3600, 18 * 3600}) {
      const DateTime at = date_time_of(Instant{ms}, offset);
      CAPTURE(ms, offset, text(at));
      REQUIRE(is_valid(at.date));
      const std::int32_t year = date_time_of(bounded(Instant{ms}), offset).date.year;
      REQUIRE((year >= 1 && year <= 9999));
      if (at.date.year < 1 || at.date.year > 9999) continue;
      REQUIRE(instant_of(at, offset) == Instant{ms});
    }
}
