#pragma once
#include <memory>
#include "feel/regex.h"

namespace lienthong::feel {

/// A pattern as a tree.
struct RegexNode {
  enum class Shape { Empty, Set, BackReference, Any, LineStart, LineEnd, Sequence, Choice, Repeat, Group };
  Shape shape = Shape::Empty;
  Regex::CharacterSet set;
  std::vector<std::unique_ptr<RegexNode>> children;
  int least = 0, most = -1;  ///< of a Repeat; -1: any number
  bool greedy = true;
  std::size_t group = 0;  ///< of a Group; 0: it captures nothing; of a BackReference
};

/// Throws std::invalid_argument with the reason.
std::unique_ptr<RegexNode> parse_regex(std::string_view pattern, bool ignore_blanks, bool literal,
                                       std::size_t& groups);

}  // namespace lienthong::feel
