#include "api/engine_rest/lookups.h"

namespace lienthong::api {
using engine::Filter;

void IdSet::add(std::int64_t id) {
  if (id != 0 && known_.insert(id).second) ids_.push_back(id);
}

void ActivityIds::add(InstanceId root, InstanceId instance) {
  if (!instance || instance == root) return;
  roots_.add(root);
  instances_.add(instance);
}

void ActivityIds::read(engine::Reader& reader) {
  const bool few = instances_.ids().size() <= listed_at_once_max;
  std::vector<engine::Scalar> wanted;
  if (few)
    for (const std::int64_t id : instances_.ids()) wanted.emplace_back(id);
  for_each_of<engine::ActivityHistory>(
      reader, "root", roots_,
      [&](engine::ActivityHistory& row) { nodes_.emplace(row.instance.value, std::move(row.node)); },
      few ? Filter::in("instance", std::move(wanted)) : Filter::everything());
}

std::string ActivityIds::text(InstanceId root, InstanceId instance) const {
  if (!instance) return {};
  const auto known = instance == root ? nodes_.end() : nodes_.find(instance.value);
  return known == nodes_.end() ? to_string(instance) : activity_id_text(known->second, instance);
}

void TopRoots::read(engine::Reader& reader) {
  for_each_of<engine::ProcessHistory>(reader, "id", roots_, [&](const engine::ProcessHistory& row) {
    tops_.emplace(row.id.value, row.top_root ? row.top_root : row.id);
  });
}

InstanceId TopRoots::of(InstanceId root) const {
  const auto known = tops_.find(root.value);
  return known == tops_.end() ? root : known->second;
}

std::unordered_map<std::int64_t, std::string> business_keys(engine::Reader& reader, const IdSet& roots) {
  std::unordered_map<std::int64_t, std::string> keys;
  for_each_of<engine::Instance>(reader, "id", roots, [&](engine::Instance& row) {
    if (row.business_key) keys.emplace(row.id.value, *std::move(row.business_key));
  });
  return keys;
}

void write_definition(Fields& fields, const KnownDefinitionPtr& known, DefinitionId id) {
  if (!known) {
    fields.null("processDefinitionKey").id("processDefinitionId", id);
    return;
  }
  fields.text("processDefinitionKey", known->row.key).text("processDefinitionId", known->text);
}

std::optional<std::string> tenant_of(const KnownDefinitionPtr& known) {
  return known ? known->row.tenant : std::nullopt;
}

Response text_or_nothing(const std::optional<std::string>& text) {
  if (!text || text->empty()) return no_content();
  Response response = json_response(*text);
  response.content_type = "text/plain";
  return response;
}

MapError when_missing(ContractError missing, MapError otherwise) {
  return [missing = std::move(missing), otherwise = std::move(otherwise)](const Refused& refused) {
    return refused.kind == Refused::Kind::NotFound ? missing : otherwise(refused);
  };
}

MapError invalid_as(int status) {
  return [status](const Refused& refused) {
    switch (refused.kind) {
      case Refused::Kind::Forbidden:
      case Refused::Kind::TooLarge:
      case Refused::Kind::Overloaded: return contract_error(refused);
      default: return ContractError(status, "InvalidRequestException", refused.what(), 0);
    }
  };
}

MapError null_value(const std::string& message) {
  return when_missing(ContractError(500, "NullValueException", message, 0));
}

}  // namespace lienthong::api
