#pragma once
// Can a run of this diagram get stuck, and by which steps? The diagram is played as a token game with every
// condition left open: all reachable states, breadth first, so that the trace to what goes wrong is a
// shortest one. docs/formats/check.md says what each answer means and what is left out of the game.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>
#include "bpmn/model.h"

namespace lienthong::bpmn {

// Bounds of the search. A million states take about 300 MB and some five seconds; of the 281 models of the
// public suites the largest that has an end has 46,000.
inline constexpr std::size_t soundness_states_max = 1'000'000;
/// While a model is deployed the engine waits: some 50 ms, in rows of many tokens three times that.
inline constexpr std::size_t soundness_deployment_states_max = 20'000;
inline constexpr std::size_t soundness_moves_max =
    16'000'000;  ///< edges kept to find livelocks, 8 bytes each
inline constexpr std::size_t soundness_words_max = 64'000'000;  ///< of all states together, 4 bytes each
inline constexpr std::size_t soundness_tokens_max = 8;          ///< on one flow; more is taken for unbounded
/// Steps that put a second token on a flow; each is compared with all states on the way to it.
inline constexpr std::size_t soundness_growth_tries_max = 1000;
inline constexpr std::size_t soundness_scopes_max = 64;    ///< process instances and sub-processes at once
inline constexpr std::size_t soundness_messages_max = 3;   ///< waiting by one message flow; more count as 3
inline constexpr std::size_t soundness_branches_max = 10;  ///< flows of one free choice: 1,023 subsets
inline constexpr std::size_t soundness_incoming_max = 64;  ///< of one inclusive gateway
inline constexpr std::size_t soundness_beginnings_max = 1000;  ///< combinations of pools' start events
inline constexpr std::size_t soundness_named_max = 50;         ///< elements told of one violated property

struct SoundnessBounds {
  std::size_t states = soundness_states_max;
};

/// What was found; an empty answer means that the bound was reached before it was certain.
struct Soundness {
  std::optional<bool> safe;                ///< no sequence flow ever holds two tokens
  std::optional<bool> option_to_complete;  ///< from every reachable state the end can be reached
  std::optional<bool> proper_completion;   ///< no end event is executed twice in a run of its scope
  std::optional<bool> no_dead_activities;  ///< every activity is executed in some run
  std::size_t states = 0;
  bool bounded = true;                      ///< every reachable state was seen
  std::vector<std::string> counterexample;  ///< nodes and sequence flows up to the violation, in order

  /// All four: false as soon as one is.
  std::optional<bool> sound() const;
};

/// `soundness` is empty when the model is outside what can be judged; a problem says why. All problems are
/// warnings, their rules begin with "soundness-".
struct Judgement {
  std::optional<Soundness> soundness;
  std::vector<Problem> problems;
};

/// Judges all processes of a file, executable or not; those joined by message flows together.
Judgement judge_soundness(const Document&, SoundnessBounds = {});

}  // namespace lienthong::bpmn
