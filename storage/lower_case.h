#pragma once

namespace lienthong::storage {

/// Unicode simple lower case of one code point.
char32_t simple_lower_case(char32_t);

}  // namespace lienthong::storage
