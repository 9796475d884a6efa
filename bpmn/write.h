#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "base/refused.h"

namespace lienthong::bpmn {

/// A file written again, or why it cannot be.
struct Written {
  std::string text;
  std::vector<Problem> problems;
};

enum class Extensions {
  Kept,
  Camunda  ///< the namespaces of Activiti and Operaton become Camunda 7's, which means the same
};

/// Reads a file as XML and writes it: every element, attribute, prefix, text, comment, CDATA section and
/// processing instruction in its order, known to this program or not. Only what XML itself calls the same
/// changes: quotes, line ends, how a character is escaped, empty elements, the white space inside tags. A
/// file in another encoding is written as UTF-8.
Written write(std::string_view xml, Extensions extensions = Extensions::Kept);

}  // namespace lienthong::bpmn
