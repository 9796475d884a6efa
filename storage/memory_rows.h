#pragma once
#include <map>
#include <set>
#include <unordered_map>
#include "base/check.h"
#include "engine/rows/filter_eval.h"
#include "engine/rows/store.h"

namespace lienthong::storage {
using engine::Cell;
using engine::Column;
using engine::Condition;
using engine::Layout;
using engine::layout_of;
using engine::RowSource;
using engine::Sorting;

/// The rows of one table without their type.
struct AnyRows {
  using Visit = RowSource::Visit;
  virtual void visit_all(const Visit&) const = 0;
  virtual const void* find(std::int64_t id) const = 0;  ///< null when there is none
  virtual ~AnyRows() = default;

  /// The ids of the rows where an indexed column has a value; null when the column is not indexed.
  const std::set<std::int64_t>* equal(const Column& column, std::int64_t value) const {
    static const std::set<std::int64_t> none;
    if (value == 0 && column.name != "root") return nullptr;
    for (const Index& index : indexes) {
      if (index.column != &column) continue;
      auto found = index.ids.find(value);
      return found == index.ids.end() ? &none : &found->second;
    }
    return nullptr;
  }
  const std::set<std::int64_t>* equal(const Column& column, const std::string& value) const {
    static const std::set<std::int64_t> none;
    if (&column != key) return nullptr;
    const auto found = by_key.find(value);
    return found == by_key.end() ? &none : &found->second;
  }

 protected:
  struct Index {
    const Column* column;
    std::unordered_map<std::int64_t, std::set<std::int64_t>> ids;
  };
  std::vector<Index> indexes;
  const Column* key = nullptr;  ///< the business key, which a message finds its process instance by
  std::map<std::string, std::set<std::int64_t>, std::less<>> by_key;

  explicit AnyRows(const Layout& table) {
    for (const Column& column : table.columns)
      for (std::string_view name : {"root", "task", "deployment"})
        if (column.name == name && column.type == Column::Type::Integer) indexes.push_back({&column, {}});
    for (const Column& column : table.columns)
      if (column.name == "business_key") key = &column;
  }
  void index(const void* record, std::int64_t id) {
    if (const auto text = business_key(record)) by_key[std::string(*text)].insert(id);
    for (Index& one : indexes) {
      std::int64_t value = number(one, record);
      if (!is_kept(one, value)) continue;
      std::set<std::int64_t>& ids = one.ids[value];
      ids.insert(ids.end(), id);
    }
  }
  void forget(const void* record, std::int64_t id) {
    if (const auto text = business_key(record)) {
      const auto found = by_key.find(*text);
      if (found != by_key.end() && found->second.erase(id) > 0 && found->second.empty()) by_key.erase(found);
    }
    for (Index& one : indexes) {
      auto found = one.ids.find(number(one, record));
      if (found == one.ids.end()) continue;
      found->second.erase(id);
      if (found->second.empty()) one.ids.erase(found);
    }
  }
  void move(const void* before, const void* after, std::int64_t id) {
    if (business_key(before) != business_key(after)) {
      forget(before, id);
      return index(after, id);
    }
    for (const Index& one : indexes) {
      if (number(one, before) == number(one, after)) continue;
      forget(before, id);
      return index(after, id);
    }
  }

 private:
  /// Points into the record.
  std::optional<std::string_view> business_key(const void* record) const {
    if (!key) return std::nullopt;
    std::string held;
    const Cell cell = key->of(record, held);
    return cell.kind == Cell::Kind::Null ? std::nullopt : std::optional(cell.text);
  }
  static std::int64_t number(const Index& index, const void* record) {
    std::string held;
    return index.column->of(record, held).integer;
  }
  // Most rows belong to no task; nobody looks them up by that.
  static bool is_kept(const Index& index, std::int64_t value) {
    return value != 0 || index.column->name == "root";
  }
};

template <class R>
class MemoryRows final : public AnyRows {
 public:
  MemoryRows() : AnyRows(layout_of<R>()) {}

  void visit_all(const Visit& visit) const override {
    for (const auto& [id, row] : rows_)
      if (!visit(&row)) return;
  }
  const void* find(std::int64_t id) const override {
    auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
  }

  void check_changes(const engine::Rows<R>& rows) const {
    for (const auto& [id, change] : rows.changes)
      check((!rows_.empty() && id <= rows_.rbegin()->first && rows_.contains(id)) == change.stored,
            change.stored ? "a batch changes a row that is not stored"
                          : "a batch inserts a row that is already stored");
  }
  std::int64_t apply(const engine::Rows<R>& rows) {
    std::int64_t written = 0;
    for (const auto& [id, change] : rows.changes) {
      if (!change.stored && !change.row) continue;
      ++written;
      if (!change.stored) {
        auto at = rows_.emplace_hint(rows_.end(), id, *change.row);
        index(&at->second, id);
      } else if (auto at = rows_.find(id); change.row) {
        move(&at->second, &*change.row, id);
        at->second = *change.row;
      } else {
        forget(&at->second, id);
        rows_.erase(at);
      }
    }
    return written;
  }
  R& put(const R& row) { return rows_[engine::key_of(row)] = row; }
  R* at(std::int64_t id) {
    auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::int64_t, R> rows_;
};

}  // namespace lienthong::storage
