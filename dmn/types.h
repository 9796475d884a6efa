#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "dmn/definitions.h"
#include "feel/types.h"

namespace lienthong::dmn {

/// The item definitions of a file and those it imports, as FEEL types.
class Types {
 public:
  /// `files`: all files there are; the one meant is `file`. What is wrong is added to `problems`.
  Types(const std::vector<const Definitions*>& files, std::size_t file, std::vector<Problem>& problems);

  /// A type by the name that a typeRef or `instance of` gives it; nothing for an unknown one.
  std::optional<feel::Type> find(std::string_view name) const;
  /// What a typeRef may say, for whoever wrote something else: "do you mean …?", and the types that there
  /// are.
  std::string known(std::string_view instead_of) const;

 private:
  friend class TypeReading;
  std::map<std::string, feel::Type, std::less<>> types_;
  bool camunda_ = false;
};

/// How deeply item definitions may refer to one another.
inline constexpr int type_depth_max = 32;
inline constexpr std::size_t type_size_max = 10'000;  ///< parts of one type, its parts' parts included

}  // namespace lienthong::dmn
