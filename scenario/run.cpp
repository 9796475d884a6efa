#include <algorithm>
#include <fstream>
#include <sstream>
#include "base/json.h"
#include "base/refused.h"
#include "scenario/expect.h"
#include "scenario/world.h"

namespace lienthong::scenario {
namespace {

using namespace engine;

constexpr std::int64_t worker_lock_ms = 3'600'000;
const std::string worker_name = "scenario";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Refused(Refused::Kind::Invalid, "cannot read " + path.string());
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

Variables variables_of(const std::string& text) {
  const Value value = json::parse(text);
  if (!value.is_context()) throw Refused(Refused::Kind::Invalid, "variables are a JSON object");
  Variables variables;
  for (const auto& [name, item] : value.context().entries) variables.emplace_back(name, TypedValue::of(item));
  return variables;
}

/// The words of one line, taken one after the other.
class Words {
 public:
  explicit Words(const Line& line) : line_(line), at_(1) {}
  bool done() const { return at_ >= line_.words.size(); }
  bool next_is(std::string_view word) const {
    return !done() && line_.words[at_] == word && !line_.quoted[at_];
  }
  bool take(std::string_view word) { return next_is(word) && (++at_, true); }
  std::string need(const char* what) {
    if (done())
      throw Refused(Refused::Kind::Invalid, std::string("expected ") + what + " at the end of the line");
    return line_.words[at_++];
  }
  Variables take_variables() { return take("with") ? variables_of(need("a JSON object")) : Variables{}; }
  std::string rest() {
    std::string text;
    while (!done()) text += (text.empty() ? "" : " ") + line_.words[at_++];
    return text;
  }
  void end() const {
    if (!done()) throw Refused(Refused::Kind::Invalid, "did not expect '" + line_.words[at_] + "' here");
  }

 private:
  const Line& line_;
  std::size_t at_;
};

class Player {
 public:
  Player(const std::filesystem::path& folder, Mode mode, const Surroundings& around)
      : folder_(folder), world_(mode), mode_(mode), around_(around) {
    if (around_.delegates)
      world_.change_settings([&](Settings& settings) { settings.delegates = around_.delegates; });
    world_.set_now(Instant{1'640'995'200'000});  // 2022-01-01T07:00 in Hà Nội
  }

  void play(const Line& line) {
    const std::string& verb = line.words[0];
    Words words(line);
    if (verb == "process")
      deploy(words);
    else if (verb == "refuses")
      refuses(words);
    else if (verb == "javascript")
      javascript(words);
    else if (verb == "delegates")
      delegates(words);
    else if (verb == "given")
      world_.set_now(instant_in(words.rest()));
    else if (verb == "start")
      start(words);
    else if (verb == "task")
      task(words);
    else if (verb == "worker")
      worker(words);
    else if (verb == "message")
      message(words);
    else if (verb == "signal")
      signal(words);
    else if (verb == "conditions")
      conditions(words);
    else if (verb == "variables")
      variables(words);
    else if (verb == "wait")
      wait(words);
    else if (verb == "job")
      job(words);
    else if (verb == "adhoc")
      ad_hoc(words);
    else if (verb == "suspend" || verb == "activate")
      world_.ask(SuspendInstance{root_, verb == "suspend"});
    else if (verb == "undeploy")
      undeploy(words);
    else if (verb == "fails")
      fails(line);
    else if (verb == "delete")
      world_.ask(DeleteInstance{root_, "deleted by the scenario", {}, false, false, words.take("quietly")});
    else if (verb == "restart")
      world_.restart();
    else if (verb == "expect")
      expect(world_, root_, line);
    else
      throw Refused(Refused::Kind::Invalid, "unknown verb '" + verb + "'");
  }

  World& world() { return world_; }
  InstanceId root() const { return root_; }

 private:
  Instant instant_in(std::string text) {
    for (char& c : text)
      if (c == ' ') c = 'T';
    if (text.size() == 16) text += ":00";
    const auto date_time = parse_date_time(text);
    const auto instant = date_time ? instant_of(*date_time, world_.calendar().zone_offset_s()) : std::nullopt;
    if (!instant)
      throw Refused(Refused::Kind::Invalid, "'" + text + "' is no date and time such as 2022-04-12 14:50");
    return *instant;
  }

