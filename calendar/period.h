#pragma once
// Lengths of time as timers write them. All arithmetic stops at the ends of time (base/instant.h): a timer of
// a million years waits, and never fires at once.
#include <cstdint>
#include <optional>
#include <string_view>
#include "base/instant.h"
#include "base/value.h"

namespace lienthong::calendar {

/// `P1Y2M10DT2H30M`: months by the calendar of a zone, the rest exactly.
struct Period {
  std::int64_t months = 0, ms = 0;
  friend bool operator==(const Period&, const Period&) = default;
};

/// ISO 8601, with a leading minus if need be; nothing for text that is none.
std::optional<Period> parse_period(std::string_view);
Period period_of(YearsMonths);
Period period_of(DaysTime);

/// 31 January and a month is the last of February.
Instant plus(Instant, Period, std::int32_t zone_offset_s);
/// Likewise with a period in text; nothing when it is none.
std::optional<Instant> add_duration(Instant, std::string_view, std::int32_t zone_offset_s);

/// A date-time or date, as a value or as text: ISO 8601, the contract's form (`+0700`), or an HTML form's
/// (`2022-04-12T14:50`). Nothing for anything else.
std::optional<Instant> read_moment(const Value&, std::int32_t zone_offset_s);
/// The same; a period counts from `now`.
std::optional<Instant> read_instant(const Value&, Instant now, std::int32_t zone_offset_s);

}  // namespace lienthong::calendar
