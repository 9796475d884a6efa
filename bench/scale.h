#pragma once
#include <string>

namespace lienthong::bench {

/// Curves of growth: each figure must stay level from line to line. `what` is one of models, calls,
/// instances, arrivals, undo, or empty for all.
void scale(const std::string& what);

}  // namespace lienthong::bench
