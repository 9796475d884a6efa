#include "adapters/directory.h"
#include "adapters/mail.h"
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::adapters {
Directory Directory::parse(std::string_view text) {
  const Value file = json::parse(text);
  const Value* units = file.find("units");
  if (!units || !units->is_list()) throw Refused(Refused::Kind::Invalid, "/units: expected a list of units");
  Directory directory;
  for (std::size_t i = 0; i < units->list().size(); ++i) {
    const Value& unit = units->list()[i];
    const Value* named = unit.find("id");
    const std::string id = named && named->is_string() ? named->string() : "";
    const auto wrong = [&](const std::string& what) {
      return Refused(Refused::Kind::Invalid, "/units/" + std::to_string(i) + ": " + what);
    };
    if (id.empty()) throw wrong("a unit needs an id");
    const Value* head = unit.find("head");
    Unit entry{text_at(unit, "email"), head ? text_at(*head, "email") : ""};
    for (std::string* address : {&entry.email, &entry.head_email}) {
      if (address->empty()) continue;
      const std::optional<std::string> sendable = wire_address(*address);
      if (!sendable) throw wrong("'" + *address + "' is no e-mail address that can be sent to");
      *address = *sendable;
    }
    if (!directory.units_.emplace(id, std::move(entry)).second)
      throw wrong("the id '" + id + "' stands twice");
  }
  return directory;
}

std::vector<std::string> Directory::addresses(const std::string& name, std::int64_t level) const {
  if (name.find('@') != std::string::npos) {
    const std::optional<std::string> sendable = wire_address(name);
    return sendable ? std::vector{*sendable} : std::vector<std::string>{};
  }
  const auto found = units_.find(name);
  if (found == units_.end()) return {};
  const std::string& preferred =
      level > 0 && !found->second.head_email.empty() ? found->second.head_email : found->second.email;
  if (!preferred.empty()) return {preferred};
  return found->second.head_email.empty() ? std::vector<std::string>{}
                                          : std::vector{found->second.head_email};
}

}  // namespace lienthong::adapters
