// The page of the standard's rules says which of them a deployment refuses. That is read off deployments of
// the very models that break them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include "engine/definitions/preparation.h"
#include "tests/bpmn/rule_examples.h"
#include "tests/bpmn/rule_twins.h"

using namespace lienthong;
using namespace lienthong::engine;
using bpmn::testing::RuleExample;

namespace {

/// The same model with all its processes executable.
std::string executable(std::string xml) {
  const std::string open = "<process ", says = " isExecutable=";
  for (std::size_t at = xml.find(open); at != std::string::npos; at = xml.find(open, at + 1))
    if (const std::size_t end = xml.find('>', at); xml.substr(at, end - at).find(says) == std::string::npos)
      xml.insert(at + open.size() - 1, says + "'true'");
  return xml;
}

bool is_error(const Problem& problem) { return problem.severity == Problem::Severity::Error; }

bool stands_with(const Problem& a, const Problem& b) {
  return (a.line == b.line && a.column == b.column) ||
         (!a.element_id.empty() && a.element_id == b.element_id);
}

/// Whether a deployment refuses what is broken, where it is broken and for a reason that the twin does not
/// give.
bool is_refused(const RuleExample& example) {
  std::set<std::string> kept;
  for (const Problem& p : prepare(executable(example.kept), {}, {}).problems)
    if (is_error(p)) kept.insert(p.rule + p.message);
  const Prepared broken = prepare(executable(example.broken), {}, {});
  return std::ranges::any_of(broken.problems, [&](const Problem& p) {
    if (!is_error(p) || kept.contains(p.rule + p.message)) return false;
    return p.rule == example.rule || std::ranges::any_of(broken.violations, [&](const Problem& violation) {
             return violation.rule == example.rule && stands_with(violation, p);
           });
  });
}

/// `refuses`, `takes`, or `some` of the models.
std::map<std::string, std::string> verdicts() {
  std::vector<RuleExample> all = bpmn::testing::rule_examples();
  std::ranges::copy(bpmn::testing::rule_twins(LIENTHONG_SOURCE_DIR "/tests/bpmn/rules"),
                    std::back_inserter(all));
  std::map<std::string, std::set<bool>> seen;
  for (const RuleExample& example : all)
    if (example.broken.find("<process ") != std::string::npos)  // else nothing of it could run
      seen[example.rule].insert(is_refused(example));
  std::map<std::string, std::string> out;
  for (const auto& [rule, refused] : seen)
    out[rule] = refused.size() == 2 ? "some" : refused.contains(true) ? "refuses" : "takes";
  return out;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t at = 1; at < line.size();) {
    const std::size_t end = std::min(line.find(" |", at), line.size());
    cells.push_back(line.substr(std::min(at + 1, end), end - std::min(at + 1, end)));
    at = end + 2;
  }
  return cells;
}

}  // namespace

TEST_CASE("the page of rules says which of them a deployment refuses") {
  const std::string path = LIENTHONG_SOURCE_DIR "/docs/formats/rules.md";
  const std::map<std::string, std::string> verdict = verdicts();
  std::ifstream in(path);
  std::string text;
  int rules = 0;
  for (std::string line; std::getline(in, line); text += line + "\n") {
    const std::vector<std::string> cells =
        line.starts_with("| `") ? cells_of(line) : std::vector<std::string>();
    if (cells.size() != 6) continue;
    const std::string rule = cells[0].substr(1, cells[0].size() - 2);
    const auto found = verdict.find(rule);
    if (found == verdict.end()) continue;  // its models have no process, or need files beside them
    ++rules;
    INFO(rule << "; to refresh the page: REFRESH_DOCS=1 engine_tests \"the page of rules*\"");
    if (!std::getenv("REFRESH_DOCS"))
      CHECK(cells[3] == found->second);
    else if (const std::size_t at = line.find(" | " + cells[3] + " | "); at != std::string::npos)
      line.replace(at + 3, cells[3].size(), found->second);
  }
  CHECK(rules == std::ssize(verdict));
  if (std::getenv("REFRESH_DOCS")) std::ofstream(path) << text;
}
