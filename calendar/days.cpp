#include "calendar/days.h"
#include <algorithm>
#include <iterator>
#include <set>
#include "base/refused.h"

namespace lienthong::calendar {

namespace {

[[noreturn]] void refuse_merge(const std::string& text) {
  throw Refused(Refused::Kind::Invalid, "Calendar: " + text);
}

template <class T>
bool contains(const std::vector<T>& sorted, const T& value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

bool lists(const Rules& rules, std::int32_t year) {
  const auto found = rules.years.find(year);
  return found != rules.years.end() && !found->second.provisional;
}

bool is_rest(const std::array<Hours, 7>& weekly, std::int64_t day) { return weekly[weekday_of(day)].empty(); }

/// The days off that come every year, where no notice says otherwise. A notice leaves out those on which its
/// own week rests anyway; who is open then has them off, too.
std::set<std::int64_t> fixed_days(std::span<const Rules> layers, const std::array<Hours, 7>& weekly,
                                  const std::set<std::int64_t>& announced) {
  std::set<std::int64_t> off = announced;
  std::map<std::int64_t, std::vector<const Rules*>> to_make_up;
  for (const Rules& rules : layers)
    for (std::int32_t year = computed_year_first; year <= computed_year_last; ++year) {
      const bool listed = lists(rules, year);
      for (const FixedDay& fixed : rules.fixed) {
        const Date date{year, fixed.month, fixed.day};
        if (year < fixed.from_year || !is_valid(date)) continue;  // 29 February
        const std::int64_t day = days_from_civil(date);
        if (listed && !(rules.weekly && is_rest(*rules.weekly, day))) continue;
        if (!listed && is_rest(weekly, day) && fixed.made_up) to_make_up[day].push_back(&rules);
        off.insert(day);
      }
    }
  for (const auto& [rest, named_by] : to_make_up) {
    std::int64_t day = rest;
    // Some weekday has hours and the days off found so far are finitely many, so this ends.
    while (is_rest(weekly, day) || off.contains(day)) ++day;
    const std::int32_t year = civil_from_days(day).year;
    if (std::any_of(named_by.begin(), named_by.end(),
                    [&](const Rules* rules) { return !lists(*rules, year); }))
      off.insert(day);
  }
  return off;
}

}  // namespace

Days::Days(std::span<const Rules> layers, std::string id)
    : layers_(layers.begin(), layers.end()), id_(std::move(id)) {
  if (id_.empty())
    for (const Rules& rules : layers_) id_ += (id_.empty() ? "" : "+") + rules.id;
  take_week();
  take_days();
  add_tallies();
}

void Days::take_week() {
  std::optional<std::int32_t> zone;
  bool has_week = false;
  for (const Rules& rules : layers_) {
    if (rules.zone_offset_s && zone && *rules.zone_offset_s != *zone)
      refuse_merge(id_ + ": the zones differ");
    if (!zone) zone = rules.zone_offset_s;
    if (rules.weekly && !has_week) {
      weekly_ = *rules.weekly;
      has_week = true;
    }
    if (worked_hours_.empty()) worked_hours_ = rules.worked_hours;
    if (!cut_off_) cut_off_ = rules.cut_off;
  }
  if (!has_week) refuse_merge(id_ + ": /openingHours: missing");
  zone_offset_s_ = zone.value_or(0);
}

void Days::take_days() {
  std::set<std::int64_t> announced, worked;
  std::map<std::int32_t, std::size_t> listed;
  std::size_t listing = 0;  // a calendar that only names local days announces no year
  const bool any_fixed =
      std::any_of(layers_.begin(), layers_.end(), [](const Rules& rules) { return !rules.fixed.empty(); });
  for (const Rules& rules : layers_) {
    const bool announces = any_fixed ? !rules.fixed.empty() : !rules.years.empty();
    listing += announces;
    for (const auto& [number, year] : rules.years) {
      announced.insert(year.off.begin(), year.off.end());
      worked.insert(year.worked.begin(), year.worked.end());
      if (announces && !year.provisional) ++listed[number];
    }
  }
  for (const auto& [year, count] : listed)
    if (!any_fixed || count == listing) listed_.push_back(year);
  for (const std::int64_t day : fixed_days(layers_, weekly_, announced)) {
    worked.erase(day);
    if (!is_rest(weekly_, day)) off_.push_back(day);
  }
  for (const std::int64_t day : worked)
    if (is_rest(weekly_, day)) worked_.push_back(day);
  if (!worked_.empty() && worked_hours_.empty())
    refuse_merge(id_ + ": /openingHours/worked: missing, and " + text(civil_from_days(worked_.front())) +
                 " is worked in exchange");
}

void Days::add_tallies() {
  const auto open = [](const Hours& hours) {
    std::int64_t sum = 0;
    for (const Opening& opening : hours) sum += (opening.to - opening.from) * minute_ms;
    return sum;
  };
  std::array<std::int64_t, 7> week_days{}, week_ms{};
  for (std::size_t i = 0; i < weekly_.size(); ++i) {
    week_days[i] = weekly_[i].empty() ? 0 : 1;
    week_ms[i] = open(weekly_[i]);
  }
  std::vector<std::int64_t> days;
  std::merge(off_.begin(), off_.end(), worked_.begin(), worked_.end(), std::back_inserter(days));
  std::vector<Tally::Exception> exception_days, exception_ms;
  for (const std::int64_t day : days) {
    exception_days.push_back({day, hours(day).empty() ? 0 : 1});
    exception_ms.push_back({day, open(hours(day))});
  }
  working_days_ = Tally(week_days, exception_days);
  open_ms_ = Tally(week_ms, exception_ms);
}

const Hours& Days::hours(std::int64_t day) const {
  static const Hours shut;
  const Hours& usual = weekly(day);
  if (usual.empty()) return contains(worked_, day) ? worked_hours_ : shut;
  return contains(off_, day) ? shut : usual;
}

bool Days::is_listed(std::int32_t year) const { return contains(listed_, year); }

bool Days::are_listed(std::int32_t first, std::int32_t last) const {
  const auto from = std::lower_bound(listed_.begin(), listed_.end(), first);
  const auto to = std::upper_bound(from, listed_.end(), last);
  return to - from == last - first + 1;
}

}  // namespace lienthong::calendar