  Deploy deployment(Words& words) {
    Deploy command;
    command.name = "scenario";
    while (!words.done()) {
      const std::string name = words.need("a file name");
      command.resources.emplace_back(std::filesystem::path(name).filename().string(),
                                     read_file(folder_ / name));
    }
    return command;
  }

  void deploy(Words& words) {
    const auto deployed = std::get<Deployed>(world_.ask(deployment(words)));
    if (deployed.definitions.empty() && deployed.decisions.empty())
      throw Refused(Refused::Kind::Invalid, "no executable process and no decision in the file");
    if (first_.value == 0 && !deployed.definitions.empty()) first_ = deployed.definitions.front();
  }

  void refuses(Words& words) {
    const std::string rule = words.need("the name of a rule");
    const std::string element = words.need("an element id");
    try {
      world_.ask(deployment(words));
    } catch (const Refused& refused) {
      for (const Problem& problem : refused.problems)
        if (problem.rule == rule && problem.element_id == element && problem.line > 0) return;
      throw Refused(Refused::Kind::Invalid, std::string("refused, but not by that rule: ") + refused.what());
    }
    throw Refused(Refused::Kind::Invalid, "the deployment was accepted");
  }

  void javascript(Words& words) {
    const bool on = words.take("on");
    if (!on && !words.take("off")) throw Refused(Refused::Kind::Invalid, "javascript is on or off");
    words.end();
    if (on && !around_.scripts)
      throw Refused(Refused::Kind::Invalid, "nobody runs JavaScript here; play it by `lienthong test`");
    world_.change_settings([&](Settings& settings) { settings.scripts = on ? around_.scripts : nullptr; });
  }

  /// The rest of the line is refused, in those words.
  void fails(const Line& line) {
    if (line.words.size() < 3) throw Refused(Refused::Kind::Invalid, "fails \"TEXT\" and a line");
    Line inner = line;
    inner.words.erase(inner.words.begin(), inner.words.begin() + 2);
    inner.quoted.erase(inner.quoted.begin(), inner.quoted.begin() + 2);
    try {
      play(inner);
    } catch (const Refused& refused) {
      if (std::string_view(refused.what()).find(line.words[1]) != std::string_view::npos) return;
      throw Refused(Refused::Kind::Invalid, std::string("it failed in other words: ") + refused.what());
    }
    throw Refused(Refused::Kind::Invalid, "it did not fail");
  }

  /// The newest deployment, with its instances.
  void undeploy(Words& words) {
    words.end();
    const std::vector<Deployment> all = world_.reader().select(Query<Deployment>{});
    if (all.empty()) throw Refused(Refused::Kind::Invalid, "nothing is deployed");
    const auto newest = std::ranges::max_element(all, {}, &Deployment::id);
    world_.ask(DeleteDeployment{newest->id, true});
  }

  void delegates(Words& words) {
    const auto all =
        std::make_shared<const Delegates>(Delegates::parse(read_file(folder_ / words.need("a file name"))));
    words.end();
    world_.change_settings([&](Settings& settings) { settings.delegates = all; });
  }

  void start(Words& words) {
    StartProcess command;
    if (!words.done() && !words.next_is("with") && !words.next_is("key") && !words.next_is("at") &&
        !words.next_is("submits"))
      command.key = words.need("a process key");
    else
      command.definition = first_;
    if (words.take("key")) command.business_key = words.need("a business key");
    if (words.take("at")) command.start_event = words.need("the id of a start event");
    command.form = words.take("submits");
    command.variables = words.take_variables();
    words.end();
    root_ = std::get<Started>(world_.ask(std::move(command))).root;
  }

  void task(Words& words) {
    const std::string name = words.need("a task's name or id");
    const Task found = one_task(world_, name);
    std::optional<std::string> user;
    if (words.take("by")) user = words.need("a user");
    if (words.take("completes")) {
      CompleteTask command{found.id, words.take_variables(), false, false, user};
      words.end();
      world_.ask(std::move(command));
    } else if (words.take("submits")) {
      CompleteTask command{found.id, words.take_variables(), false, true, user};
      world_.ask(std::move(command));
    } else if (words.take("claims"))
      world_.ask(ClaimTask{found.id, user});
    else if (words.take("raises")) {
      const std::string kind = words.need("error or escalation");
      const std::string code = words.need("a code");
      if (kind == "error")
        world_.ask(RaiseTaskError{found.id, code, {}, words.take_variables()});
      else
        world_.ask(RaiseTaskEscalation{found.id, code, words.take_variables()});
    } else
      throw Refused(Refused::Kind::Invalid, "a task completes, submits, claims or raises");
  }

