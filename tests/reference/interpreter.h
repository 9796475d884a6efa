#pragma once
// The second opinion: every state that BPMN allows a process to come to rest in
// after a stimulus.
#include "tests/reference/player.h"

namespace lienthong::reference {

struct Rest {
  State state;
  bool refused = false;  ///< the stimulus found nobody; nothing has changed
};

/// Every rest that `stimulus` can lead to from any of the states, whatever the
/// interleaving. Throws Aside when more than `bound` states lie on
/// the way, or many more ways lead through them.
std::vector<Rest> outcomes(const Model&, const std::vector<State>& from, const Stimulus&, std::size_t bound);

}  // namespace lienthong::reference
