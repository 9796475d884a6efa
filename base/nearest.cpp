#include "base/nearest.h"
#include <algorithm>
#include <utility>
#include <vector>

namespace lienthong {
namespace {

char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// What is longer is no misspelt name, and comparing costs the product of the lengths.
constexpr std::size_t compared_length_max = 100;

}  // namespace

std::size_t distance(std::string_view a, std::string_view b) {
  if (a.size() > compared_length_max || b.size() > compared_length_max) return std::max(a.size(), b.size());
  std::vector<std::size_t> before, last, row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  const auto same = [&](std::size_t i, std::size_t j) { return lower_ascii(a[i]) == lower_ascii(b[j]); };
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same(i - 1, j - 1) ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string_view nearest(std::string_view misspelt, std::span<const std::string_view> known) {
  std::string_view best;
  std::size_t fewest = std::max<std::size_t>(1, misspelt.size() / 3) + 1;
  for (const std::string_view name : known)
    if (const std::size_t wrong = distance(misspelt, name); wrong < fewest) {
      best = name;
      fewest = wrong;
    }
  return best;
}

std::string_view surely_meant(std::string_view misspelt, std::span<const std::string_view> known) {
  const std::string_view found = nearest(misspelt, known);
  const std::size_t length = std::min(misspelt.size(), found.size());
  const std::size_t believed = length < 4 ? 0 : length < 8 ? 1 : 2;
  return distance(misspelt, found) <= believed ? found : std::string_view();
}

std::string do_you_mean(std::string_view misspelt, std::span<const std::string_view> known) {
  const std::string_view found = nearest(misspelt, known);
  return found.empty() ? "" : ": do you mean " + std::string(found) + "?";
}

}  // namespace lienthong
