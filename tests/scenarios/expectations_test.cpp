// What a scenario says is understood, or it fails: an expectation that holds because of a misspelling would
// be worse than none.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include "base/refused.h"
#include "scenario/model_names.h"
#include "scenario/scenario.h"

using namespace lienthong;

namespace {

/// Why a scenario of these lines fails; empty: it passes.
std::string failure(const std::string& lines) try {
  return scenario::run(scenario::parse("scenario \"s\"\n" + lines).front(), SCENARIOS, {}).failure;
} catch (const Refused& refused) {
  return refused.what();
}

std::string expecting(const std::string& clause) {
  return failure("process service_task.bpmn buffered_message.bpmn\nstart service_task\nexpect " + clause +
                 "\n");
}

}  // namespace

TEST_CASE("what is expected not to be there is a name of the models") {
  const struct {
    std::string clause, nearest;
  } wrong[]{{"element registr is not active", "register"},
            {"element registr was not cancelled", "register"},
            {"element duplicat ran 0 times", "duplicate"},
            {"not visited examin", "examine"},
            {"no incident at registr", "register"},
            {"task \"Exmaine\" is not open", "Examine"},
            {"topic civil.registerBirht is not waiting", "civil.registerBirth"},
            {"message newz is not kept", "news"},
            {"no event deadline-mised at register", "deadline-missed"}};
  for (const auto& [clause, nearest] : wrong) {
    INFO(clause);
    const std::string why = expecting(clause);
    CHECK(why.find("line 4") == 0);
    CHECK(why.find("do you mean " + nearest + "?") != std::string::npos);
  }
  for (const char* right :
       {"element duplicate is not active", "element duplicate ran 0 times", "not visited examine",
        "no incident at register", "task \"Examine\" is not open", "task examine is not open",
        "topic civil.registerBirth is waiting", "message news is not kept"})
    CHECK(expecting(right) == "");
  const std::string rung = "process rung_broken.bpmn\nstart unit\nexpect no reminder to ";
  CHECK(failure(rung + "desk\n") == "");
  CHECK(failure(rung + "dsk\n") == "");  // another rung of the file computes its unit
}

TEST_CASE("a clause is said in its words and no others") {
  for (const char* wrong :
       {"element register is actve", "element register was nt cancelled", "element register ran 1 time",
        "topic civil.registerBirth is nt waiting", "topic civil.registerBirth waits", "message news is lost",
        "process is finshed", "definition service_task is suspnded", "definition servce_task is active",
        "not visted examine", "", ";", "; task examine is not open", "task examine is not open;"}) {
    INFO(wrong);
    CHECK(expecting(wrong) != "");
  }
  CHECK(expecting("definition service_task is active; process is running") == "");
}

TEST_CASE("a refusal is expected in words") {
  const std::string begin = "process service_task.bpmn\nstart\nfails ";
  CHECK(failure(begin + "\"no open task\" task examine completes\n") == "");
  CHECK(failure(begin + "\"\" task examine completes\n") != "");
}

TEST_CASE("time goes forward only") {
  const std::string begin = "process service_task.bpmn\ngiven 2022-04-12 08:00\nstart\n";
  CHECK(failure(begin + "wait PT1H\nwait until 2022-04-12 09:00\n") == "");
  for (const char* back :
       {"wait -PT1H", "wait -1 working days", "wait until 2022-04-12 07:59", "given 2021-01-01 08:00"})
    CHECK(failure(begin + back + "\n").find("forward only") != std::string::npos);
}

TEST_CASE("a scenario has lines, and an editor's byte order mark before it says nothing") {
  CHECK(failure("").find("has no lines") != std::string::npos);
  CHECK(failure("covers boundary/error/interrupting runs\n").find("has no lines") != std::string::npos);
  const auto marked = scenario::parse("\xEF\xBB\xBFscenario \"s\"\nprocess service_task.bpmn\n");
  REQUIRE(marked.size() == 1);
  CHECK(marked.front().title == "s");
}

TEST_CASE("every event that the engine writes may be expected") {
  std::set<std::string, std::less<>> written{"notification-sent", "deadline-met", "deadline-exceeded",
                                             "deadline-cancelled"};  // put together at run time
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SOURCES "/engine")) {
    if (entry.path().extension() != ".cpp") continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string code = text.str();
    for (std::size_t at = code.find("audit("); at != std::string::npos; at = code.find("audit(", at + 1)) {
      // The kind is the fourth argument; one or two literals stand before the fifth.
      std::size_t from = at, commas = 0;
      for (; from < code.size() && commas < 3 && code[from] != ';'; ++from) commas += code[from] == ',';
      const std::size_t end = code.find(',', from);
      for (std::size_t quote = code.find('"', from); quote < end; quote = code.find('"', quote + 1)) {
        const std::size_t close = code.find('"', quote + 1);
        if (code[close - 1] != '-') written.emplace(code.substr(quote + 1, close - quote - 1));
        quote = close;
      }
    }
  }
  CHECK(written.size() > 15);
  for (const std::string& kind : written) {
    INFO(kind);
    CHECK(std::ranges::count(scenario::event_kinds, kind) == 1);
  }
}
