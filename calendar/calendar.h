#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include "base/instant.h"
#include "base/value.h"

namespace lienthong::calendar {

/// A limit as processes write it: "3 working days", "4 working hours", "90 working minutes", or "P3D", plain
/// time.
struct Span {
  enum class Unit { WorkingDays, WorkingMinutes, Milliseconds };
  Unit unit = Unit::WorkingDays;
  std::int64_t amount = 0;  ///< may be negative
  friend bool operator==(const Span&, const Span&) = default;
};

/// Spans beyond a hundred years are refused: no limit of an office is longer, and a typing mistake must not
/// keep a server busy.
inline constexpr std::int64_t span_days_max = 36'525;

/// "3 working days", "-2 working hours", "1 working day", "0 working days" (the same day), "P3D", "PT72H".
/// Nothing for other text; years and months have no length in days and are no span.
std::optional<Span> parse_span(std::string_view text);
/// More than span_days_max.
bool is_too_long(Span);
/// As parse_span reads it back.
std::string text(Span span);

class Days;

/// When an office works, and when a limit that is counted in its working time ends. Immutable.
/// Functions throw Refused{Invalid} for spans beyond span_days_max and instants outside the years 1 to 9999.
class Calendar {
 public:
  /// Reads a calendar file (docs/formats/calendar.md). Throws Refused{Invalid} that names the JSON pointer.
  static std::shared_ptr<const Calendar> parse(std::string_view json);
  /// The Vietnamese public sector's, built in: `calendars/vn-public-sector.json`.
  static std::shared_ptr<const Calendar> vietnam();
  explicit Calendar(std::shared_ptr<const Days> days) : days_(std::move(days)) {}

  bool is_open(Instant at) const;
  bool is_working_day(Date date) const;

  /// When a dossier handed in at `at` counts as received: after the cut-off or on a day off, the start of the
  /// next working day; else `at` itself. Exactly at the cut-off is in time.
  Instant received(Instant at) const;

  struct Due {
    Instant at;
    bool crosses_unlisted_year = false;  ///< the days off of a year on the way were computed, not announced
    friend bool operator==(const Due&, const Due&) = default;
  };
  /// The instant a limit ends that starts at `start`; the limit is not negative. `apply_cut_off`: received()
  /// comes first. Working days: the day of receipt is not counted; close of business of the n-th working day,
  /// 0 being the day of receipt. Working time: open minutes only. Milliseconds: plain time, no calendar.
  Due due(Instant start, Span limit, bool apply_cut_off = true) const;

  /// `at` moved by working time, forwards or backwards; by nothing it stays. Working days keep the time of
  /// day; where the office is shut then, the last moment before that it was open, or its opening.
  Instant shift(Instant at, Span by) const;

  /// Open minutes between two instants, negative when `to` is earlier. Both are cut to the whole minute, so
  /// that parts always add up to the whole.
  std::int64_t working_minutes(Instant from, Instant to) const;

  /// Whether the days of this year were announced; those of other years are computed.
  bool is_listed(std::int32_t year) const;
  std::int32_t zone_offset_s() const;
  const std::string& id() const;

 private:
  std::shared_ptr<const Days> days_;
};

}  // namespace lienthong::calendar
