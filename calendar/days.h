#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"
#include "calendar/tally.h"

namespace lienthong::calendar {

/// Part of a day when the office is open, in minutes of the local day; `to` is not in it.
struct Opening {
  int from = 0, to = 0;
};
/// The openings of one day, in order; none: a day of rest.
using Hours = std::vector<Opening>;

/// A day off that comes every year on the same date.
struct FixedDay {
  std::int8_t month = 1, day = 1;
  std::int32_t from_year = 0;
  bool made_up = true;  ///< on a day of rest, the next working day is off instead
};

/// The days of one year as announced. Days count from 1970-01-01.
struct Year {
  std::vector<std::int64_t> off, worked;
  bool provisional = false;  ///< not announced yet: comes on top of the fixed days
};

/// What a calendar file says.
struct Rules {
  std::string id;
  std::optional<std::int32_t> zone_offset_s;   ///< none: that of what it is merged with
  std::optional<std::array<Hours, 7>> weekly;  ///< Monday first; none: it only names days
  Hours worked_hours;                          ///< of a day of rest that is worked in exchange
  std::optional<int> cut_off;                  ///< minute of the local day
  std::vector<FixedDay> fixed;
  std::map<std::int32_t, Year> years;
  std::vector<std::string> notes;  ///< what was read and has no meaning here
};

/// Reads the text of a calendar file, JSON or iCalendar. Throws Refused{Invalid} that names the place.
Rules read_rules(std::string_view text);
/// Days off of an iCalendar file (RFC 5545): whole days, some every year. Throws Refused{Invalid} that names
/// the event.
Rules read_icalendar(std::string_view text);

/// More is no list of days off, and what is read from elsewhere must end.
inline constexpr std::size_t icalendar_bytes_max = 1 << 20, icalendar_events_max = 2'000,
                             icalendar_occurrences_max = 1'000;
inline constexpr std::int64_t icalendar_event_days_max = 366;

/// The text of `calendars/vn-public-sector.json`, written by the build.
extern const std::string_view vn_public_sector_json;

/// The years for which fixed days off are computed; beyond them only the week counts.
inline constexpr std::int32_t computed_year_first = 1900, computed_year_last = 2200;

/// Which days are worked and when. Days count from 1970-01-01 in the calendar's own zone.
class Days {
 public:
  /// Of one calendar, or of several that are merged: the week, the hours of days worked in exchange and the
  /// cut-off are those of the first that has them; a day is off when one says so, and worked in exchange when
  /// one says so and none says off. Its id is theirs with "+" between, or as given. Throws Refused{Invalid}
  /// where none says when the office is open, or where two zones differ.
  explicit Days(std::span<const Rules> layers, std::string id = {});

  const std::vector<Rules>& layers() const { return layers_; }
  const std::string& id() const { return id_; }
  std::int32_t zone_offset_s() const { return zone_offset_s_; }
  std::optional<int> cut_off() const { return cut_off_; }
  const Hours& hours(std::int64_t day) const;  ///< empty on a day off
  bool is_listed(std::int32_t year) const;
  /// Whether all years from one to another are.
  bool are_listed(std::int32_t first, std::int32_t last) const;

  const Tally& working_days() const { return working_days_; }
  const Tally& open_ms() const { return open_ms_; }

 private:
  void take_week();
  void take_days();
  void add_tallies();
  const Hours& weekly(std::int64_t day) const { return weekly_[weekday_of(day)]; }

  std::vector<Rules> layers_;
  std::string id_;
  std::int32_t zone_offset_s_ = 0;
  std::array<Hours, 7> weekly_;
  Hours worked_hours_;
  std::optional<int> cut_off_;
  std::vector<std::int64_t> off_, worked_;  ///< that differ from the week, sorted
  std::vector<std::int32_t> listed_;        ///< sorted
  Tally working_days_, open_ms_;
};

}  // namespace lienthong::calendar
