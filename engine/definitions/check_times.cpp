#include "engine/definitions/check_times.h"
#include "calendar/calendar.h"
#include "calendar/period.h"
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
        if (!event.time_to_live.empty()) span(node, event.place, "time to live", event.time_to_live);
        timer(node, event);
      }
      if (node.user_task)
        for (const bpmn::Listener& listener : node.user_task->listeners)
          if (listener.timer) timer(node, *listener.timer);
      for (const bpmn::Deadline& deadline : node.deadlines) this->deadline(node, deadline);
    }
  }

 private:
  void add(Problem::Severity severity, const char* rule, const bpmn::Node& node, const bpmn::Place& place,
           const std::string& message) {
    problems_.push_back({severity, rule, message, node.id, place.line, place.column, {}});
  }

  void never(const char* rule, const bpmn::Node& node, const bpmn::Place& place, const std::string& what,
             const std::string& text) {
    add(Problem::Severity::Warning, rule, node, place,
        what + " '" + text + "' lies beyond the year 9999 and never comes");
  }

  void span(const bpmn::Node& node, const bpmn::Place& place, const std::string& what,
            const std::string& text) {
    const std::optional<calendar::Span> span = calendar::parse_span(text);
    if (!span)
      add(Problem::Severity::Error, "bad-span", node, place,
          "the " + what + " '" + text + "' is no span such as '3 working days' or 'P3D'");
    else if (calendar::is_too_long(*span))
      add(Problem::Severity::Warning, "span-too-long", node, place,
          "the " + what + " '" + text + "' is longer than a hundred years and fails when it is set");
  }

  void timer(const bpmn::Node& node, const bpmn::EventDefinition& event) {
    if (event.kind != bpmn::EventKind::Timer || !event.expression || !is_constant(*event.expression)) return;
    const bpmn::Expression& when = *event.expression;
    try {
      // Counted from the earliest that a process can have been started at.
      if (schedule_of(event, Value(when.text), Instant{0}, 0).due >= Instant::last())
        never("timer-never", node, when.place, "the timer", when.text);
    } catch (const Refused&) {  // what can be read is not the question here
    }
  }

  void deadline(const bpmn::Node& node, const bpmn::Deadline& deadline) {
    if (deadline.limit && deadline.limit->text.find("${") == std::string::npos)
      span(node, deadline.place, "limit", deadline.limit->text);
    if (deadline.due && is_constant(*deadline.due))
      if (const auto due = calendar::read_instant(Value(deadline.due->text), Instant{0}, 0);
          due && *due >= Instant::last())
        never("deadline-never", node, deadline.due->place, "the due date", deadline.due->text);
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
