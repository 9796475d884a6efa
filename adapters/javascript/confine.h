#pragma once
#include <string>

namespace lienthong::javascript {

/// Takes from this process for good what a script has no use for: files, network, other processes, its
/// environment, memory and time without end. What is left is reading and writing descriptors 0 and 1. Answers
/// why not, or nothing. `zone`: the office's time zone, as POSIX writes it.
std::string confine(const std::string& zone);

}  // namespace lienthong::javascript
