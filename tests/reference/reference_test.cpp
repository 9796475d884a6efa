#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>
#include "tests/reference/compare.h"
#include "tests/reference/shrink.h"
#include "tests/reference/write_scenario.h"

using namespace lienthong;
using namespace lienthong::reference;

namespace {

constexpr std::uint64_t models = 400;

/// A process to which nodes are added by hand.
struct Sketch {
  Model model;
  int process = add("p", Kind::Process, -1);

  int add(const std::string& id, Kind kind, int parent, Event event = Event::None) {
    Node n;
    n.id = id;
    n.kind = kind;
    n.parent = parent;
    n.event = event;
    return model.add(std::move(n));
  }
  int add(const std::string& id, Kind kind, Event event = Event::None) {
    return add(id, kind, process, event);
  }
};

/// A terminate end event beside a user task and a script task, both behind one
/// parallel gateway.
Model race() {
  Sketch s;
  const int start = s.add("start", Kind::Start), fork = s.add("fork", Kind::Parallel);
  const int end = s.add("end", Kind::End, Event::Terminate), user = s.add("user", Kind::UserTask);
  const int script = s.add("script", Kind::ScriptTask);
  s.model.node(script).script = {"v0", "", 7};
  s.model.connect(start, fork);
  for (const int target : {end, user, script}) s.model.connect(fork, target);
  s.model.index();
  return s.model;
}

Stimulus start_with_zeros() {
  Stimulus s;
  for (const std::string& name : variable_names) s.variables.emplace_back(name, 0);
  return s;
}

}  // namespace

TEST_CASE("the interpreter finds every outcome of a race, and no other") {
  const Model model = race();
  std::set<std::string> seen;
  for (const Rest& rest : outcomes(model, {State{}}, start_with_zeros(), states_max))
    seen.insert(std::to_string(rest.state.counts[4].cancelled) +
                std::to_string(rest.state.counts[5].completed) +
                (rest.state.end == State::End::Completed ? " ended" : " open"));
  // The task was entered or not, the script ran or not; the process has ended
  // in each case.
  CHECK(seen == std::set<std::string>{"00 ended", "01 ended", "10 ended", "11 ended"});
}

TEST_CASE("a run that has no end is left aside") {
  Sketch s;
  const int start = s.add("start", Kind::Start), again = s.add("again", Kind::Exclusive);
  const int script = s.add("script", Kind::ScriptTask);
  s.model.node(script).script = {"v0", "v0", 1};
  s.model.connect(start, again);
  s.model.connect(again, script);
  s.model.connect(script, again);
  s.model.index();
  CHECK_THROWS_AS(outcomes(s.model, {State{}}, start_with_zeros(), states_max), Aside);
}

TEST_CASE("the same seed gives the same model and the same run") {
  for (const std::uint64_t seed : {3u, 17u}) {
    const Case one = run_seed(seed, true), two = run_seed(seed, true);
    CHECK(lines_of(one.model, one.verdict.stimuli) == lines_of(two.model, two.verdict.stimuli));
    CHECK(one.verdict.seen == two.verdict.seen);
  }
}

TEST_CASE("a disagreement is shrunk to what it needs") {
  Dice dice(5);
  Model model;
  const auto ends_by_terminate = [](const Model& m, const std::vector<Stimulus>&) {
    for (const Node& n : m.nodes)
      if (!n.removed && n.kind == Kind::End && n.event == Event::Terminate) return true;
    return false;
  };
  do model = random_model(dice);
  while (!ends_by_terminate(model, {}));
  const Small small = shrink({model, {random_start(dice), Stimulus{}}}, ends_by_terminate);
  CHECK(small.stimuli.size() == 1);
  CHECK(small.model.size() <= 6);  // process, starts and the one end event
}

TEST_CASE("engine and reference agree on random models") {
  if (std::filesystem::exists("/dev/shm")) setenv("TMPDIR", "/dev/shm", 0);
  Tally tally;
  for (std::uint64_t seed = 1; seed <= models; ++seed) {
    const Case found = run_seed(seed, false);
    tally.add(found);
    INFO("reference_run --seed " << seed << " --count 1 --show");
    if (found.verdict.kind == Verdict::Kind::Disagreed) FAIL_CHECK(found.verdict.why);
  }
  std::cout << tally.text();
}
