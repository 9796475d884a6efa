#include "tests/engine/groups/duel.h"
#include <algorithm>
#include "base/json.h"
#include "scenario/world.h"

namespace lienthong::groups {
namespace {

using namespace engine;

constexpr int groups_of_a_day = 14, commands_of_a_group = 9;
constexpr int due_rounds_max = 500;
constexpr std::int64_t minute_ms = 60'000;

std::string text_of(const Variables& variables) {
  std::string text;
  for (const auto& [name, value] : variables)
    text += " " + name + "=" + std::string(lienthong::name_of(value.type)) + ":" + json::write(value.value);
  return text;
}

template <class Id>
std::string text_of(const std::vector<Id>& ids) {
  std::string text;
  for (const Id id : ids) text += " " + to_string(id);
  return text;
}

std::string text_of(const Nothing&) { return "done"; }
std::string text_of(const Deployed& d) {
  return "deployed " + to_string(d.deployment) + text_of(d.definitions) + text_of(d.decisions) +
         text_of(d.requirements) + " warnings " + std::to_string(d.warnings.size());
}
std::string text_of(const Started& s) {
  return "started " + to_string(s.root) + " of " + to_string(s.definition) + " " + s.definition_key +
         (s.ended ? " ended" : "") + (s.suspended ? " suspended" : "") + text_of(s.variables);
}
std::string text_of(const CompletedTask& c) { return "completed" + text_of(c.variables); }
std::string text_of(const LockedTasks& l) {
  std::string text = "locked";
  for (const LockedTask& task : l.tasks)
    text += "; " + to_string(task.job) + " " + to_string(task.root) + " fence " + std::to_string(task.fence) +
            " until " + std::to_string(task.locked_until.ms) + " priority " + std::to_string(task.priority) +
            text_of(task.variables);
  return text;
}
std::string text_of(const Correlated& c) {
  std::string text = "correlated";
  for (const Correlated::One& one : c.results)
    text += "; " + std::string(one.started ? "started " : "reached ") + to_string(one.root) + " " +
            to_string(one.execution) + (one.ended ? " ended" : "") + text_of(one.variables);
  return text;
}
std::string text_of(const Underway& u) {
  return "under way" + text_of(u.sweeps) + (u.so_far ? " " + text_of(*u.so_far) : "");
}
std::string text_of(const Later&) { return "later"; }
std::string text_of(const Created& c) { return "created " + std::to_string(c.id); }
std::string text_of(const NotedRefusal& n) { return "refused " + n.why; }

std::string text_of(const Result& result) {
  if (!result.error) return std::visit([](const auto& reply) { return text_of(reply); }, result.reply);
  try {
    std::rethrow_exception(result.error);
  } catch (const std::exception& error) {
    return std::string("refused: ") + error.what();
  }
}

struct Side {
  storage::MemoryStore store;
  std::unique_ptr<Engine> engine;

  Side() { open({}); }
  void open(Instant wall) {
    if (engine) engine->close(Clocks::agreeing(wall));
    engine = std::make_unique<Engine>(store);
    engine->open(Clocks::agreeing(wall));
  }
};

/// The two differ; what the text says.
struct Differs : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The first line in which two texts differ.
std::string first_difference(const std::string& grouped, const std::string& single) {
  std::size_t at = 0, line = 0;
  while (at < grouped.size() && at < single.size() && grouped[at] == single[at])
    if (grouped[at++] == '\n') line = at;
  const auto row = [&](const std::string& text) {
    return line >= text.size() ? "(no more rows)" : text.substr(line, text.find('\n', line) - line);
  };
  return "\n  in groups:  " + row(grouped) + "\n  one by one: " + row(single);
}

class Duel {
 public:
  explicit Duel(Outcome& outcome) : outcome_(outcome) {}

  void play(const Group& group) {
    std::vector<Command> commands;
    std::vector<std::string> answers;
    for (const Asked& asked : group.commands) {
      Command command = drawn(asked);
      answers.push_back(text_of(run_one(command)));
      note(asked.kind, answers.back());
      commands.push_back(std::move(command));
    }
    const std::vector<Result> results = grouped_.engine->run(commands, Clocks::agreeing(now_));
    for (std::size_t i = 0; i < commands.size(); ++i)
      if (const std::string answer = text_of(results[i]); answer != answers[i])
        throw Differs(name_of(group.commands[i].kind) + " is answered\n  in groups:  " + answer +
                      "\n  one by one: " + answers[i]);
    settle();
    compare();
    if (group.reopens) {
      told("the engine is opened again");
      grouped_.open(now_);
      compare();
    }
    if (group.minutes == 0) return;
    told("the clock is turned by " + std::to_string(group.minutes) + " minutes");
    now_ = now_ + group.minutes * minute_ms;
    settle();
    compare();
  }

