// Every cell of the table in docs/suspension.md is a story, played on each store, with and without a restart
// after every step. LIENTHONG_DOOR=name plays only the doors whose name holds it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>
#include "tests/scenarios/doors.h"

using namespace lienthong;

namespace {

std::vector<doors::Door> all_doors() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SCENARIOS) + "/suspension"))
    if (entry.path().extension() == ".doors") files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<doors::Door> all;
  for (const auto& file : files) std::ranges::move(doors::read(file), std::back_inserter(all));
  return all;
}

bool asked_for(const std::string& name) {
  const char* only = std::getenv("LIENTHONG_DOOR");
  return !only || name.find(only) != std::string::npos;
}

}  // namespace

TEST_CASE("what is done to something suspended is refused, parked, delivered once, or gone with it") {
  if (std::filesystem::exists("/dev/shm")) setenv("TMPDIR", "/dev/shm", 0);
  for (const doors::Door& door : all_doors())
    for (const std::string& cell : doors::cells) {
      if (!asked_for(door.name)) continue;
      const scenario::Scenario story = doors::story(door, cell);
      const std::string failure = scenario::run_in_all_modes(story, door.file.parent_path());
      if (!failure.empty()) FAIL_CHECK(story.title + " " + failure);
    }
}

TEST_CASE("the table of suspension has a row for each door, no empty cell, and tells its answers") {
  std::map<std::string, doors::Row> rows;
  for (doors::Row& row : doors::rows_of_page(SUSPENSION_PAGE)) {
    INFO(row.front());
    CHECK(row.size() == doors::cells.size() + 2);
    CHECK(std::ranges::none_of(row, &std::string::empty));
    CHECK(rows.emplace(row.front(), row).second);
  }
  for (const doors::Door& door : all_doors()) {
    INFO(door.name);
    REQUIRE(rows.contains(door.name));
    const std::string asked = rows.extract(door.name).mapped().at(2);
    CHECK((asked == "accepted") != door.refused());
    for (const std::string& answer : door.answers)
      CHECK(asked.find(answer.substr(1, answer.size() - 2)) != std::string::npos);
  }
  for (const auto& [name, row] : rows) FAIL_CHECK("no door " << name);
}
