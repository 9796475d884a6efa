#include "engine/rows/workspace.h"
#include <algorithm>
#include "base/refused.h"

namespace lienthong::engine {
namespace {

/// The columns of a variable that has a value, where they tell it (engine/rows/value_codec.h).
std::optional<Filter> stored_as(const Value& value) {
  const auto number = [](Scalar held) {
    return Filter::all({Filter::is_null("value.text"), Filter::equal("value.number", std::move(held))});
  };
  if (value.is_string()) return Filter::equal("value.text", value.string());
  if (value.is_boolean()) return number(std::int64_t{value.boolean() ? 1 : 0});
  if (!value.is_number()) return std::nullopt;
  if (const auto whole = value.number().to_integer()) return number(*whole);
  return number(value.number().to_double());
}

constexpr std::int64_t page = 10'000;  ///< rows read at once while the indexes are rebuilt

/// Its process instances.
Filter of_definition(DefinitionId definition) {
  return Filter::all(
      {Filter::equal("definition", definition.value), Filter::equal("parent", std::int64_t{0})});
}

}  // namespace

void Workspace::open() {
  reader_ = store_.reader();
  trees_.clear();
  newest_ = nullptr;
  used_.clear();
  roots_.clear();
  indexes_ = Indexes{};
  aside_.clear();
  found_.clear();
  Tree& globals = make_tree(0);
  load_rows<DefinitionRow>(Filter::everything());
  load_rows<DecisionRow>(Filter::everything());
  load_rows<RequirementsRow>(Filter::everything());
  load_rows<Deployment>(Filter::everything());
  load_rows<KeptMessage>(Filter::everything());
  load_rows<KeptValue>(Filter::everything());
  load_rows<StoredData>(Filter::everything());
  load_rows<Sweep>(Filter::everything());
  load_rows<SweepValue>(Filter::everything());
  load_rows<Incident>(Filter::equal("root", std::int64_t{0}));
  load_rows<IncidentHistory>(Filter::all({Filter::equal("root", std::int64_t{0}), Filter::is_null("ended")}));
  for (Damage& stray : find_strays(*reader_, globals)) {
    if (stray.root && !stray.call) {
      indexes_.set_aside(stray.root);
      aside_.emplace(stray.root.value, stray.why);
    }
    found_.push_back(std::move(stray));
  }
  const auto each = [&]<class R>(const R*) {
    for (std::int64_t last = 0;;) {
      const std::vector<R> rows = reader_->select(Query<R>{Filter::greater("id", last), {}, 0, page});
      for (const R& row : rows) {
        if (std::is_same_v<R, Subscription> && root_of(row) == 0 &&
            !globals.of<DefinitionRow>().find(row.definition.value))
          continue;  // it is told, and erased
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
  Tree* tree = tree_in_memory(root);
  if (!tree && !aside_.contains(root)) {
    const std::optional<Instance> self = reader_->find<Instance>(root);
    if (!self || self->root.value != root) return nullptr;  // unknown, or somebody inside another
    tree = &load_tree(root);
    check_damage(*tree, root);
  }
  if (watching_ && tree) note_unreached(*tree, root);
  return tree;
}

Tree* Workspace::tree_in_memory(std::int64_t root) {
  if (newest_ && used_.front() == root) return newest_;
  if (!aside_.empty() && aside_.contains(root)) return refuse_damaged(root), nullptr;
  const auto found = trees_.find(root);
  if (found == trees_.end()) return nullptr;
  used_.splice(used_.begin(), used_, found->second->use);
  return newest_ = found->second.get();
}

void Workspace::check_damage(Tree& tree, std::int64_t root) {
  std::string why = damage_in(tree, root, globals());
  if (why.empty()) return;
  set_aside(InstanceId{root}, std::move(why));
  refuse_damaged(root);
}

Tree& Workspace::load_tree(std::int64_t root) {
  Tree& tree = make_tree(root);
  load({root});
  return tree;
}

Tree* Workspace::remains_of(std::int64_t root) {
  const auto known = trees_.find(root);
  Tree& tree = known != trees_.end() ? *known->second : load_tree(root);
  if (std::apply([](const auto&... table) { return (!table.rows.empty() || ...); }, tree.tables))
    return &tree;
  if (known == trees_.end()) forget_tree(root);
  return nullptr;
}

/// Throws unless nothing is left of it.
void Workspace::refuse_damaged(std::int64_t root) {
  newest_ = nullptr;
  if (!remains_of(root)) return;
  throw Refused(Refused::Kind::Invalid, "Process instance " + std::to_string(root) +
                                            " is damaged and can only be deleted: " + aside_.at(root));
}

void Workspace::set_aside(InstanceId root, std::string why) {
  if (aside_.contains(root.value)) return;
  found_.push_back({root, {}, {}, why});
  aside_.emplace(root.value, std::move(why));
}

void Workspace::set_aside(DefinitionId definition, std::string why) {
  const bool known = std::ranges::any_of(found_, [&](const Damage& d) { return d.definition == definition; });
  if (!known && !indexes_.is_aside(definition)) found_.push_back({{}, {}, definition, std::move(why)});
}

std::vector<Damage> Workspace::take_damage() {
  for (const Damage& damage : found_) {
    if (damage.call) continue;
    if (damage.root) {
      leave_indexes(Filter::equal("root", damage.root.value));
      indexes_.set_aside(damage.root);
    } else if (globals().of<DefinitionRow>().find(damage.definition.value)) {
      leave_indexes(Filter::equal("definition", damage.definition.value));
      indexes_.set_aside(damage.definition);
    }
  }
  return std::exchange(found_, {});
}

void Workspace::leave_indexes(const Filter& where) {
  for (const Job& job : select<Job>(where)) indexes_.remove(job);
  for (const Subscription& s : select<Subscription>(where)) indexes_.remove(s);
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

std::optional<std::vector<std::int64_t>> Workspace::roots_with(const std::string& name, const Value& value,
                                                               std::size_t max) {
  const std::optional<Filter> stored = stored_as(value);
  if (!stored) return std::nullopt;
  const std::vector<Variable> found = select<Variable>(Filter::all({Filter::equal("name", name), *stored}), 0,
                                                       static_cast<std::int64_t>(max) + 1);
  if (found.size() > max) return std::nullopt;
  std::vector<std::int64_t> roots;
  for (const Variable& variable : found) roots.push_back(variable.root.value);
  std::ranges::sort(roots);
  roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  return roots;
}

std::vector<std::int64_t> Workspace::roots_of(DefinitionId definition, std::int64_t last, std::int64_t max) {
  std::vector<std::int64_t> roots;
  for (const Instance& root : select<Instance>(of_definition(definition), last, max))
    roots.push_back(key_of(root));
  return roots;
}

std::int64_t Workspace::count_roots_of(DefinitionId definition) {
  return count<Instance>(of_definition(definition));
}

std::vector<Resource> Workspace::resources_of(DeploymentId deployment) {
  return select<Resource>(Filter::equal("deployment", deployment.value));
}

std::optional<Resource> Workspace::resource_of(DeploymentId deployment, const std::string& name) {
  std::vector<Resource> found = select<Resource>(
      Filter::all({Filter::equal("deployment", deployment.value), Filter::equal("name", name)}));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
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
void Workspace::load_rows(const Filter& where) {
  Tree* tree = nullptr;
  std::int64_t root = 0;
  for (R& row : reader_->select(Query<R>{where, {}})) {
    if (!tree || root_of(row) != root) tree = trees_.at(root = root_of(row)).get();
    Table<R>& table = tree->of<R>();
    const std::int64_t id = key_of(row);
    R& kept = table.rows.emplace(id, std::move(row)).first->second;
    table.attach(kept);
    if constexpr (located<R>) roots_[id] = root;
  }
}

void Workspace::load(const std::vector<std::int64_t>& roots) {
  std::vector<Scalar> values(roots.begin(), roots.end());
  const Filter mine = roots.size() == 1 ? Filter::equal("root", roots.front()) : Filter::in("root", values);
  const Filter open = Filter::all({mine, Filter::is_null("ended")});
  // Jobs and subscriptions of every instance are in the indexes since the start: only their rows are read
  // here.
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
  std::vector<Scalar> living;
  for (const std::int64_t root : roots)
    for (const auto& [id, variable] : trees_.at(root)->of<Variable>().rows)
      living.emplace_back(variable.history.value);
  if (living.empty()) return;
  const Filter of_them = Filter::in("id", std::move(living));
  load_rows<VariableHistory>(Filter::all({mine, of_them}));
}

void Workspace::watch() {
  seen_.clear();
  unreached_.clear();
  watching_ = !sweeps().rows.empty();
  if (watching_) last_sweep_ = sweeps().rows.rbegin()->first;
}

std::vector<std::int64_t> Workspace::stop_watching() {
  watching_ = false;
  return std::exchange(unreached_, {});
}

void Workspace::note_unreached(Tree& tree, std::int64_t root) {
  if (root == 0 || !seen_.insert(root).second) return;
  const Instance* self = tree.of<Instance>().find(root);
  if (!self) return;
  for (const auto& [id, sweep] : trees_.at(0)->of<Sweep>().rows)
    if (id <= last_sweep_ && is_to_reach(sweep, *self, indexes_)) return unreached_.push_back(root);
}

bool Workspace::is_to_stop(const Indexes::Place& place) {
  for (const auto& [id, sweep] : trees_.at(0)->of<Sweep>().rows)
    if (engine::is_to_stop(sweep, place.root, DefinitionId{place.definition}, indexes_)) return true;
  return false;
}

void Workspace::pass_through(const std::vector<std::int64_t>& roots) {
  std::vector<std::int64_t> missing;
  for (const std::int64_t root : roots) {
    if (trees_.contains(root) || aside_.contains(root)) continue;
    make_tree(root);
    missing.push_back(root);
  }
  if (missing.empty()) return;
  load(missing);
  passing_.insert(passing_.end(), missing.begin(), missing.end());
  for (const std::int64_t root : missing) {
    std::string why = damage_in(*trees_.at(root), root, globals());
    if (!why.empty()) set_aside(InstanceId{root}, std::move(why));
  }
}

void Workspace::accept() {
  for (auto& type : touched_)
    for (const auto& [id, touched] : type) {
      touched.write(*this, group_, id, touched);
      if (finished_.empty() || finished_.back() != touched.root) finished_.push_back(touched.root);
    }
  const auto join = []<class R>(Rows<R>& group, Rows<R>& own) {
    for (auto& [id, change] : own.changes) {
      if (change.row)
        group.put(std::move(*change.row), change.stored);
      else
        group.erase(id, change.stored);
    }
    own.changes.clear();
  };
  std::apply([&]<class... R>(Rows<R>&... rows) { (join(group_.of<R>(), rows), ...); }, own_.rows);
  for (const auto& [finish, root, id] : closed_) (this->*finish)(root, id);
  for (auto& type : touched_) type.clear();
  undo_.clear();
  closed_.clear();
  unwritten_.insert(unwritten_.end(), made_.begin(), made_.end());
  made_.clear();
}

void Workspace::restore() {
  for (auto step = undo_.rbegin(); step != undo_.rend(); ++step) (*step)();
  for (auto& type : touched_) type.clear();
  for (const std::int64_t root : made_) forget_tree(root);
  undo_.clear();
  own_ = {};
  closed_.clear();
  made_.clear();
}

void Workspace::evict(std::size_t trees_max) {
  group_ = {};
  for (const std::int64_t root : finished_) {
    if (root == 0) continue;
    const auto found = trees_.find(root);
    if (found == trees_.end() || !found->second->of<Instance>().rows.empty()) continue;
    forget_tree(root);
    aside_.erase(root);
  }
  finished_.clear();
  unwritten_.clear();
  for (const std::int64_t root : std::exchange(passing_, {})) forget_tree(root);
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
  group_ = {};
  passing_.clear();
  finished_.clear();
  unwritten_.clear();
  open();
}

}  // namespace lienthong::engine
