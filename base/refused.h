#pragma once
#include <stdexcept>
#include <string>
#include <vector>

namespace lienthong {

/// One thing wrong in a resource, with its place. Lines and columns count from 1; 0 means unknown.
struct Problem {
  enum class Severity { Error, Warning };
  Severity severity = Severity::Error;
  std::string rule;  ///< short stable name, e.g. "flow-without-target"
  std::string message;
  std::string element_id;  ///< may be empty
  int line = 0;
  int column = 0;
  std::string resource;  ///< file name within the deployment; may be empty
};

/// What was asked cannot be done, and whose fault that is. The API turns the kind into a status in one place.
class Refused : public std::runtime_error {
 public:
  enum class Kind {
    NotFound,    ///< the thing named does not exist
    Invalid,     ///< the request makes no sense
    Conflict,    ///< it contradicts the present state
    Suspended,   ///< the thing named is suspended
    Forbidden,   ///< whoever asks may not
    Unparsable,  ///< a resource has errors; see `problems`
    Mismatch,    ///< no receiver, or several, for a message
    AlreadyClaimed,
    TooLarge,
    Overloaded,
    Failed,  ///< the process itself failed while it went on (an expression, a missing flow)
  };
  Refused(Kind kind, const std::string& text, std::vector<Problem> problems = {})
      : std::runtime_error(text), kind(kind), problems(std::move(problems)) {}
  Kind kind;
  std::vector<Problem> problems;
};

}  // namespace lienthong
