#include "base/nearest.h"
#include <algorithm>
#include <utility>
#include <vector>

namespace lienthong {
namespace {

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(char a, char b) { return small(a) == small(b); }

/// Words of up to three letters are too often near another; of eight letters and more two slips are believed.
std::size_t slips_believed(std::size_t length) { return length < 4 ? 0 : length < 8 ? 1 : 2; }

}  // namespace

std::size_t slips_between(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t apart = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (apart > most) return most + 1;
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t other = same(a[i - 1], b[j - 1]) ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + other});
      if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(above, row);
  }
  return std::min(above[b.size()], most + 1);
}

bool alike(std::string_view word, std::string_view known) {
  const std::size_t most = slips_believed(std::min(word.size(), known.size()));
  return slips_between(word, known, most) <= most;
}

}  // namespace lienthong
