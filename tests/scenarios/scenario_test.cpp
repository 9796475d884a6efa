#include "scenario/scenario.h"
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include "adapters/javascript/confined_scripts.h"
#include "tests/scenarios/coverage.h"

using namespace lienthong;

namespace {

/// LIENTHONG_SCENARIO=name runs only the files whose name holds it.
std::vector<std::filesystem::path> scenario_files(const std::filesystem::path& folder) {
  const char* only = std::getenv("LIENTHONG_SCENARIO");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".scenario" &&
        (!only || entry.path().string().find(only) != std::string::npos))
      files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

using Covered = std::vector<std::pair<scenario::Cover, std::string>>;

/// What the scenarios of a folder show; each must pass.
Covered run_all(const std::filesystem::path& folder, int at_least) {
  int scenarios = 0;
  javascript::ConfinedScripts scripts({LIENTHONG_PROGRAM});
  Covered covered;
  for (const auto& file : scenario_files(folder)) {
    const scenario::FileResult result = scenario::run_file(file, {&scripts});
    scenarios += result.passed + result.failed;
    for (const std::string& failure : result.failures) FAIL_CHECK(failure);
    covered.insert(covered.end(), result.covered.begin(), result.covered.end());
  }
  if (!std::getenv("LIENTHONG_SCENARIO")) CHECK(scenarios >= at_least);
  return covered;
}

}  // namespace

TEST_CASE("every scenario ends alike on each store, and restarted at every step") {
  Covered covered = run_all(SCENARIOS, 40);
  const Covered catalogue = run_all(CATALOGUE, 1);
  covered.insert(covered.end(), catalogue.begin(), catalogue.end());
  const coverage::Page page = coverage::render(coverage::read_rows(ROWS), covered);
  CHECK(page.unknown == std::vector<std::string>{});
  CHECK(page.excuses == std::vector<std::string>{});
  if (std::getenv("LIENTHONG_SCENARIO")) return;
  CHECK(page.holes == std::vector<std::string>{});
  if (std::getenv("REFRESH_DOCS")) std::ofstream(PAGE) << page.text;
  INFO("To refresh the page: REFRESH_DOCS=1 scenario_tests");
  std::stringstream written;
  written << std::ifstream(PAGE).rdbuf();
  CHECK((written.str() == page.text));
}

TEST_CASE("what once went wrong goes right") { run_all(ISSUES, 1); }

TEST_CASE("a scenario that expects something else fails and names the line") {
  const auto scenarios = scenario::parse(
      "process user_task.bpmn\nstart with { \"chair\": \"x\" }\nexpect task \"Sign\" is open\n");
  const scenario::Outcome outcome = scenario::run(scenarios.front(), SCENARIOS, {});
  CHECK_FALSE(outcome.passed);
  CHECK(outcome.failure.find("line 3") == 0);
  CHECK(outcome.failure.find("open: 'Check papers'") != std::string::npos);
}
