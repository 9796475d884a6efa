#include <unistd.h>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include "base/json.h"
#include "tests/adapters/support.h"

namespace lienthong::adapters {
namespace {

struct StateFile {
  StateFile()
      : path(std::filesystem::temp_directory_path() / ("lienthong-simulator-" + std::to_string(getpid()))) {}
  ~StateFile() { std::filesystem::remove(path); }
  std::filesystem::path path;
};

}  // namespace

TEST_CASE("the simulator keeps what it accepted over a restart") {
  const StateFile file;
  const Topic& topic = topic_named("civil.registerBirth");
  Answer first;
  {
    World world(file.path.string());
    first = call(topic, world.settings(), request(5, good_fields(topic.name)), world.go_on);
    REQUIRE(first.outcome == Outcome::Answered);
  }
  World world(file.path.string());
  const Answer looked_up = call(topic, world.settings(), request(5, good_fields(topic.name), 2), world.go_on);
  CHECK(looked_up.outcome == Outcome::Answered);
  CHECK(looked_up.body == first.body);
  const Answer second = call(topic, world.settings(), request(6, good_fields(topic.name)), world.go_on);
  CHECK(second.error_code == "CIVIL_DUPLICATE");
  const Answer other = call(topic, world.settings(), request(7, good_fields(topic.name, 2)), world.go_on);
  CHECK(text_at(other.body, "personalId") != text_at(first.body, "personalId"));
}

TEST_CASE("the journal counts every arrival, and a reset forgets everything") {
  World world;
  const Topic& topic = topic_named("civil.registerBirth");
  for (int i = 0; i < 3; ++i) call(topic, world.settings(), request(5, good_fields(topic.name)), world.go_on);
  CHECK(world.arrivals(topic.service, {5}) == 3);
  world.ask("POST", "/control/reset");
  CHECK(world.journal().empty());
  CHECK(call(topic, world.settings(), request(6, good_fields(topic.name)), world.go_on).outcome ==
        Outcome::Answered);
}

TEST_CASE("a personal number tells place, century, sex and year") {
  World world;
  struct Case {
    const char *sex, *born, *begins;
  };
  std::int64_t job = 10;
  for (const Case& one : {Case{"male", "2022-04-01", "006222"},
                          {"female", "2022-04-01", "006322"},
                          {"male", "1999-04-01", "006099"}}) {
    Context fields = good_fields("civil.registerBirth", static_cast<int>(job));
    fields.put("sex", Value(one.sex));
    fields.put("birthDate", Value(one.born));
    const Answer answer =
        call(topic_named("civil.registerBirth"), world.settings(), request(++job, fields), world.go_on);
    CHECK(text_at(answer.body, "personalId").starts_with(one.begins));
    CHECK(text_at(answer.body, "personalId").size() == 12);
  }
}

TEST_CASE("the simulator refuses what it does not understand, and goes on") {
  World world;
  const std::string base = world.settings().security_server;
  const auto status = [&](const std::string& method, const std::string& path, const std::string& body) {
    return http({method, base + path, body, {}, 5'000}, world.go_on).status;
  };
  CHECK(status("POST", "/control/CIVIL", R"({"mode":"asleep"})") == 400);
  CHECK(status("POST", "/control/CIVIL", "{") == 400);
  CHECK(status("GET", "/nowhere", "") == 404);
  const Transferred anonymous =
      http({"POST", base + "/r1/VN/GOV/CIVIL/REGISTER/registerBirth", "{}", {}, 5'000}, world.go_on);
  CHECK(anonymous.status == 400);
  CHECK(anonymous.header("x-road-error") == "Client.MissingHeader");
  CHECK(world.journal().empty());
}

}  // namespace lienthong::adapters
