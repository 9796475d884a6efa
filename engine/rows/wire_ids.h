#pragma once
// Ids that say more than a number, as the outside knows them (engine-rest 1.4, 6.3).
#include <string>
#include <string_view>
#include "base/ids.h"

namespace lienthong::engine {

/// Longer than these a definition's id is the bare one, as in Camunda 7.
inline constexpr std::size_t definition_text_max = 64;

/// "key:version:id", of processes, decisions and requirements graphs.
template <class Tag>
std::string definition_text(std::string_view key, std::int64_t version, Id<Tag> id) {
  const std::string bare = to_string(id);
  const std::string text = std::string(key) + ":" + std::to_string(version) + ":" + bare;
  return text.size() > definition_text_max ? bare : text;
}

/// "node:id"
inline std::string activity_id_text(std::string_view node, InstanceId instance) {
  return std::string(node) + ":" + to_string(instance);
}

}  // namespace lienthong::engine
