#pragma once
#include <array>
#include <cstdint>
#include <functional>
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

/// What came of one task, after all exchanges that were needed.
struct Answer {
  Outcome outcome = Outcome::Unavailable;
  Value body;
  std::string error_code;           ///< Refused: the business error; empty: none that a procedure could foresee
  std::string message;              ///< why not, for people
  std::int64_t retry_after_ms = 0;  ///< Unavailable: the other side asks for at least so long
  bool stopped = false;             ///< we were told to stop in the middle
};

/// One message to an outside system and what came back, for the audit trail.
struct Exchange {
  std::string operation;  ///< "call" or "look-up"
  std::string x_road_id, request_hash, response_hash;
  std::vector<std::string> fields_read;
  Outcome outcome = Outcome::Unavailable;
  std::string error_code;
  int status = 0;
  std::int64_t duration_ms = 0;
};
using Record = std::function<void(const Exchange&)>;

}  // namespace lienthong::adapters

namespace lienthong {
template <>
struct Names<adapters::Outcome> {
  static constexpr std::array<std::string_view, 4> values{"answered", "refused", "unknown", "unavailable"};
};
}  // namespace lienthong
