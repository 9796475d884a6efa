#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "base/instant.h"
#include "base/value.h"

namespace lienthong::calendar {

/// A limit as processes write it: "3 working days", "4 working hours", "90 working minutes"; civil time, "15
/// days", "2 weeks", "2 months", "1 year"; or "P3D", plain time.
struct Span {
  enum class Unit { WorkingDays, WorkingMinutes, Milliseconds, Days, Months };
  Unit unit = Unit::WorkingDays;
  std::int64_t amount = 0;  ///< may be negative
  /// Counted in days or months of the civil calendar.
  bool is_civil() const { return unit == Unit::Days || unit == Unit::Months; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// Spans beyond a hundred years are refused: no limit of an office is longer, and a typing mistake must not
/// keep a server busy.
inline constexpr std::int64_t span_days_max = 36'525;
inline constexpr std::int64_t span_months_max = 1'200;

/// "3 working days", "-2 working hours", "1 working day", "0 working days" (the same day), "15 days", "-1
/// week", "2 months", "1 year", "P3D", "PT72H". Nothing for other text; ISO 8601 years and months have no
/// length in days and are no span.
std::optional<Span> parse_span(std::string_view text);
/// More than span_days_max or span_months_max.
bool is_too_long(Span);
/// As parse_span reads it back.
std::string text(Span span);

/// Where the last working day of a limit in working days ends.
enum class EndsAt { Close, Midnight };
/// Where a day that is off moves to: nowhere, to the next working day, to the one before.
enum class Roll { None, Next, Previous };

/// "close" or "24:00"; "none", "next" or "previous"; nothing for other text.
std::optional<EndsAt> parse_ends_at(std::string_view);
std::optional<Roll> parse_roll(std::string_view);

/// A span and how it is counted.
struct Limit {
  Span span;
  EndsAt ends_at = EndsAt::Close;  ///< of working days; civil limits always end at 24:00
  Roll roll = Roll::Next;          ///< of civil limits
  bool cut_off = true;             ///< the start is what counts as received; never of plain time
  bool begins_when_received() const { return cut_off && span.unit != Span::Unit::Milliseconds; }
};

/// Where nothing else is written: working days begin with the receipt, all else at once.
inline bool cuts_off(Span span) { return span.unit == Span::Unit::WorkingDays; }

class Days;
struct Rules;

/// When an office works, and when a limit that is counted in its working time ends. Immutable.
/// Functions throw Refused{Invalid} for spans beyond span_days_max and instants outside the years 1 to 9999.
/// The end of a day, 24:00, is the instant 00:00 of the next day.
class Calendar {
 public:
  /// Reads a calendar file (docs/formats/calendar.md). Throws Refused{Invalid} that names the JSON pointer.
  static std::shared_ptr<const Calendar> parse(std::string_view json);
  /// The Vietnamese public sector's, built in: `calendars/vn-public-sector.json`.
  static std::shared_ptr<const Calendar> vietnam();
  /// Several files' texts as one: docs/formats/calendar.md says how they are merged.
  static std::shared_ptr<const Calendar> merged(std::span<const std::string> texts);
  explicit Calendar(std::shared_ptr<const Days> days) : days_(std::move(days)) {}

  bool is_open(Instant at) const;
  bool is_working_day(Date date) const;
  /// The n-th working day after a date, before it where n is negative; for 0 the date itself, or the next
  /// working day where it is off.
  Date working_day(Date date, std::int64_t count) const;
  /// `at` itself while the office is open, else when it opens next.
  Instant next_opening(Instant at) const;

  /// When a dossier handed in at `at` counts as received: after the cut-off or on a day off, the start of the
  /// next working day; else `at` itself. Exactly at the cut-off is in time.
  Instant received(Instant at) const;

  struct Due {
    Instant at;
    bool crosses_unlisted_year = false;  ///< the days off of a year on the way were computed, not announced
    friend bool operator==(const Due&, const Due&) = default;
  };
  /// The instant a limit ends that starts at `start`; the limit is not negative. Working days: the day of
  /// receipt is not counted; the n-th working day ends at its close or at 24:00, 0 being the day of receipt.
  /// Working time: open minutes only. Civil days and months (Civil Code 147, 148): the day of the event is
  /// not counted, 24:00 of the last or the corresponding day; a month without that day ends on its last; a
  /// day off rolls. Milliseconds: plain time, no calendar.
  Due due(Instant start, const Limit& limit) const;
  /// Likewise at the close of business, days off rolling to the next; `apply_cut_off`: received() comes
  /// first.
  Due due(Instant start, Span limit, bool apply_cut_off = true) const;
  /// 24:00 of a date, which rolls where it is off.
  Due end_of(Date date, Roll roll) const;

  /// `at` moved by a span, forwards or backwards; by nothing it stays. Working days keep the time of day,
  /// midnight being the end of a working day before it; where the office is shut then, the last moment before
  /// that it was open, or its opening. Civil days and months keep the time of day, midnight being the end of
  /// the day before, and do not roll.
  Instant shift(Instant at, Span by) const;

  /// Open minutes between two instants, negative when `to` is earlier. Both are cut to the whole minute, so
  /// that parts always add up to the whole.
  std::int64_t working_minutes(Instant from, Instant to) const;

  /// Numbers the working days. Where `at` is a moment of a working day before its close: that day's number;
  /// at the close or later, or on a day off, the next one's. Only differences mean something.
  std::int64_t working_day_number(Instant at) const;
  /// The number of the day on which something counts as received.
  std::int64_t receipt_day_number(Instant at) const;
  /// Working days up to and with the day that an end such as a due instant lies in; 00:00 is the end of the
  /// day before. As the numbers of working_day_number.
  std::int64_t last_day_number(Instant end) const;
  /// The date of the day that ends at `end` or in which it lies; 00:00 is the end of the day before.
  Date last_day(Instant end) const;
  /// The n-th working day after that of a due instant, which keeps its place there: close stays close, 24:00
  /// stays 24:00, another time of day stays as in shift().
  Instant later_by_working_days(Instant due, std::int64_t days) const;

  /// Whether the days of this year were announced; those of other years are computed.
  bool is_listed(std::int32_t year) const;
  std::int32_t zone_offset_s() const;
  const std::string& id() const;
  /// What it was read from.
  const std::vector<Rules>& layers() const;
  /// What stood in its files and has no meaning here.
  std::vector<std::string> notes() const;

 private:
  std::shared_ptr<const Days> days_;
};

/// The file that Calendar::vietnam() was made of.
std::string_view vn_public_sector_text();

/// As people read the end of a limit: `2022-05-04T24:00+07:00`, `2022-04-15T17:00+07:00`, seconds only where
/// there are some. Midnight is the end of a day.
std::string end_for_people(Instant at, std::int32_t zone_offset_s);

}  // namespace lienthong::calendar
