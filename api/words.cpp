#include "api/words.h"
#include <vector>
#include "api/errors.h"
#include "base/nearest.h"

namespace lienthong::api {

void check_word(std::string_view word, const Words& known, const Words* elsewhere, const std::string& what) {
  if (known.know(word)) return;
  const std::vector<std::string_view> words(known.begin(), known.end());
  const std::string_view meant = surely_meant(word, words);  // a stranger's word is ignored
  if (meant.empty() && elsewhere && !elsewhere->know(word)) return;
  std::string why = "'" + std::string(word) + "' is no " + what;
  if (!meant.empty()) why += "; do you mean '" + std::string(meant) + "'?";
  throw invalid_request(why);
}

}  // namespace lienthong::api
