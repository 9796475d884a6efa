#pragma once
#include <vector>
#include "base/refused.h"
#include "xml/tree.h"

namespace lienthong::dmn {

/// Words, texts and values of a file that nobody reads, and what its schema demands and it leaves out.
/// Another namespace's attributes and what stands in <extensionElements> are its own affair.
void check_vocabulary(const xml::Element& definitions, std::vector<Problem>& problems);

}  // namespace lienthong::dmn
