// docs/formats/adapters.md against the table that is executed, and the catalogue's directory against its
// reader.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include "base/json.h"
#include "tests/adapters/support.h"

namespace lienthong::adapters {
namespace {

std::string read(const char* path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "`" : ", `") + name + "`";
  return out.empty() ? "–" : out;
}

std::string row(const Topic& topic) {
  return "| `" + topic.name + "` | " + (topic.service.empty() ? "–" : "`" + topic.service + "`") + " | " +
         listed(topic.request) + " | " + listed(topic.response) + " | " + listed(topic.errors) + " | " +
         (topic.idempotent ? "yes" : "no") + " | " + std::to_string(topic.timeout_ms / 1000) + " s | " +
         (topic.retry.tries() ? std::to_string(topic.retry.tries()) : "for ever") + " |";
}

}  // namespace

TEST_CASE("the page about adapters lists each topic as it is served, and no other") {
  std::istringstream page(read(TOPICS_PAGE));
  std::vector<std::string> rows, expected;
  for (std::string line; std::getline(page, line);)
    if (line.starts_with("| `") && line.ends_with(" |") && std::ranges::count(line, '|') == 9)
      rows.push_back(line);
  for (const Topic& topic : topics()) expected.push_back(row(topic));
  CHECK(rows == expected);
}

TEST_CASE("every unit of the catalogue's directory can be told and escalated to") {
  const std::string text = read(ORGANISATION);
  const Directory directory = Directory::parse(text);
  const Value file = json::parse(text);
  REQUIRE_FALSE(file.find("units")->list().empty());
  for (const Value& unit : file.find("units")->list())
    for (const std::int64_t level : {0, 1}) {
      INFO(text_at(unit, "id") << " at level " << level);
      CHECK(directory.addresses(text_at(unit, "id"), level).size() == 1);
    }
}

}  // namespace lienthong::adapters
