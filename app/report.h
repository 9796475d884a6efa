#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>
#include "base/refused.h"
#include "bpmn/soundness/soundness.h"

namespace lienthong::app {

/// What `check` has to say about one file.
struct Checked {
  std::vector<Problem> problems;
  bool deployable = true;
  std::optional<bpmn::Soundness> soundness;
};

/// A line a problem, and for BPMN the verdict on its runs.
void write_text(const std::filesystem::path&, const Checked&);
/// One object a line (docs/formats/check.md).
void write_json(const std::filesystem::path&, const Checked&);
/// One log of SARIF 2.1.0 for all files together, for editors and code hosts.
std::string sarif(const std::vector<std::pair<std::filesystem::path, Checked>>&, const std::string& version);

}  // namespace lienthong::app
