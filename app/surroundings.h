#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "engine/definitions/outside.h"

namespace lienthong::app {

/// The names that the checked files and those beside them give to what others refer to.
class Surroundings {
 public:
  explicit Surroundings(const std::vector<std::filesystem::path>& checked);

  /// Files beside the checked ones are read when these alone do not have it.
  bool has(const engine::Outside&);
  /// An earlier one of the checked files in the same folder, with which it would be deployed, that holds an
  /// executable process of this id.
  std::optional<std::filesystem::path> twin(const std::filesystem::path& file, const std::string& id) const;

 private:
  void read(const std::filesystem::path&, bool checked);
  void read_beside();
  bool is_read(const engine::Outside&) const;

  std::set<std::filesystem::path> checked_;
  bool beside_read_ = false;
  std::set<std::string> processes_, decisions_, forms_, files_;
  std::map<std::pair<std::filesystem::path, std::string>, std::vector<std::filesystem::path>> by_folder_;
};

}  // namespace lienthong::app
