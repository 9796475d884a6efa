#include "feel/builtins/arguments.h"
#include "feel/operators.h"
#include "feel/parser.h"

// DMN 1.5 table 78: the relations of points and ranges, after Allen's interval algebra, written as the table
// writes them. Its comparisons are FEEL's, so that an end which a range does not have makes a part unknown
// and the rest may still decide.
namespace lienthong::feel {
namespace {

/// A truth value of three-valued logic: true, false, or nothing when it cannot be told.
class Truth {
 public:
  Truth(bool value) : value_(value) {}
  Truth(std::optional<bool> value) : value_(value) {}
  const std::optional<bool>& value() const { return value_; }
  friend Truth operator&&(Truth a, Truth b) {
    if (a.is(false) || b.is(false)) return false;
    return a.value_ && b.value_ ? Truth(true) : Truth(std::nullopt);
  }
  friend Truth operator||(Truth a, Truth b) {
    if (a.is(true) || b.is(true)) return true;
    return a.value_ && b.value_ ? Truth(false) : Truth(std::nullopt);
  }

 private:
  bool is(bool wanted) const { return value_ && *value_ == wanted; }
  std::optional<bool> value_;
};

/// A range, or a point as the range from itself to itself, which answers as table 78's rows for points do.
struct Span {
  Value low, high;
  bool low_closed = true, high_closed = true;
};

/// Which arguments a relation takes by table 78.
enum class Domain { Any, Ranges, RangeSecond, RangeFirst, Alike };

class Relation {
 public:
  Relation(Evaluation& evaluation, Arguments arguments)
      : a(span(arguments[0])), b(span(arguments[1])), evaluation_(evaluation) {}

  Truth less(const Value& x, const Value& y) const {
    const std::optional<int> found = order(evaluation_, x, y);
    return found ? Truth(*found < 0) : Truth(std::nullopt);
  }
  Truth same(const Value& x, const Value& y) const { return equal(evaluation_, x, y); }

  Truth before(const Span& x, const Span& y) const {
    return less(x.high, y.low) || (Truth(!x.high_closed || !y.low_closed) && same(x.high, y.low));
  }
  Truth meets(const Span& x, const Span& y) const {
    return Truth(x.high_closed && y.low_closed) && same(x.high, y.low);
  }
  /// Whether x ends where y begins, or later.
  Truth reaches(const Span& x, const Span& y) const { return less(y.low, x.high) || meets(x, y); }
  /// Whether x begins no later than y; at the same point only a closed end is the earlier one.
  Truth begins_no_later(const Span& x, const Span& y) const {
    return less(x.low, y.low) || (same(x.low, y.low) && Truth(x.low_closed || !y.low_closed));
  }
  Truth ends_no_earlier(const Span& x, const Span& y) const {
    return less(y.high, x.high) || (same(x.high, y.high) && Truth(x.high_closed || !y.high_closed));
  }
  Truth same_low(const Span& x, const Span& y) const {
    return Truth(x.low_closed == y.low_closed) && same(x.low, y.low);
  }
  Truth same_high(const Span& x, const Span& y) const {
    return Truth(x.high_closed == y.high_closed) && same(x.high, y.high);
  }
  Truth includes(const Span& x, const Span& y) const {
    return begins_no_later(x, y) && ends_no_earlier(x, y);
  }
  Truth overlaps_before(const Span& x, const Span& y) const {
    const Truth earlier = less(x.low, y.low) || (same(x.low, y.low) && Truth(x.low_closed && !y.low_closed));
    return earlier && reaches(x, y) && ends_no_earlier(y, x);
  }
  Span a, b;

