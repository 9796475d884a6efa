#include <fstream>
#include <sstream>
#include "base/refused.h"
#include "scenario/scenario.h"

namespace lienthong::scenario {
namespace {

[[noreturn]] void wrong(int line, const std::string& what) {
  throw Refused(Refused::Kind::Invalid, "line " + std::to_string(line) + ": " + what);
}

/// Where the JSON object that begins at `at` ends.
std::size_t end_of_object(std::string_view text, std::size_t at, int line) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"')
      in_string = true;
    else if (c == '{' || c == '[')
      ++depth;
    else if ((c == '}' || c == ']') && --depth == 0)
      return i + 1;
  }
  wrong(line, "the JSON value does not end");
}

Line split(std::string_view text, int number) {
  Line line{number, {}, {}, std::string(text)};
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == ' ' || c == '\t') {
      ++at;
      continue;
    }
    if (c == '#') break;
    if (c == '"') {
      const std::size_t end = text.find('"', at + 1);
      if (end == std::string_view::npos) wrong(number, "the quoted text does not end");
      line.words.emplace_back(text.substr(at + 1, end - at - 1));
      line.quoted.push_back(true);
      at = end + 1;
      continue;
    }
    std::size_t end = text.find_first_of(" \t;", at);
    if (c == '{' || c == '[')
      end = end_of_object(text, at, number);
    else if (c == ';')
      end = at + 1;
    end = std::min(end, text.size());
    line.words.emplace_back(text.substr(at, end - at));
    line.quoted.push_back(false);
    at = end;
  }
  return line;
}

void read_covers(const Line& line, std::vector<Cover>& covers) {
  if (line.words.size() < 3) wrong(line.number, "covers ROW COLUMN[, COLUMN]");
  for (std::size_t i = 2; i < line.words.size(); ++i) {
    std::string column = line.words[i];
    if (column.ends_with(',')) column.pop_back();
    if (column != "runs" && column != "cancelled" && column != "error")
      wrong(line.number, "a row is covered in runs, cancelled or error, not in '" + column + "'");
    covers.push_back({line.words[1], column});
  }
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Refused(Refused::Kind::Invalid, "cannot read " + path.string());
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::vector<Scenario> parse(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";  // of Unicode's byte order, as some editors write it
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  std::vector<Scenario> scenarios;
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view row = text.substr(at, end - at);
    if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
    at = end + 1;
    Line line = split(row, ++number);
    if (line.words.empty()) continue;
    if (line.words[0] == "scenario") {
      if (line.words.size() != 2) wrong(number, "a scenario has one quoted title");
      scenarios.push_back({line.words[1], {}, {}});
      continue;
    }
    if (scenarios.empty()) scenarios.push_back({"", {}, {}});
    if (line.words[0] == "covers") {
      read_covers(line, scenarios.back().covers);
      continue;
    }
    if (line.words[0] == "expect" && line.words.size() == 1) wrong(number, "expect what?");
    scenarios.back().lines.push_back(std::move(line));
  }
  for (const Scenario& scenario : scenarios)
    if (scenario.lines.empty())
      throw Refused(Refused::Kind::Invalid, "the scenario \"" + scenario.title + "\" has no lines");
  return scenarios;
}

}  // namespace lienthong::scenario
