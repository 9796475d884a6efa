#include "api/words.h"
#include <algorithm>
#include <vector>
#include "api/errors.h"
#include "base/nearest.h"

namespace lienthong::api {
namespace {

/// Words of up to three letters are too often near another; of eight letters and more two slips are believed.
std::size_t slips_believed(std::size_t length) { return length < 4 ? 0 : length < 8 ? 1 : 2; }

/// The known word that somebody meant; empty: none. A stranger's word is ignored, so hardly a slip is
/// believed.
std::string_view meant_by(std::string_view word, const Words& known) {
  const std::vector<std::string_view> words(known.begin(), known.end());
  const std::string_view found = nearest(word, words);
  return distance(word, found) <= slips_believed(std::min(word.size(), found.size())) ? found : "";
}

}  // namespace

void check_word(std::string_view word, const Words& known, const Words* elsewhere, const std::string& what) {
  if (known.know(word)) return;
  const std::string_view meant = meant_by(word, known);
  if (meant.empty() && elsewhere && !elsewhere->know(word)) return;
  std::string why = "'" + std::string(word) + "' is no " + what;
  if (!meant.empty()) why += "; do you mean '" + std::string(meant) + "'?";
  throw invalid_request(why);
}

}  // namespace lienthong::api
