#pragma once
#include <cstdint>
#include <functional>
#include "tests/reference/generator.h"
#include "tests/reference/interpreter.h"

namespace lienthong::reference {

inline constexpr std::size_t states_max = 4'000;  ///< of one stimulus; more: the model is left aside
inline constexpr int stimuli_max = 12;
inline constexpr bool suspends = false;  ///< whether stimuli suspend and activate, unless somebody says so

struct Verdict {
  enum class Kind { Agreed, Disagreed, LeftAside };
  Kind kind = Kind::Agreed;
  std::string why;                    ///< of a disagreement
  std::vector<Stimulus> stimuli;      ///< what was done, the last one led to the disagreement
  std::vector<Observation> possible;  ///< what the interpreter allows after the last one
  Observation seen;                   ///< what the engine shows
};

/// Next stimulus; none ends the run.
using Source = std::function<std::optional<Stimulus>(const Observation&, int now)>;

/// Plays a model in the interpreter and in the engine's four ways. `quick`: on
/// the memory store only.
Verdict play(const Model&, const Source&, bool quick);
Verdict replay(const Model&, const std::vector<Stimulus>&, bool quick);

struct Case {
  Model model;
  Verdict verdict;
  int left_aside = 0;  ///< models made before this one that exceeded the bound
};
/// What many cases come to.
struct Tally {
  int models = 0, stimuli = 0, left_aside = 0, disagreements = 0;
  std::map<std::string, int> features;

  void add(const Case&);
  std::string text() const;
};
/// The model of one seed under its stimuli.
Case run_seed(std::uint64_t seed, bool quick, bool suspension = suspends);

}  // namespace lienthong::reference
