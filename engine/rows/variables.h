#pragma once
#include <string>
#include <utility>
#include <vector>
#include "base/typed_value.h"

namespace lienthong::engine {

/// Named values, in order.
using Variables = std::vector<std::pair<std::string, TypedValue>>;

}  // namespace lienthong::engine
