#include "engine/rows/workspace.h"
#include "base/refused.h"

namespace lienthong::engine {
namespace {

constexpr std::int64_t page = 10'000;  ///< rows read at once while the indexes are rebuilt

}  // namespace

/// Rows of no instance become rows of the tree 0; of all others the indexes are told.
template <class R>
void Workspace::open_rows() {
  for (std::int64_t last = 0;;) {
    const std::vector<R> rows = reader_->select(Query<R>{Filter::greater("id", last), {}, 0, page});
    for (const R& row : rows) {
      if (std::is_same_v<R, Subscription> && root_of(row) == 0 &&
          !globals().of<DefinitionRow>().find(row.definition.value))
        continue;  // it is told, and erased
      if (root_of(row) == 0)
        changes_.put(globals(), row);
      else
        indexes_.add(row);
    }
    if (static_cast<std::int64_t>(rows.size()) < page) return;
    last = key_of(rows.back());
  }
}

void Workspace::open() {
  reader_ = store_.reader();
  trees_.reset(*reader_);
  indexes_ = Indexes{};
  aside_.clear();
  trees_.load_rows<DefinitionRow>(Filter::everything());
  trees_.load_rows<DecisionRow>(Filter::everything());
  trees_.load_rows<RequirementsRow>(Filter::everything());
  trees_.load_rows<Deployment>(Filter::everything());
  trees_.load_rows<KeptMessage>(Filter::everything());
  trees_.load_rows<KeptValue>(Filter::everything());
  trees_.load_rows<StoredData>(Filter::everything());
  trees_.load_rows<Sweep>(Filter::everything());
  trees_.load_rows<SweepValue>(Filter::everything());
  trees_.load_rows<Incident>(Filter::equal("root", std::int64_t{0}));
  trees_.load_rows<IncidentHistory>(
      Filter::all({Filter::equal("root", std::int64_t{0}), Filter::is_null("ended")}));
  for (Damage& stray : find_strays(*reader_, globals())) {
    if (stray.root && !stray.call) indexes_.set_aside(stray.root);
    aside_.add(std::move(stray));
  }
  open_rows<Job>();
  open_rows<Subscription>();
}

Tree* Workspace::tree(std::int64_t root) {
  if (!aside_.is_empty() && aside_.has(InstanceId{root})) return refuse_damaged(root), nullptr;
  Tree* tree = trees_.find(root);
  if (!tree) {
    const std::optional<Instance> self = reader_->find<Instance>(root);
    if (!self || self->root.value != root) return nullptr;  // unknown, or somebody inside another
    tree = &load(root);
    check_damage(*tree, root);
  }
  sweeps_.note(*tree, root);
  return tree;
}

Tree& Workspace::load(std::int64_t root) {
  trees_.load({root});
  return *trees_.find(root);
}

void Workspace::check_damage(Tree& tree, std::int64_t root) {
  std::string why = damage_in(tree, root, globals());
  if (why.empty()) return;
  aside_.add(InstanceId{root}, std::move(why));
  refuse_damaged(root);
}

Tree* Workspace::remains_of(std::int64_t root) {
  Tree* known = trees_.find(root);
  Tree& tree = known ? *known : load(root);
  if (std::apply([](const auto&... table) { return (!table.rows.empty() || ...); }, tree.tables))
    return &tree;
  if (!known) trees_.forget(root);
  return nullptr;
}

/// Throws unless nothing is left of it.
void Workspace::refuse_damaged(std::int64_t root) {
  if (!remains_of(root)) return;
  throw Refused(Refused::Kind::Invalid, "Process instance " + std::to_string(root) +
                                            " is damaged and can only be deleted: " + aside_.why(root));
}

std::vector<Damage> Workspace::take_damage() {
  const auto leave_indexes = [&](const Filter& where) {
    for (const Job& job : select<Job>(where)) indexes_.remove(job);
    for (const Subscription& s : select<Subscription>(where)) indexes_.remove(s);
  };
  std::vector<Damage> taken = aside_.take();
  for (const Damage& damage : taken) {
    if (damage.call) continue;
    if (damage.root) {
      leave_indexes(Filter::equal("root", damage.root.value));
      indexes_.set_aside(damage.root);
    } else if (globals().of<DefinitionRow>().find(damage.definition.value)) {
      leave_indexes(Filter::equal("definition", damage.definition.value));
      indexes_.set_aside(damage.definition);
    }
  }
  return taken;
}

void Workspace::pass_through(const std::vector<std::int64_t>& roots) {
  std::vector<std::int64_t> missing;
  for (const std::int64_t root : roots)
    if (!trees_.find(root) && !aside_.has(InstanceId{root})) missing.push_back(root);
  if (missing.empty()) return;
  trees_.load(missing);
  passing_.insert(passing_.end(), missing.begin(), missing.end());
  for (const std::int64_t root : missing) {
    std::string why = damage_in(*trees_.find(root), root, globals());
    if (!why.empty()) aside_.add(InstanceId{root}, std::move(why));
  }
}

void Workspace::evict(std::size_t trees_max) {
  group_ = {};
  for (const std::int64_t root : std::exchange(finished_, {})) {
    if (root == 0) continue;
    Tree* tree = trees_.find(root);
    if (!tree || !tree->of<Instance>().rows.empty()) continue;
    trees_.forget(root);
    aside_.forget(InstanceId{root});
  }
  for (const std::int64_t root : std::exchange(passing_, {})) trees_.forget(root);
  trees_.shrink(trees_max);
}

void Workspace::drop_all() {
  restore();
  group_ = {};
  passing_.clear();
  finished_.clear();
  open();
}

}  // namespace lienthong::engine
