#include "app/zone_files.h"
#include <filesystem>
#include <fstream>
#include <iterator>

namespace lienthong::app {

std::optional<std::string> read_zone_file(const std::string& name) {
  const std::filesystem::path path = std::filesystem::path("/usr/share/zoneinfo") / name;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace lienthong::app
