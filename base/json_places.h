#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"

namespace lienthong::json {

/// Where an object of a JSON text begins, and its keys as they are written, repeated ones too.
struct ObjectPlace {
  int line = 1, column = 1;
  std::vector<std::string> keys;
};
/// Those of a text that `parse` has read, in its order: an object stands before those within it.
std::vector<ObjectPlace> objects_of(std::string_view text);

}  // namespace lienthong::json
