#pragma once
#include <functional>
#include <string_view>
#include <vector>
#include "feel/ast.h"
#include "feel/feel.h"
#include "feel/template/syntax.h"

namespace lienthong::feel {

/// Calls in a tree of FEEL that no value of its names could make work.
std::vector<Diagnostic> impossible_calls(const Node&, const std::function<bool(std::string_view)>& is_known);
/// The same in a template, of the functions that the language itself has.
std::vector<Diagnostic> impossible_calls(const juel::Template&);

}  // namespace lienthong::feel
