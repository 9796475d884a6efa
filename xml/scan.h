#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include "base/refused.h"
#include "xml/place.h"

namespace lienthong::xml {

/// How large a document may be. Depth, attributes and their values have one limit for all.
struct Limits {
  std::size_t bytes_max;
  int elements_max;
};
inline constexpr int depth_max = 128;
inline constexpr int attributes_max = 256;  ///< of one element
inline constexpr std::size_t attribute_bytes_max = 64u << 10;

/// Walks through a text and tells the place of ever later offsets; columns count characters, not bytes.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  /// The place of an offset at or behind the one asked for before.
  Place at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  Place place_{1, 1};
};

/// Leaves out a leading byte order mark.
std::string_view without_mark(std::string_view xml);

/// One linear pass over a text before anything is built from it: valid UTF-8, no DOCTYPE, well-formed, within
/// the limits. What the declaration says of an encoding plays no part: `Source` has read it. Answers the
/// first thing wrong. A document that passes costs a bounded amount of memory to parse.
std::optional<Problem> scan(std::string_view xml, const Limits&);

}  // namespace lienthong::xml
