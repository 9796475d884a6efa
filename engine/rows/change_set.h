#pragma once
// What the running command has changed: with the rows' before-images, so that it leaves no trace when it is
// refused, and with each change told to the indexes at once.
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <vector>
#include "engine/rows/indexes.h"
#include "engine/rows/trees.h"

namespace lienthong::engine {

/// What differs from the store, by id; null: erased.
template <class R>
using Changed = std::map<std::int64_t, const R*>;

class ChangeSet {
 public:
  ChangeSet(Trees& trees, Indexes& indexes) : trees_(trees), indexes_(indexes) {}

  template <class R>
  R& insert(R row) {
    const std::int64_t id = key_of(row), root = root_of(row);
    Tree& tree = tree_for(root);
    undo_.push_back([this, id, root] { this->take<R>(root, id); });
    note<R>(id, root, false);
    return put(tree, std::move(row));
  }
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
    take<R>(root_of(row), key_of(row));
  }
  template <class R, class Change>
  void close(R& row, Change&& change) {
    static_assert(!indexed<R>, "it stays in the store, and in the indexes");
    update(row, change);
    closed_.emplace_back(&ChangeSet::let_go<R>, root_of(row), key_of(row));
  }
  /// Of rows that no tree holds.
  WriteBatch& loose() { return loose_; }

  /// Adds what the command has changed of rows that trees hold or not.
  template <class R>
  void add_to(Changed<R>& changed) {
    for (const auto& [id, change] : loose_.of<R>().changes) changed[id] = change.row ? &*change.row : nullptr;
    constexpr std::size_t type = position_in<R>(CachedRecords{});
    if constexpr (type < types)
      for (const auto& [id, touched] : touched_[type])
        changed[id] = tree_for(touched.root).template of<R>().find(id);
  }

  /// The changes join those of the group, and the roots of the trees that they are in join `roots`.
  void accept(WriteBatch& group, std::vector<std::int64_t>& roots);
  /// Everything is as it was before the command.
  void restore();
  /// Into a tree and the indexes, not as a change.
  template <class R>
  R& put(Tree& tree, R row) {
    R& kept = trees_.put(tree, std::move(row));
    if constexpr (indexed<R>) indexes_.add(kept);
    return kept;
  }

 private:
  template <class R>
  static constexpr bool indexed = std::is_same_v<R, Job> || std::is_same_v<R, Subscription>;
  static constexpr std::size_t types = std::tuple_size_v<CachedRecords::apply<std::tuple>>;
  using Finish = void (ChangeSet::*)(std::int64_t, std::int64_t);
  struct Touched {
    std::int64_t root;
    bool existed;  ///< before this command
    void (*write)(ChangeSet&, WriteBatch&, std::int64_t id, const Touched&);
    std::shared_ptr<const void> before = nullptr;  ///< the row, when it existed
  };

  Tree& tree_for(std::int64_t root);
  template <class R>
  void take(std::int64_t root, std::int64_t id) {
    Tree& tree = tree_for(root);
    if constexpr (indexed<R>)
      if (const R* row = tree.of<R>().find(id)) indexes_.remove(*row);
    trees_.take<R>(tree, id);
  }
  template <class R>
  void let_go(std::int64_t root, std::int64_t id) {
    if (Tree* tree = trees_.find(root)) trees_.take<R>(*tree, id);
  }
  template <class R>
  void keep_before(const R& row) {
    const std::int64_t id = key_of(row);
    if (!note<R>(id, root_of(row), true)) return;
    const auto before = std::make_shared<const R>(row);
    touched_[position_in<R>(CachedRecords{})].at(id).before = before;
    undo_.push_back([this, before] {
      this->take<R>(root_of(*before), key_of(*before));
      put(tree_for(root_of(*before)), *before);
    });
  }
  /// True the first time that a row is touched in this command.
  template <class R>
  bool note(std::int64_t id, std::int64_t root, bool existed) {
    constexpr std::size_t type = position_in<R>(CachedRecords{});
    return touched_[type].try_emplace(id, Touched{root, existed, &write_row<R>}).second;
  }
  template <class R>
  static void write_row(ChangeSet& self, WriteBatch& batch, std::int64_t id, const Touched& touched) {
    const R* row = self.tree_for(touched.root).template of<R>().find(id);
    if (row)
      batch.of<R>().put(*row, touched.existed, std::static_pointer_cast<const R>(touched.before));
    else if (touched.existed)
      batch.of<R>().erase(id, true);
  }

  Trees& trees_;
  Indexes& indexes_;
  std::vector<std::function<void()>> undo_;
  std::array<std::map<std::int64_t, Touched>, types> touched_;
  std::vector<std::tuple<Finish, std::int64_t, std::int64_t>> closed_;
  WriteBatch loose_;
  std::vector<std::int64_t> made_;  ///< trees made by this command
};

}  // namespace lienthong::engine
