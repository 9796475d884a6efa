#pragma once

namespace lienthong::engine {

/// Unicode simple lower case of one code point.
char32_t simple_lower_case(char32_t);

}  // namespace lienthong::engine
