#include "api/words.h"
#include "api/errors.h"
#include "base/nearest.h"

namespace lienthong::api {

void check_word(std::string_view word, const Words& known, const Words* elsewhere, const std::string& what) {
  if (known.know(word)) return;
  const std::string_view meant = nearest(word, known);
  if (meant.empty() && elsewhere && !elsewhere->know(word)) return;
  std::string why = "'" + std::string(word) + "' is no " + what;
  if (!meant.empty()) why += "; do you mean '" + std::string(meant) + "'?";
  throw invalid_request(why);
}

}  // namespace lienthong::api
