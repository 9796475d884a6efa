#pragma once
#include <vector>
#include "base/refused.h"
#include "dmn/table.h"

namespace lienthong::dmn {

/// Gaps, overlaps and rules that never fire. `node` is the table's.
void check_table(const Table&, const feel::Node& node, const std::string& element_id, std::vector<Problem>&);

}  // namespace lienthong::dmn
