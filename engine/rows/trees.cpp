#include "engine/rows/trees.h"

namespace lienthong::engine {

void Trees::reset(Reader& reader) {
  reader_ = &reader;
  trees_.clear();
  newest_ = nullptr;
  used_.clear();
  roots_.clear();
  make(0);
}

Tree* Trees::use(std::int64_t root) {
  const auto found = trees_.find(root);
  if (found == trees_.end()) return nullptr;
  used_.splice(used_.begin(), used_, found->second->use);
  return newest_ = found->second.get();
}

Tree& Trees::make(std::int64_t root) {
  auto tree = std::make_unique<Tree>();
  newest_ = nullptr;
  used_.push_front(root);
  tree->use = used_.begin();
  return *(trees_[root] = std::move(tree));
}

void Trees::load(const std::vector<std::int64_t>& roots) {
  for (const std::int64_t root : roots) make(root);
  std::vector<Scalar> values(roots.begin(), roots.end());
  const Filter mine = roots.size() == 1 ? Filter::equal("root", roots.front()) : Filter::in("root", values);
  const Filter open = Filter::all({mine, Filter::is_null("ended")});
  load_rows<Instance>(mine);
  load_rows<Subscription>(mine);
  load_rows<Arrival>(mine);
  load_rows<Compensable>(mine);
  load_rows<Variable>(mine);
  load_rows<Task>(mine);
  load_rows<IdentityLink>(mine);
  load_rows<Job>(mine);
  load_rows<Incident>(mine);
  load_rows<Partner>(mine);
  load_rows<KeyValue>(mine);
  load_rows<CarriedValue>(mine);
  load_rows<Deadline>(open);
  load_rows<Rung>(open);
  load_rows<ProcessHistory>(Filter::all({Filter::in("id", std::move(values)), Filter::is_null("ended")}));
  load_rows<ActivityHistory>(open);
  load_rows<TaskHistory>(open);
  load_rows<IncidentHistory>(open);
  load_living_variables(roots, mine);
}

void Trees::load_living_variables(const std::vector<std::int64_t>& roots, const Filter& of_them) {
  std::vector<Scalar> living;
  for (const std::int64_t root : roots)
    for (const auto& [id, variable] : trees_.at(root)->of<Variable>().rows)
      living.emplace_back(variable.history.value);
  if (!living.empty())
    load_rows<VariableHistory>(Filter::all({of_them, Filter::in("id", std::move(living))}));
}

void Trees::forget(std::int64_t root) {
  const auto found = trees_.find(root);
  if (found == trees_.end()) return;
  Tree& tree = *found->second;
  const auto unlocate = [&]<class R>(const Table<R>& table) {
    if constexpr (located<R>)
      for (const auto& [id, row] : table.rows) roots_.erase(id);
  };
  std::apply([&](const auto&... table) { (unlocate(table), ...); }, tree.tables);
  newest_ = nullptr;
  used_.erase(tree.use);
  trees_.erase(found);
}

void Trees::shrink(std::size_t max) {
  while (trees_.size() > max + 1) {
    const std::int64_t last = used_.back();
    if (last == 0)
      use(0);
    else
      forget(last);
  }
}

}  // namespace lienthong::engine
