#pragma once
#include <random>
#include <stdexcept>
#include <string>
#include "calendar/calendar.h"

namespace lienthong::calendar {

/// The same numbers from the same seed.
struct Random {
  std::mt19937_64 source;
  std::int64_t number(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(source);
  }
};

/// "2022-04-12 14:50", with seconds and milliseconds if need be, as a clock on the wall of the office shows
/// it.
inline Instant at(std::string text) {
  text[10] = 'T';
  if (text.size() == 16) text += ":00";
  const auto moment = parse_date_time(text);
  const auto instant = moment ? instant_of(*moment, 7 * 3600) : std::nullopt;
  if (!instant) throw std::invalid_argument(text);
  return *instant;
}

inline std::string shown(Instant at) {
  std::string text = lienthong::text(date_time_of(at, 7 * 3600));
  text[10] = ' ';
  return text.substr(0, text.find('+'));
}

inline const Calendar& office() { return *Calendar::vietnam(); }

inline Span span(const std::string& text) {
  const auto span = parse_span(text);
  if (!span) throw std::invalid_argument(text);
  return *span;
}

}  // namespace lienthong::calendar
