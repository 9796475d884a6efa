#include "tests/reference/compare.h"
#include <algorithm>
#include "tests/reference/engine_side.h"

namespace lienthong::reference {
namespace {

constexpr std::size_t rests_max = 400;  ///< states that look alike from outside

/// What differs between two observations, line by line.
std::string difference(const Observation& engine, const Observation& reference) {
  std::string out;
  std::map<std::string, std::pair<long, long>> both;
  for (const auto& [what, count] : engine) both[what].first = count;
  for (const auto& [what, count] : reference) both[what].second = count;
  for (const auto& [what, counts] : both)
    if (counts.first != counts.second)
      out += "  " + what + ": engine " + std::to_string(counts.first) + ", reference " +
             std::to_string(counts.second) + "\n";
  return out;
}

class Play {
 public:
  Play(const Model& model, bool quick) : model_(model) {
    for (const scenario::Mode mode : modes()) {
      engines_.push_back(std::make_unique<EngineSide>(model, mode));
      names_.push_back(name_of(mode));
      if (quick) break;
    }
    possible_.emplace_back();
  }

  /// False when the run has come to its end.
  bool step(const Stimulus& stimulus) {
    verdict_.stimuli.push_back(stimulus);
    std::vector<Rest> rests = outcomes(model_, possible_, stimulus, states_max);
    const bool accepted = engines_.front()->apply(stimulus);
    verdict_.seen = engines_.front()->observe();
    for (std::size_t i = 1; i < engines_.size(); ++i) {
      const bool same = engines_[i]->apply(stimulus) == accepted;
      const Observation other = engines_[i]->observe();
      if (!same || other != verdict_.seen)
        return disagree(names_[i] + " differs from " + names_[0] + ":\n" + difference(other, verdict_.seen));
    }
    possible_.clear();
    verdict_.possible.clear();
    std::string nearest;
    for (Rest& rest : rests) {
      Observation seen = reference::observe(model_, rest.state);
      if (rest.refused != accepted && seen == verdict_.seen) {
        possible_.push_back(std::move(rest.state));
        continue;
      }
      std::string differs = difference(verdict_.seen, seen);
      if (rest.refused == accepted)
        differs += accepted ? "  refused by the reference\n" : "  refused by the engine\n";
      if (nearest.empty() || differs.size() < nearest.size()) nearest = std::move(differs);
      if (std::ranges::find(verdict_.possible, seen) == verdict_.possible.end())
        verdict_.possible.push_back(std::move(seen));
    }
    if (possible_.empty())
      return disagree("none of " + std::to_string(rests.size()) + " outcomes; the nearest differs in\n" +
                      nearest);
    if (possible_.size() > rests_max) throw Aside{};
    return true;
  }

  void finish() {
    const std::string rows = engines_.front()->dump();
    for (std::size_t i = 1; i < engines_.size(); ++i)
      if (engines_[i]->dump() != rows) {
        disagree(names_[i] + " ends with other rows than " + names_[0]);
        return;
      }
  }

  int now() const { return possible_.front().now; }
  Verdict& verdict() { return verdict_; }

 private:
  bool disagree(std::string why) {
    verdict_.kind = Verdict::Kind::Disagreed;
    verdict_.why = std::move(why);
    return false;
  }

  const Model& model_;
  std::vector<std::unique_ptr<EngineSide>> engines_;
  std::vector<std::string> names_;
  std::vector<State> possible_;  ///< states the interpreter may be in, all of
                                 ///< which look like the engine
  Verdict verdict_;
};

}  // namespace

Verdict play(const Model& model, const Source& source, bool quick) {
  Play play(model, quick);
  try {
    while (const auto stimulus = source(play.verdict().seen, play.verdict().stimuli.empty() ? 0 : play.now()))
      if (!play.step(*stimulus)) return play.verdict();
    play.finish();
  } catch (const Aside&) {
    play.verdict().kind = Verdict::Kind::LeftAside;
  }
  return play.verdict();
}

Verdict replay(const Model& model, const std::vector<Stimulus>& stimuli, bool quick) {
  std::size_t at = 0;
  const auto source = [&](const Observation&, int) -> std::optional<Stimulus> {
    if (at == stimuli.size()) return std::nullopt;
    return stimuli[at++];
  };
  return play(model, source, quick);
}

void Tally::add(const Case& one) {
  ++models;
  stimuli += static_cast<int>(one.verdict.stimuli.size());
  left_aside += one.left_aside;
  disagreements += one.verdict.kind == Verdict::Kind::Disagreed ? 1 : 0;
  for (const std::string& feature : features_of(one.model)) ++features[feature];
  if (std::ranges::any_of(one.verdict.stimuli,
                          [](const Stimulus& s) { return s.kind == Stimulus::Kind::Suspend; }))
    ++features["suspension"];
}

std::string Tally::text() const {
  std::string out = std::to_string(models) + " models, " + std::to_string(stimuli) + " stimuli, " +
                    std::to_string(left_aside) + " models made anew for the bound, " +
                    std::to_string(disagreements) + " disagreements\n";
  for (const auto& [feature, count] : features)
    out += "  " + std::to_string(count) + " with " + feature + "\n";
  return out;
}

Case run_seed(std::uint64_t seed, bool quick, bool suspension) {
  Dice dice(seed);
  for (int left_aside = 0;; ++left_aside) {
    Model model = random_model(dice);
    int count = 0;
    const auto source = [&](const Observation& seen, int now) -> std::optional<Stimulus> {
      if (count == 0) return ++count, random_start(dice);
      if (++count > stimuli_max) return std::nullopt;
      return random_stimulus(model, seen, now, dice, suspension);
    };
    Verdict verdict = play(model, source, quick);
    if (verdict.kind != Verdict::Kind::LeftAside) return {std::move(model), std::move(verdict), left_aside};
  }
}

}  // namespace lienthong::reference
