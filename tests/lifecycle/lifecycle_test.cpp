#include "lifecycle/lifecycle.h"
#include <catch2/catch.hpp>
#include <sstream>

using namespace lienthong;
using namespace lienthong::lifecycle;

namespace {

// Written from the standards' figures, not from the tables: a line is a state, then operation>state for each
// arrow that leaves it; a state may have several lines.
const char* const activity = R"(
Ready         Activate>Active Interrupt>Terminating Fail>Failing
Active        Complete>Completing Interrupt>Terminating Fail>Failing
Completing    Completed>Completed Interrupt>Terminating Fail>Failing
Completed     Compensate>Compensating
Terminating   Ended>Terminated
Terminated
Failing       Ended>Failed
Failed
Compensating  Ended>Compensated Fail>Failing Interrupt>Terminating
Compensated
)";
const char* const task = R"(
Created     Activate>Ready Exit>Exited
Ready       Claim>Reserved Delegate>Reserved Resolve>Ready Complete>Completed Exit>Exited
Reserved    Release>Ready Delegate>Reserved Resolve>Reserved Complete>Completed Exit>Exited
Completed
Exited
)";

/// The state that `lines` names for `operation`, or "" for none. Fails when the state has no line.
std::string expected(const char* lines, std::string_view state, std::string_view operation) {
  std::istringstream in(lines);
  bool known = false;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string word;
    if (!(words >> word) || word != state) continue;
    known = true;
    while (words >> word)
      if (word.starts_with(std::string(operation) + ">")) return word.substr(operation.size() + 1);
  }
  if (!known) FAIL("no line says what happens in state " << state);
  return "";
}

template <class State, class Operation>
void try_everything(const char* lines, const std::vector<Transition>& rows) {
  std::size_t arrows = 0;
  for (std::string_view state : Names<State>::values)
    for (std::string_view operation : Names<Operation>::values) {
      std::optional<State> got = next(*from_name<State>(state), *from_name<Operation>(operation));
      INFO(state << " × " << operation);
      CHECK(std::string(got ? name_of(*got) : "") == expected(lines, state, operation));
      if (got) ++arrows;
    }
  CHECK(rows.size() == arrows);
}

}  // namespace

TEST_CASE("An activity moves along the arrows of BPMN 13.3.2 and along no other") {
  try_everything<ActivityState, ActivityOperation>(activity, activity_transitions());
}

TEST_CASE("A user task moves along the arrows of WS-HumanTask and the Camunda contract and along no other") {
  try_everything<TaskState, TaskOperation>(task, task_transitions());
}

TEST_CASE("Asking a lifecycle costs a look-up, not a run of its machine") {
  // A million questions: well under a second as look-ups, minutes as runs of the machine under the
  // sanitizers.
  std::size_t allowed = 0;
  for (int i = 0; i < 1'000'000; ++i)
    if (next(TaskState::Ready, static_cast<TaskOperation>(i % 7))) ++allowed;
  CHECK(allowed > 0);
}
