#include "engine/rows/sweeps.h"
#include <utility>

namespace lienthong::engine {

void Sweeps::watch() {
  seen_.clear();
  unreached_.clear();
  watching_ = !rows().empty();
  if (watching_) last_ = rows().rbegin()->first;
}

std::vector<std::int64_t> Sweeps::stop_watching() {
  watching_ = false;
  return std::exchange(unreached_, {});
}

void Sweeps::note_unreached(Tree& tree, std::int64_t root) {
  if (root == 0 || !seen_.insert(root).second) return;
  const Instance* self = tree.of<Instance>().find(root);
  if (!self) return;
  for (const auto& [id, sweep] : rows())
    if (id <= last_ && is_to_reach(sweep, *self, indexes_)) return unreached_.push_back(root);
}

bool Sweeps::is_to_stop(const Indexes::Place& place) {
  for (const auto& [id, sweep] : rows())
    if (engine::is_to_stop(sweep, place.root, DefinitionId{place.definition}, indexes_)) return true;
  return false;
}

}  // namespace lienthong::engine
