#include "base/check.h"
#include <stdexcept>

namespace lienthong {

void check(bool holds, const char* what, std::source_location where) {
  if (holds) return;
  throw std::logic_error(std::string(what) + " (" + where.file_name() + ":" + std::to_string(where.line()) +
                         ")");
}

}  // namespace lienthong
