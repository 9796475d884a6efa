#include <algorithm>
#include <cstdio>
#include <iostream>
#include <optional>
#include <vector>
#include "app/commands.h"
#include "base/json.h"
#include "base/refused.h"
#include "calendar/clock_arithmetic.h"
#include "calendar/period.h"

namespace lienthong::app {

namespace {

using calendar::Calendar;
using calendar::Limit;

[[noreturn]] void refuse_due(const std::string& text) { throw Refused(Refused::Kind::Invalid, text); }

Instant moment_of(const Calendar& calendar, const std::string& name, const Value& given) {
  const auto moment = calendar::read_moment(given, calendar.zone_offset_s());
  if (!moment) refuse_due(name + " takes a date-time such as 2022-04-15T10:20; got '" + text(given) + "'");
  return *moment;
}

calendar::Span span_of(const std::string& name, const std::string& text) {
  const auto span = calendar::parse_span(text);
  if (!span)
    refuse_due(name + " takes a span such as '3 working days', '4 working hours', '15 days', '2 months' or " +
               "PT72H; got '" + text + "'");
  return *span;
}

Limit limit_of(const std::string& words, const std::string& ends_at, const std::string& roll,
               std::optional<bool> cut_off) {
  Limit limit;
  limit.span = span_of("limit", words);
  const auto end = calendar::parse_ends_at(ends_at);
  if (!end) refuse_due("ends-at is close or 24:00; got '" + ends_at + "'");
  const auto rolled = calendar::parse_roll(roll);
  if (!rolled) refuse_due("roll is none, next or previous; got '" + roll + "'");
  limit.ends_at = *end;
  limit.roll = *rolled;
  limit.cut_off = cut_off.value_or(calendar::cuts_off(limit.span));
  return limit;
}

std::string local_text(const Calendar& calendar, Instant at) {
  return text(date_time_of(at, calendar.zone_offset_s()));
}

Context answer_of(const Calendar& calendar, const Limit& limit, Instant start, Calendar::Due due) {
  Context answer;
  answer.put("due", local_text(calendar, due.at));
  answer.put("text", calendar::end_for_people(due.at, calendar.zone_offset_s()));
  answer.put("start", local_text(calendar, start));
  answer.put("received",
             local_text(calendar, limit.begins_when_received() ? calendar.received(start) : start));
  answer.put("limit", text(limit.span));
  answer.put("calendar", calendar.id());
  answer.put("crossesUnlistedYear", due.crosses_unlisted_year);
  return answer;
}

/// A clock of a batch: what has happened to it so far.
struct Story {
  const Calendar& calendar;
  Limit limit;
  Instant start;
  Calendar::Due due;
  std::vector<calendar::Pause> pauses = {};
  std::optional<Instant> paused = std::nullopt;

  void happen(const Value& event) {
    const auto at = [&](const char* kind) { return moment_of(calendar, kind, *event.find(kind)); };
    if (event.find("pause")) {
      if (paused) refuse_due("pause: the clock is paused already");
      paused = at("pause");
    } else if (event.find("resume")) {
      if (!paused) refuse_due("resume: the clock is not paused");
      const Value* receipt = event.find("receipt");
      pauses.push_back({*paused, at("resume"), receipt && receipt->is_boolean() && receipt->boolean()});
      due.at = calendar::resume(calendar, limit, due.at, pauses.back());
      paused.reset();
    } else if (event.find("reset")) {
      const calendar::Restart again = calendar::reset(calendar, limit, at("reset"));
      start = again.start;
      due = again.due;
      pauses.clear();
      paused.reset();
    } else if (const Value* words = event.find("relimit"); words && words->is_string()) {
      limit.span = span_of("relimit", words->string());
      due = calendar::replay(calendar, limit, start, pauses);
    } else {
      refuse_due("an event is pause, resume, reset or relimit");
    }
  }
};

/// {"start", "limit", "endsAt"?, "roll"?, "cutOff"?, "events"?} becomes the answer, or {"error"}.
Context answer_line(const Calendar& calendar, const std::string& line) {
  Context answer;
  try {
    const Value request = json::parse(line);
    if (!request.is_context()) refuse_due("a line is a JSON object");
    constexpr std::string_view known[] = {"start", "limit", "endsAt", "roll", "cutOff", "events"};
    for (const auto& [key, value] : request.context().entries)
      if (std::ranges::find(known, key) == std::end(known)) refuse_due("unknown key '" + key + "'");
    const auto words = [&](const char* key, const char* otherwise) {
      const Value* value = request.find(key);
      if (value && !value->is_string()) refuse_due(std::string(key) + " is a string");
      return value ? value->string() : std::string(otherwise);
    };
    const Value* cut_off = request.find("cutOff");
    if (cut_off && !cut_off->is_boolean()) refuse_due("cutOff is true or false");
    const Limit limit = limit_of(words("limit", ""), words("endsAt", "close"), words("roll", "next"),
                                 cut_off ? std::optional(cut_off->boolean()) : std::nullopt);
    const Instant start = moment_of(calendar, "start", Value(words("start", "")));
    Story story{calendar, limit, start, calendar.due(start, limit)};
    if (const Value* events = request.find("events")) {
      if (!events->is_list()) refuse_due("events is an array");
      for (const Value& event : events->list()) story.happen(event);
    }
    answer = answer_of(calendar, story.limit, story.start, story.due);
  } catch (const Refused& refused) {
    answer.put("error", refused.what());
  }
  return answer;
}

}  // namespace

int due(const DueOptions& options) {
  const auto calendar = read_calendars(options.calendars);
  for (const std::string& note : calendar->notes()) std::fprintf(stderr, "note: %s\n", note.c_str());
  if (options.batch) {
    std::string line;
    while (std::getline(std::cin, line))
      std::printf("%s\n", json::write(answer_line(*calendar, line)).c_str());
    return exit_ok;
  }
  if (options.start.empty() || options.limit.empty()) refuse_due("due takes --start and --limit, or --batch");
  const Limit limit =
      limit_of(options.limit, options.ends_at, options.roll,
               options.cut_off.empty() ? std::nullopt : std::optional(options.cut_off == "true"));
  const Instant start = moment_of(*calendar, "--start", Value(options.start));
  const Calendar::Due due = calendar->due(start, limit);
  if (options.json) {
    std::printf("%s\n", json::write(answer_of(*calendar, limit, start, due)).c_str());
    return exit_ok;
  }
  std::printf("%s\n", calendar::end_for_people(due.at, calendar->zone_offset_s()).c_str());
  if (due.crosses_unlisted_year)
    std::fprintf(stderr, "note: the days off of a year on the way are not announced yet\n");
  return exit_ok;
}

}  // namespace lienthong::app
