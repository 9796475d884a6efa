// Promises about time: armed when their element starts, met when it completes, missed when the due instant
// finds it still running. The ladder's rungs are told to people through notifications, and to the process
// through escalations. (docs/formats/extensions.md)
#include "engine/work/deadlines.h"
#include <algorithm>
#include "base/fit.h"
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

/// The next planned rung of a deadline, behind `last`, has a job.
void plan_next_rung(Run& run, const Instance& self, DeadlineId deadline, RungId last) {
  Tree& tree = *run.work().tree(self.root.value);
  const Rung* next = tree.of<Rung>().first_owned_by(
      deadline.value, [&](const Rung& rung) { return rung.state == RungState::Planned && rung.id > last; });
  if (!next) return;
  const bool waits = tree.of<Job>().first_owned_by(self.id.value, [&](const Job& job) {
    const FireRung* fire = std::get_if<FireRung>(&job.work);
    return fire && fire->rung == next->id;
  });
  if (waits) return;
  Job job = job_of(self, self.node, FireRung{next->id});
  job.due = next->at;
  add_job(run, std::move(job));
}

/// Its rungs are rows from now on, whatever becomes of the calendar.
void plan_rungs(Run& run, const Instance& self, const Deadline& deadline, const bpmn::Deadline& model,
                std::int64_t passed) {
  const std::vector<Point> points = ladder(model, deadline.due, *run.core().settings.calendar);
  for (std::size_t i = static_cast<std::size_t>(passed); i < points.size(); ++i) {
    Rung rung;
    rung.id.value = run.next_id();
    rung.root = self.root;
    rung.instance = self.id;
    rung.deadline = deadline.id;
    rung.at = points[i].at;
    if (points[i].rung) rung.name = points[i].rung->id;
    if (points[i].rung) rung.level = points[i].rung->level;
    run.work().insert(std::move(rung));
  }
  plan_next_rung(run, self, deadline.id, {});
}

void end_rung(Run& run, Rung& rung, RungState state, const std::optional<std::string>& by = {}) {
  run.work().close(rung, [&](Rung& r) {
    r.state = state;
    r.ended = run.now();
    r.ended_by = by;
  });
}

std::string sentence(const Deadline& deadline, const std::string& what, const bpmn::Rung& rung, Instant now,
                     std::int32_t zone) {
  const std::string due = local_time(deadline.due, zone);
  if (now < deadline.due) return "\"" + what + "\" is due at " + due + ".";
  return "\"" + what + "\" was due at " + due + " and is not done" +
         (rung.level > 0 ? " (escalation level " + std::to_string(rung.level) + ")." : ".");
}

Job& notify(Run& run, const Deadline& deadline, const Instance& self, const bpmn::Rung& rung) {
  const std::int32_t zone = run.core().settings.calendar->zone_offset_s();
  const Instance& root = run.root(self);
  const bpmn::Node& node = run.node(self);
  const std::string what = node.name.empty() ? node.id : node.name;
  Notify work;
  for (const bpmn::Expression& unit : rung.to)
    if (const Value name = run.data.evaluate(unit, self); !name.is_null()) work.to.push_back(text(name));
  if (work.to.empty())
    throw Refused(Refused::Kind::Failed, "the rung '" + rung.id + "' of the deadline '" + node.id + "/" +
                                             deadline.name + "' has nobody to tell: its units are null");
  work.level = rung.level;
  work.subject = (run.now() < deadline.due ? "Due soon: " : "Late: ") + what;
  work.text =
      run.data.evaluate_text(rung.message, self).value_or(sentence(deadline, what, rung, run.now(), zone));
  work.dossier = root.business_key;
  work.task = what;
  work.due = local_time(deadline.due, zone);
  work.definition = run.core().definition_row(self.definition).key;
  work.root = self.root;
  work.rung = rung.id;
  Job job = job_of(self.definition, self.node, std::move(work));
  job.topic = rung.channel;
  return add_job(run, std::move(job));
}

const bpmn::Rung& rung_of(const bpmn::Deadline& model, const std::string& name) {
  const auto found = std::ranges::find(model.ladder, name, &bpmn::Rung::id);
  check(found != model.ladder.end(), "a rung's row names one of its deadline's");
  return *found;
}

/// The code that the rung raises; empty: it raises nothing.
std::string escalation_code_of(Run& run, const Instance& self, const bpmn::Rung& rung) {
  if (!rung.escalation_code) return {};
  const std::string code = run.data.evaluate_text(rung.escalation_code, self).value_or("");
  if (code.empty())
    throw Refused(Refused::Kind::Failed, "the escalation '" + rung.escalation_code->text + "' of the rung '" +
                                             rung.id + "' of '" + run.node(self).id +
                                             "' gives no code to raise");
  return code;
}

Context rung_detail(const Rung& rung) {
  return {{"rung", rung.name.empty() ? Value() : Value(rung.name)}, {"level", Value(rung.level)}};
}

}  // namespace

