#pragma once
#include <string_view>
#include "feel/ast.h"
#include "feel/vocabulary.h"

namespace lienthong::feel::juel {

/// One expression of Camunda 7's language, within `${…}` or without, as a node among FEEL's. Its names are
/// those around it, and a name that nothing has is null; what fails is null with a reason, as in FEEL. Throws
/// SyntaxError, also for what can only fail: a function that the language does not have, arithmetic with a
/// text.
feel::NodePtr parse_node(std::string_view text, const Vocabulary&);

}  // namespace lienthong::feel::juel
