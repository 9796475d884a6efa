#pragma once
// Every change to the engine's state goes through here. A Workspace holds the trees that are in memory; a
// change keeps the row's before-image, so that a command that fails leaves no trace, and tells the indexes at
// once.
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>
#include "base/check.h"
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
  /// The tree of a process instance; null when there is no such instance. Root 0 always is.
  Tree* tree(std::int64_t root);
  Tree& globals() { return *tree(0); }
  /// The process instances of a business key, oldest first, those not written yet included.
  std::vector<std::int64_t> roots_of_key(const std::string& business_key);
  Reader& reader() { return *reader_; }
  Indexes& indexes() { return indexes_; }

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
  /// Adds a row that is written and never looked at again by the engine.
  template <class R>
  void append(R row) {
    appended_.push_back(
        [row = std::move(row)](WriteBatch& batch) mutable { batch.of<R>().put(std::move(row), false); });
  }
  template <class R>
  void erase_stored(std::int64_t id) {
    appended_.push_back([id](WriteBatch& batch) { batch.of<R>().erase(id, true); });
  }

  // ---- ending a command

  void accept(WriteBatch& batch);
  void restore();
  /// After the commit: trees of ended instances and those least lately used beyond `trees_max` leave memory.
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
    void (*write)(Workspace&, WriteBatch&, std::int64_t root, std::int64_t id, bool existed);
  };

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
    undo_.push_back([this, before = row]() mutable {
      const std::int64_t key = key_of(before), root = root_of(before);
      this->forget<R>(root, key);
      Table<R>& table = tree_for(root).template of<R>();
      attach(table, table.rows.emplace(key, std::move(before)).first->second);
    });
  }
  /// True the first time that a row is touched in this command.
  template <class R>
  bool note(std::int64_t id, std::int64_t root, bool existed) {
    constexpr std::size_t type = index_of<R>();
    return touched_[type].try_emplace(id, Touched{root, existed, &write_row<R>}).second;
  }
  template <class R>
  static void write_row(Workspace& self, WriteBatch& batch, std::int64_t root, std::int64_t id,
                        bool existed) {
    const R* row = self.tree_for(root).template of<R>().find(id);
    if (row)
      batch.of<R>().put(*row, existed);
    else if (existed)
      batch.of<R>().erase(id, true);
  }
  template <class R, class... All>
  static constexpr std::size_t index_in(Records<All...>) {
    std::size_t at = 0;
    static_cast<void>(((std::is_same_v<R, All> ? false : (++at, true)) && ...));
    return at;
  }
  template <class R>
  static constexpr std::size_t index_of() {
    return index_in<R>(CachedRecords{});
  }

  template <class R>
  std::optional<std::int64_t> locate(std::int64_t id) {
    if (const auto found = roots_.find(id); found != roots_.end()) return found->second;
    const std::optional<R> row = reader_->find<R>(id);
    return row ? std::optional(root_of(*row)) : std::nullopt;
  }
  Tree& tree_for(std::int64_t root);
  Tree& make_tree(std::int64_t root);
  void load(Tree&, std::int64_t root);
  template <class R>
  void load_rows(Tree& tree, const Filter& where);
  void forget_tree(std::int64_t root);

  Store& store_;
  std::unique_ptr<Reader> reader_;
  std::unordered_map<std::int64_t, std::unique_ptr<Tree>> trees_;
  Tree* newest_ = nullptr;        ///< the first of `used_`, which is asked for most; null: look
  std::list<std::int64_t> used_;  ///< most lately used first
  std::unordered_map<std::int64_t, std::int64_t> roots_;  ///< of instances, tasks, jobs, incidents in memory
  Indexes indexes_;

  // The running command's:
  std::vector<std::function<void()>> undo_;
  std::array<std::map<std::int64_t, Touched>, std::tuple_size_v<CachedRecords::apply<std::tuple>>> touched_;
  std::vector<std::tuple<Finish, std::int64_t, std::int64_t>> closed_;
  std::vector<std::function<void(WriteBatch&)>> appended_;
  std::vector<std::int64_t> made_;       ///< trees made by this command
  std::vector<std::int64_t> unwritten_;  ///< trees made by earlier commands of this group
  std::vector<std::int64_t> finished_;   ///< trees that may have ended in this group
};

}  // namespace lienthong::engine