 private:
  static Span span(const Value& value) {
    if (value.kind() != Value::Kind::Range) return {value, value};
    const Range& range = value.range();
    return {range.low.value_or(Value()), range.high.value_or(Value()), range.low_closed, range.high_closed};
  }
  Evaluation& evaluation_;
};

bool is_range(const Value& value) {
  return value.kind() == Value::Kind::Range && value.range().form != Range::Form::NotEqual;
}

/// A value that can be an end of a range.
bool is_point(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Number:
    case Value::Kind::String:
    case Value::Kind::Date:
    case Value::Kind::Time:
    case Value::Kind::DateTime:
    case Value::Kind::YearsMonths:
    case Value::Kind::DaysTime: return true;
    default: return false;
  }
}

bool takes(Domain domain, const Value& a, const Value& b) {
  if ((!is_range(a) && !is_point(a)) || (!is_range(b) && !is_point(b))) return false;
  switch (domain) {
    case Domain::Any: return true;
    case Domain::Ranges: return is_range(a) && is_range(b);
    case Domain::RangeSecond: return is_range(b);
    case Domain::RangeFirst: return is_range(a);
    case Domain::Alike: return is_range(a) == is_range(b);
  }
  return false;
}

template <class Holds>
Value relation(Evaluation& evaluation, const char* function, Arguments arguments, Domain domain,
               Holds holds) {
  constexpr const char* wanted = "points and ranges that can be compared";
  if (!takes(domain, arguments[0], arguments[1])) return misfit(evaluation, function, wanted);
  const Relation r(evaluation, arguments);
  const Truth truth = holds(r);
  return truth.value() ? Value(*truth.value()) : misfit(evaluation, function, wanted);
}

Value before(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "before", arguments, Domain::Any,
                  [](const Relation& r) { return r.before(r.a, r.b); });
}
Value after(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "after", arguments, Domain::Any,
                  [](const Relation& r) { return r.before(r.b, r.a); });
}
Value meets(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "meets", arguments, Domain::Ranges,
                  [](const Relation& r) { return r.meets(r.a, r.b); });
}
Value met_by(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "met by", arguments, Domain::Ranges,
                  [](const Relation& r) { return r.meets(r.b, r.a); });
}
Value overlaps(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "overlaps", arguments, Domain::Ranges,
                  [](const Relation& r) { return r.reaches(r.a, r.b) && r.reaches(r.b, r.a); });
}
Value overlaps_before(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "overlaps before", arguments, Domain::Ranges,
                  [](const Relation& r) { return r.overlaps_before(r.a, r.b); });
}
Value overlaps_after(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "overlaps after", arguments, Domain::Ranges,
                  [](const Relation& r) { return r.overlaps_before(r.b, r.a); });
}
Value finishes(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "finishes", arguments, Domain::RangeSecond, [&](const Relation& r) {
    const Truth ends = r.same_high(r.a, r.b);
    return is_point(arguments[0]) ? ends : ends && r.begins_no_later(r.b, r.a);
  });
}
Value finished_by(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "finished by", arguments, Domain::RangeFirst, [&](const Relation& r) {
    const Truth ends = r.same_high(r.a, r.b);
    return is_point(arguments[1]) ? ends : ends && r.begins_no_later(r.a, r.b);
  });
}
Value including(Evaluation& evaluation, const char* function, Arguments arguments) {
  return relation(evaluation, function, arguments, Domain::RangeFirst, [&](const Relation& r) {
    if (!is_point(arguments[1])) return r.includes(r.a, r.b);
    const Value& point = arguments[1];
    return (r.less(r.a.low, point) && r.less(point, r.a.high)) ||
           (Truth(r.a.low_closed) && r.same(r.a.low, point)) ||
           (Truth(r.a.high_closed) && r.same(r.a.high, point));
  });
}
Value includes(Evaluation& evaluation, Arguments arguments) {
  return including(evaluation, "includes", arguments);
}
Value during(Evaluation& evaluation, Arguments arguments) {
  const Value turned[] = {arguments[1], arguments[0]};
  return including(evaluation, "during", turned);
}
Value starts(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "starts", arguments, Domain::RangeSecond, [&](const Relation& r) {
    const Truth begins = r.same_low(r.a, r.b);
    return is_point(arguments[0]) ? begins : begins && r.ends_no_earlier(r.b, r.a);
  });
}
Value started_by(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "started by", arguments, Domain::RangeFirst, [&](const Relation& r) {
    const Truth begins = r.same_low(r.a, r.b);
    return is_point(arguments[1]) ? begins : begins && r.ends_no_earlier(r.a, r.b);
  });
}
Value coincides(Evaluation& evaluation, Arguments arguments) {
  return relation(evaluation, "coincides", arguments, Domain::Alike,
                  [](const Relation& r) { return r.same_low(r.a, r.b) && r.same_high(r.a, r.b); });
}

