#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "feel/types.h"

namespace lienthong::feel {

/// A name that the grammar alone would split ("pre-bureau risk", "profit and loss"), in its pieces.
struct KnownName {
  std::string name;
  std::vector<std::string> pieces;
  bool before_parenthesis = false;  ///< a name only where a call follows
};
using KnownNames = std::vector<KnownName>;

/// Adds a name, unless it is read as one name anyway or no expression could write it.
void add_name(KnownNames&, const std::string& name);
KnownNames known_names(const std::vector<std::string>&);

/// What a text may mention beside the built-in functions, and where in its file it stands. Outlives the
/// parser.
struct Vocabulary {
  KnownNames names;                           ///< in scope
  std::shared_ptr<const KnownNames> members;  ///< entries of contexts: behind a dot and within a filter
  /// Types beside FEEL's own; nothing for an unknown one. May be empty.
  std::function<std::optional<Type>(std::string_view)> type;
  int line = 1, column = 1;  ///< of the first character
};

}  // namespace lienthong::feel
