#include "base/nearest.h"
#include <array>
#include <catch2/catch.hpp>

using namespace lienthong;

TEST_CASE("Words are alike in other capitals, or with few slips for their length") {
  for (const auto& [word, known] : std::initializer_list<std::pair<const char*, const char*>>{
           {"OFFSET", "offset"},
           {"ofset", "offset"},
           {"offsett", "offset"},
           {"offste", "offset"},
           {"offsat", "offset"},
           {"taskDefinitoinkey", "taskDefinitionKey"},
           {"tpye", "type"},
           {"processInstanceIds", "processInstanceIdIn"},
           {"ID", "id"}})
    CHECK(alike(word, known));
  for (const auto& [word, known] :
       std::initializer_list<std::pair<const char*, const char*>>{{"name", "value"},
                                                                  {"ip", "id"},
                                                                  {"", "id"},
                                                                  {"key", "keys"},
                                                                  {"tapir", "type"},
                                                                  {"businessKey", "businessKeyLike"},
                                                                  {"assignee", "assigned-to"}})
    CHECK_FALSE(alike(word, known));
}

TEST_CASE("Of several the nearest is named") {
  const std::array<std::string_view, 3> known{"taskIdIn", "taskId", "taskName"};
  CHECK(nearest("taskIDs", known) == "taskId");
  CHECK(nearest("taskidin", known) == "taskIdIn");
  CHECK(nearest("walrus", known).empty());
}
