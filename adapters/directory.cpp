#include "adapters/directory.h"
#include <set>
#include "adapters/mail.h"
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::adapters {
namespace {

std::string text_at(const Value* object, std::string_view key) {
  const Value* found = object ? object->find(key) : nullptr;
  return found && found->is_string() ? found->string() : std::string();
}

/// `"one-stop"` or, as the plan's own file has it, `{"dossier": "one-stop", "plan": "police"}`.
std::string escalation(const Value& unit) {
  const Value* to = unit.find("escalatesTo");
  return to && to->is_context() ? text_at(to, "dossier") : text_at(&unit, "escalatesTo");
}

Refused wrong(std::size_t i, const std::string& what) {
  return Refused(Refused::Kind::Invalid, "/units/" + std::to_string(i) + ": " + what);
}

std::string address_at(const Value* object, std::size_t i) {
  std::string address = text_at(object, "email");
  if (!address.empty() && !is_address(address)) throw wrong(i, "'" + address + "' is no e-mail address");
  return address;
}

std::optional<Date> day_at(const Value& unit, const char* key, std::size_t i) {
  const std::string day = text_at(&unit, key);
  if (day.empty()) return std::nullopt;
  const auto date = parse_date(day);
  if (!date) throw wrong(i, std::string(key) + ": '" + day + "' is no date");
  return date;
}

bool overlap(const std::optional<Date>& from_a, const std::optional<Date>& to_a,
             const std::optional<Date>& from_b, const std::optional<Date>& to_b) {
  return (!from_a || !to_b || *from_a <= *to_b) && (!from_b || !to_a || *from_b <= *to_a);
}

}  // namespace

Directory Directory::parse(std::string_view text) {
  const Value file = json::parse(text);
  const Value* units = file.find("units");
  if (!units || !units->is_list()) throw Refused(Refused::Kind::Invalid, "/units: expected a list of units");
  Directory directory;
  for (std::size_t i = 0; i < units->list().size(); ++i) {
    const Value& unit = units->list()[i];
    const std::string id = text_at(&unit, "id");
    if (id.empty()) throw wrong(i, "a unit needs an id");
    Unit entry{address_at(&unit, i), address_at(unit.find("head"), i), text_at(&unit, "successor"),
               escalation(unit),     day_at(unit, "validFrom", i),     day_at(unit, "validTo", i)};
    const auto [first, last] = directory.units_.equal_range(id);
    for (auto other = first; other != last; ++other)
      if (overlap(entry.from, entry.to, other->second.from, other->second.to))
        throw wrong(i, "the id '" + id + "' stands twice for the same days");
    directory.units_.emplace(id, std::move(entry));
  }
  return directory;
}

/// The unit's entry of that day, or what came of it. A unit that ended without a successor is still told: late news
/// in an old mailbox are better than none.
const Directory::Unit* Directory::on(const std::string& id, Date day, std::string& note) const {
  const Unit* ended = nullptr;
  const auto [first, last] = units_.equal_range(id);
  for (auto unit = first; unit != last; ++unit) {
    const Unit& entry = unit->second;
    if ((!entry.from || *entry.from <= day) && (!entry.to || day <= *entry.to)) return &entry;
    if (!ended || (entry.to && ended->to && *ended->to < *entry.to)) ended = &entry;
  }
  if (ended && ended->successor.empty()) note = "unit '" + id + "' has no entry valid on " + text(day);
  return ended;
}

Directory::Found Directory::find(const std::string& name, std::int64_t level, Date day) const {
  if (name.find('@') != std::string::npos) {
    if (is_address(name)) return {{name}, {}};
    return {{}, "an address is malformed"};
  }
  Found found;
  std::set<std::string> seen;
  for (std::string id = name; !id.empty();) {
    const Unit* unit = seen.insert(id).second ? on(id, day, found.note) : nullptr;
    if (!unit) break;
    const bool ended = unit->to && *unit->to < day;
    if (ended && !unit->successor.empty()) {
      id = unit->successor;
      continue;
    }
    const std::string& first = level > 0 ? unit->head_email : unit->email;
    const std::string& second = level > 0 ? unit->email : unit->head_email;
    const std::string& address = first.empty() ? second : first;
    if (!address.empty()) {
      found.addresses.push_back(address);
      return found;
    }
    found.note = "unit '" + id + "' has no e-mail address; the next above was told";
    id = unit->escalates_to;
  }
  found.note = "no e-mail address is known for '" + name + "'";
  return found;
}

}  // namespace lienthong::adapters
