#include "engine/definitions/check_times.h"
#include "calendar/calendar.h"
#include "calendar/period.h"
#include "engine/definitions/retry_plan.h"
#include "engine/definitions/timers.h"

namespace lienthong::engine {
namespace {

bool is_constant(const bpmn::Expression& expression) {
  return expression.language == bpmn::Expression::Language::Template &&
         expression.text.find("${") == std::string::npos && expression.text.find("#{") == std::string::npos;
}

class TimesCheck {
 public:
  TimesCheck(const bpmn::Process& process, std::vector<Problem>& problems)
      : process_(process), problems_(problems) {}

  void run() {
    for (const bpmn::Node& node : process_.nodes) {
      for (const bpmn::EventDefinition& event : node.events) {
        if (!event.time_to_live.empty()) time_to_live(node, event);
        timer(node, event);
      }
      if (node.user_task) {
        for (const bpmn::Listener& listener : node.user_task->listeners)
          if (listener.timer) timer(node, *listener.timer);
        date(node, "dueDate", node.user_task->due_date);
        date(node, "followUpDate", node.user_task->follow_up_date);
      }
      retries(node, node.retry_cycle);
      if (node.loop) retries(node, node.loop->retry_cycle);
      for (const bpmn::Deadline& deadline : node.deadlines) this->deadline(node, deadline);
    }
  }

 private:
  void add(Problem::Severity severity, const char* rule, const bpmn::Node& node, const bpmn::Place& place,
           const std::string& message) {
    problems_.push_back({severity, rule, message, node.id, place.line, place.column, {}});
  }

  void error(const char* rule, const bpmn::Node& node, const bpmn::Place& place, const std::string& message) {
    add(Problem::Severity::Error, rule, node, place, message);
  }

  void never(const char* rule, const bpmn::Node& node, const bpmn::Place& place, const std::string& what,
             const std::string& text) {
    add(Problem::Severity::Warning, rule, node, place,
        what + " '" + text + "' lies beyond the year 9999 and never comes");
  }

  /// Answers nothing where an error was told.
  std::optional<calendar::Span> span(const bpmn::Node& node, const bpmn::Place& place,
                                     const std::string& what, const std::string& text) {
    const std::optional<calendar::Span> span = calendar::parse_span(text);
    if (!span)
      error("bad-span", node, place,
            "the " + what + " '" + text + "' is no span such as '3 working days' or 'P3D'");
    else if (calendar::is_too_long(*span))
      add(Problem::Severity::Warning, "span-too-long", node, place,
          "the " + what + " '" + text + "' is longer than a hundred years and fails when it is set");
    return span;
  }

  void time_to_live(const bpmn::Node& node, const bpmn::EventDefinition& event) {
    const auto kept = span(node, event.place, "time to live", event.time_to_live);
    if (kept && kept->amount <= 0)
      error("bad-span", node, event.place,
            "the time to live '" + event.time_to_live +
                "' keeps no message; leave it out or give a time such as 'PT1H'");
  }

  /// What can be read is judged as the engine reads it, counted from the earliest that a process can have
  /// been started at.
  void timer(const bpmn::Node& node, const bpmn::EventDefinition& event) {
    if (event.kind != bpmn::EventKind::Timer || !event.expression || !is_constant(*event.expression)) return;
    const bpmn::Expression& when = *event.expression;
    try {
      if (schedule_of(event, Value(when.text), Instant{0}, 0).due >= Instant::last())
        never("timer-never", node, when.place, "the timer", when.text);
    } catch (const Refused&) {
      error("timer-unreadable", node, when.place,
            "the " + std::string(name_of(event.timer)) + " '" + when.text + "' of '" + node.id +
                "' can never be read: it must be " + example_of(event.timer));
    }
  }

  static const char* example_of(bpmn::TimerKind kind) {
    switch (kind) {
      case bpmn::TimerKind::Date: return "a date-time such as 2026-12-01T08:00:00 or a period such as P3D";
      case bpmn::TimerKind::Duration: return "a duration such as P3D, PT90M or P1DT12H";
      case bpmn::TimerKind::Cycle:
        return "a cycle such as R3/PT10H, R/P1D or a cron such as 0 0 8 * * MON-FRI";
    }
    return "";
  }

  void date(const bpmn::Node& node, const char* attribute, const std::optional<bpmn::Expression>& given) {
    if (!given || !is_constant(*given) || calendar::read_instant(Value(given->text), Instant{0}, 0)) return;
    error("date-unreadable", node, given->place,
          "the " + std::string(attribute) + " '" + given->text + "' of '" + node.id +
              "' can never be read: it must be a date such as 2026-12-01T08:00:00 or a period such as P3D");
  }

  void retries(const bpmn::Node& node, const std::string& cycle) {
    if (cycle.empty() || cycle.find("${") != std::string::npos || cycle.find("#{") != std::string::npos ||
        retry_plan(cycle))
      return;
    error("retry-cycle", node, node.place,
          "the failedJobRetryTimeCycle '" + cycle + "' of '" + node.id +
              "' can never be read: it must be a cycle such as R5/PT5M or intervals such as PT1M,PT10M");
  }

  void deadline(const bpmn::Node& node, const bpmn::Deadline& deadline) {
    if (deadline.limit && is_constant(*deadline.limit)) {
      const auto limit = span(node, deadline.place, "limit", deadline.limit->text);
      if (limit && limit->amount < 0)
        error("bad-span", node, deadline.place, "the limit '" + deadline.limit->text + "' is negative");
    }
    if (deadline.due && is_constant(*deadline.due)) {
      const auto due = calendar::read_instant(Value(deadline.due->text), Instant{0}, 0);
      if (!due)
        error("date-unreadable", node, deadline.due->place,
              "the due date '" + deadline.due->text + "' is no date such as 2026-12-01T17:00:00");
      else if (*due >= Instant::last())
        never("deadline-never", node, deadline.due->place, "the due date", deadline.due->text);
    }
    if (deadline.start && is_constant(*deadline.start) &&
        !calendar::read_moment(Value(deadline.start->text), 0))
      error("date-unreadable", node, deadline.start->place,
            "the start '" + deadline.start->text +
                "' is no date such as 2026-12-01, and no name of a variable begins with a digit");
    if (deadline.start && !is_constant(*deadline.start))
      add(Problem::Severity::Warning, "start-at-run-time", node, deadline.start->place,
          "the start '" + deadline.start->text +
              "' is known at run time only; an instance for which it gives no date stops there");
    if (deadline.cut_off && is_constant(*deadline.cut_off) && deadline.cut_off->text != "true" &&
        deadline.cut_off->text != "false")
      error("cut-off", node, deadline.cut_off->place,
            "the cutOff '" + deadline.cut_off->text + "' must be true, false or an expression");
    for (const bpmn::Rung& rung : deadline.ladder) span(node, rung.place, "offset", rung.offset);
  }

  const bpmn::Process& process_;
  std::vector<Problem>& problems_;
};

}  // namespace

void check_times(const bpmn::Process& process, std::vector<Problem>& problems) {
  TimesCheck(process, problems).run();
}

}  // namespace lienthong::engine
