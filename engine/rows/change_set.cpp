#include "engine/rows/change_set.h"

namespace lienthong::engine {

Tree& ChangeSet::tree_for(std::int64_t root) {
  if (Tree* tree = trees_.find(root)) return *tree;
  made_.push_back(root);
  return trees_.make(root);  // the root instance itself is being inserted
}

void ChangeSet::accept(WriteBatch& group, std::vector<std::int64_t>& roots) {
  for (auto& type : touched_)
    for (const auto& [id, touched] : type) {
      touched.write(*this, group, id, touched);
      if (roots.empty() || roots.back() != touched.root) roots.push_back(touched.root);
    }
  const auto join = []<class R>(Rows<R>& all, Rows<R>& own) {
    for (auto& [id, change] : own.changes) {
      if (change.row)
        all.put(std::move(*change.row), change.stored);
      else
        all.erase(id, change.stored);
    }
    own.changes.clear();
  };
  std::apply([&]<class... R>(Rows<R>&... rows) { (join(group.of<R>(), rows), ...); }, loose_.rows);
  for (const auto& [finish, root, id] : closed_) (this->*finish)(root, id);
  for (auto& type : touched_) type.clear();
  undo_.clear();
  closed_.clear();
  made_.clear();
}

void ChangeSet::restore() {
  for (auto step = undo_.rbegin(); step != undo_.rend(); ++step) (*step)();
  for (auto& type : touched_) type.clear();
  for (const std::int64_t root : made_) trees_.forget(root);
  undo_.clear();
  loose_ = {};
  closed_.clear();
  made_.clear();
}

}  // namespace lienthong::engine
