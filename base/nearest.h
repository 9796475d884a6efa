#pragma once
#include <string_view>

namespace lienthong {

/// Whether who wrote `word` may have meant `known`: the same letters in other capitals, or a slip or two of
/// the hand (a letter too many, too few, another, or two changed over), the fewer the shorter the word is.
bool alike(std::string_view word, std::string_view known);

/// Of words that are alike the nearest, the first of several; empty when none is.
template <class Words>
std::string_view nearest(std::string_view word, const Words& known);

/// Slips between two words in small letters, as far as `most`; more counts as `most + 1`.
std::size_t slips_between(std::string_view, std::string_view, std::size_t most);

template <class Words>
std::string_view nearest(std::string_view word, const Words& known) {
  std::string_view best;
  std::size_t least = word.size() + 1;
  for (const std::string_view one : known) {
    if (!alike(word, one)) continue;
    const std::size_t slips = slips_between(word, one, word.size());
    if (slips >= least) continue;
    least = slips;
    best = one;
  }
  return best;
}

}  // namespace lienthong
