#include "scenario/expect.h"
#include <algorithm>
#include <map>
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::scenario {
namespace {

using namespace engine;

[[noreturn]] void differs(const std::string& what) { throw Refused(Refused::Kind::Invalid, what); }

std::vector<Task> open_tasks(World& world, const std::string& name) {
  return world.reader().select(
      Query<Task>{Filter::any({Filter::equal("name", name), Filter::equal("node", name)}), {}});
}

std::string all_tasks(World& world) {
  std::string text;
  for (const Task& task : world.reader().select(Query<Task>{}))
    text += (text.empty() ? "'" : ", '") + task.name.value_or(task.node) + "'";
  return text.empty() ? "none" : text;
}

using Clause = std::vector<std::string>;

/// task "X" is open | is not open | is open N times | due 2022-04-15 17:00 | assigned to USER | offered to
/// GROUP
void expect_task(World& world, const Clause& words) {
  if (words.size() < 3) differs("expect task \"name\" is open …");
  const std::vector<Task> tasks = open_tasks(world, words[1]);
  const std::string rest = [&] {
    std::string text;
    for (std::size_t i = 2; i < words.size(); ++i) text += (i > 2 ? " " : "") + words[i];
    return text;
  }();
  if (rest == "is not open") {
    world.model_names.need(ModelNames::Kind::Task, words[1]);
    if (!tasks.empty()) differs("the task '" + words[1] + "' is open");
    return;
  }
  if (tasks.empty()) differs("no open task '" + words[1] + "'; open: " + all_tasks(world));
  if (rest == "is open") return;
  if (words[2] == "is" && words.size() == 6 && words[5] == "times") {
    if (std::to_string(tasks.size()) != words[4])
      differs("the task is open " + std::to_string(tasks.size()) + " times");
    return;
  }
  if (words[2] == "due") {
    const std::string due =
        tasks.front().due
            ? text(date_time_of(*tasks.front().due, world.calendar().zone_offset_s())).substr(0, 16)
            : "never";
    const std::string wanted = words.size() == 5 ? words[3] + "T" + words[4] : words[3];
    if (due != wanted) differs("the task is due " + due);
    return;
  }
  if (words[2] == "assigned" && words.size() == 5) {
    if (tasks.front().assignee != words[4])
      differs("the task is assigned to " + tasks.front().assignee.value_or("nobody"));
    return;
  }
  if (words[2] == "offered" && words.size() == 5) {
    const auto links =
        world.reader().select(Query<IdentityLink>{Filter::equal("task", tasks.front().id.value), {}});
    if (std::ranges::none_of(
            links, [&](const IdentityLink& l) { return l.group == words[4] || l.user == words[4]; }))
      differs("the task is not offered to " + words[4]);
    return;
  }
  differs("unknown expectation: task … " + rest);
}

/// process is running | ended | completed | terminated | suspended
void expect_process(World& world, InstanceId root, const Clause& words) {
  const auto row = world.reader().find<ProcessHistory>(root.value);
  if (!row || words.size() != 3)
    differs("expect process is running, ended, completed, suspended or terminated");
  const std::string state(name_of(row->state));
  constexpr std::string_view states[] = {"running", "ended", "completed", "suspended", "terminated"};
  if (std::ranges::find(states, words[2]) == std::end(states))
    differs("a process is running, ended, completed, suspended or terminated, not '" + words[2] + "'");
  const bool holds = words[2] == "running"     ? !row->ended
                     : words[2] == "ended"     ? row->ended.has_value()
                     : words[2] == "completed" ? row->state == engine::Outcome::Completed
                     : words[2] == "suspended" ? row->state == engine::Outcome::Suspended
                                               : state.ends_with("TERMINATED");
  if (!holds) differs("the process is " + state);
}

/// variable name = JSON, of the process instance, after its end too
void expect_variable(World& world, InstanceId root, const Clause& words) {
  if (words.size() != 4 && words.size() != 3) differs("expect variable name = value");
  const auto rows = world.reader().select(Query<VariableHistory>{
      Filter::all({Filter::equal("root", root.value), Filter::equal("scope", root.value),
                   Filter::equal("name", words[1])}),
      {}});
  if (words[2] == "unset") {
    if (!rows.empty()) differs("it is " + json::write(rows.back().value.for_expressions()));
    return;
  }
  if (rows.empty()) differs("there is no such variable");
  const Value found = rows.back().value.for_expressions();
  Value wanted;
  try {
    wanted = json::parse(words[3]);
  } catch (const Refused&) {
    wanted = Value(words[3]);
  }
  const bool alike = found == wanted || json::write(found) == json::write(wanted);  // dates are text in JSON
  if (!alike) differs("it is " + json::write(found));
}

using Why = std::optional<std::string>;  ///< why a clause does not hold; none: it does

/// escalation|reminder [level N] to UNIT
Why no_notification(World& world, InstanceId root, const Clause& words) {
  const auto to = std::ranges::find(words, "to");
  if (to == words.end() || to + 1 == words.end()) differs("expect escalation level 1 to unit");
  const auto level = std::ranges::find(words, "level");
  std::string seen;
  for (const Job& job :
       world.reader().select(Query<Job>{Filter::equal("kind", std::string("notification")), {}})) {
    const auto* notice = std::get_if<engine::Notify>(&job.work);
    if (!notice || notice->root != root) continue;
    seen += " " + std::string(kind_of(*notice)) + " level " + std::to_string(notice->level) + " to";
    for (const std::string& unit : notice->to) seen += " " + unit;
    const bool same_level = level == words.end() || std::to_string(notice->level) == *(level + 1);
    const bool same_unit = std::ranges::find(notice->to, *(to + 1)) != notice->to.end();
    if (kind_of(*notice) == words[0] && same_level && same_unit) return {};
  }
  return "no such notification; there are:" + (seen.empty() ? " none" : seen);
}

/// incident at ELEMENT
Why no_incident(World& world, InstanceId root, const Clause& words) {
  if (words.size() != 3) differs("expect incident at element");
  const auto incidents = world.reader().select(Query<Incident>{Filter::equal("root", root.value), {}});
  if (std::ranges::any_of(incidents, [&](const Incident& i) { return i.node == words[2]; })) return {};
  return incidents.empty() ? "there is no incident" : "the incident is at '" + incidents.front().node + "'";
}

/// event KIND at SUBJECT
Why no_event(World& world, InstanceId root, const Clause& words) {
  if (words.size() != 4) differs("expect event kind at subject");
  const auto rows = world.reader().select(Query<AuditEvent>{Filter::equal("root", root.value), {}});
  const auto fits = [&](const AuditEvent& e) { return e.kind == words[1] && e.subject == words[3]; };
  return std::ranges::any_of(rows, fits) ? Why{} : Why{"there is no such event"};
}

/// Of what is expected not to be there.
void need_names(World& world, const Clause& what) {
  using Kind = ModelNames::Kind;
  if (what[0] == "incident" && what.size() == 3) world.model_names.need(Kind::Element, what[2]);
  if (what[0] == "event" && what.size() == 4) world.model_names.need(Kind::Event, what[1]);
  if (what[0] == "reminder" || what[0] == "escalation") world.model_names.need(Kind::Unit, what.back());
}

/// What may be expected to be there, or with `no` before it not to be there.
bool expect_presence(World& world, InstanceId root, const Clause& words) {
  static const std::map<std::string, Why (*)(World&, InstanceId, const Clause&), std::less<>> kinds{
      {"escalation", no_notification},
      {"reminder", no_notification},
      {"incident", no_incident},
      {"event", no_event}};
  const bool none = words[0] == "no" && words.size() > 1;
  const Clause what(words.begin() + (none ? 1 : 0), words.end());
  const auto kind = kinds.find(what[0]);
  if (kind == kinds.end()) return false;
  if (none) need_names(world, what);
  if (none && what == Clause{"incident"}) {
    for (const auto& one : world.reader().select(Query<Incident>{Filter::equal("root", root.value), {}}))
      differs("there is one at '" + one.node + "': " + one.message.value_or(""));
    return true;
  }
  const Why why = kind->second(world, root, what);
  if (!none && why) differs(*why);
  if (none && !why) differs("there is");
  return true;
}

/// visited a b c | not visited a: in the running or ended process, in this order
void expect_visited(World& world, InstanceId root, const Clause& words) {
  std::vector<std::string> ids;
  for (const auto& row : world.reader().select(Query<ActivityHistory>{Filter::equal("root", root.value), {}}))
    if (!row.is_wait()) ids.push_back(row.node);
  if (words[0] == "not") {
    if (words.size() < 3 || words[1] != "visited") differs("expect not visited element");
    for (std::size_t i = 2; i < words.size(); ++i)
      world.model_names.need(ModelNames::Kind::Element, words[i]);
    for (std::size_t i = 2; i < words.size(); ++i)
      if (std::ranges::find(ids, words[i]) != ids.end()) differs("'" + words[i] + "' was visited");
    return;
  }
  auto at = ids.begin();
  for (std::size_t i = 1; i < words.size(); ++i) {
    at = std::find(at, ids.end(), words[i]);
    if (at == ids.end()) {
      std::string all;
      for (const std::string& id : ids) all += " " + id;
      differs("'" + words[i] + "' was not visited there; the order was:" + all);
    }
    ++at;
  }
}

/// element ID ran N times | was cancelled | was not cancelled | is active | is not active
void expect_element(World& world, const Clause& words) {
  if (words.size() < 4) differs("expect element id ran N times, was cancelled, or is active");
  world.model_names.need(ModelNames::Kind::Element, words[1].substr(0, words[1].find('#')));
  const Clause said(words.begin() + 2, words.end());
  const auto rows = world.reader().select(Query<ActivityHistory>{Filter::equal("node", words[1]), {}});
  const auto cancelled = std::ranges::count_if(rows, [](const ActivityHistory& h) { return h.canceled; });
  const auto active = std::ranges::count_if(rows, [](const ActivityHistory& h) { return !h.ended; });
  if (said.size() == 3 && said[0] == "ran" && said[2] == "times") {
    const auto ran = std::ranges::count_if(rows, [](const ActivityHistory& h) { return !h.is_wait(); });
    if (std::to_string(ran) != words[3]) differs("it ran " + std::to_string(ran) + " times");
  } else if (said == Clause{"was", "cancelled"} || said == Clause{"was", "not", "cancelled"}) {
    const bool wanted = said.size() == 2;
    if ((cancelled > 0) != wanted) differs(wanted ? "it was not cancelled" : "it was cancelled");
  } else if (said == Clause{"is", "active"} || said == Clause{"is", "not", "active"}) {
    const bool wanted = said.size() == 2;
    if ((active > 0) != wanted) differs(active ? "it is active" : "it is not active");
  } else
    differs("unknown expectation about an element");
}

/// Whether `NAME is STATE` is said, and not `NAME is not STATE`, of which a model must have the name.
bool is_said(World& world, const Clause& words, ModelNames::Kind kind, const std::string& state) {
  const Clause said(words.begin() + std::min<std::ptrdiff_t>(2, std::ssize(words)), words.end());
  if (said == Clause{"is", state}) return true;
  if (said != Clause{"is", "not", state}) differs("expect " + words[0] + " name is " + state + " or is not");
  world.model_names.need(kind, words[1]);
  return false;
}

/// topic NAME is waiting | is not waiting
void expect_topic(World& world, const Clause& words) {
  const bool wanted = is_said(world, words, ModelNames::Kind::Topic, "waiting");
  const bool waits =
      world.reader().count(Query<Job>{Filter::all({Filter::equal("kind", std::string("external-task")),
                                                   Filter::equal("topic", words[1])}),
                                      {}}) > 0;
  if (waits != wanted) differs(waits ? "a task waits on it" : "no task waits on it");
}

/// message NAME is kept | is not kept
void expect_message(World& world, const Clause& words) {
  const bool wanted = is_said(world, words, ModelNames::Kind::Message, "kept");
  const bool kept = world.reader().count(Query<KeptMessage>{Filter::equal("name", words[1]), {}}) > 0;
  if (kept != wanted) differs(kept ? "the message is kept" : "the message is not kept");
}

template <class R>
void count_rows(engine::Reader& reader, InstanceId root, std::string& left) {
  Filter mine = Filter::equal("root", root.value);
  if constexpr (requires { R::ended; }) mine = Filter::all({mine, Filter::is_null("ended")});
  const std::int64_t rows = reader.count(Query<R>{mine, {}});
  if (rows > 0) left += " " + std::to_string(rows) + " " + std::string(R::table);
}

template <class... R>
std::string rows_left(engine::Reader& reader, InstanceId root, engine::Records<R...>) {
  std::string left;
  (count_rows<R>(reader, root, left), ...);
  return left;
}

/// nothing is left: of an instance that has ended there are no rows but its history
void expect_nothing(World& world, InstanceId root, const Clause& words) {
  if (words != Clause{"nothing", "is", "left"}) differs("expect nothing is left");
  const std::string left = rows_left(world.reader(), root, TreeRecords{});
  if (!left.empty()) differs("there is left:" + left);
}

/// definition KEY is suspended | is active: its newest version
void expect_definition(World& world, const Clause& words) {
  if (words.size() != 4 || words[2] != "is" || (words[3] != "suspended" && words[3] != "active"))
    differs("expect definition key is suspended or active");
  const auto rows = world.reader().select(Query<DefinitionRow>{Filter::equal("key", words[1]), {}});
  if (rows.empty()) differs("no process '" + words[1] + "' is deployed");
  for (const auto& row : rows)
    if (row.latest && row.suspended != (words[3] == "suspended"))
      differs(row.suspended ? "the definition is suspended" : "the definition is active");
}

/// decision KEY fires RULE…: the rules that counted when it was evaluated last for the instance
void expect_decision(World& world, InstanceId root, const Clause& words) {
  if (words.size() < 4 || words[2] != "fires") differs("expect decision key fires rule");
  const auto rows = world.reader().select(Query<engine::DecisionHistory>{
      Filter::all({Filter::equal("root", root.value), Filter::equal("key", words[1])}), {}});
  if (rows.empty()) differs("that decision was not evaluated");
  const Value details = json::parse(rows.back().details);
  Clause fired;
  for (const Value& output : details.find("outputs")->list())
    if (const Value* rule = output.find("rule"); rule && (fired.empty() || fired.back() != rule->string()))
      fired.push_back(rule->string());
  if (!std::ranges::equal(fired, Clause(words.begin() + 3, words.end()))) {
    std::string seen;
    for (const std::string& rule : fired) seen += " " + rule;
    differs("there fired:" + (seen.empty() ? " none" : seen));
  }
}

void expect_clause(World& world, InstanceId root, const Clause& words) {
  if (words[0] == "of" && words.size() > 2)
    return expect_clause(world, last_of(world, words[1]), Clause(words.begin() + 2, words.end()));
  const std::string& what = words[0];
  if (what == "task") return expect_task(world, words);
  if (what == "process") return expect_process(world, root, words);
  if (what == "variable") return expect_variable(world, root, words);
  if (what == "visited" || what == "not") return expect_visited(world, root, words);
  if (what == "element") return expect_element(world, words);
  if (what == "message") return expect_message(world, words);
  if (what == "topic") return expect_topic(world, words);
  if (what == "decision") return expect_decision(world, root, words);
  if (what == "nothing") return expect_nothing(world, root, words);
  if (what == "definition") return expect_definition(world, words);
  if (expect_presence(world, root, words)) return;
  differs("unknown expectation '" + what + "'");
}

}  // namespace

InstanceId last_of(World& world, const std::string& key) {
  InstanceId last;
  for (const DefinitionId definition : world.definitions_of(key))
    for (const auto& one :
         world.reader().select(Query<ProcessHistory>{Filter::equal("definition", definition.value), {}}))
      last = std::max(last, one.id);
  if (!last) differs("no instance of '" + key + "' was started");
  return last;
}

engine::Task one_task(World& world, const std::string& name) {
  std::vector<Task> tasks = open_tasks(world, name);
  if (tasks.empty()) differs("no open task '" + name + "'; open: " + all_tasks(world));
  return tasks.front();
}

void expect(World& world, InstanceId root, const Line& line) {
  Clause clause;
  const auto finish = [&] {
    if (clause.empty()) differs("expect nothing? There is no clause here");
    expect_clause(world, root, std::exchange(clause, {}));
  };
  for (std::size_t i = 1; i < line.words.size(); ++i) {
    if (line.words[i] == ";" && !line.quoted[i])
      finish();
    else
      clause.push_back(line.words[i]);
  }
  finish();
}

}  // namespace lienthong::scenario
