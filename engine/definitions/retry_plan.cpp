#include "engine/definitions/retry_plan.h"
#include <algorithm>
#include "base/value.h"
#include "calendar/period.h"

namespace lienthong::engine {
namespace {

std::string_view retry_text_trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<RetryPlan> retry_plan(std::string_view cycle) {
  RetryPlan plan;
  cycle = retry_text_trimmed(cycle);
  if (cycle.empty()) return std::nullopt;
  if (cycle.front() == 'R') {
    const std::size_t slash = cycle.find('/');
    const auto count =
        slash == std::string_view::npos ? std::nullopt : Decimal::parse(cycle.substr(1, slash - 1));
    if (!count || count->to_integer().value_or(0) < 1) return std::nullopt;
    plan.attempts = *count->to_integer();
    plan.intervals.emplace_back(cycle.substr(slash + 1));
  } else {
    for (std::size_t at = 0; at <= cycle.size();) {
      const std::size_t comma = std::min(cycle.find(',', at), cycle.size());
      plan.intervals.emplace_back(retry_text_trimmed(cycle.substr(at, comma - at)));
      at = comma + 1;
    }
    plan.attempts = static_cast<std::int64_t>(plan.intervals.size()) + 1;
  }
  const auto readable = [](const std::string& interval) {
    return calendar::add_duration({}, interval, 0).has_value();
  };
  return std::ranges::all_of(plan.intervals, readable) ? std::optional(std::move(plan)) : std::nullopt;
}

}  // namespace lienthong::engine
