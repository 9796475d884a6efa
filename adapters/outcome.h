#pragma once
#include <array>
#include <string>
#include <vector>
#include "base/names.h"
#include "base/value.h"

namespace lienthong::adapters {

/// What is known after a call to an outside system. Keeping the four apart is what makes repeating safe.
enum class Outcome {
  Answered,     ///< the other side did it and said so
  Refused,      ///< it understood and said no: never repeated
  Unknown,      ///< sent, and no usable answer: looked up before it is repeated
  Unavailable,  ///< surely not done: repeated later
};

struct Answer {
  Outcome outcome = Outcome::Unavailable;
  Value body;
  std::string error_code;  ///< Refused: the business error
  std::string message;
  std::string request_hash, response_hash;  ///< SHA-256, hexadecimal
  bool concerns_only_this = false;          ///< Unavailable: the destination is there, and takes others
  std::vector<std::string> reached{};       ///< of a mail: the addresses that have it by now
};

}  // namespace lienthong::adapters

namespace lienthong {
template <>
struct Names<adapters::Outcome> {
  static constexpr std::array<std::string_view, 4> values{"answered", "refused", "unknown", "unavailable"};
};
}  // namespace lienthong
