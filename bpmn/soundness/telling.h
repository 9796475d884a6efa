#pragma once
#include <string>
#include <vector>
#include "bpmn/soundness/moves.h"

namespace lienthong::bpmn::soundness {

inline constexpr std::size_t steps_told_max = 40;  ///< of a longer trace the middle is left out

/// `1. start 'Received' → 2. 'Check papers' completes → …`
std::string text_of(const Net&, const std::vector<Step>&);
/// Nodes and the flows they leave by, in order.
std::vector<std::string> ids_of(const Net&, const std::vector<Step>&);
/// `The sequence flow 'yes' (f3)`
std::string flow_label(const Net&, Code flow);

struct Waiting {
  Code node = none;  ///< where the first token waits
  std::string text;
};
/// What the tokens of a stuck state wait for.
Waiting waiting_in(const Net&, const Scope& stuck);

/// The processes of a file, those together that exchange messages.
std::vector<std::vector<const Process*>> judged_together(const Document&);

}  // namespace lienthong::bpmn::soundness
