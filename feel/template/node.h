#pragma once
#include <string_view>
#include "feel/ast.h"
#include "feel/vocabulary.h"

namespace lienthong::feel::juel {

/// What an expression that is but a name means where nothing has the name.
enum class Missing { Fails, IsNull };

/// One expression of Camunda 7's language, within `${…}` or without, as a node among FEEL's. Its names are
/// those around it; what fails, a name that nothing has above all, ends the evaluation. Throws SyntaxError,
/// also for what can only fail: a function that the language does not have, arithmetic with a text.
feel::NodePtr parse_node(std::string_view text, const Vocabulary&, Missing);

}  // namespace lienthong::feel::juel
