#pragma once
#include <filesystem>
#include <string>
#include <vector>
#include "base/refused.h"
#include "dmn/evaluation.h"

namespace lienthong::app {

/// A DMN file and those it may import, read and compiled.
struct DecisionFiles {
  /// The first is the one meant. Throws Refused{NotFound} for a file that is not there.
  explicit DecisionFiles(const std::vector<std::filesystem::path>&);

  std::vector<Problem> problems;  ///< by file
  dmn::ModelPtr model;
};

/// "12:7: what happened".
std::string told(const feel::Diagnostic&);
Instant now();

}  // namespace lienthong::app
