#include "app/decision_files.h"
#include <chrono>
#include "app/commands.h"
#include "dmn/reader.h"

namespace lienthong::app {

DecisionFiles::DecisionFiles(const std::vector<std::filesystem::path>& files) {
  std::vector<dmn::Definitions> definitions;
  for (const std::filesystem::path& file : files) {
    definitions.push_back(dmn::read(read_file(file)));
    for (Problem& problem : definitions.back().problems) {
      problem.resource = file.string();
      problems.push_back(problem);
    }
  }
  std::vector<const dmn::Definitions*> all;
  for (const dmn::Definitions& one : definitions) all.push_back(&one);
  std::vector<Problem> found;
  model = dmn::compile(all, found);
  for (Problem& problem : found) {
    problem.resource = files[0].string();
    problems.push_back(std::move(problem));
  }
}

std::string told(const feel::Diagnostic& diagnostic) {
  if (diagnostic.line == 0) return diagnostic.message;
  return std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column) + ": " +
         diagnostic.message;
}

Instant now() {
  return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(
                     std::chrono::system_clock::now().time_since_epoch())
                     .count()};
}

}  // namespace lienthong::app
