#pragma once
#include <string>

namespace lienthong::bench {

/// Curves of growth: each figure must stay level from line to line. `what` is one of models, calls,
/// instances, arrivals, undo, or empty for all.
void scale(const std::string& what);

/// What one command costs among 1,000 and 100,000 (`long_form`: also 1,000,000) rows like those it looks for.
/// `what` is one of fetches, messages, kept, definitions, inside, or empty for all.
void scale_commands(const std::string& what, bool long_form);

}  // namespace lienthong::bench
