#pragma once
#include <functional>
#include "tests/reference/model.h"
#include "tests/reference/stimulus.h"

namespace lienthong::reference {

struct Small {
  Model model;
  std::vector<Stimulus> stimuli;
};

/// Whether what is looked for still shows.
using Shows = std::function<bool(const Model&, const std::vector<Stimulus>&)>;

/// Takes away stimuli, elements and attributes as long as it still shows.
Small shrink(Small from, const Shows&);

}  // namespace lienthong::reference