 private:
  Command drawn(const Asked& asked) {
    if (single_.store.reader()->count(Query<Deployment>{}) == 0 && past_.empty()) {
      past_["deployment"];
      Deploy everything;
      everything.name = "one";
      everything.resources = files();
      return everything;
    }
    const auto reader = single_.store.reader();
    Eyes eyes(*reader, asked.seed, past_);
    return draw(asked.kind, eyes);
  }
  Result run_one(const Command& command) {
    return single_.engine->run(std::span(&command, 1), Clocks::agreeing(now_)).front();
  }
  void note(std::size_t kind, const std::string& answer) {
    ++outcome_.counts.drawn[kind];
    if (!answer.starts_with("refused")) ++outcome_.counts.accepted[kind];
    told(name_of(kind) + ": " + answer);
  }
  void told(std::string line) { outcome_.told.push_back(std::move(line)); }

  /// Until nothing is due on either side: mass commands may have left their work for later.
  void settle() {
    for (int round = 0; round < due_rounds_max; ++round) {
      grouped_.engine->read(Clocks::agreeing(now_));
      single_.engine->read(Clocks::agreeing(now_));
      const std::vector<Command> due = single_.engine->due(64), same = grouped_.engine->due(64);
      if (jobs_of(due) != jobs_of(same))
        throw Differs("due is\n  in groups: " + text_of(jobs_of(same)) +
                      "\n  one by one:" + text_of(jobs_of(due)));
      if (due.empty()) return;
      for (const Command& command : due) run_one(command);
      grouped_.engine->run(same, Clocks::agreeing(now_));
    }
    throw Differs("work that is due comes to no end");
  }
  static std::vector<JobId> jobs_of(const std::vector<Command>& due) {
    std::vector<JobId> jobs;
    for (const Command& command : due)
      if (const auto* job = std::get_if<RunJob>(&command)) jobs.push_back(job->job);
    return jobs;
  }
  void compare() {
    const auto grouped = grouped_.store.reader(), single = single_.store.reader();
    const std::string rows = scenario::rows_of(*grouped), same = scenario::rows_of(*single);
    if (rows != same) throw Differs("the rows differ" + first_difference(rows, same));
  }

  Outcome& outcome_;
  Side grouped_, single_;
  Past past_;
  Instant now_{1'649'732'400'000};  // 2022-04-12 10:00 in Hà Nội
};

std::size_t random_kind(Dice& dice) {
  static const int all = [] {
    int sum = 0;
    for (std::size_t kind = 0; kind < kinds; ++kind) sum += weight_of(kind);
    return sum;
  }();
  int left = dice.roll(all);
  std::size_t kind = 0;
  while ((left -= weight_of(kind)) >= 0) ++kind;
  return kind;
}

}  // namespace

void Counts::add(const Counts& other) {
  for (std::size_t i = 0; i < kinds; ++i) {
    drawn[i] += other.drawn[i];
    accepted[i] += other.accepted[i];
  }
}

std::string Counts::text() const {
  std::string text;
  for (std::size_t i = 0; i < kinds; ++i)
    text += "  " + name_of(i) + ": " + std::to_string(drawn[i]) + " drawn, " + std::to_string(accepted[i]) +
            " accepted\n";
  return text;
}

Day random_day(std::uint64_t seed) {
  Dice dice(seed);
  Day day{{{{0, 0}}, 0, false}};
  for (int i = 0; i < groups_of_a_day; ++i) {
    Group group;
    for (int more = dice.between(1, commands_of_a_group); more > 0; --more) {
      const std::size_t kind = random_kind(dice);
      group.commands.push_back({kind, dice.next()});
    }
    if (dice.chance(35)) group.minutes = dice.between(1, 20);
    group.reopens = dice.chance(20);
    day.push_back(std::move(group));
  }
  return day;
}

Outcome play(const Day& day) {
  Outcome outcome;
  Duel duel(outcome);
  try {
    for (const Group& group : day) {
      outcome.told.emplace_back("-- a group of " + std::to_string(group.commands.size()));
      duel.play(group);
    }
  } catch (const Differs& differs) {
    outcome.difference = differs.what();
  } catch (const std::exception& error) {
    outcome.difference = std::string("the engine throws: ") + error.what();
  }
  return outcome;
}

Day shrink(Day day) {
  const auto differs = [](const Day& smaller) { return !play(smaller).difference.empty(); };
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (std::size_t i = day.size(); i-- > 1;) {
      Day without = day;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      if (!differs(without)) continue;
      day = std::move(without);
      smaller = true;
    }
    for (std::size_t i = 1; i < day.size(); ++i) {
      for (std::size_t j = day[i].commands.size(); j-- > 0;) {
        Day without = day;
        without[i].commands.erase(without[i].commands.begin() + static_cast<std::ptrdiff_t>(j));
        if (!differs(without)) continue;
        day = std::move(without);
        smaller = true;
      }
      Day quiet = day;
      quiet[i].minutes = 0;
      quiet[i].reopens = false;
      const bool was_quiet = day[i].minutes == 0 && !day[i].reopens;
      if (was_quiet || !differs(quiet)) continue;
      day = std::move(quiet);
      smaller = true;
    }
  }
  return day;
}

}  // namespace lienthong::groups
