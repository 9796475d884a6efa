// `lienthong:deadline` and its rungs (docs/formats/extensions.md).
#include <charconv>
#include <set>
#include "bpmn/checking.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

constexpr int level_max = 4;  ///< the ladder of an office has no more steps

Rung read_rung(Reading& reading, const xml::Element& from) {
  Rung rung;
  rung.place = from.place();
  rung.id = from.attribute("id");
  if (rung.id.empty()) reading.error(from, "rung-without-id", "A rung needs an id");
  rung.offset = from.find("offset").value_or("0 working hours");
  rung.to = expression_list(from.attribute("to"), from.place());
  if (rung.to.empty())
    reading.error(from, "rung-without-to",
                  "The rung \"" + rung.id + "\" needs a \"to\": the units that are told");
  if (const auto level = from.find("level")) {
    const auto [end, wrong] = std::from_chars(level->data(), level->data() + level->size(), rung.level);
    if (wrong != std::errc{} || end != level->data() + level->size() || rung.level < 0 ||
        rung.level > level_max) {
      rung.level = 0;
      reading.error(from, "rung-level",
                    "The level \"" + std::string(*level) + "\" of the rung \"" + rung.id +
                        "\" must be a number from 0 to " + std::to_string(level_max));
    }
  }
  rung.escalation = rung.level > 0;
  if (const auto channel = from.find("channel")) {
    rung.channel = *channel;
    if (*channel != "notify.email" && *channel != "notify.webhook")
      reading.error(from, "rung-channel",
                    "The channel \"" + rung.channel + "\" of the rung \"" + rung.id +
                        "\" must be notify.email or notify.webhook");
  }
  rung.escalation_code = expression_attribute(from, "escalation", xml::Space::None);
  rung.message = expression_attribute(from, "message", xml::Space::None);
  return rung;
}

/// The name of a variable, an expression, or a date: no name begins with a digit.
void read_start(Deadline& deadline, const xml::Element& from) {
  auto start = expression_attribute(from, "start", xml::Space::None);
  if (!start) return;
  const bool digit = start->text.front() >= '0' && start->text.front() <= '9';
  if (is_constant(start) && !digit)
    deadline.start_variable = start->text;
  else
    deadline.start = std::move(start);
}

Deadline read_deadline(Reading& reading, const xml::Element& from) {
  Deadline deadline;
  deadline.place = from.place();
  deadline.id = from.attribute("id");
  if (deadline.id.empty()) reading.error(from, "deadline-without-id", "A deadline needs an id");
  deadline.limit = expression_attribute(from, "limit", xml::Space::None);
  deadline.due = expression_attribute(from, "due", xml::Space::None);
  if (deadline.limit.has_value() == deadline.due.has_value())
    reading.error(from, "deadline-limit",
                  "The deadline \"" + deadline.id + "\" needs either a limit or a due date" +
                      (deadline.limit ? ", not both" : ""));
  deadline.calendar = from.attribute("calendar");
  deadline.cut_off = expression_attribute(from, "cutOff", xml::Space::None);
  read_start(deadline, from);
  std::set<std::string> ids;
  for (const xml::Element child : from.children()) {
    if (!child.is("rung", xml::Space::Lienthong)) continue;
    deadline.ladder.push_back(read_rung(reading, child));
    if (!ids.insert(deadline.ladder.back().id).second)
      reading.error(child, "rung-twice",
                    "The deadline \"" + deadline.id + "\" has two rungs with the id \"" +
                        deadline.ladder.back().id + "\"");
  }
  return deadline;
}

}  // namespace

std::vector<Deadline> read_deadlines(Reading& reading, const xml::Element& from) {
  std::vector<Deadline> out;
  std::set<std::string> ids;
  if (const auto inside = extensions(from))
    for (const xml::Element child : inside->children()) {
      if (!child.is("deadline", xml::Space::Lienthong)) continue;
      out.push_back(read_deadline(reading, child));
      if (!ids.insert(out.back().id).second)
        reading.error(child, "deadline-twice", "Two deadlines with the id \"" + out.back().id + "\"");
    }
  return out;
}

}  // namespace lienthong::bpmn
