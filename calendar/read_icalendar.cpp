#include <libical/ical.h>
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include "base/refused.h"
#include "calendar/days.h"

namespace lienthong::calendar {

namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
struct FreeIterator {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

[[noreturn]] void refuse_ical(const std::string& place, const std::string& text) {
  throw Refused(Refused::Kind::Invalid, "iCalendar: " + place + ": " + text);
}

std::string words_of(const char* text) { return text ? text : ""; }

std::string name_of(icalproperty* property) {
  const std::unique_ptr<char, void (*)(void*)> name(icalproperty_get_property_name_r(property),
                                                    icalmemory_free_buffer);
  return words_of(name.get());
}

/// An event as messages name it.
std::string place_of(icalcomponent* event, std::size_t number) {
  const std::string uid = words_of(icalcomponent_get_uid(event));
  return "VEVENT " + std::to_string(number) + (uid.empty() ? "" : " (" + uid + ")");
}

std::int64_t day_of(const std::string& place, const char* property, icaltimetype at) {
  if (icaltime_is_null_time(at) || !icaltime_is_valid_time(at))
    refuse_ical(place, std::string(property) + " is no date");
  if (!at.is_date) refuse_ical(place, std::string(property) + " has a time: only whole days are days off");
  const Date date{at.year, static_cast<std::int8_t>(at.month), static_cast<std::int8_t>(at.day)};
  if (!is_valid(date) || date.year < computed_year_first || date.year > computed_year_last)
    refuse_ical(place, std::string(property) + " is not in the years " + std::to_string(computed_year_first) +
                           " to " + std::to_string(computed_year_last));
  return days_from_civil(date);
}

/// One VEVENT.
class Event {
 public:
  Event(icalcomponent* event, std::size_t number, Rules& rules)
      : event_(event), place_(place_of(event, number)), rules_(rules) {}

  void read() {
    look_at_properties();
    for (icalcomponent* inner = icalcomponent_get_first_component(event_, ICAL_ANY_COMPONENT); inner;
         inner = icalcomponent_get_next_component(event_, ICAL_ANY_COMPONENT))
      rules_.notes.push_back(place_ + ": " + icalcomponent_kind_to_string(icalcomponent_isa(inner)) +
                             " says nothing about days off");
    if (cancelled_) return;
    if (!start_) refuse_ical(place_, "DTSTART is missing");
    const std::int64_t first = day_of(place_, "DTSTART", icalproperty_get_dtstart(start_));
    const std::int64_t length = length_from(first);
    unused_ = excluded_;
    if (rule_)
      recur(length);
    else
      occur(first, length, true);
    for (const std::int64_t day : unused_)
      rules_.notes.push_back(place_ + ": EXDATE " + text(civil_from_days(day)) + " excludes nothing");
  }

 private:
  void look_at_properties() {
    for (icalproperty* property = icalcomponent_get_first_property(event_, ICAL_ANY_PROPERTY); property;
         property = icalcomponent_get_next_property(event_, ICAL_ANY_PROPERTY))
      look_at(property);
  }

  void look_at(icalproperty* property) {
    switch (icalproperty_isa(property)) {
      case ICAL_DTSTART_PROPERTY: return once(start_, property);
      case ICAL_DTEND_PROPERTY: return once(end_, property);
      case ICAL_DURATION_PROPERTY: return once(duration_, property);
      case ICAL_RRULE_PROPERTY: return once(rule_, property);
      case ICAL_EXDATE_PROPERTY:
        excluded_.insert(day_of(place_, "EXDATE", icalproperty_get_exdate(property)));
        return;
      case ICAL_STATUS_PROPERTY: return take_status(icalproperty_get_status(property));
      case ICAL_CATEGORIES_PROPERTY:
        worked_ = worked_ || words_of(icalproperty_get_categories(property)) == "WORKED";
        return;
      case ICAL_UID_PROPERTY:
      case ICAL_DTSTAMP_PROPERTY:
      case ICAL_SUMMARY_PROPERTY:
      case ICAL_DESCRIPTION_PROPERTY:
      case ICAL_COMMENT_PROPERTY:
      case ICAL_LOCATION_PROPERTY:
      case ICAL_URL_PROPERTY:
      case ICAL_CLASS_PROPERTY:
      case ICAL_CREATED_PROPERTY:
      case ICAL_LASTMODIFIED_PROPERTY:
      case ICAL_SEQUENCE_PROPERTY:
      case ICAL_TRANSP_PROPERTY: return;
      case ICAL_X_PROPERTY:
        rules_.notes.push_back(place_ + ": " + words_of(icalproperty_get_x_name(property)) + " is not known");
        return;
      case ICAL_XLICERROR_PROPERTY: refuse_ical(place_, words_of(icalproperty_get_xlicerror(property)));
      default: refuse_ical(place_, name_of(property) + " is not understood");
    }
  }

  void once(icalproperty*& kept, icalproperty* property) {
    if (kept) refuse_ical(place_, name_of(property) + " stands twice");
    kept = property;
  }

  void take_status(icalproperty_status status) {
    if (status == ICAL_STATUS_CANCELLED)
      cancelled_ = true;
    else if (status != ICAL_STATUS_CONFIRMED)
      refuse_ical(place_, "STATUS is neither CONFIRMED nor CANCELLED");
  }

