#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include "lifecycle/lifecycle.h"

using namespace lienthong;
using namespace lienthong::lifecycle;

namespace {

const char* const head = R"(# Lifecycles

Generated from the transition tables in `lifecycle/`; a test compares. To refresh it, run the
test `lifecycle` with `LIENTHONG_WRITE_DOCS=1` in the environment.

What a row does not list is forbidden: the engine refuses it.
)";

bool leaves(const std::vector<Transition>& rows, std::string_view state) {
  return std::any_of(rows.begin(), rows.end(), [&](const Transition& t) { return t.from == state; });
}
bool enters(const std::vector<Transition>& rows, std::string_view state) {
  return std::any_of(rows.begin(), rows.end(), [&](const Transition& t) { return t.to == state; });
}

template <class State>
void write(std::ostream& out, std::string_view title, std::string_view says,
           const std::vector<Transition>& rows) {
  out << "\n## " << title << "\n\n"
      << says << "\n\n```mermaid\nstateDiagram-v2\n  [*] --> " << Names<State>::values[0] << "\n";
  for (const Transition& row : rows)
    out << "  " << row.from << " --> " << row.to << " : " << row.operation << "\n";
  for (std::string_view state : Names<State>::values)
    if (enters(rows, state) && !leaves(rows, state)) out << "  " << state << " --> [*]\n";
  out << "```\n\n| from | operation | to |\n| --- | --- | --- |\n";
  for (const Transition& row : rows)
    out << "| " << row.from << " | " << row.operation << " | " << row.to << " |\n";
  for (std::string_view state : Names<State>::values)
    if (!enters(rows, state) && !leaves(rows, state))
      out << "\n`" << state << "` is a name of the standard that no arrow enters yet.\n";
}

std::string page() {
  std::ostringstream out;
  out << head;
  write<ActivityState>(
      out, "Activity",
      "BPMN 2.0, 13.3.2. An interrupted or failing activity waits until its last child has ended.",
      activity_transitions());
  write<TaskState>(out, "User task",
                   "WS-HumanTask, with the departures that the Camunda contract asks for "
                   "(`lifecycle/task_lifecycle.cpp` names them).",
                   task_transitions());
  return out.str();
}

}  // namespace

TEST_CASE("docs/lifecycles.md is what the tables say") {
  const std::string path = LIENTHONG_SOURCE_DIR "/docs/lifecycles.md";
  if (std::getenv("LIENTHONG_WRITE_DOCS")) std::ofstream(path) << page();
  std::ifstream in(path);
  std::ostringstream is;
  is << in.rdbuf();
  INFO("to refresh it, run this test with LIENTHONG_WRITE_DOCS=1 in the environment");
  CHECK(is.str() == page());
}
