// A data store outlives the processes that use it. BPMN 10.4.1; docs/decisions/0016
#include "engine/data/data_flow.h"

namespace lienthong::engine {
namespace {

StoredData* find(Run& run, const std::string& store) {
  for (auto& [id, row] : run.work().globals().of<StoredData>().rows)
    if (row.name == store) return &row;
  return nullptr;
}

std::size_t items_in(const Value& value) {
  return value.is_null() ? 0 : value.is_list() ? value.list().size() : 1;
}

}  // namespace

std::optional<Value> stored_data(Run& run, const std::string& store) {
  const StoredData* found = find(run, store);
  return found ? std::optional(found->value.for_expressions()) : std::nullopt;
}

void store_data(Run& run, const bpmn::DataItem& store, Value value) {
  if (store.capacity > 0 && items_in(value) > static_cast<std::size_t>(store.capacity))
    throw Refused(Refused::Kind::Failed, "the data store '" + store.name + "' would hold " +
                                             std::to_string(items_in(value)) + " items (capacity " +
                                             std::to_string(store.capacity) + ")");
  TypedValue typed = TypedValue::of(std::move(value));
  if (StoredData* found = find(run, store.name))
    run.work().update(*found, [&](StoredData& s) {
      s.value = std::move(typed);
      s.updated = run.now();
    });
  else {
    StoredData row;
    row.id.value = run.next_id();
    row.name = store.name;
    row.value = std::move(typed);
    row.updated = run.now();
    run.work().insert(std::move(row));
  }
  data_changed(run, {});
}

}  // namespace lienthong::engine
