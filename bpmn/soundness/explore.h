#pragma once
// All reachable states of the token game, nearest first, and what they show of the four properties.
#include <optional>
#include <vector>
#include "bpmn/soundness/moves.h"
#include "bpmn/soundness/soundness.h"

namespace lienthong::bpmn::soundness {

/// A move that goes wrong, and the state it leaves.
struct Witness {
  Code state = none;
  std::size_t move = 0;      ///< of its moves
  std::size_t distance = 0;  ///< in steps
};

struct Found {
  std::size_t states = 0;
  bool bounded = true;
  std::vector<Code> doubled, twice, dead;  ///< places, end events, activities, in order of discovery
  std::optional<Witness> unsafe, ends_twice;
  std::optional<Code> stuck;    ///< nothing can happen any more, yet there are tokens
  std::optional<Code> endless;  ///< much can happen, but never the end
  /// Tokens gather there without end: what leads from a state to a larger one can be done again and again.
  struct Growth {
    Witness witness;
    Code place = none;
  };
  std::optional<Growth> grows;
};

class StateSpace {
 public:
  StateSpace(const Net&, SoundnessBounds);
  Found explore();
  /// A shortest run to the state, step by step.
  std::vector<Step> steps_to(Code state) const;
  std::vector<Step> steps_of(const Witness&) const;
  Scope state(Code number) const { return read(states_.row(number)); }

 private:
  void meet(const Words& row, Code from, std::size_t distance);
  bool expand(Code state, Found&);
  void note(Code state, std::size_t move, const Move&, Found&);
  void find_lost(Found&) const;
  /// The place that a move adds to, when it leads to a larger state than one on the way to it.
  std::optional<Code> growing(Code state, const Move&) const;

  const Net& net_;
  SoundnessBounds bounds_;
  Moves moves_;
  bool more_is_never_less_;
  States states_;
  std::vector<Code> parents_;
  std::vector<std::size_t> distances_;          ///< in steps from the beginning
  std::vector<std::vector<Code>> by_distance_;  ///< to be looked into
  std::vector<std::pair<Code, Code>> edges_;
  std::vector<bool> may_end_;  ///< has ended, or was not looked into
  std::size_t growth_tries_ = 0;
};

}  // namespace lienthong::bpmn::soundness
