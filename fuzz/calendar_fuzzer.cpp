#include <cstddef>
#include <cstdint>
#include <string>
#include "base/refused.h"
#include "calendar/clock_arithmetic.h"
#include "calendar/days.h"

/// Whatever the bytes, as a calendar or as a span: read or refused, and what was read counts a limit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lienthong::calendar;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  if (const auto span = parse_span(text);
      span && !is_too_long(*span) && parse_span(lienthong::calendar::text(*span)) != span)
    __builtin_trap();
  try {
    const Rules layers[] = {read_rules(vn_public_sector_json), read_rules(text)};
    const Calendar calendar(std::make_shared<const Days>(layers));
    const lienthong::Instant start{1'650'000'000'000};
    if (calendar.due(start, Span{Span::Unit::WorkingDays, 3}).at <= start) __builtin_trap();
  } catch (const lienthong::Refused&) {
  }
  return 0;
}
