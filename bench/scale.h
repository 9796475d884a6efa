#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace lienthong::bench {

/// Curves of growth: each figure must stay level from line to line. `what` is one of models, calls,
/// instances, arrivals, undo, or empty for all.
void scale(const std::string& what);

// What one request costs beside ever more rows like those that it looks for: flat within 2 from the first of
// `sizes` to the last.

/// Commands. `what` is one of fetches, messages, kept, definitions, inside, or empty for all.
void scale_commands(const std::string& what, const std::vector<std::int64_t>& sizes);
/// Pages of lists.
void scale_lists(const std::vector<std::int64_t>& sizes);

}  // namespace lienthong::bench
