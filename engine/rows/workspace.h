#pragma once
// Every change to the engine's state goes through here, and every question about it. A Workspace holds the
// trees that are in memory; a change keeps the row's before-image, so that a command that fails leaves no
// trace, and tells the indexes at once. Rows that no tree holds are read through three layers: the store,
// over it what earlier commands of the group have changed, over that the running command's own changes.
// Nobody else in the engine knows a Reader, so that no handler can miss what its neighbours did.
#include <functional>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>
#include "base/check.h"
#include "engine/rows/damage.h"
#include "engine/rows/filter_eval.h"
#include "engine/rows/indexes.h"
#include "engine/rows/store.h"
#include "engine/rows/tree.h"

namespace lienthong::engine {

class Workspace {
 public:
  Workspace(Store& store) : store_(store) {}

  /// Reads what is kept in memory from the store.
  void open();

  // ---- looking

  /// The row, loading its tree when needed; null when there is none.
  template <class R>
  R* find(std::int64_t root, std::int64_t id) {
    Tree* tree = this->tree(root);
    return tree ? tree->of<R>().find(id) : nullptr;
  }
  /// The same where the root is not known.
  template <class R>
  R* find(std::int64_t id) {
    const std::optional<std::int64_t> root = locate<R>(id);
    return root ? find<R>(*root, id) : nullptr;
  }
  /// The tree of a process instance; null when there is no such instance. Root 0 always is. One that is
  /// damaged is found so when it is loaded, and refused from then on.
  Tree* tree(std::int64_t root);
  /// The same whatever state it is in; null when no row is left of it.
  Tree* remains_of(std::int64_t root);
  Tree& globals() { return *tree(0); }
  /// The process instances of a business key, oldest first, those not written yet included.
  std::vector<std::int64_t> roots_of_key(const std::string& business_key);
  /// Those in which a variable of this name has this value in any scope, oldest first, and maybe some more.
  /// None when more than `max` variables have it, or no index finds such values (null, lists, times …).
  std::optional<std::vector<std::int64_t>> roots_with(const std::string& name, const Value& value,
                                                      std::size_t max);
  Indexes& indexes() { return indexes_; }

  /// Any row, whether a tree holds it or not, as the running command sees it; loads no tree.
  template <class R>
  std::optional<R> read(std::int64_t id) {
    const Changed<R> changed = this->changed<R>();
    if (const auto at = changed.find(id); at != changed.end())
      return at->second ? std::optional(*at->second) : std::nullopt;
    return reader_->find<R>(id);
  }
  /// The rows for which a condition without joins holds, by id, from behind `last` on, at most `max`: a
  /// slice.
  template <class R>
  std::vector<R> select(const Filter& where, std::int64_t last = 0,
                        std::int64_t max = std::numeric_limits<std::int64_t>::max());
  /// How many there are.
  template <class R>
  std::int64_t count(const Filter& where);
  /// The running process instances of a definition, by id, from behind `last` on, at most `max`.
  std::vector<std::int64_t> roots_of(DefinitionId, std::int64_t last = 0,
                                     std::int64_t max = std::numeric_limits<std::int64_t>::max());
  std::int64_t count_roots_of(DefinitionId);
  std::vector<Resource> resources_of(DeploymentId);
  std::optional<Resource> resource_of(DeploymentId, const std::string& name);

  // ---- sweeps (engine/rows/sweep.h)

  Table<Sweep>& sweeps() { return globals().of<Sweep>(); }
  /// Notes from now on who is asked for before the sweeps under way have come to him.
  void watch();
  /// Those asked for since, who are no longer noted.
  std::vector<std::int64_t> stop_watching();
  /// A job in which a sweep under way will put an end to waiting: nobody takes it up meanwhile.
  bool is_to_stop(const Indexes::Place& place);
  /// Loads trees together. Those that were not in memory leave it again after the commit.
  void pass_through(const std::vector<std::int64_t>& roots);
  /// What the running command has come upon must be dealt with before it can be run.
  bool must_begin_again() const { return !found_.empty() || !unreached_.empty(); }

  // ---- damage (engine/rows/damage.h)

  /// Nothing in it is tried any more, and whoever asks for it is refused.
  void set_aside(InstanceId root, std::string why);
  /// The same for all that runs by a definition; refusing is its reader's business.
  void set_aside(DefinitionId, std::string why);
  bool is_aside(InstanceId root) const { return aside_.contains(root.value); }
  /// What has been set aside and was not yet taken; it leaves the indexes when it is, between two commands.
  bool has_found_damage() const { return !found_.empty(); }
  std::vector<Damage> take_damage();

  // ---- changing, within one command

