#include "tests/scenarios/coverage.h"
#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>
#include "base/refused.h"

namespace lienthong::coverage {
namespace {

constexpr std::size_t peer_count = 6;
constexpr const char* heading =
    R"(# What executes

Made from the scenarios under `tests/scenarios/` and `processes/` by `tests/scenarios/coverage.cpp`; a test
compares this page with what it would make. A number counts the scenarios that show the element there, each
played on the memory store and on SQLite, and on both again with the engine thrown away and reopened after
every step: *restarted* counts those, and a scenario counts only when all four runs end with equal rows.
*runs*: reached, done its work and left; *cancelled*: ended by force while it was active or waited; *error
inside*: an error, an escalation or a failure came out of it. A letter points to the reason why there is
nothing to show.

The other columns say what others do as far as is known to us: Y full, P partial, – no, i accepted without its
meaning, · not known.

)";
constexpr std::array columns{"element",   "runs",          "cancelled",    "error inside",
                             "restarted", "Camunda 7",     "Camunda 8",    "Flowable",
                             "Kogito",    "SpiffWorkflow", "bpmn-elements"};

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' '), last = text.find_last_not_of(" \r");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(by, at), text.size());
    parts.push_back(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  return parts;
}

const std::string* reason_of(const Row& row, const std::string& column) {
  const auto found = std::ranges::find(row.reasons, column, &std::pair<std::string, std::string>::first);
  return found == row.reasons.end() ? nullptr : &found->second;
}

}  // namespace

std::vector<Row> read_rows(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<Row> rows;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string> cells = split(line, '|');
    if (cells.size() != peer_count + 3)
      throw Refused(Refused::Kind::Invalid, "rows.txt line " + std::to_string(number) + " has " +
                                                std::to_string(cells.size()) + " cells");
    Row row{cells[0], cells[1], {cells.begin() + 2, cells.begin() + 2 + peer_count}, {}};
    if (!cells.back().empty())
      for (const std::string& reason : split(cells.back(), ';')) {
        const std::size_t colon = reason.find(": ");
        if (colon == std::string::npos)
          throw Refused(Refused::Kind::Invalid,
                        "rows.txt line " + std::to_string(number) + ": a reason is written 'column: text'");
        row.reasons.emplace_back(reason.substr(0, colon), reason.substr(colon + 2));
      }
    rows.push_back(std::move(row));
  }
  return rows;
}

Page render(const std::vector<Row>& rows,
            const std::vector<std::pair<scenario::Cover, std::string>>& covered) {
  std::map<scenario::Cover, int> counts;
  std::map<std::string, std::set<std::string>> shown;  // titles of scenarios by row
  for (const auto& [cover, title] : covered) {
    ++counts[cover];
    shown[cover.row].insert(title);
  }
  Page page;
  page.text = heading;
  std::string rule;
  for (const char* column : columns) {
    page.text += std::string("| ") + column + " ";
    rule += "| --- ";
  }
  page.text += "|\n" + rule + "|\n";
  std::vector<std::string> reasons;
  for (const Row& row : rows) {
    page.text += "| " + row.title + " `" + row.id + "` |";
    for (const char* column : {"runs", "cancelled", "error"}) {
      const int count = counts.contains({row.id, column}) ? counts[{row.id, column}] : 0;
      const std::string* reason = reason_of(row, column);
      if (count && reason) page.excuses.push_back(row.id + ", " + column);
      if (count)
        page.text += " " + std::to_string(count) + " |";
      else if (reason) {
        auto known = std::ranges::find(reasons, *reason);
        if (known == reasons.end()) known = reasons.insert(reasons.end(), *reason);
        page.text += " " + std::string(1, static_cast<char>('a' + (known - reasons.begin()))) + " |";
      } else {
        page.holes.push_back(row.id + ", " + column);
        page.text += "  |";
      }
    }
    page.text += " " + std::to_string(shown[row.id].size()) + " |";
    for (const std::string& peer : row.peers) page.text += " " + (peer == "-" ? "–" : peer) + " |";
    page.text += "\n";
  }
  page.text += "\n";
  for (std::size_t i = 0; i < reasons.size(); ++i)
    page.text +=
        "- " + std::string(1, static_cast<char>('a' + static_cast<int>(i))) + ": " + reasons[i] + "\n";
  for (const auto& [id, titles] : shown)
    if (std::ranges::find(rows, id, &Row::id) == rows.end()) page.unknown.push_back(id);
  return page;
}

}  // namespace lienthong::coverage
