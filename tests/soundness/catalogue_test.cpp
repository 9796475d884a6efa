// What we hand out ourselves must not get stuck.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include "bpmn/reader.h"
#include "bpmn/soundness/soundness.h"

using namespace lienthong;

TEST_CASE("every model of the catalogue is sound") {
  std::size_t models = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(LIENTHONG_CATALOGUE)) {
    if (entry.path().extension() != ".bpmn") continue;
    ++models;
    INFO(entry.path());
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const auto judgement =
        bpmn::judge_soundness(bpmn::read(text.str()), {bpmn::soundness_deployment_states_max});
    for (const Problem& problem : judgement.problems) CHECK(problem.message == "");
    REQUIRE(judgement.soundness);
    CHECK(judgement.soundness->sound() == true);
  }
  CHECK(models > 0);
}