namespace {

Refused unusable_in_deadline(const char* what, const bpmn::Node& node, const bpmn::Deadline& model,
                             const Value& value, const std::string& why) {
  return Refused(Refused::Kind::Failed,
                 std::string("the ") + what + " of the deadline '" + node.id + "/" + model.id + "' is " +
                     (value.is_null() ? "null" : "'" + text(value) + "'") + "; " + why);
}

/// What the limit counts from. A start that is given and no date stops the process: it is never "now".
Instant start_of_deadline(Run& run, const Instance& self, const bpmn::Node& node, const bpmn::Deadline& model,
                          std::int32_t zone) {
  if (model.start_variable.empty() && !model.start) return run.now();
  Value given;
  if (model.start) {
    given = run.data.evaluate(*model.start, self);
  } else if (const auto variable = run.data.variable(self, model.start_variable)) {
    given = variable->value;
  } else {
    throw unusable_in_deadline("start", node, model, {},
                               "there is no variable '" + model.start_variable + "' to count the limit from");
  }
  const auto start = calendar::read_moment(given, zone);
  if (!start) throw unusable_in_deadline("start", node, model, given, "it must be a date or a date-time");
  return *start;
}

/// Whether the cut-off hour counts; where nothing is written, for limits in working days.
bool cuts_off(Run& run, const Instance& self, const bpmn::Node& node, const bpmn::Deadline& model,
              const Span& limit) {
  if (!model.cut_off) return limit.unit == Span::Unit::WorkingDays;
  const Value given = run.data.evaluate(*model.cut_off, self);
  const Fitting flag = fit(given, VariableType::Boolean);
  if (!flag || flag.value->is_null())
    throw unusable_in_deadline("cutOff", node, model, given, "it must be true or false");
  return flag.value->boolean();
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
    deadline.start = start_of_deadline(run, self, node, model, calendar.zone_offset_s());
    if (model.limit) {
      deadline.limit = run.data.evaluate_text(model.limit, self).value_or("");
      const auto span = calendar::parse_span(deadline.limit);
      if (!span || span->amount < 0)
        throw Refused(Refused::Kind::Failed, "the limit '" + deadline.limit + "' of '" + node.id + "' is " +
                                                 (span ? "negative" : "no span"));
      const auto due = calendar.due(deadline.start, *span, cuts_off(run, self, node, model, *span));
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
    plan_rungs(run, self, run.work().insert(std::move(deadline)), model, 0);
  }
}

void close_deadlines(Run& run, const Instance& self, bool completed) {
  Tree& tree = *run.work().tree(self.root.value);
  for (const std::int64_t id : tree.of<Deadline>().owned_by(self.id.value)) {
    Deadline& deadline = *tree.of<Deadline>().find(id);
    if (deadline.ended) continue;
    const ClockState state = !completed                 ? ClockState::Cancelled
                             : deadline.due < run.now() ? ClockState::Exceeded
                                                        : ClockState::Met;
    audit(run, self.root, self.id, "deadline-" + std::string(name_of(state)), {},
          deadline.node + "/" + deadline.name,
          Context{{"due", Value(local_time(deadline.due, run.core().settings.calendar->zone_offset_s()))}});
    for (const std::int64_t rung : tree.of<Rung>().owned_by(id))
      if (Rung& planned = *tree.of<Rung>().find(rung); planned.state == RungState::Planned)
        end_rung(run, planned, completed ? RungState::Superseded : RungState::Cancelled);
    run.work().close(deadline, [&](Deadline& d) {
      d.state = state;
      d.ended = run.now();
    });
  }
  for (const std::int64_t id : tree.of<Job>().owned_by(self.id.value))
    if (Job& job = *tree.of<Job>().find(id); job.is<FireRung>() || job.is<PlanLadder>()) erase_job(run, job);
}

void fire_rung(Run& run, Instance& self, RungId id) {
  Rung* rung = run.work().find<Rung>(self.root.value, id.value);
  Deadline* deadline = rung ? run.work().find<Deadline>(self.root.value, rung->deadline.value) : nullptr;
  check(deadline && rung->state == RungState::Planned, "a rung's job dies with its rung");
  const std::string subject = deadline->node + "/" + deadline->name;
  if (rung->name.empty()) {
    run.work().update(*deadline, [](Deadline& d) { d.state = ClockState::Missed; });
    end_rung(run, *rung, RungState::Fired);
    return audit(
        run, self.root, self.id, "deadline-missed", {}, subject,
        Context{{"due", Value(local_time(deadline->due, run.core().settings.calendar->zone_offset_s()))}});
  }
  const bpmn::Rung& model = rung_of(model_of(run.node(self), deadline->name), rung->name);
  const std::string code = escalation_code_of(run, self, model);
  const Job& job = notify(run, *deadline, self, model);
  std::string told;
  for (const std::string& unit : std::get<Notify>(job.work).to) told += (told.empty() ? "" : ",") + unit;
  run.work().update(*rung, [&](Rung& r) {
    r.told = std::move(told);
    r.notification = job.id;
  });
  audit(run, self.root, self.id, "deadline-rung", {}, subject, rung_detail(*rung));
  end_rung(run, *rung, RungState::Fired);
  if (!code.empty()) throw_escalation(run, self, true, code);
}

void plan_rung_after(Run& run, const Job& job, RungId id) {
  const Instance* self = run.instance(job.root, job.instance);
  const Rung* rung = self ? run.work().find<Rung>(job.root.value, id.value) : nullptr;
  if (rung) plan_next_rung(run, *self, rung->deadline, id);
}

void cancel_rung(Run& run, const Job& job, RungId id, const std::optional<std::string>& user) {
  Rung* rung = run.work().find<Rung>(job.root.value, id.value);
  const Deadline* deadline = rung ? run.work().find<Deadline>(job.root.value, rung->deadline.value) : nullptr;
  check(deadline, "a rung's job dies with its rung");
  plan_rung_after(run, job, id);
  audit(run, job.root, job.instance, "deadline-rung-cancelled", user, deadline->node + "/" + deadline->name,
        rung_detail(*rung));
  end_rung(run, *rung, RungState::Cancelled, user);
}

void plan_ladder(Run& run, const Instance& self, DeadlineId id, std::int64_t passed) {
  const Deadline* deadline = run.work().find<Deadline>(self.root.value, id.value);
  check(deadline, "a ladder dies with its deadline");
  plan_rungs(run, self, *deadline, model_of(run.node(self), deadline->name), passed);
}

}  // namespace lienthong::engine
