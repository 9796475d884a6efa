#pragma once
#include <string_view>
#include "dmn/definitions.h"
#include "xml/scan.h"

namespace lienthong::dmn {

// Limits of a file, each with a test. A table of 10,000 rules with ten columns has 230,000 elements.
inline constexpr xml::Limits xml_limits{16u << 20, 500'000};
inline constexpr std::size_t problems_max = 1'000;  ///< later ones are not kept

/// Reads DMN 1.1 to 1.6 (any prefixes; elements matched by namespace URI). Never throws for bad input: what
/// is wrong stands in `Definitions::problems` with line, column and element id.
Definitions read(std::string_view xml);

}  // namespace lienthong::dmn
