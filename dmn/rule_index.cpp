#include "dmn/rule_index.h"
#include <algorithm>
#include <optional>

namespace lienthong::dmn {
namespace {

using feel::Node;
using feel::Op;

constexpr std::size_t entries_per_rule_max = 64;  // of all segments together: ranges that overlap wildly

/// A number, or a date as its day: what segments are made of.
std::optional<Decimal> position(const Value& value) {
  if (value.is_number()) return value.number();
  if (value.kind() == Value::Kind::Date) return Decimal(days_from_civil(value.date()));
  return std::nullopt;
}

/// A set of values between two bounds; nothing is unbounded.
struct Interval {
  Value::Kind kind = Value::Kind::Null;
  std::optional<Decimal> low, high;
  bool low_closed = true, high_closed = true;
};

std::optional<Interval> interval_of(const Value& value) {
  Interval interval;
  if (value.kind() != Value::Kind::Range) {
    interval.kind = value.kind();
    interval.low = interval.high = position(value);
    return interval.low ? std::optional(interval) : std::nullopt;
  }
  const Range& range = value.range();
  interval.low_closed = range.low_closed;
  interval.high_closed = range.high_closed;
  for (const std::optional<Value>* end : {&range.low, &range.high}) {
    if (!*end) continue;
    const std::optional<Decimal> at = position(**end);
    if (!at || (interval.kind != Value::Kind::Null && interval.kind != (*end)->kind())) return std::nullopt;
    interval.kind = (*end)->kind();
    (end == &range.low ? interval.low : interval.high) = at;
  }
  return interval;
}

std::optional<Interval> interval_of(const Node& test) {
  if (test.op == Op::ExpressionTest && !test.flag && test.child(0).op == Op::Literal)
    return interval_of(test.child(0).constant);
  if (test.op != Op::CompareTest || test.child(0).op != Op::Literal) return std::nullopt;
  std::optional<Interval> interval = interval_of(test.child(0).constant);
  if (!interval || !interval->low || !interval->high || *interval->low != *interval->high)
    return std::nullopt;
  switch (test.comparison) {
    case Op::Equal: break;
    case Op::Less:
    case Op::LessEqual:
      interval->low.reset();
      interval->high_closed = test.comparison == Op::LessEqual;
      break;
    case Op::Greater:
    case Op::GreaterEqual:
      interval->high.reset();
      interval->low_closed = test.comparison == Op::GreaterEqual;
      break;
    default: return std::nullopt;
  }
  return interval;
}

const std::string* text_of(const Node& test) {
  const bool equal = (test.op == Op::ExpressionTest && !test.flag) ||
                     (test.op == Op::CompareTest && test.comparison == Op::Equal);
  if (!equal || test.child(0).op != Op::Literal || !test.child(0).constant.is_string()) return nullptr;
  return &test.child(0).constant.string();
}

std::vector<std::string> texts_of(const Node& tests) {
  std::vector<std::string> texts;
  if (tests.flag) return {};
  for (const feel::NodePtr& test : tests.children) {
    const std::string* text = text_of(*test);
    if (!text) return {};
    texts.push_back(*text);
  }
  return texts;
}

std::vector<Interval> intervals_of(const Node& tests) {
  std::vector<Interval> intervals;
  if (tests.flag) return {};
  for (const feel::NodePtr& test : tests.children) {
    const std::optional<Interval> interval = interval_of(*test);
    if (!interval || (!intervals.empty() && interval->kind != intervals[0].kind)) return {};
    intervals.push_back(*interval);
  }
  return intervals;
}

void append(std::vector<int>& list, int rule) {
  if (list.empty() || list.back() != rule) list.push_back(rule);
}

}  // namespace

std::unique_ptr<RuleIndex> RuleIndex::of_column(const Column& column) {
  auto index = std::make_unique<RuleIndex>();
  index->rules_ = column.size();
  std::vector<std::vector<std::string>> texts(column.size());
  std::vector<std::vector<Interval>> intervals(column.size());
  for (std::size_t rule = 0; rule < column.size(); ++rule) {
    texts[rule] = texts_of(*column[rule]);
    intervals[rule] = intervals_of(*column[rule]);
    if (index->kind_ != Value::Kind::Null) continue;
    if (!texts[rule].empty()) index->kind_ = Value::Kind::String;
    if (!intervals[rule].empty()) index->kind_ = intervals[rule][0].kind;
  }
  const auto is_other = [&](std::size_t rule) {
    if (index->kind_ == Value::Kind::String) return texts[rule].empty();
    return intervals[rule].empty() || intervals[rule][0].kind != index->kind_;
  };
  for (std::size_t rule = 0; rule < column.size(); ++rule) {
    if (is_other(rule)) continue;
    for (const std::string& text : texts[rule]) index->by_text_[text];
    for (const Interval& interval : intervals[rule])
      for (const auto& end : {interval.low, interval.high})
        if (end) index->bounds_.push_back(*end);
  }
  std::ranges::sort(index->bounds_, std::less<>());
  const auto same = std::ranges::unique(index->bounds_);
  index->bounds_.erase(same.begin(), same.end());
  index->segments_.resize(2 * index->bounds_.size() + 1);
  const auto segment = [&](const Decimal& bound) {
    const auto at = std::ranges::lower_bound(index->bounds_, bound, std::less<>());
    return 2 * static_cast<std::size_t>(at - index->bounds_.begin()) + 1;
  };
  std::size_t entries = 0;
  for (std::size_t rule = 0; rule < column.size(); ++rule) {
    const int number = static_cast<int>(rule);
    if (is_other(rule)) {
      index->others_.push_back(number);
      for (auto& [text, list] : index->by_text_) append(list, number);
      for (std::vector<int>& list : index->segments_) append(list, number);
      entries += index->by_text_.size() + index->segments_.size();
    }
    if (index->kind_ == Value::Kind::String)
      for (const std::string& text : texts[rule]) append(index->by_text_[text], number);
    if (!is_other(rule) && index->kind_ != Value::Kind::String)
      for (const Interval& interval : intervals[rule]) {
        const std::size_t from = interval.low ? segment(*interval.low) + (interval.low_closed ? 0 : 1) : 0;
        const std::size_t to = interval.high ? segment(*interval.high) + (interval.high_closed ? 1 : 0)
                                             : index->segments_.size();
        for (std::size_t i = from; i < to; ++i) append(index->segments_[i], number);
        entries += to > from ? to - from : 0;
      }
    if (entries > entries_per_rule_max * column.size()) return nullptr;
  }
  return index;
}

/// How many rules are left to look at, when each list is asked for as often as another.
double RuleIndex::expected() const {
  std::size_t lists = 0, sum = 0;
  for (const auto& [text, list] : by_text_) ++lists, sum += list.size();
  for (const std::vector<int>& list : segments_) ++lists, sum += list.size();
  return static_cast<double>(sum) / static_cast<double>(std::max<std::size_t>(lists, 1));
}

std::unique_ptr<const RuleIndex> RuleIndex::make(const std::vector<Column>& columns) {
  constexpr double worth = 0.75;  // of the rules: an index that leaves more than that does not pay
  std::unique_ptr<RuleIndex> best;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::unique_ptr<RuleIndex> index = of_column(columns[i]);
    if (!index || index->kind_ == Value::Kind::Null) continue;
    if (index->expected() > worth * static_cast<double>(index->rules_)) continue;
    if (best && best->expected() <= index->expected()) continue;
    index->column_ = i;
    best = std::move(index);
  }
  return best;
}

const std::vector<int>* RuleIndex::candidates(const Value& value) const {
  if (value.kind() != kind_) {
    // A list may equal a list or hold what is looked for, and a range compares in its own way.
    const bool plain = value.is_null() || value.is_boolean() || value.is_number() || value.is_string() ||
                       value.kind() == Value::Kind::Date;
    return plain ? &others_ : nullptr;
  }
  if (kind_ == Value::Kind::String) {
    const auto found = by_text_.find(value.string());
    return found == by_text_.end() ? &others_ : &found->second;
  }
  const Decimal at = *position(value);
  const auto bound = std::ranges::lower_bound(bounds_, at, std::less<>());
  const std::size_t below = 2 * static_cast<std::size_t>(bound - bounds_.begin());
  return &segments_[bound != bounds_.end() && *bound == at ? below + 1 : below];
}

}  // namespace lienthong::dmn
