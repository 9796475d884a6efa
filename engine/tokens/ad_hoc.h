#pragma once
// Ad-hoc sub-processes: whoever works decides what is done, in which order and how often. What no flow leads
// to is there to be chosen; what a flow leads to follows by itself. BPMN 13.3.5, docs/decisions/0019
#include <string>
#include <vector>
#include "engine/data/data.h"

namespace lienthong::engine {

bool is_ad_hoc(Run&, const Instance& scope);
/// Begins elements of an active ad-hoc sub-process. `by_command`: refused rather than failed, and not while
/// another activity of a sequential one runs.
void choose(Run&, Instance& ad_hoc, const std::vector<std::string>& elements, bool by_command);
/// Nothing more begins in it; what runs is cancelled or finished first, as the model says.
void close_ad_hoc(Run&, Instance& ad_hoc);
/// Whether a token may go on into an element now: an ad-hoc sub-process that is closing lets nothing begin,
/// in a sequential one activities wait for one another.
[[nodiscard]] bool ad_hoc_admits(Run&, const bpmn::Node& target, const Instance& scope, const Enter&);
/// Whether tokens go on behind a completed activity: after each the completion condition is looked at.
[[nodiscard]] bool ad_hoc_goes_on(Run&, const Instance& completed, const bpmn::Node&);
/// Something inside has ended: it completes, or the next activity has its turn, or it waits for a choice.
void ad_hoc_rests(Run&, Instance& ad_hoc);

}  // namespace lienthong::engine
