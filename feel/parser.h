#pragma once
#include <string_view>
#include "feel/ast.h"
#include "feel/vocabulary.h"

namespace lienthong::feel {

/// Compile text into a tree whose height is at most depth_max. Throw SyntaxError.
NodePtr parse_expression(std::string_view text, const Vocabulary&);
/// What an iterator runs through: an expression, or `low..high`.
NodePtr parse_domain(std::string_view text, const Vocabulary&);
NodePtr parse_unary_tests(std::string_view text, const Vocabulary&);
/// The same of the values that a type or a column allows: they are told when something is none of them.
NodePtr parse_constraint(std::string_view text, const Vocabulary&);
/// A type as `instance of` writes it.
Type parse_type(std::string_view text);

}  // namespace lienthong::feel
