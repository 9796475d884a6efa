#pragma once
#include <functional>
#include <memory>
#include "engine/rows/condition.h"

namespace lienthong::engine {

/// Where the rows of all tables are; rows are visited by id, ascending, until the visitor answers false.
struct RowSource {
  using Visit = std::function<bool(const void* record)>;
  virtual void visit_all(const Layout&, const Visit&) const = 0;
  /// Answers false, without a visit, when rows cannot be found by this column faster than by looking at all.
  virtual bool visit_equal(const Layout&, const Column&, std::int64_t value, const Visit&) const = 0;

 protected:
  ~RowSource() = default;
};

/// Answers the conditions of one query on records in memory.
class Evaluator {
 public:
  explicit Evaluator(const RowSource&);
  ~Evaluator();
  bool holds(const Condition&, const void* record);
  /// What a row is sorted by; text in `held` may be pointed to.
  Cell sort_key(const Sorting&, const void* record, std::string& held);

 private:
  struct Joined;
  Joined& joined(const void* key, const Layout&, const Column& inner, const Condition* where,
                 const Column* wanted);
  bool exists(const Condition&, const void* record);
  void visit_beside(const Layout& inner_table, const Column& inner, const Cell& outer, const Cell& root,
                    const RowSource::Visit&) const;
  const RowSource& source_;
  struct Caches;
  std::unique_ptr<Caches> caches_;
};

/// Whether a condition without joins holds for a record.
bool holds(const Condition&, const void* record);

/// The order of two sort keys where nulls come last ascending.
int compare_nulls_last(const Cell& a, const Cell& b);

}  // namespace lienthong::engine
