#include "engine/rows/workspace.h"
#include <algorithm>

namespace lienthong::engine {
namespace {
constexpr std::int64_t page = 10'000;  ///< rows read at once while the indexes are rebuilt
}

void Workspace::open() {
  reader_ = store_.reader();
  trees_.clear();
  newest_ = nullptr;
  used_.clear();
  roots_.clear();
  indexes_ = Indexes{};
  Tree& globals = make_tree(0);
  load_rows<DefinitionRow>(globals, Filter::everything());
  load_rows<DecisionRow>(globals, Filter::everything());
  load_rows<RequirementsRow>(globals, Filter::everything());
  load_rows<Deployment>(globals, Filter::everything());
  load_rows<KeptMessage>(globals, Filter::everything());
  load_rows<KeptValue>(globals, Filter::everything());
  load_rows<StoredData>(globals, Filter::everything());
  load_rows<Incident>(globals, Filter::equal("root", std::int64_t{0}));
  load_rows<IncidentHistory>(globals,
                             Filter::all({Filter::equal("root", std::int64_t{0}), Filter::is_null("ended")}));
  const auto each = [&]<class R>(const R*) {
    for (std::int64_t last = 0;;) {
      const std::vector<R> rows = reader_->select(Query<R>{Filter::greater("id", last), {}, 0, page});
      for (const R& row : rows) {
        if (root_of(row) == 0)
          attach(globals.of<R>(), globals.of<R>().rows.emplace(key_of(row), row).first->second);
        else
          indexes_.add(row);
      }
      if (static_cast<std::int64_t>(rows.size()) < page) break;
      last = key_of(rows.back());
    }
  };
  each(static_cast<const Job*>(nullptr));
  each(static_cast<const Subscription*>(nullptr));
}

Tree* Workspace::tree(std::int64_t root) {
  if (newest_ && used_.front() == root) return newest_;
  if (const auto found = trees_.find(root); found != trees_.end()) {
    used_.splice(used_.begin(), used_, found->second->use);
    return newest_ = found->second.get();
  }
  if (!reader_->find<Instance>(root)) return nullptr;
  Tree& tree = make_tree(root);
  load(tree, root);
  return &tree;
}

std::vector<std::int64_t> Workspace::roots_of_key(const std::string& business_key) {
  std::vector<std::int64_t> roots;
  const Query<Instance> written{Filter::equal("business_key", business_key), {}};
  for (const Instance& root : reader_->select(written)) roots.push_back(key_of(root));
  for (const auto* fresh : {&unwritten_, &made_})
    for (const std::int64_t root : *fresh)
      if (const Instance* at = find<Instance>(root, root); at && at->business_key == business_key)
        roots.push_back(root);
  std::ranges::sort(roots);
  roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  return roots;
}

Tree& Workspace::tree_for(std::int64_t root) {
  if (newest_ && used_.front() == root) return *newest_;
  if (const auto found = trees_.find(root); found != trees_.end()) return *found->second;
  made_.push_back(root);
  return make_tree(root);  // the root instance itself is being inserted
}

Tree& Workspace::make_tree(std::int64_t root) {
  auto tree = std::make_unique<Tree>();
  newest_ = nullptr;
  used_.push_front(root);
  tree->use = used_.begin();
  return *(trees_[root] = std::move(tree));
}

template <class R>
void Workspace::load_rows(Tree& tree, const Filter& where) {
  Table<R>& table = tree.of<R>();
  for (R& row : reader_->select(Query<R>{where, {}})) {
    const std::int64_t id = key_of(row);
    R& kept = table.rows.emplace(id, std::move(row)).first->second;
    table.attach(kept);
    if constexpr (located<R>) roots_[id] = root_of(kept);
  }
}

void Workspace::load(Tree& tree, std::int64_t root) {
  const Filter mine = Filter::equal("root", root);
  const Filter open = Filter::all({mine, Filter::is_null("ended")});
  // Jobs and subscriptions of every instance are in the indexes since the start: only their rows are read
  // here.
  load_rows<Instance>(tree, mine);
  load_rows<Subscription>(tree, mine);
  load_rows<Arrival>(tree, mine);
  load_rows<Compensable>(tree, mine);
  load_rows<Variable>(tree, mine);
  load_rows<Task>(tree, mine);
  load_rows<IdentityLink>(tree, mine);
  load_rows<Job>(tree, mine);
  load_rows<Deadline>(tree, mine);
  load_rows<Incident>(tree, mine);
  load_rows<Partner>(tree, mine);
  load_rows<KeyValue>(tree, mine);
  load_rows<CarriedValue>(tree, mine);
  load_rows<ProcessHistory>(tree, open);
  load_rows<ActivityHistory>(tree, open);
  load_rows<TaskHistory>(tree, open);
  load_rows<IncidentHistory>(tree, open);
  std::vector<Scalar> living;
  for (const auto& [id, variable] : tree.of<Variable>().rows) living.push_back(variable.history.value);
  if (!living.empty())
    load_rows<VariableHistory>(tree, Filter::all({mine, Filter::in("id", std::move(living))}));
}

void Workspace::accept(WriteBatch& batch) {
  for (auto& type : touched_)
    for (const auto& [id, touched] : type) {
      touched.write(*this, batch, touched.root, id, touched.existed);
      if (finished_.empty() || finished_.back() != touched.root) finished_.push_back(touched.root);
    }
  for (auto& write : appended_) write(batch);
  for (const auto& [finish, root, id] : closed_) (this->*finish)(root, id);
  for (auto& type : touched_) type.clear();
  undo_.clear();
  appended_.clear();
  closed_.clear();
  unwritten_.insert(unwritten_.end(), made_.begin(), made_.end());
  made_.clear();
}

void Workspace::restore() {
  for (auto step = undo_.rbegin(); step != undo_.rend(); ++step) (*step)();
  for (auto& type : touched_) type.clear();
  for (const std::int64_t root : made_) forget_tree(root);
  undo_.clear();
  appended_.clear();
  closed_.clear();
  made_.clear();
}

void Workspace::evict(std::size_t trees_max) {
  for (const std::int64_t root : finished_) {
    if (root == 0) continue;
    const auto found = trees_.find(root);
    if (found != trees_.end() && found->second->of<Instance>().rows.empty()) forget_tree(root);
  }
  finished_.clear();
  unwritten_.clear();
  while (trees_.size() > trees_max + 1) {
    const std::int64_t last = used_.back();
    if (last == 0) {
      newest_ = nullptr;
      used_.splice(used_.begin(), used_, trees_.at(0)->use);
      continue;
    }
    forget_tree(last);
  }
}

void Workspace::forget_tree(std::int64_t root) {
  const auto found = trees_.find(root);
  if (found == trees_.end()) return;
  Tree& tree = *found->second;
  const auto unlocate = [&]<class R>(const R*) {
    for (const auto& [id, row] : tree.of<R>().rows) roots_.erase(id);
  };
  unlocate(static_cast<const Instance*>(nullptr));
  unlocate(static_cast<const Task*>(nullptr));
  unlocate(static_cast<const Job*>(nullptr));
  unlocate(static_cast<const Incident*>(nullptr));
  newest_ = nullptr;
  used_.erase(tree.use);
  trees_.erase(found);
}

void Workspace::drop_all() {
  restore();
  finished_.clear();
  unwritten_.clear();
  open();
}

}  // namespace lienthong::engine
