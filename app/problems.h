#pragma once
#include <filesystem>
#include <string>
#include <vector>
#include "base/refused.h"
#include "engine/engine.h"

namespace lienthong::app {

/// What is wrong with one file.
struct Examined {
  std::vector<Problem> problems;  ///< by line and column
  bool deployable = true;         ///< a deployment would take it
};

/// The standard's rules, with the files it imports, and what a deployment would find. A demand that only this
/// engine makes is a warning: a valid file may break it.
Examined examine(const std::filesystem::path& file, const std::string& bytes, const engine::Settings&);

}  // namespace lienthong::app