  template <class R>
  R& insert(R row) {
    const std::int64_t id = key_of(row), root = root_of(row);
    Tree& tree = tree_for(root);
    Table<R>& table = tree.of<R>();
    undo_.push_back([this, id, root] { this->forget<R>(root, id); });
    note<R>(id, root, false);
    R& stored = table.rows.emplace(id, std::move(row)).first->second;
    attach(table, stored);
    return stored;
  }
  /// Changes fields of a row; never its id, root or owner.
  template <class R, class Change>
  void update(R& row, Change&& change) {
    keep_before(row);
    if constexpr (indexed<R>) indexes_.remove(row);
    change(row);
    if constexpr (indexed<R>) indexes_.add(row);
  }
  template <class R>
  void erase(R& row) {
    keep_before(row);
    forget<R>(root_of(row), key_of(row));
  }
  /// Writes a history row for the last time and lets go of it.
  template <class R, class Change>
  void close(R& row, Change&& change) {
    update(row, change);
    closed_.emplace_back(&Workspace::release<R>, root_of(row), key_of(row));
  }
  /// Adds a row that no tree holds.
  template <class R>
  void append(R row) {
    own_.of<R>().put(std::move(row), false);
  }
  /// Erases a row that no tree holds (any more).
  template <class R>
  void erase_stored(std::int64_t id) {
    own_.of<R>().erase(id, true);
  }

  // ---- ending a command

  /// Its changes join those of its group.
  void accept();
  void restore();
  /// What the commands of this group have changed.
  WriteBatch& group() { return group_; }
  /// After the commit: a new group begins; trees of ended instances and those least lately used beyond
  /// `trees_max` leave memory.
  void evict(std::size_t trees_max);
  /// After a failed commit: everything in memory may be newer than the store.
  void drop_all();

 private:
  template <class R>
  static constexpr bool indexed = std::is_same_v<R, Job> || std::is_same_v<R, Subscription>;
  template <class R>
  static constexpr bool located = std::is_same_v<R, Instance> || std::is_same_v<R, Task> ||
                                  std::is_same_v<R, Job> || std::is_same_v<R, Incident>;
  using Finish = void (Workspace::*)(std::int64_t, std::int64_t);
  struct Touched {
    std::int64_t root;
    bool existed;  ///< before this command
    void (*write)(Workspace&, WriteBatch&, std::int64_t id, const Touched&);
    std::shared_ptr<const void> before = nullptr;  ///< the row, when it existed
  };

  /// What differs from the store, by id, as the running command sees it; null: erased.
  template <class R>
  using Changed = std::map<std::int64_t, const R*>;
  template <class R>
  Changed<R> changed();

  template <class R>
  void attach(Table<R>& table, R& row) {
    table.attach(row);
    if constexpr (located<R>) roots_[key_of(row)] = root_of(row);
    if constexpr (indexed<R>) indexes_.add(row);
  }
  template <class R>
  void detach(Table<R>& table, R& row) {
    table.detach(row);
    if constexpr (located<R>) roots_.erase(key_of(row));
    if constexpr (indexed<R>) indexes_.remove(row);
  }
  template <class R>
  void forget(std::int64_t root, std::int64_t id) {
    Table<R>& table = tree_for(root).of<R>();
    const auto at = table.rows.find(id);
    if (at == table.rows.end()) return;
    detach(table, at->second);
    table.rows.erase(at);
  }
  /// Lets go of a row that stays in the store.
  template <class R>
  void release(std::int64_t root, std::int64_t id) {
    const auto tree = trees_.find(root);
    if (tree == trees_.end()) return;
    Table<R>& table = tree->second->template of<R>();
    const auto at = table.rows.find(id);
    if (at == table.rows.end()) return;
    table.detach(at->second);
    table.rows.erase(at);
  }
  template <class R>
  void keep_before(const R& row) {
    const std::int64_t id = key_of(row);
    if (!note<R>(id, root_of(row), true)) return;
    const auto before = std::make_shared<const R>(row);
    touched_[position_in<R>(CachedRecords{})].at(id).before = before;
    undo_.push_back([this, before] {
      const std::int64_t key = key_of(*before), root = root_of(*before);
      this->forget<R>(root, key);
      Table<R>& table = tree_for(root).template of<R>();
      attach(table, table.rows.emplace(key, *before).first->second);
    });
  }
  /// True the first time that a row is touched in this command.
  template <class R>
  bool note(std::int64_t id, std::int64_t root, bool existed) {
    constexpr std::size_t type = position_in<R>(CachedRecords{});
    return touched_[type].try_emplace(id, Touched{root, existed, &write_row<R>}).second;
  }
  template <class R>
  static void write_row(Workspace& self, WriteBatch& batch, std::int64_t id, const Touched& touched) {
    const R* row = self.tree_for(touched.root).template of<R>().find(id);
    if (row)
      batch.of<R>().put(*row, touched.existed, std::static_pointer_cast<const R>(touched.before));
    else if (touched.existed)
      batch.of<R>().erase(id, true);
  }

