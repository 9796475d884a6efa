#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace lienthong {

/// The names of an enumeration's values, in order: specialise with `static constexpr std::array values{…}`.
/// Names, never numbers, are stored and sent, so that reordering an enumeration breaks nothing.
template <class Enum>
struct Names;

template <class Enum>
constexpr std::string_view name_of(Enum value) {
  return Names<Enum>::values[static_cast<std::size_t>(value)];
}

template <class Enum>
constexpr std::optional<Enum> from_name(std::string_view name) {
  for (std::size_t i = 0; i < Names<Enum>::values.size(); ++i)
    if (Names<Enum>::values[i] == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace lienthong
