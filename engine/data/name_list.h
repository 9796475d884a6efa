#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"

namespace lienthong::engine {

/// A comma list, or an expression that gives one or a list.
inline std::vector<std::string> names_in(const Value& value) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view part) {
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (!part.empty()) names.emplace_back(part);
  };
  if (value.is_list()) {
    for (const Value& item : value.list()) add(text(item));
    return names;
  }
  if (value.is_null()) return names;
  const std::string all = text(value);
  for (std::size_t at = 0; at <= all.size();) {
    const std::size_t comma = std::min(all.find(',', at), all.size());
    add(std::string_view(all).substr(at, comma - at));
    at = comma + 1;
  }
  return names;
}

}  // namespace lienthong::engine
