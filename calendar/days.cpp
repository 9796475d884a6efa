#include "calendar/days.h"
#include <algorithm>
#include <utility>

namespace lienthong::calendar {

namespace {

bool contains(const std::vector<std::int64_t>& sorted, std::int64_t day) {
  return std::binary_search(sorted.begin(), sorted.end(), day);
}

void insert(std::vector<std::int64_t>& sorted, std::int64_t day) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), day);
  if (at == sorted.end() || *at != day) sorted.insert(at, day);
}

}  // namespace

Days::Days(Rules rules) : rules_(std::move(rules)) {
  for (const auto& [number, year] : rules_.years) {
    for (const std::int64_t day : year.off) insert(off_, day);
    for (const std::int64_t day : year.worked) insert(worked_, day);
  }
  for (std::int32_t year = computed_year_first; year <= computed_year_last; ++year)
    if (!is_listed(year)) add_fixed_days(year);
}

const Hours& Days::hours(std::int64_t day) const {
  static const Hours shut;
  if (contains(off_, day)) return shut;
  const Hours& usual = weekly(day);
  if (usual.empty() && contains(worked_, day)) return rules_.worked_hours;
  return usual;
}

bool Days::is_listed(std::int32_t year) const {
  const auto found = rules_.years.find(year);
  return found != rules_.years.end() && !found->second.provisional;
}

void Days::add_fixed_days(std::int32_t year) {
  std::vector<std::int64_t> to_make_up;
  for (const FixedDay& fixed : rules_.fixed) {
    if (year < fixed.from_year) continue;
    const Date date{year, fixed.month, fixed.day};
    if (!is_valid(date)) continue;  // 29 February
    const std::int64_t day = days_from_civil(date);
    if (weekly(day).empty() && fixed.made_up) to_make_up.push_back(day);
    insert(off_, day);
  }
  std::sort(to_make_up.begin(), to_make_up.end());
  for (std::int64_t day : to_make_up) {
    // Some weekday has hours and the days off found so far are finitely many, so this ends.
    while (weekly(day).empty() || contains(off_, day)) ++day;
    if (!is_listed(civil_from_days(day).year)) insert(off_, day);
  }
}

const Hours& Days::weekly(std::int64_t day) const {
  const std::int64_t since_monday = (day % 7 + 10) % 7;  // 1970-01-01 was a Thursday
  return rules_.weekly[static_cast<std::size_t>(since_monday)];
}

}  // namespace lienthong::calendar
