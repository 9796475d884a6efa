#include <algorithm>
#include <initializer_list>
#include "base/json.h"
#include "base/refused.h"
#include "calendar/days.h"

namespace lienthong::calendar {

namespace {

/// More than this is no list of public holidays.
constexpr std::size_t fixed_days_max = 100;
constexpr std::array<std::string_view, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};

[[noreturn]] void refuse(const std::string& pointer, const std::string& text) {
  throw Refused(Refused::Kind::Invalid,
                "Calendar: " + (pointer.empty() ? "the document" : pointer) + ": " + text);
}

std::string below(const std::string& pointer, std::string_view key) {
  std::string out = pointer + '/';
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

const Context& object(const Value& value, const std::string& pointer) {
  if (!value.is_context()) refuse(pointer, "an object is expected");
  return value.context();
}

const List& list(const Value& value, const std::string& pointer) {
  if (!value.is_list()) refuse(pointer, "an array is expected");
  return value.list();
}

const std::string& string(const Value& value, const std::string& pointer) {
  if (!value.is_string()) refuse(pointer, "a string is expected");
  return value.string();
}

bool boolean(const Value& value, const std::string& pointer) {
  if (!value.is_boolean()) refuse(pointer, "true or false is expected");
  return value.boolean();
}

const Value& required(const Value& owner, std::string_view key, const std::string& pointer) {
  const Value* value = owner.find(key);
  if (!value) refuse(below(pointer, key), "missing");
  return *value;
}

/// A misspelt key would silently change when limits end.
void only(const Value& owner, const std::string& pointer, std::initializer_list<std::string_view> keys) {
  for (const auto& [key, value] : object(owner, pointer).entries)
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) refuse(below(pointer, key), "unknown key");
}

/// The `count` digits at `at`, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

/// "07:30" as minutes; 24:00 is the end of the day.
int time_of_day(const Value& value, const std::string& pointer) {
  const std::string& text = string(value, pointer);
  const std::optional<int> hour = digits(text, 0, 2), minute = digits(text, 3, 2);
  if (text.size() != 5 || text[2] != ':' || !hour || !minute || *minute > 59 || *hour * 60 + *minute > 1440)
    refuse(pointer, "\"" + text + "\" is no time of day such as 07:30");
  return *hour * 60 + *minute;
}

std::int32_t zone_offset(const Value& value, const std::string& pointer) {
  const std::string& text = string(value, pointer);
  const std::optional<int> hour = digits(text, 1, 2), minute = digits(text, 4, 2);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' || !hour || !minute ||
      *hour > 14 || *minute > 59)
    refuse(pointer, "\"" + text + "\" is no offset such as +07:00");
  return (text[0] == '-' ? -60 : 60) * (*hour * 60 + *minute);
}

Hours hours(const Value& value, const std::string& pointer) {
  Hours result;
  const List& openings = list(value, pointer);
  for (std::size_t i = 0; i < openings.size(); ++i) {
    const std::string place = below(pointer, std::to_string(i));
    only(openings[i], place, {"from", "to"});
    const Opening opening{time_of_day(required(openings[i], "from", place), place + "/from"),
                          time_of_day(required(openings[i], "to", place), place + "/to")};
    if (opening.from >= opening.to) refuse(place, "ends before it starts");
    if (!result.empty() && opening.from <= result.back().to)
      refuse(place, "starts before the one above it has ended, or at once when it ends");
    result.push_back(opening);
  }
  return result;
}

void read_opening_hours(const Value& value, Rules& rules) {
  const std::string pointer = "/openingHours";
  std::array<Hours, 7> weekly;
  for (const auto& [key, entry] : object(value, pointer).entries) {
    const auto weekday = std::find(weekdays.begin(), weekdays.end(), key);
    const std::string place = below(pointer, key);
    if (key == "worked")
      rules.worked_hours = hours(entry, place);
    else if (weekday == weekdays.end())
      refuse(place, "no weekday, nor \"worked\"");
    else
      weekly[static_cast<std::size_t>(weekday - weekdays.begin())] = hours(entry, place);
  }
  if (std::all_of(weekly.begin(), weekly.end(), [](const Hours& day) { return day.empty(); }))
    refuse(pointer, "the office is never open");
  rules.weekly = std::move(weekly);
}