  /// RFC 5545 3.6.1: a date alone is one day; DTEND is not in it.
  std::int64_t length_from(std::int64_t first) const {
    if (end_ && duration_) refuse_ical(place_, "DTEND and DURATION exclude each other");
    std::int64_t length = 1;
    if (end_) length = day_of(place_, "DTEND", icalproperty_get_dtend(end_)) - first;
    if (duration_) {
      const int seconds = icaldurationtype_as_int(icalproperty_get_duration(duration_));
      if (seconds % 86'400 != 0) refuse_ical(place_, "DURATION is no number of days");
      length = seconds / 86'400;
    }
    if (length < 1 || length > icalendar_event_days_max)
      refuse_ical(place_, "lasts " + std::to_string(length) + " days, not 1 to " +
                              std::to_string(icalendar_event_days_max));
    return length;
  }

  void recur(std::int64_t length) {
    const icalrecurrencetype rule = icalproperty_get_rrule(rule_);
    if (rule.freq != ICAL_YEARLY_RECURRENCE) refuse_ical(place_, "RRULE: only FREQ=YEARLY is understood");
    const std::unique_ptr<icalrecur_iterator, FreeIterator> occurrences(
        icalrecur_iterator_new(rule, icalproperty_get_dtstart(start_)));
    if (!occurrences) refuse_ical(place_, "RRULE is not understood");
    std::size_t count = 0;
    for (icaltimetype at = icalrecur_iterator_next(occurrences.get());
         !icaltime_is_null_time(at) && at.year <= computed_year_last;
         at = icalrecur_iterator_next(occurrences.get())) {
      if (++count > icalendar_occurrences_max)
        refuse_ical(place_, "RRULE: more than " + std::to_string(icalendar_occurrences_max) + " times");
      const std::int64_t day =
          days_from_civil({at.year, static_cast<std::int8_t>(at.month), static_cast<std::int8_t>(at.day)});
      occur(day, length, false);
    }
  }

  void occur(std::int64_t first, std::int64_t length, bool announced) {
    if (excluded_.contains(first))
      unused_.erase(first);
    else
      add(first, length, announced);
  }

  /// `announced`: said for this year, not computed from another.
  void add(std::int64_t first, std::int64_t length, bool announced) {
    for (std::int64_t day = first; day < first + length; ++day) {
      const std::int32_t number = civil_from_days(day).year;
      if (number > computed_year_last) return;
      const auto [found, fresh] = rules_.years.try_emplace(number);
      Year& year = found->second;
      year.provisional = (fresh || year.provisional) && !announced;
      (worked_ ? year.worked : year.off).push_back(day);
    }
  }

  icalcomponent* event_;
  std::string place_;
  Rules& rules_;
  icalproperty *start_ = nullptr, *end_ = nullptr, *duration_ = nullptr, *rule_ = nullptr;
  std::set<std::int64_t> excluded_, unused_;
  bool worked_ = false, cancelled_ = false;
};

void read_head(icalcomponent* calendar, Rules& rules) {
  for (icalproperty* property = icalcomponent_get_first_property(calendar, ICAL_ANY_PROPERTY); property;
       property = icalcomponent_get_next_property(calendar, ICAL_ANY_PROPERTY)) {
    switch (icalproperty_isa(property)) {
      case ICAL_VERSION_PROPERTY:
      case ICAL_PRODID_PROPERTY:
      case ICAL_METHOD_PROPERTY: break;
      case ICAL_CALSCALE_PROPERTY:
        if (words_of(icalproperty_get_calscale(property)) != "GREGORIAN")
          refuse_ical("CALSCALE", "only GREGORIAN is understood");
        break;
      case ICAL_X_PROPERTY: {
        const std::string name = words_of(icalproperty_get_x_name(property));
        if (name == "X-WR-CALNAME")
          rules.id = words_of(icalproperty_get_x(property));
        else if (name != "X-WR-CALDESC" && name != "X-WR-TIMEZONE")
          rules.notes.push_back(name + " is not known");
        break;
      }
      case ICAL_XLICERROR_PROPERTY: refuse_ical("VCALENDAR", words_of(icalproperty_get_xlicerror(property)));
      default: refuse_ical("VCALENDAR", name_of(property) + " is not understood");
    }
  }
  if (rules.id.empty()) refuse_ical("X-WR-CALNAME", "missing: it is the calendar's id");
}

}  // namespace

Rules read_icalendar(std::string_view text) {
  if (text.size() > icalendar_bytes_max)
    refuse_ical("the document", "more than " + std::to_string(icalendar_bytes_max) + " bytes");
  if (text.find('\0') != std::string_view::npos) refuse_ical("the document", "a zero byte");
  icalerror_set_errors_are_fatal(false);
  const std::unique_ptr<icalcomponent, FreeComponent> calendar(
      icalparser_parse_string(std::string(text).c_str()));
  if (!calendar || icalcomponent_isa(calendar.get()) != ICAL_VCALENDAR_COMPONENT)
    refuse_ical("the document", "one VCALENDAR is expected");
  Rules rules;
  read_head(calendar.get(), rules);
  std::size_t number = 0;
  for (icalcomponent* inner = icalcomponent_get_first_component(calendar.get(), ICAL_ANY_COMPONENT); inner;
       inner = icalcomponent_get_next_component(calendar.get(), ICAL_ANY_COMPONENT)) {
    const icalcomponent_kind kind = icalcomponent_isa(inner);
    if (kind == ICAL_VEVENT_COMPONENT) {
      if (++number > icalendar_events_max)
        refuse_ical("the document", "more than " + std::to_string(icalendar_events_max) + " events");
      Event(inner, number, rules).read();
    } else if (kind != ICAL_VTIMEZONE_COMPONENT) {
      refuse_ical("VCALENDAR", words_of(icalcomponent_kind_to_string(kind)) + " is not understood");
    }
  }
  return rules;
}

}  // namespace lienthong::calendar
