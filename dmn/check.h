#pragma once
#include <vector>
#include "base/refused.h"
#include "dmn/model.h"

namespace lienthong::dmn {

// What a check of a table may cost: combinations of pieces looked at, and findings told, a table.
inline constexpr std::size_t table_pieces_max = 200'000;
inline constexpr std::size_t findings_max = 10;

/// What is not wrong enough to refuse the file and still not what its author means: names that nothing has,
/// kinds that never fit, rules that never fire or contradict one another, and inputs that no rule covers,
/// each with an example. All are warnings, of the main file, but one: an input column that can only be null.
/// Logic with a part that could not be compiled is left out: its error has been told.
std::vector<Problem> check(const Model&);

}  // namespace lienthong::dmn
