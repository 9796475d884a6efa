// Foreign files must be read without a crash; what they must say is asserted for the models we know.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;

namespace {

std::filesystem::path suites() {
  const char* given = std::getenv("LIENTHONG_SUITES");
  return given ? given : LIENTHONG_SUITES;
}

std::vector<std::filesystem::path> models(const std::string& suite) {
  std::vector<std::filesystem::path> out;
  const auto folder = suites() / suite;
  if (!std::filesystem::exists(folder)) {
    WARN("skipped: there is no folder " << folder);
    return out;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".bpmn") out.push_back(entry.path());
  return out;
}

std::string text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<Problem> errors_of(const std::string& xml) {
  std::vector<Problem> out;
  for (Problem& problem : check(read(xml)))
    if (problem.severity == Problem::Severity::Error) out.push_back(std::move(problem));
  return out;
}

}  // namespace

TEST_CASE("the interchange models are read, and an error in one names its place") {
  for (const auto& path : models("miwg")) {
    INFO(path);
    const Document document = read(text(path));
    CHECK_FALSE(document.processes.empty());
    for (const Problem& problem : check(document)) {
      INFO(problem.rule << ": " << problem.message);
      CHECK(problem.line > 0);
      CHECK(problem.column > 0);
    }
  }
}

TEST_CASE("an interchange model without executable process is not refused") {
  for (const auto& path : models("miwg")) {
    const Document document = read(text(path));
    bool executable = false;
    for (const Process& process : document.processes) executable = executable || process.executable;
    if (executable) continue;
    INFO(path);
    for (const Problem& problem : errors_of(text(path))) CHECK(problem.message == "");
  }
}

TEST_CASE("the soundness models are read completely") {
  for (const auto& path : models("soundness")) {
    INFO(path);
    const Document document = read(text(path));
    for (const Process& process : document.processes)
      for (const Flow& flow : process.flows) {
        CHECK(flow.source > 0);
        CHECK(flow.target > 0);
      }
  }
}

TEST_CASE("the validation suite is read without a crash, whatever it breaks") {
  std::size_t files = 0;
  for (const auto& path : models("bpmnspector")) {
    INFO(path);
    check(read(text(path)));
    ++files;
  }
  if (files > 0) CHECK(files > 200);
}

TEST_CASE("every prefix of a foreign model is refused with a place, or read", "[slow]") {
  const auto paths = models("miwg");
  if (paths.empty()) return;
  const std::string whole = text(suites() / "miwg" / "A.2.0.bpmn");
  for (std::size_t length = 0; length + 3 < whole.size(); length += 37) {
    const Document document = read(std::string_view(whole).substr(0, length));
    INFO(length);
    REQUIRE(document.problems.size() == 1);
    CHECK(document.problems.front().line > 0);
  }
}
