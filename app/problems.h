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
  std::vector<engine::DefinitionPtr> definitions;
};

/// An error that is no fault of the standard's: a warning here, and the file is not taken.
Problem not_deployable(Problem);

/// What a deployment would find, with the files beside it that it imports; violations that it would tolerate
/// are errors here. A demand that only this engine makes is a warning: a valid file may break it.
Examined examine(const std::filesystem::path& file, const std::string& bytes, engine::Settings);

}  // namespace lienthong::app
