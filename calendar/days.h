#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"

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
  std::int32_t zone_offset_s = 0;
  std::array<Hours, 7> weekly;  ///< Monday first
  Hours worked_hours;           ///< of a day of rest that is worked in exchange
  std::optional<int> cut_off;   ///< minute of the local day
  std::vector<FixedDay> fixed;
  std::map<std::int32_t, Year> years;
};

/// Reads the text of a calendar file. Throws Refused{Invalid} that names the JSON pointer.
Rules read_rules(std::string_view json);

/// The text of `calendars/vn-public-sector.json`, written by the build.
extern const std::string_view vn_public_sector_json;

/// The years for which fixed days off are computed; beyond them only the week counts.
inline constexpr std::int32_t computed_year_first = 1900, computed_year_last = 2200;

/// Which days are worked and when. Days count from 1970-01-01 in the calendar's own zone.
class Days {
 public:
  explicit Days(Rules rules);
  const Hours& hours(std::int64_t day) const;  ///< empty on a day off
  bool is_listed(std::int32_t year) const;
  const Rules& rules() const { return rules_; }

 private:
  void add_fixed_days(std::int32_t year);
  const Hours& weekly(std::int64_t day) const;

  Rules rules_;
  std::vector<std::int64_t> off_, worked_;  ///< of all years, sorted
};

}  // namespace lienthong::calendar