void read_fixed_days(const Value& value, Rules& rules) {
  const List& days = list(value, "/fixedDays");
  if (days.size() > fixed_days_max) refuse("/fixedDays", "more than " + std::to_string(fixed_days_max));
  for (std::size_t i = 0; i < days.size(); ++i) {
    const std::string place = below("/fixedDays", std::to_string(i));
    only(days[i], place, {"date", "name", "fromYear", "madeUp"});
    const std::string& text = string(required(days[i], "date", place), place + "/date");
    const std::optional<int> month = digits(text, 0, 2), day = digits(text, 3, 2);
    FixedDay fixed;
    fixed.month = static_cast<std::int8_t>(month.value_or(0));
    fixed.day = static_cast<std::int8_t>(day.value_or(0));
    if (text.size() != 5 || text[2] != '-' || !is_valid(Date{2000, fixed.month, fixed.day}))
      refuse(place + "/date", "\"" + text + "\" is no day of the year such as 09-02");
    if (const Value* from = days[i].find("fromYear")) {
      const std::optional<std::int64_t> year = from->is_number() ? from->number().to_integer() : std::nullopt;
      if (!year || *year < 1 || *year > 9999) refuse(place + "/fromYear", "a year is expected");
      fixed.from_year = static_cast<std::int32_t>(*year);
    }
    if (const Value* made_up = days[i].find("madeUp")) fixed.made_up = boolean(*made_up, place + "/madeUp");
    rules.fixed.push_back(fixed);
  }
}

std::vector<std::int64_t> dates(const Value& value, std::int32_t year, const std::string& pointer) {
  std::vector<std::int64_t> result;
  const List& days = list(value, pointer);
  for (std::size_t i = 0; i < days.size(); ++i) {
    const std::string place = below(pointer, std::to_string(i));
    const std::string& text = string(days[i], place);
    const std::optional<Date> date = parse_date(text);
    if (!date) refuse(place, "\"" + text + "\" is no date such as 2026-09-02");
    if (date->year != year) refuse(place, text + " is not in " + std::to_string(year));
    result.push_back(days_from_civil(*date));
  }
  return result;
}

void read_years(const Value& value, Rules& rules) {
  for (const auto& [key, entry] : object(value, "/years").entries) {
    const std::string place = below("/years", key);
    const std::optional<int> number = digits(key, 0, 4);
    if (key.size() != 4 || !number || *number < computed_year_first || *number > computed_year_last)
      refuse(place, "a year from " + std::to_string(computed_year_first) + " to " +
                        std::to_string(computed_year_last) + " is expected");
    only(entry, place, {"off", "worked", "source", "provisional", "notes"});
    Year year;
    year.off = dates(required(entry, "off", place), *number, place + "/off");
    if (const Value* worked = entry.find("worked")) year.worked = dates(*worked, *number, place + "/worked");
    if (const Value* provisional = entry.find("provisional"))
      year.provisional = boolean(*provisional, place + "/provisional");
    string(required(entry, "source", place), place + "/source");
    for (std::size_t i = 0; i < year.worked.size(); ++i)
      if (std::find(year.off.begin(), year.off.end(), year.worked[i]) != year.off.end())
        refuse(place + "/worked/" + std::to_string(i),
               text(civil_from_days(year.worked[i])) + " is also off");
    if (!year.worked.empty() && rules.weekly && rules.worked_hours.empty())
      refuse("/openingHours/worked", "missing, and " + key + " has days worked in exchange");
    rules.years[*number] = std::move(year);
  }
}

}  // namespace

Rules read_rules(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::string_view begin = text;
  if (begin.starts_with(byte_order_mark)) begin.remove_prefix(byte_order_mark.size());
  if (begin.starts_with("BEGIN:VCALENDAR")) return read_icalendar(begin);
  const Value file = json::parse(text);
  only(file, "",
       {"id", "title", "source", "notes", "timezone", "zoneOffset", "openingHours", "cutOff", "fixedDays",
        "years"});
  Rules rules;
  rules.id = string(required(file, "id", ""), "/id");
  if (rules.id.empty()) refuse("/id", "empty");
  rules.zone_offset_s = zone_offset(required(file, "zoneOffset", ""), "/zoneOffset");
  if (const Value* hours = file.find("openingHours")) read_opening_hours(*hours, rules);
  if (const Value* cut_off = file.find("cutOff")) rules.cut_off = time_of_day(*cut_off, "/cutOff");
  if (const Value* fixed = file.find("fixedDays")) read_fixed_days(*fixed, rules);
  if (const Value* years = file.find("years")) read_years(*years, rules);
  return rules;
}

}  // namespace lienthong::calendar