/// An end in the text of a range: a literal, or a call that is written like one.
bool is_endpoint(const Node& end) {
  const Node& inner = end.op == Op::Negate ? end.child(0) : end;
  if (inner.op == Op::Literal) return !inner.constant.is_null();
  return inner.op == Op::Call && inner.child(0).builtin && inner.children.size() == 2 &&
         inner.child(1).op == Op::Literal;
}

/// `(..5]` and `[1..)`: where an end is open it may be missing (DMN 1.5 rule 66). Nothing for other texts.
std::optional<Value> half_range(Evaluation& evaluation, std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  const auto trim = [&](std::string_view part) {
    while (!part.empty() && blank(part.front())) part.remove_prefix(1);
    while (!part.empty() && blank(part.back())) part.remove_suffix(1);
    return part;
  };
  text = trim(text);
  if (text.size() < 2) return std::nullopt;
  const char first = text.front(), last = text.back();
  std::string_view inner = trim(text.substr(1, text.size() - 2));
  const bool below = inner.starts_with("..") && (first == '(' || first == ']'),
             above = inner.ends_with("..") && (last == ')' || last == '[');
  if (below == above) return std::nullopt;
  if (below ? last != ')' && last != ']' && last != '[' : first != '(' && first != '[' && first != ']')
    return std::nullopt;
  inner = below ? inner.substr(2) : inner.substr(0, inner.size() - 2);
  const NodePtr tree = parse_expression(inner, {});
  if (!is_endpoint(*tree)) return std::nullopt;
  Value end = evaluation.evaluate(*tree);
  if (!is_point(end)) return std::nullopt;
  Range range;
  range.low_closed = above && first == '[';
  range.high_closed = below && last == ']';
  (below ? range.high : range.low) = std::move(end);
  return Value(std::move(range));
}

/// `range("[1..5)")`: the text of a range between literals.
Value to_range(Evaluation& evaluation, Arguments arguments) {
  const char* takes = "the text of a range such as \"[1..5)\"";
  if (!arguments[0].is_string()) return misfit(evaluation, "range", takes);
  constexpr std::size_t bytes_per_step = 8;
  const std::string& text = arguments[0].string();
  evaluation.step(text.size() / bytes_per_step);
  if (text.size() > text_length_max) return misfit(evaluation, "range", takes);
  try {
    if (std::optional<Value> half = half_range(evaluation, text)) return std::move(*half);
    const NodePtr tree = parse_expression(text, {});
    if (tree->op == Op::Range && tree->comparison == Op::Range && is_endpoint(tree->child(0)) &&
        is_endpoint(tree->child(1)))
      return evaluation.evaluate(*tree);
  } catch (const SyntaxError&) {
    return misfit(evaluation, "range", takes);
  }
  return misfit(evaluation, "range", takes);
}

constexpr Declared declared_range[] = {
    {"before", "point1, point2", before},
    {"before", "point, range", before},
    {"before", "range, point", before},
    {"before", "range1, range2", before},
    {"after", "point1, point2", after},
    {"after", "point, range", after},
    {"after", "range, point", after},
    {"after", "range1, range2", after},
    {"meets", "range1, range2", meets},
    {"met by", "range1, range2", met_by},
    {"overlaps", "range1, range2", overlaps},
    {"overlaps before", "range1, range2", overlaps_before},
    {"overlaps after", "range1, range2", overlaps_after},
    {"finishes", "point, range", finishes},
    {"finishes", "range1, range2", finishes},
    {"finished by", "range, point", finished_by},
    {"finished by", "range1, range2", finished_by},
    {"includes", "range, point", includes},
    {"includes", "range1, range2", includes},
    {"during", "point, range", during},
    {"during", "range1, range2", during},
    {"starts", "point, range", starts},
    {"starts", "range1, range2", starts},
    {"started by", "range, point", started_by},
    {"started by", "range1, range2", started_by},
    {"coincides", "point1, point2", coincides},
    {"coincides", "range1, range2", coincides},
    {"range", "from", to_range, "function<string> -> range"},
};

}  // namespace

std::span<const Declared> range_functions() { return declared_range; }

}  // namespace lienthong::feel
