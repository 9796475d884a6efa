// What due instants cost: limits of each kind from all over five years, and the longest that are taken.
#include <random>
#include <string>
#include <vector>
#include "bench/report.h"
#include "calendar/clock_arithmetic.h"

namespace lienthong::bench {
namespace {

using calendar::Calendar;
using Unit = calendar::Span::Unit;

constexpr int calls = 1'000'000;

std::vector<Instant> starts() {
  std::mt19937_64 random{20220412};
  std::uniform_int_distribution<std::int64_t> ms(1'640'995'200'000, 1'798'761'600'000);  // 2022 to 2026
  std::vector<Instant> all(4096);
  for (Instant& one : all) one.ms = ms(random);
  return all;
}

template <class Call>
void measure(const std::string& what, const Call& call) {
  const std::vector<Instant> from = starts();
  std::int64_t sum = 0;
  const double before = cpu_seconds();
  for (int i = 0; i < calls; ++i) sum += call(from[static_cast<std::size_t>(i) % from.size()], i);
  report("calendar", what, calls / (cpu_seconds() - before), "1/s", std::to_string(sum % 1000));
}

void due_instants() {
  const auto calendar = Calendar::vietnam();
  const auto limit = [&](Unit unit, std::int64_t most) {
    return [&calendar, unit, most](Instant start, int i) {
      const calendar::Span span{unit, 1 + i % most};
      return calendar->due(start, {.span = span, .cut_off = calendar::cuts_off(span)}).at.ms;
    };
  };
  measure("due dates a second, working days to 60", limit(Unit::WorkingDays, 60));
  measure("due dates a second, working days to 25,000", limit(Unit::WorkingDays, 25'000));
  measure("due dates a second, working hours to 60 days", limit(Unit::WorkingMinutes, 60 * 450));
  measure("due dates a second, days to 90", limit(Unit::Days, 90));
  measure("due dates a second, months to 24", limit(Unit::Months, 24));
  measure("pauses a second, working days", [&](Instant at, int i) {
    const calendar::Limit days{.span = {Unit::WorkingDays, 5}};
    return resume(*calendar, days, at + 500'000'000, {at, at + i % 400'000'000}).ms;
  });
}

}  // namespace
}  // namespace lienthong::bench

int main() { lienthong::bench::due_instants(); }
