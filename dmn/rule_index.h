#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>
#include "base/decimal.h"
#include "base/value.h"
#include "feel/ast.h"

namespace lienthong::dmn {

/// Finds the few rules of a big table that can match, by its most selective column: equal texts by hash,
/// numbers and dates by the segment between two bounds that hold them. The rules it answers are a superset.
class RuleIndex {
 public:
  /// The tests of one column, a rule each.
  using Column = std::vector<const feel::Node*>;
  /// Null when no column tells rules apart by constants, or not well enough to pay.
  static std::unique_ptr<const RuleIndex> make(const std::vector<Column>& columns);

  std::size_t column() const { return column_; }
  /// Rules that may match this value in the column, ascending; nothing said (null) for a value of a kind that
  /// the index does not order, so that all may.
  const std::vector<int>* candidates(const Value&) const;

 private:
  struct Bounds;
  static std::unique_ptr<RuleIndex> of_column(const Column&);
  double expected() const;

  std::size_t column_ = 0, rules_ = 0;
  Value::Kind kind_ = Value::Kind::Null;
  std::unordered_map<std::string, std::vector<int>> by_text_;
  /// Segment 2i is below bounds_[i], 2i+1 is the bound itself, the last one is above all.
  std::vector<Decimal> bounds_;
  std::vector<std::vector<int>> segments_;
  std::vector<int> others_;  ///< rules whose test is no constant of the kind; part of every other list, too
};

}  // namespace lienthong::dmn
