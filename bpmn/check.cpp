#include <algorithm>
#include <set>
#include "base/days.h"
#include "bpmn/checking.h"
#include "bpmn/reader.h"

namespace lienthong::bpmn {
namespace {

void check_process(const Process& process, std::vector<Problem>& problems) {
  Checking checking(process, problems);
  if (process.history_time_to_live && !days_of(*process.history_time_to_live))
    checking.error(process.node(0), "history-time-to-live",
                   "historyTimeToLive \"" + *process.history_time_to_live +
                       "\" must be a number of days such as 180 or P180D");
  check_scopes(checking);
  check_flows(checking);
  check_events(checking);
  check_compensation(checking);
  check_tasks(checking);
  check_loops(checking);
  check_extensions(checking);
  check_collaboration(checking);
  check_data(checking);
}

/// The contradictions at places where no error says so already.
void add_unsaid(const std::vector<Problem>& contradictions, std::vector<Problem>& problems) {
  std::set<std::pair<int, int>> said;
  for (const Problem& problem : problems)
    if (problem.severity == Problem::Severity::Error) said.emplace(problem.line, problem.column);
  for (const Problem& problem : contradictions)
    if (!said.count({problem.line, problem.column})) problems.push_back(problem);
}

}  // namespace

std::vector<Problem> check(const Document& document) {
  std::vector<Problem> problems = document.problems;
  for (const Process& process : document.processes)
    if (process.executable) check_process(process, problems);
  const bool sound =
      std::ranges::none_of(problems, [](const Problem& p) { return p.severity == Problem::Severity::Error; });
  if (sound) check_escalations(document, problems);  // a reference that leads nowhere has been told
  add_unsaid(document.contradictions, problems);
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return problems;
}

}  // namespace lienthong::bpmn
