#pragma once
// What the rows of a page show of other rows: one query a table, however long the page is.
#include <unordered_map>
#include <unordered_set>
#include <vector>
#include "api/engine_rest/common.h"
#include "api/engine_rest/definitions.h"

namespace lienthong::api {

/// Values in one query's list: stores refuse many more.
inline constexpr std::size_t listed_at_once_max = 5'000;

/// Distinct ids, without 0.
class IdSet {
 public:
  void add(std::int64_t id);
  template <class Tag>
  void add(Id<Tag> id) {
    add(id.value);
  }
  const std::vector<std::int64_t>& ids() const { return ids_; }

 private:
  std::vector<std::int64_t> ids_;
  std::unordered_set<std::int64_t> known_;
};

/// Calls `use` for each row whose `column` is one of the ids and for which `further` holds.
template <class Record, class Use>
void for_each_of(engine::Reader& reader, const std::string& column, const IdSet& set, Use&& use,
                 const engine::Filter& further = {}) {
  const std::vector<std::int64_t>& ids = set.ids();
  for (std::size_t at = 0; at < ids.size(); at += listed_at_once_max) {
    std::vector<engine::Scalar> values;
    for (std::size_t i = at; i < ids.size() && i < at + listed_at_once_max; ++i) values.emplace_back(ids[i]);
    engine::Filter listed = values.size() == 1 ? engine::Filter::equal(column, std::move(values.front()))
                                               : engine::Filter::in(column, std::move(values));
    for (Record& row :
         reader.select(engine::Query<Record>{engine::Filter::all({std::move(listed), further}), {}}))
      use(row);
  }
}

/// Wire ids of activity instances: the process instance's own id, or "node:number".
class ActivityIds {
 public:
  /// Notes an instance that will be asked for.
  void add(InstanceId root, InstanceId instance);
  void read(engine::Reader&);
  /// Empty for 0.
  std::string text(InstanceId root, InstanceId instance) const;

 private:
  IdSet roots_, instances_;
  std::unordered_map<std::int64_t, std::string> nodes_;
};

/// Outermost process instances of call hierarchies, by process instance.
class TopRoots {
 public:
  void add(InstanceId root) { roots_.add(root); }
  void read(engine::Reader&);
  InstanceId of(InstanceId root) const;  ///< itself when unknown

 private:
  IdSet roots_;
  std::unordered_map<std::int64_t, InstanceId> tops_;
};

/// Business keys of running process instances.
std::unordered_map<std::int64_t, std::string> business_keys(engine::Reader&, const IdSet& roots);

/// processDefinitionKey and processDefinitionId; null when there is none.
void write_definition(Fields&, const KnownDefinitionPtr&, DefinitionId);
/// The definition's tenant.
std::optional<std::string> tenant_of(const KnownDefinitionPtr&);

/// Plain text, or 204 when there is none.
Response text_or_nothing(const std::optional<std::string>&);

// ---- what endpoints say when the engine refuses

/// `missing` when what was named does not exist, else as `otherwise` says.
MapError when_missing(ContractError missing, MapError otherwise = contract_error);
/// InvalidRequestException with this status for whatever the request can be blamed for.
MapError invalid_as(int status);
/// 500 NullValueException in place of "not found".
MapError null_value(const std::string& message);

}  // namespace lienthong::api