  template <class R>
  std::optional<std::int64_t> locate(std::int64_t id) {
    if (const auto found = roots_.find(id); found != roots_.end()) return found->second;
    const std::optional<R> row = reader_->find<R>(id);
    return row ? std::optional(root_of(*row)) : std::nullopt;
  }
  Tree& tree_for(std::int64_t root);
  Tree& make_tree(std::int64_t root);
  Tree* tree_in_memory(std::int64_t root);
  void load(const std::vector<std::int64_t>& roots);
  template <class R>
  void load_rows(const Filter& where);
  void check_damage(Tree&, std::int64_t root);
  void note_unreached(Tree&, std::int64_t root);
  void forget_tree(std::int64_t root);
  Tree& load_tree(std::int64_t root);
  void refuse_damaged(std::int64_t root);
  void leave_indexes(const Filter& where);

  Store& store_;
  std::unique_ptr<Reader> reader_;
  std::unordered_map<std::int64_t, std::unique_ptr<Tree>> trees_;
  Tree* newest_ = nullptr;        ///< the first of `used_`, which is asked for most; null: look
  std::list<std::int64_t> used_;  ///< most lately used first
  std::unordered_map<std::int64_t, std::int64_t> roots_;  ///< of instances, tasks, jobs, incidents in memory
  std::unordered_map<std::int64_t, std::string> aside_;   ///< damaged process instances, and why
  std::vector<Damage> found_;
  std::vector<std::int64_t> passing_;  ///< trees that leave memory after the commit

  bool watching_ = false;
  std::int64_t last_sweep_ = 0;  ///< when the command began
  std::unordered_set<std::int64_t> seen_;
  std::vector<std::int64_t> unreached_;
  Indexes indexes_;

  // The running command's:
  std::vector<std::function<void()>> undo_;
  std::array<std::map<std::int64_t, Touched>, std::tuple_size_v<CachedRecords::apply<std::tuple>>> touched_;
  std::vector<std::tuple<Finish, std::int64_t, std::int64_t>> closed_;
  WriteBatch own_;                  ///< of rows that no tree holds
  std::vector<std::int64_t> made_;  ///< trees made by this command

  // The running group's:
  WriteBatch group_;
  std::vector<std::int64_t> unwritten_;  ///< trees made by earlier commands of this group
  std::vector<std::int64_t> finished_;   ///< trees that may have ended in this group
};

template <class R>
Workspace::Changed<R> Workspace::changed() {
  Changed<R> changed;
  for (const Rows<R>* layer : {&group_.of<R>(), &own_.of<R>()})
    for (const auto& [id, change] : layer->changes) changed[id] = change.row ? &*change.row : nullptr;
  constexpr std::size_t type = position_in<R>(CachedRecords{});
  if constexpr (type < std::tuple_size_v<CachedRecords::apply<std::tuple>>)
    for (const auto& [id, touched] : touched_[type])
      changed[id] = tree_for(touched.root).template of<R>().find(id);
  return changed;
}

template <class R>
std::vector<R> Workspace::select(const Filter& where, std::int64_t last, std::int64_t max) {
  const Changed<R> changed = this->changed<R>();
  const auto first_changed = changed.upper_bound(last);
  const auto hidden = static_cast<std::int64_t>(std::distance(first_changed, changed.end()));
  const std::int64_t enough = max > std::numeric_limits<std::int64_t>::max() - hidden ? max : max + hidden;
  std::map<std::int64_t, R> rows;
  for (R& row : reader_->select(Query<R>{Filter::all({where, Filter::greater("id", last)}), {}, 0, enough}))
    if (const std::int64_t id = key_of(row); !changed.contains(id)) rows.emplace(id, std::move(row));
  const Condition condition = resolve(layout_of<R>(), where);
  for (auto at = first_changed; at != changed.end(); ++at)
    if (at->second && holds(condition, at->second)) rows.emplace(at->first, *at->second);
  std::vector<R> found;
  for (auto at = rows.begin(); at != rows.end() && max-- > 0; ++at) found.push_back(std::move(at->second));
  return found;
}

template <class R>
std::int64_t Workspace::count(const Filter& where) {
  const Changed<R> changed = this->changed<R>();
  std::int64_t count = reader_->count(Query<R>{where, {}});
  if (changed.empty()) return count;
  const Condition condition = resolve(layout_of<R>(), where);
  std::vector<Scalar> ids;
  for (const auto& [id, row] : changed) {
    ids.push_back(id);
    if (row && holds(condition, row)) ++count;
  }
  return count - reader_->count(Query<R>{Filter::all({Filter::in("id", std::move(ids)), where}), {}});
}

}  // namespace lienthong::engine
