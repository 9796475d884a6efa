#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::adapters {

/// Whom a unit's notifications reach (docs/formats/organisation.md).
class Directory {
 public:
  /// Reads the JSON file's text. Throws Refused{Invalid} that names the unit.
  static Directory parse(std::string_view json);
  /// The addresses of a unit id, or the address itself, as they are sent to; empty: nobody known. From level
  /// 1 on the head of the unit.
  std::vector<std::string> addresses(const std::string& unit_or_address, std::int64_t level) const;

 private:
  struct Unit {
    std::string email, head_email;
  };
  std::map<std::string, Unit> units_;
};

}  // namespace lienthong::adapters
