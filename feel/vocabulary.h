#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "feel/types.h"

namespace lienthong::feel {

/// What a text may mention beside the built-in functions, and where in its file it stands.
struct Vocabulary {
  /// In scope. The grammar alone would split some of them ("pre-bureau risk", "profit and loss").
  std::vector<std::string> names;
  /// Entries of contexts: they count behind a dot and within a filter.
  std::vector<std::string> members;
  /// Types beside FEEL's own; nothing for an unknown one. May be empty.
  std::function<std::optional<Type>(std::string_view)> type;
  int line = 1, column = 1;  ///< of the first character
};

}  // namespace lienthong::feel
