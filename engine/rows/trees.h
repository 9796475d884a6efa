#pragma once
// The trees that are in memory: which there are, in which order they were used, and in which of them a row of
// an id lives. A cache over the store, and nothing more: it knows of no command, index or damage.
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>
#include "engine/rows/store.h"
#include "engine/rows/tree.h"

namespace lienthong::engine {

class Trees {
 public:
  /// Forgets all. Rows are read through `reader` from now on, which must outlive this or the next call; the
  /// tree of root 0 is there, and empty.
  void reset(Reader& reader);
  /// One that is in memory, which is now the last used; null: it is not.
  Tree* find(std::int64_t root) {
    if (newest_ && used_.front() == root) return newest_;
    return use(root);
  }
  Tree& globals() { return *find(0); }
  /// A new one, empty.
  Tree& make(std::int64_t root);
  /// Makes those and reads their rows together.
  void load(const std::vector<std::int64_t>& roots);
  /// Reads rows of trees that are in memory.
  template <class R>
  void load_rows(const Filter& where);
  void forget(std::int64_t root);
  /// Forgets those least lately used until `max` are left beside that of root 0.
  void shrink(std::size_t max);

  /// The root of a row that is in memory, or is written.
  template <class R>
  std::optional<std::int64_t> locate(std::int64_t id) const {
    if (const auto found = roots_.find(id); found != roots_.end()) return found->second;
    const std::optional<R> row = reader_->find<R>(id);
    return row ? std::optional(root_of(*row)) : std::nullopt;
  }
  template <class R>
  R& put(Tree& tree, R row) {
    const std::int64_t id = key_of(row);
    R& kept = tree.of<R>().rows.emplace(id, std::move(row)).first->second;
    tree.of<R>().attach(kept);
    if constexpr (located<R>) roots_[id] = root_of(kept);
    return kept;
  }
  template <class R>
  void take(Tree& tree, std::int64_t id) {
    Table<R>& table = tree.of<R>();
    const auto at = table.rows.find(id);
    if (at == table.rows.end()) return;
    table.detach(at->second);
    if constexpr (located<R>) roots_.erase(id);
    table.rows.erase(at);
  }

 private:
  template <class R>
  static constexpr bool located = std::is_same_v<R, Instance> || std::is_same_v<R, Task> ||
                                  std::is_same_v<R, Job> || std::is_same_v<R, Incident>;
  Tree* use(std::int64_t root);
  void load_living_variables(const std::vector<std::int64_t>& roots, const Filter& of_them);

  Reader* reader_ = nullptr;
  std::unordered_map<std::int64_t, std::unique_ptr<Tree>> trees_;
  Tree* newest_ = nullptr;        ///< the first of `used_`, which is asked for most; null: look
  std::list<std::int64_t> used_;  ///< most lately used first
  std::unordered_map<std::int64_t, std::int64_t> roots_;  ///< of rows that are `located`, by id
};

template <class R>
void Trees::load_rows(const Filter& where) {
  Tree* tree = nullptr;
  std::int64_t root = 0;
  for (R& row : reader_->select(Query<R>{where, {}})) {
    if (!tree || root_of(row) != root) tree = trees_.at(root = root_of(row)).get();
    put(*tree, std::move(row));
  }
}

}  // namespace lienthong::engine
