// What we hand out ourselves must not get stuck; what others draw must not stop us.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>
#include "bpmn/reader.h"
#include "bpmn/soundness/soundness.h"

using namespace lienthong;

namespace {

std::vector<std::filesystem::path> models_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".bpmn") found.push_back(entry.path());
  return found;
}

bpmn::Judgement judge(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return bpmn::judge_soundness(bpmn::read(text.str()), {bpmn::soundness_deployment_states_max});
}

}  // namespace

TEST_CASE("every model of the catalogue is sound") {
  const auto models = models_below(LIENTHONG_CATALOGUE);
  CHECK_FALSE(models.empty());
  for (const auto& path : models) {
    INFO(path);
    const auto judgement = judge(path);
    for (const Problem& problem : judgement.problems) CHECK(problem.message == "");
    REQUIRE(judgement.soundness);
    CHECK(judgement.soundness->sound() == true);
  }
}

TEST_CASE("every foreign model is judged, or it is said why not") {
  const char* given = std::getenv("LIENTHONG_SUITES");
  const std::filesystem::path suites = given ? given : LIENTHONG_SUITES;
  if (!std::filesystem::exists(suites)) {
    WARN("skipped: there is no folder " << suites);
    return;
  }
  for (const auto& path : models_below(suites)) {
    INFO(path);
    const auto judgement = judge(path);
    if (!judgement.soundness) REQUIRE_FALSE(judgement.problems.empty());
    if (judgement.soundness && judgement.soundness->bounded) CHECK(judgement.soundness->sound().has_value());
  }
}
