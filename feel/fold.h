#pragma once
#include "feel/ast.h"

namespace lienthong::feel {

/// The tree with what is constant in it evaluated once: signs, arithmetic, ranges, lists, and the conversions
/// from text to dates, times and durations. What would fail stays as it is, so that it fails when evaluated.
NodePtr folded(NodePtr);

}  // namespace lienthong::feel
