// Promises about time: armed when their element starts, met when it completes, missed when the due instant
// finds it still running. The ladder's rungs are told to people through notifications, and to the process
// through escalations. (docs/formats/extensions.md)
#include "engine/work/deadlines.h"
#include <algorithm>
#include "base/json.h"
#include "calendar/period.h"
#include "engine/rows/limits.h"
#include "engine/steps/activity.h"
#include "engine/steps/jobs.h"
#include "engine/waits/events.h"

namespace lienthong::engine {
namespace {

using calendar::Span;

/// One point of a ladder in time; `rung` null: the due instant itself.
struct Point {
  Instant at;
  const bpmn::Rung* rung = nullptr;
};

std::vector<Point> ladder(const bpmn::Deadline& model, Instant due, const calendar::Calendar& calendar) {
  std::vector<Point> points{{due, nullptr}};
  for (const bpmn::Rung& rung : model.ladder) {
    const auto offset = calendar::parse_span(rung.offset);
    check(offset.has_value(), "offsets are checked at deployment");
    points.push_back({calendar.shift(due, *offset), &rung});
  }
  std::ranges::stable_sort(points, {}, &Point::at);
  return points;
}

const bpmn::Deadline& model_of(const bpmn::Node& node, const std::string& id) {
  for (const bpmn::Deadline& deadline : node.deadlines)
    if (deadline.id == id) return deadline;
  check(false, "a deadline's row names one of its element's");
  return node.deadlines.front();
}

std::string local_time(Instant at, std::int32_t zone_offset_s) {
  return text(date_time_of(at, zone_offset_s));
}

void schedule_next(Run& run, Deadline& deadline, const Instance& self, const std::vector<Point>& points) {
  const auto next = static_cast<std::size_t>(deadline.next_rung);
  if (next >= points.size()) return;
  Job job = job_at(self, JobKind::Rung, self.node);
  job.configuration = to_string(deadline.id);
  job.due = points[next].at;
  job.retries = limits::job_retries_default;
  add_job(run, std::move(job));
}

std::string sentence(const Deadline& deadline, const std::string& what, const bpmn::Rung& rung, Instant now,
                     std::int32_t zone) {
  const std::string due = local_time(deadline.due, zone);
  if (now < deadline.due) return "\"" + what + "\" is due at " + due + ".";
  return "\"" + what + "\" was due at " + due + " and is not done" +
         (rung.level > 0 ? " (escalation level " + std::to_string(rung.level) + ")." : ".");
}

void notify(Run& run, const Deadline& deadline, const Instance& self, const bpmn::Rung& rung) {
  const std::int32_t zone = run.core().settings.calendar->zone_offset_s();
  const Instance& root = run.root(self);
  const bpmn::Node& node = run.node(self);
  const std::string what = node.name.empty() ? node.id : node.name;
  List to;
  for (const bpmn::Expression& unit : rung.to)
    if (const Value name = run.data.evaluate(unit, self); !name.is_null()) to.push_back(Value(text(name)));
  const std::string words =
      run.data.evaluate_text(rung.message, self).value_or(sentence(deadline, what, rung, run.now(), zone));
  Context payload{{"to", Value(std::move(to))},
                  {"level", Value(rung.level)},
                  {"kind", Value(rung.level > 0 ? "escalation" : "reminder")},
                  {"subject", Value((run.now() < deadline.due ? "Due soon: " : "Late: ") + what)},
                  {"text", Value(words)},
                  {"dossier", root.business_key ? Value(*root.business_key) : Value()},
                  {"task", Value(what)},
                  {"due", Value(local_time(deadline.due, zone))},
                  {"definition", Value(run.core().definition_row(self.definition).key)},
                  {"root", Value(to_string(self.root))}};
  Job job;
  job.kind = JobKind::Notification;
  job.topic = rung.channel;
  job.definition = self.definition;
  job.node = self.node;
  job.configuration = rung.id;
  job.payload = json::write(Value(payload));
  add_job(run, std::move(job));
}

}  // namespace

void open_deadlines(Run& run, Instance& self, const bpmn::Node& node) {
  for (const bpmn::Deadline& model : node.deadlines) {
    const calendar::Calendar& calendar = *run.core().settings.calendar;
    Deadline deadline;
    deadline.id.value = run.next_id();
    deadline.root = self.root;
    deadline.instance = self.id;
    deadline.node = node.id;
    deadline.name = model.id;
    deadline.calendar = calendar.id();
    deadline.start = run.now();
    if (!model.start_variable.empty())
      if (const auto start = run.data.variable(self, model.start_variable))
        deadline.start =
            calendar::read_instant(start->value, run.now(), calendar.zone_offset_s()).value_or(run.now());
    if (model.limit) {
      deadline.limit = run.data.evaluate_text(model.limit, self).value_or("");
      const auto span = calendar::parse_span(deadline.limit);
      if (!span)
        throw Refused(Refused::Kind::Failed,
                      "the limit '" + deadline.limit + "' of '" + node.id + "' is no span");
      const auto due = calendar.due(deadline.start, *span, model.cut_off);
      deadline.due = due.at;
      deadline.crosses_unlisted_year = due.crosses_unlisted_year;
    } else {
      const auto due = run.data.evaluate_instant(model.due, self);
      if (!due) throw Refused(Refused::Kind::Failed, "the due instant of '" + node.id + "' is no date");
      deadline.due = *due;
    }
    Context detail{{"due", Value(local_time(deadline.due, calendar.zone_offset_s()))},
                   {"limit", Value(deadline.limit)}};
    if (deadline.crosses_unlisted_year)
      detail.put("note", Value("the days off of a year on the way are not announced yet"));
    audit(run, self.root, self.id, "deadline-set", {}, node.id + "/" + model.id, detail);
    Deadline& kept = run.work().insert(std::move(deadline));
    schedule_next(run, kept, self, ladder(model, kept.due, calendar));
  }
}

void close_deadlines(Run& run, const Instance& self, bool completed) {
  Tree& tree = *run.work().tree(self.root.value);
  for (const std::int64_t id : tree.of<Deadline>().owned_by(self.id.value)) {
    Deadline& deadline = *tree.of<Deadline>().find(id);
    const bool late = deadline.due < run.now();
    const std::string kind = !completed ? "deadline-cancelled" : late ? "deadline-exceeded" : "deadline-met";
    audit(run, self.root, self.id, kind, {}, deadline.node + "/" + deadline.name,
          Context{{"due", Value(local_time(deadline.due, run.core().settings.calendar->zone_offset_s()))}});
    run.work().erase(deadline);
  }
  for (const std::int64_t id : tree.of<Job>().owned_by(self.id.value))
    if (Job& job = *tree.of<Job>().find(id); job.kind == JobKind::Rung) erase_job(run, job);
}

/// Every point that has come: several at once after a stop, each still told once.
void fire_rung(Run& run, Job& job) {
  const InstanceId root_id = job.root, self_id = job.instance;
  const auto deadline_id = Decimal::parse(job.configuration)->to_integer();
  erase_job(run, job);
  Instance* self = run.instance(root_id, self_id);
  Deadline* deadline = run.work().find<Deadline>(root_id.value, *deadline_id);
  check(self && deadline, "a rung dies with its deadline");
  const bpmn::Deadline& model = model_of(run.node(*self), deadline->name);
  const std::vector<Point> points = ladder(model, deadline->due, *run.core().settings.calendar);
  const std::string subject = deadline->node + "/" + deadline->name;
  while (static_cast<std::size_t>(deadline->next_rung) < points.size()) {
    const Point& point = points[static_cast<std::size_t>(deadline->next_rung)];
    if (point.at > run.now()) break;
    run.work().update(*deadline, [&](Deadline& d) {
      ++d.next_rung;
      if (!point.rung) d.state = ClockState::Missed;
    });
    if (!point.rung) {
      audit(
          run, root_id, self_id, "deadline-missed", {}, subject,
          Context{{"due", Value(local_time(deadline->due, run.core().settings.calendar->zone_offset_s()))}});
      continue;
    }
    audit(run, root_id, self_id, "deadline-rung", {}, subject,
          Context{{"rung", Value(point.rung->id)}, {"level", Value(point.rung->level)}});
    notify(run, *deadline, *self, *point.rung);
    if (point.rung->escalation_code.empty()) continue;
    throw_escalation(run, *self, true, point.rung->escalation_code);
    self = run.instance(root_id, self_id);  // an interrupting handler ends it
    if (!self || self->state != lifecycle::ActivityState::Active) return;
    deadline = run.work().find<Deadline>(root_id.value, *deadline_id);
  }
  schedule_next(run, *deadline, *self, points);
}

}  // namespace lienthong::engine
