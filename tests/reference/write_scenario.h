#pragma once
#include <filesystem>
#include "tests/reference/compare.h"

namespace lienthong::reference {

/// A disagreement as NAME.bpmn and NAME.scenario: what was done, and what the
/// interpreter expects of it.
void write_scenario(const std::filesystem::path& folder, const std::string& name, const std::string& title,
                    const Model&, const Verdict&);
/// The stimuli as lines of a scenario.
std::string lines_of(const Model&, const std::vector<Stimulus>&);

}  // namespace lienthong::reference
