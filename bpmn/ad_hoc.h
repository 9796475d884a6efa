#pragma once
#include <string>
#include <vector>
#include "bpmn/model.h"

namespace lienthong::bpmn {

/// Whether an element of an ad-hoc sub-process is there to be chosen: no flow leads to it, and it is an
/// activity, a gateway or an intermediate event. BPMN 13.3.5
bool may_be_chosen(const Node&);
/// What may be chosen in an ad-hoc sub-process, in the order of the file.
std::vector<const Node*> choices(const Process&, const Node& ad_hoc);
/// The ids in a list separated by commas.
std::vector<std::string> ids_in(std::string_view text);

}  // namespace lienthong::bpmn
