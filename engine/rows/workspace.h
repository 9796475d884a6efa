#pragma once
// Every change to the engine's state goes through here, and every question about it. Rows that no tree in
// memory holds are read through three layers: the store, over it what earlier commands of the group have
// changed, over that the running command's own changes. Nobody else in the engine knows a Reader, so that no
// handler can miss what its neighbours did.
#include <limits>
#include <memory>
#include <vector>
#include "base/check.h"
#include "engine/rows/change_set.h"
#include "engine/rows/damage.h"
#include "engine/rows/filter_eval.h"
#include "engine/rows/indexes.h"
#include "engine/rows/store.h"
#include "engine/rows/sweeps.h"
#include "engine/rows/trees.h"

namespace lienthong::engine {

class Workspace {
 public:
  explicit Workspace(Store& store) : store_(store) {}

  /// Reads what is kept in memory from the store.
  void open();

  // ---- looking; what asks for no more than `select` and `count` stands in engine/rows/questions.h

  /// The row, loading its tree when needed; null when there is none.
  template <class R>
  R* find(std::int64_t root, std::int64_t id) {
    Tree* tree = this->tree(root);
    return tree ? tree->of<R>().find(id) : nullptr;
  }
  /// The same where the root is not known.
  template <class R>
  R* find(std::int64_t id) {
    const std::optional<std::int64_t> root = trees_.locate<R>(id);
    return root ? find<R>(*root, id) : nullptr;
  }
  /// The tree of a process instance; null when there is no such instance. Root 0 always is. One that is
  /// damaged is found so when it is loaded, and refused from then on.
  Tree* tree(std::int64_t root);
  /// The same whatever state it is in; null when no row is left of it.
  Tree* remains_of(std::int64_t root);
  Tree& globals() { return trees_.globals(); }
  Indexes& indexes() { return indexes_; }
  Sweeps& sweeps() { return sweeps_; }
  /// What is damaged. It leaves the indexes when it is taken, between two commands.
  Aside& aside() { return aside_; }
  std::vector<Damage> take_damage();
  /// What the running command has come upon must be dealt with before it can be run.
  bool must_begin_again() const { return aside_.has_found() || sweeps_.has_unreached(); }

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
  /// Loads trees together. Those that were not in memory leave it again after the commit.
  void pass_through(const std::vector<std::int64_t>& roots);

  // ---- changing, within one command

  template <class R>
  R& insert(R row) {
    return changes_.insert(std::move(row));
  }
  /// Changes fields of a row; never its id, root or owner.
  template <class R, class Change>
  void update(R& row, Change&& change) {
    changes_.update(row, std::forward<Change>(change));
  }
  template <class R>
  void erase(R& row) {
    changes_.erase(row);
  }
  /// Writes a history row for the last time and lets go of it.
  template <class R, class Change>
  void close(R& row, Change&& change) {
    changes_.close(row, std::forward<Change>(change));
  }
  /// Adds a row that no tree holds.
  template <class R>
  void append(R row) {
    changes_.loose().of<R>().put(std::move(row), false);
  }
  /// Erases a row that no tree holds (any more).
  template <class R>
  void erase_stored(std::int64_t id) {
    changes_.loose().of<R>().erase(id, true);
  }

  // ---- ending a command

  /// Its changes join those of its group.
  void accept() { changes_.accept(group_, finished_); }
  void restore() { changes_.restore(); }
  /// What the commands of this group have changed.
  WriteBatch& group() { return group_; }
  /// After the commit: a new group begins; trees of ended instances and those least lately used beyond
  /// `trees_max` leave memory.
  void evict(std::size_t trees_max);
  /// After a failed commit: everything in memory may be newer than the store.
  void drop_all();

 private:
  template <class R>
  Changed<R> changed();
  Tree& load(std::int64_t root);
  void check_damage(Tree&, std::int64_t root);
  void refuse_damaged(std::int64_t root);
  template <class R>
  void open_rows();

  Store& store_;
  std::unique_ptr<Reader> reader_;
  Trees trees_;
  Indexes indexes_;
  Sweeps sweeps_{trees_, indexes_};
  Aside aside_{indexes_};
  ChangeSet changes_{trees_, indexes_};  ///< the running command's

  // The running group's:
  WriteBatch group_;
  std::vector<std::int64_t> finished_;  ///< trees that may have ended
  std::vector<std::int64_t> passing_;   ///< trees that leave memory after the commit
};

template <class R>
Changed<R> Workspace::changed() {
  Changed<R> changed;
  for (const auto& [id, change] : group_.of<R>().changes) changed[id] = change.row ? &*change.row : nullptr;
  changes_.add_to(changed);
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