  void worker(Words& words) {
    const std::string topic = words.need("a topic");
    FetchAndLock fetch;
    fetch.worker = worker_name;
    fetch.max_tasks = 1;
    fetch.topics.push_back({});
    fetch.topics.front().topic = topic;
    fetch.topics.front().lock_duration_ms = worker_lock_ms;
    const auto locked = std::get<LockedTasks>(world_.ask(std::move(fetch)));
    if (locked.tasks.empty())
      throw Refused(Refused::Kind::Invalid, "no external task waits on the topic " + topic);
    const JobId id = locked.tasks.front().job;
    if (words.take("answers")) {
      const Variables variables = words.done() ? Variables{} : variables_of(words.need("a JSON object"));
      world_.ask(CompleteExternalTask{id, worker_name, variables, {}});
    } else if (words.take("raises")) {
      const std::string code = words.need("an error code");
      world_.ask(RaiseExternalTaskError{id, worker_name, code, {}, words.take_variables()});
    } else if (words.take("fails")) {
      FailExternalTask fail{id, worker_name, words.need("a message"), {}, 0, 0, {}, {}};
      if (words.take("retries"))
        fail.retries = Decimal::parse(words.need("a number")).value_or(Decimal(0)).to_integer().value_or(0);
      world_.ask(std::move(fail));
    } else if (!words.take("locks"))
      throw Refused(Refused::Kind::Invalid, "a worker answers, raises, fails or locks");
    words.end();
  }

  void message(Words& words) {
    CorrelateMessage command;
    command.name = words.need("a message name");
    if (words.take("key")) command.business_key = words.need("a business key");
    if (words.take("correlate")) command.correlation_keys = variables_of(words.need("a JSON object"));
    command.variables = words.take_variables();
    words.end();
    const auto correlated = std::get<Correlated>(world_.ask(std::move(command)));
    if (!correlated.results.empty() && correlated.results.front().started)
      root_ = correlated.results.front().root;
  }

  void signal(Words& words) {
    BroadcastSignal command;
    command.name = words.need("a signal name");
    command.variables = words.take_variables();
    world_.ask(std::move(command));
  }

  void conditions(Words& words) {
    EvaluateConditions command;
    if (words.take("key")) command.business_key = words.need("a business key");
    command.variables = words.take_variables();
    words.end();
    const auto started = std::get<Correlated>(world_.ask(std::move(command)));
    if (!started.results.empty()) root_ = started.results.back().root;
  }

  void variables(Words& words) {
    ChangeVariables command;
    command.instance = root_;
    if (words.take("set"))
      command.set = variables_of(words.need("a JSON object"));
    else if (words.take("remove"))
      command.remove.push_back(words.need("a name"));
    else
      throw Refused(Refused::Kind::Invalid, "variables are set or removed");
    if (words.take("local")) command.local = true;
    if (words.take("of")) {
      command.task = one_task(world_, words.need("a task's name or id")).id;
    } else if (words.take("in")) {
      const std::string node = words.need("an element id");
      const auto rows = world_.reader().select(Query<Instance>{
          Filter::all({Filter::equal("root", root_.value), Filter::equal("node", node)}), {}});
      if (rows.empty()) throw Refused(Refused::Kind::Invalid, "'" + node + "' is not active");
      command.instance = rows.front().id;
    }
    words.end();
    world_.ask(std::move(command));
  }

  void wait(Words& words) {
    if (words.take("until")) return world_.turn_clock(instant_in(words.rest()));
    const std::string text = words.rest();
    const auto span = calendar::parse_span(text);
    if (!span)
      throw Refused(Refused::Kind::Invalid, "'" + text + "' is no span such as '3 working days' or 'PT4H'");
    world_.turn_clock(world_.calendar().shift(world_.now(), *span));
  }

