#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"

namespace lienthong::adapters {

/// Whom a unit's notifications reach (docs/formats/adapters.md).
class Directory {
 public:
  /// Reads the JSON file's text. Throws Refused{Invalid} that names the unit.
  static Directory parse(std::string_view json);

  struct Found {
    std::vector<std::string> addresses;  ///< empty: nobody is known
    std::string note;                    ///< what a person should set right
  };
  /// The addresses of a unit id on a day, or the address itself. Level 0 reaches the unit, from level 1 on its head.
  Found find(const std::string& unit_or_address, std::int64_t level, Date day) const;

 private:
  struct Unit {
    std::string email, head_email, successor, escalates_to;
    std::optional<Date> from, to;
  };
  const Unit* on(const std::string& id, Date day, std::string& note) const;
  std::multimap<std::string, Unit> units_;  ///< a unit may stand several times, each for its own period
};

}  // namespace lienthong::adapters
