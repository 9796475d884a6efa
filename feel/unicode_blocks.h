#pragma once
#include <optional>
#include <string_view>

namespace lienthong::feel {

/// A range of code points as \p{IsName} of a regular expression means it (Unicode's Blocks.txt, names without
/// blanks).
struct UnicodeBlock {
  std::string_view name;
  char32_t first, last;
};
std::optional<UnicodeBlock> find_block(std::string_view name);

}  // namespace lienthong::feel
