#pragma once
#include <optional>
#include <string_view>
#include "base/value.h"
#include "feel/feel.h"

namespace lienthong::feel {

__extension__ using Nanoseconds = __int128;
inline constexpr std::int64_t second_ns = 1'000'000'000;
inline constexpr std::int64_t day_s = 86'400;

/// A date, date and time, time or duration, whichever the text is; nothing when none, or when it names an
/// unknown zone.
std::optional<Value> parse_temporal(std::string_view);

/// How far local time is ahead of UTC; `fallback_s` where the value names no zone.
std::int32_t offset_of(const DateTime&, std::int32_t fallback_s);
std::int32_t offset_of(const Time&, std::int32_t fallback_s, Instant now);
bool has_zone(const Time&);

Nanoseconds nanoseconds_of(DaysTime);
std::optional<DaysTime> days_time_of(Nanoseconds);
Nanoseconds local_nanoseconds(const DateTime&);  ///< since 1970-01-01T00:00:00 of the same clock
Nanoseconds utc_nanoseconds(const DateTime&, std::int32_t fallback_s);
DateTime midnight(Date);  ///< in UTC, as FEEL reads a date among date-times

std::optional<Date> plus(Date, YearsMonths);
std::optional<Date> plus(Date, DaysTime);  ///< the date of its midnight plus the duration
std::optional<DateTime> plus(const DateTime&, YearsMonths);
std::optional<DateTime> plus(const DateTime&, DaysTime);
Time plus(const Time&, DaysTime);
/// Whole months from one to the other, toward zero.
YearsMonths months_between(Date from, Date to);

int weekday_of(Date);  ///< 1 is Monday
/// `year`, `hour`, `time offset`, … of a date, time or duration; nothing when it has no such property.
std::optional<Value> property_of(const Value&, std::string_view name);

}  // namespace lienthong::feel
