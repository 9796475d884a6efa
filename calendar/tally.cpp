#include "calendar/tally.h"
#include <algorithm>

namespace lienthong::calendar {

Tally::Tally(const std::array<std::int64_t, 7>& weekly, const std::vector<Exception>& exceptions) {
  for (std::size_t i = 0; i < weekly.size(); ++i) week_[i + 1] = week_[i] + weekly[i];
  std::int64_t added = 0;
  for (const Exception& exception : exceptions) {
    day_.push_back(exception.day);
    sum_.push_back(weeks_before(exception.day) + added);
    amount_.push_back(exception.amount);
    added += exception.amount - weekly[weekday_of(exception.day)];
    added_.push_back(added);
  }
}

std::int64_t Tally::before(std::int64_t day) const {
  const auto later = std::lower_bound(day_.begin(), day_.end(), day);
  const auto count = static_cast<std::size_t>(later - day_.begin());
  return weeks_before(day) + (count == 0 ? 0 : added_[count - 1]);
}

std::int64_t Tally::day_of(std::int64_t sum) const {
  const auto later = std::upper_bound(sum_.begin(), sum_.end(), sum);
  const auto count = static_cast<std::size_t>(later - sum_.begin());
  if (count > 0) {
    if (sum < sum_[count - 1] + amount_[count - 1]) return day_[count - 1];
    sum -= added_[count - 1];
  }
  const std::int64_t week = floor_div(sum, week_.back()), rest = sum - week * week_.back();
  const auto weekday = std::upper_bound(week_.begin(), week_.end(), rest) - week_.begin() - 1;
  return week * 7 + weekday - 3;  // 1969-12-29 was a Monday
}

std::int64_t Tally::weeks_before(std::int64_t day) const {
  return floor_div(day + 3, 7) * week_.back() + week_[weekday_of(day)];
}

}  // namespace lienthong::calendar
