#pragma once

namespace lienthong::xml {

/// A line and column in a file, counted from 1; 0 is unknown.
struct Place {
  int line = 0, column = 0;
};

}  // namespace lienthong::xml
