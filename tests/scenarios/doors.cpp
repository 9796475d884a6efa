#include "tests/scenarios/doors.h"
#include <algorithm>
#include <sstream>
#include "base/refused.h"

namespace lienthong::doors {
namespace {

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

void read_line(Door& door, const std::string& key, const std::string& rest) {
  const std::map<std::string, std::vector<std::string> Door::*> lists{
      {"models", &Door::models},  {"before", &Door::before}, {"when", &Door::when},
      {"answer", &Door::answers}, {"again", &Door::again},   {"stopped", &Door::stopped},
      {"active", &Door::active},  {"gone", &Door::gone}};
  const std::map<std::string, std::string Door::*> words{
      {"stops", &Door::stops}, {"activates", &Door::activates}, {"deletes", &Door::deletes}};
  if (const auto list = lists.find(key); list != lists.end())
    (door.*list->second).push_back(rest);
  else if (const auto word = words.find(key); word != words.end())
    door.*word->second = rest;
  else if (key == "repeats" && rest == "no")
    door.repeats = false;
  else
    throw Refused(Refused::Kind::Invalid, "the door '" + door.name + "' has no '" + key + "'");
}

void complete(Door& door) {
  const bool whole = !door.models.empty() && !door.stops.empty() && !door.when.empty() &&
                     !door.stopped.empty() && !door.active.empty();
  if (!whole)
    throw Refused(Refused::Kind::Invalid,
                  "the door '" + door.name + "' says not what it stops, does and shows");
  if (door.activates.empty()) door.activates = "activate " + door.stops;
  const bool of_instance = door.stops.starts_with("of ");
  if (door.deletes.empty() && !of_instance)
    throw Refused(Refused::Kind::Invalid, "the door '" + door.name + "' says not what is deleted");
  if (door.deletes.empty()) {
    door.deletes = "delete " + door.stops;
    door.gone.push_back(door.stops + " process is terminated");
    door.gone.push_back(door.stops + " nothing is left");
  }
  if (door.refused() && door.again.empty()) door.again = door.when;
  if (!of_instance) door.repeats = false;
}

/// A scenario as text.
class Story {
 public:
  explicit Story(const Door& door) : door_(door) {
    for (const std::string& files : door.models) line("process " + files);
    lines(door.before);
    line("suspend " + door.stops);
  }
  void line(const std::string& text) { text_ += text + "\n"; }
  void lines(const std::vector<std::string>& all) {
    for (const std::string& one : all) line(one);
  }
  void expect(const std::vector<std::string>& clauses) {
    for (const std::string& one : clauses) line("expect " + one);
  }
  /// What is refused is tried once for each text of its answer: it leaves no trace.
  void done_while_stopped() {
    for (const std::string& one : door_.when) {
      if (!door_.refused()) line(one);
      for (const std::string& answer : door_.answers) line("fails " + answer + " " + one);
    }
  }
  void activated() {
    line(door_.activates);
    if (door_.refused()) expect(door_.stopped);
    lines(door_.again);
    expect(door_.active);
    if (!door_.repeats || door_.activates != "activate " + door_.stops) return;
    line("suspend " + door_.stops);
    line("activate " + door_.stops);
    expect(door_.active);
  }
  scenario::Scenario read(const std::string& title) const {
    scenario::Scenario one = scenario::parse(text_).front();
    one.title = title;
    return one;
  }

 private:
  const Door& door_;
  std::string text_;
};

}  // namespace

std::vector<Door> read(const std::filesystem::path& file) {
  std::istringstream in(scenario::read_file(file));
  std::vector<Door> doors;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t space = line.find(' ');
    const std::string key = line.substr(0, space);
    const std::string rest = space == std::string::npos ? "" : trimmed(line.substr(space));
    if (key == "door") {
      doors.emplace_back();
      doors.back().name = rest;
      doors.back().file = file;
    } else if (doors.empty())
      throw Refused(Refused::Kind::Invalid, file.string() + " begins without a door");
    else
      read_line(doors.back(), key, rest);
  }
  for (Door& door : doors) complete(door);
  return doors;
}

scenario::Scenario story(const Door& door, const std::string& cell) {
  Story story(door);
  story.done_while_stopped();
  if (cell == "stopped") story.expect(door.stopped);
  if (cell == "active again") story.activated();
  if (cell == "deleted") {
    story.line(door.deletes);
    story.expect(door.gone);
    story.line("wait PT9H");
    story.expect(door.gone);
  }
  return story.read(door.name + ": " + cell);
}

std::vector<Row> rows_of_page(const std::filesystem::path& page) {
  std::istringstream in(scenario::read_file(page));
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| `")) continue;
    Row row;
    for (std::size_t at = 1; at < line.size();) {
      const std::size_t end = std::min(line.find('|', at), line.size());
      row.push_back(trimmed(std::string_view(line).substr(at, end - at)));
      at = end + 1;
    }
    row.front() = row.front().substr(1, row.front().size() - 2);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace lienthong::doors