  void job(Words& words) {
    const std::string node = words.need("an element id");
    std::vector<Job> jobs = world_.reader().select(Query<Job>{Filter::equal("node", node), {}});
    std::ranges::stable_partition(
        jobs, [](const Job& job) { return job.retries && *job.retries <= 0; });  // the failed one is meant
    if (jobs.empty()) throw Refused(Refused::Kind::Invalid, "no job at '" + node + "'");
    if (words.take("retries")) {
      const auto count = Decimal::parse(words.need("a number")).value_or(Decimal(1)).to_integer().value_or(1);
      if (jobs.front().kind == JobKind::ExternalTask)
        world_.ask(SetExternalTaskRetries{{jobs.front().id}, count});
      else
        world_.ask(SetJobRetries{jobs.front().id, count, false, {}});
    } else if (words.take("runs"))
      world_.ask(RunJob{jobs.front().id, true});
    else
      throw Refused(Refused::Kind::Invalid, "a job runs, or gets retries");
  }

  /// The oldest active ad-hoc sub-process of that element.
  void ad_hoc(Words& words) {
    const std::string node = words.need("an element id");
    InstanceId id;
    for (const Instance& row : world_.reader().select(Query<Instance>{Filter::equal("node", node), {}}))
      if (!row.body && row.state == lifecycle::ActivityState::Active && !id) id = row.id;
    if (!id) throw Refused(Refused::Kind::Invalid, "no active ad-hoc sub-process '" + node + "'");
    if (words.take("completes")) {
      world_.ask(CompleteAdHoc{id, {}});
      return words.end();
    }
    const bool may = words.take("activates");
    if (!may && !words.take("refuses"))
      throw Refused(Refused::Kind::Invalid,
                    "an ad-hoc sub-process activates or refuses elements, or completes");
    ChooseActivities command{id, {}, {}, {}};
    while (!words.done() && !words.next_is("with")) command.elements.push_back(words.need("an element id"));
    command.variables = words.take_variables();
    words.end();
    if (may) {
      world_.ask(std::move(command));
      return;
    }
    try {
      world_.ask(std::move(command));
    } catch (const Refused&) {
      return;
    }
    throw Refused(Refused::Kind::Invalid, "the choice was accepted");
  }

  std::filesystem::path folder_;
  World world_;
  Mode mode_;
  Surroundings around_;
  DefinitionId first_;
  InstanceId root_;
};

std::vector<std::string> visited(World& world) {
  std::vector<std::string> ids;
  for (const ActivityHistory& row : world.reader().select(Query<ActivityHistory>{})) ids.push_back(row.node);
  return ids;
}

std::string mode_name(Mode mode) {
  return std::string(mode.store == StoreKind::Memory ? "memory" : "sqlite") +
         (mode.restart_after_every_step ? ", restarted at every step" : "");
}

}  // namespace

Outcome run(const Scenario& scenario, const std::filesystem::path& folder, Mode mode,
            const Surroundings& around) {
  Outcome outcome;
  Player player(folder, mode, around);
  for (const Line& line : scenario.lines) {
    try {
      player.play(line);
      ++outcome.steps;
    } catch (const std::exception& error) {
      outcome.failure = "line " + std::to_string(line.number) + ": " + line.text + "\n    " + error.what();
      return outcome;
    }
  }
  outcome.visited = visited(player.world());
  outcome.final_state = player.world().dump();
  outcome.passed = true;
  return outcome;
}

FileResult run_file(const std::filesystem::path& file, const Surroundings& around) {
  FileResult result;
  for (const Scenario& scenario : parse(read_file(file))) {
    std::string failure, expected;
    for (const Mode mode : {Mode{StoreKind::Memory, false}, Mode{StoreKind::Memory, true},
                            Mode{StoreKind::Sqlite, false}, Mode{StoreKind::Sqlite, true}}) {
      const Outcome outcome = run(scenario, file.parent_path(), mode, around);
      if (!outcome.passed)
        failure = "(" + mode_name(mode) + ") " + outcome.failure;
      else if (expected.empty())
        expected = outcome.final_state;
      else if (outcome.final_state != expected)
        failure = "(" + mode_name(mode) + ") ends in another state than on the memory store";
      if (!failure.empty()) break;
    }
    if (failure.empty()) {
      ++result.passed;
      for (const Cover& cover : scenario.covers) result.covered.emplace_back(cover, scenario.title);
    } else {
      ++result.failed;
      result.failures.push_back(file.filename().string() + ": " + scenario.title + " " + failure);
    }
  }
  return result;
}

}  // namespace lienthong::scenario
