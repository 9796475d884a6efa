#include "tests/reference/interpreter.h"
#include <algorithm>
#include <unordered_set>
#include "tests/reference/player.h"

namespace lienthong::reference {
namespace {

constexpr std::size_t ways_of_a_state = 16;  ///< followed for each state of the bound, at most

/// Those of suspended processes wait.
void timers_of(const Model& model, const Activity& a, std::vector<std::pair<int, Timer>>& found,
               bool suspended = false) {
  if (model.node(a.node).kind == Kind::Process) suspended = a.suspended;
  if (!suspended)
    for (const Timer& timer : a.timers) found.emplace_back(a.id, timer);
  for (const Activity& child : a.children) timers_of(model, child, found, suspended);
}

std::vector<Step> due_timers(const Model& model, const State& s) {
  std::vector<Step> steps;
  std::vector<std::pair<int, Timer>> timers;
  timers_of(model, s.root, timers);
  for (const auto& [id, timer] : timers)
    if (timer.due <= s.now) steps.push_back({Step::Kind::Timer, id, {}, timer.event});
  return steps;
}

/// An async continuation is a matter of its own: what is due may come before
/// it.
bool is_async(const Model& model, const Step& step) {
  const auto waits = [&](int flow) {
    return model.node(model.flow(flow).target).async_before ||
           model.node(model.flow(flow).source).async_after;
  };
  if (step.kind == Step::Kind::Token) return step.token.at == Token::At::Flow && waits(step.token.index);
  if (step.kind == Step::Kind::CompleteScope)
    return std::ranges::any_of(model.node(step.node).children, [&](int child) {
      return model.node(child).async_after && model.node(child).outgoing.empty();
    });
  return (step.kind == Step::Kind::Join || step.kind == Step::Kind::Gather) &&
         std::ranges::any_of(model.node(step.node).incoming, waits);
}

/// At rest the clock goes on to the next timer up to the horizon; timers due at
/// the same moment fire in any order, each when the one before has come to
/// rest.
std::vector<Step> timer_steps(const Model& model, State& s) {
  std::vector<Step> steps;
  if (s.end != State::End::Running) {
    s.now = s.horizon = std::max(s.now, s.horizon);
    return steps;
  }
  std::vector<std::pair<int, Timer>> timers;
  timers_of(model, s.root, timers);
  int next = -1;
  for (const auto& [id, timer] : timers)
    if (next < 0 || timer.due < next) next = timer.due;
  if (next < 0 || next > std::max(s.now, s.horizon)) {
    s.now = s.horizon = std::max(s.now, s.horizon);
    return steps;
  }
  s.now = std::max(s.now, next);
  return due_timers(model, s);
}

/// Follows every order of steps; states met before are not followed again.
class Search {
 public:
  Search(const Model& model, std::size_t bound) : model_(model), bound_(bound) {}

  void add(State state, bool refused) {
    if (!seen_.insert(key_of(state) + (refused ? "r" : "")).second) return;
    if (seen_.size() > bound_) throw Aside{};
    open_.push_back({std::move(state), refused});
  }

  /// Many ways of choosing may lead to few states: the ways are bounded as well.
  void count_way() {
    if (++ways_ > ways_of_a_state * bound_) throw Aside{};
  }

  std::vector<Rest> run() {
    std::vector<Rest> rests;
    std::unordered_set<std::string> known;
    while (!open_.empty()) {
      Rest now = std::move(open_.back());
      open_.pop_back();
      Choices none;
      std::vector<Step> steps = Player(model_, now.state, none).enabled();
      if (steps.empty())
        steps = timer_steps(model_, now.state);
      else if (std::ranges::all_of(steps, [&](const Step& step) { return is_async(model_, step); }))
        std::ranges::copy(due_timers(model_, now.state), std::back_inserter(steps));
      for (const Step& step : steps) {
        Choices choices;
        do {
          count_way();
          State next = now.state;
          Player(model_, next, choices).perform(step);
          add(std::move(next), now.refused);
        } while (choices.next());
      }
      if (steps.empty() && known.insert(key_of(now.state) + (now.refused ? "r" : "")).second)
        rests.push_back(std::move(now));
    }
    return rests;
  }

 private:
  const Model& model_;
  std::size_t bound_;
  std::size_t ways_ = 0;
  std::vector<Rest> open_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

std::vector<Rest> outcomes(const Model& model, const std::vector<State>& from, const Stimulus& stimulus,
                           std::size_t bound) {
  Search search(model, bound);
  for (const State& before : from) {
    Choices choices;
    do {
      search.count_way();
      State after = before;
      const bool accepted = Player(model, after, choices).apply(stimulus);
      search.add(accepted ? std::move(after) : before, !accepted);
    } while (choices.next());
  }
  return search.run();
}

}  // namespace lienthong::reference
