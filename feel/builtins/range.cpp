#include "feel/builtins/arguments.h"
#include "feel/operators.h"
#include "feel/parser.h"

// DMN 1.5 table 78: the relations of points and ranges, after Allen's interval algebra. A point takes part as
// a closed range from itself to itself wherever the table allows one.
namespace lienthong::feel {
namespace {

struct Span {
  Value low, high;
  bool low_closed = true, high_closed = true;
  bool is_point = false;
};

/// Orders ends; nothing when they cannot be compared. An end that is missing compares with nothing, which
/// matters only where table 78 asks for it.
class Relation {
 public:
  Relation(Evaluation& evaluation, const char* function, Arguments arguments)
      : evaluation_(evaluation), function_(function), a(span(arguments[0])), b(span(arguments[1])) {}

  int order_of(const Value& x, const Value& y) {
    const std::optional<int> found = order(evaluation_, x, y);
    if (!found) fits_ = false;
    return found.value_or(0);
  }
  bool before(const Span& x, const Span& y) {
    const int found = order_of(x.high, y.low);
    return found < 0 || (found == 0 && !(x.high_closed && y.low_closed));
  }
  bool meets(const Span& x, const Span& y) {
    return !x.is_point && !y.is_point && x.high_closed && y.low_closed && order_of(x.high, y.low) == 0;
  }
  /// Whether x begins no later than y; at the same point only a closed end is the earlier one.
  bool begins_no_later(const Span& x, const Span& y) {
    const int found = order_of(x.low, y.low);
    return found < 0 || (found == 0 && (x.low_closed || !y.low_closed));
  }
  bool ends_no_earlier(const Span& x, const Span& y) {
    const int found = order_of(x.high, y.high);
    return found > 0 || (found == 0 && (x.high_closed || !y.high_closed));
  }
  bool same_low(const Span& x, const Span& y) {
    return order_of(x.low, y.low) == 0 && x.low_closed == y.low_closed;
  }
  bool same_high(const Span& x, const Span& y) {
    return order_of(x.high, y.high) == 0 && x.high_closed == y.high_closed;
  }
  bool includes(const Span& x, const Span& y) { return begins_no_later(x, y) && ends_no_earlier(x, y); }
  bool overlaps(const Span& x, const Span& y) { return !before(x, y) && !before(y, x); }

  bool overlaps_before(const Span& x, const Span& y) {
    return overlaps(x, y) && begins_no_later(x, y) && !same_low(x, y) && ends_no_earlier(y, x);
  }

  Value answer(bool holds) {
    if (fits_) return holds;
    return misfit(evaluation_, function_, "points and bounded ranges that can be compared");
  }
  Evaluation& evaluation_;
  const char* function_;
  bool fits_ = true;
  Span a, b;

 private:
  Span span(const Value& value) {
    Span span;
    if (value.kind() != Value::Kind::Range) {
      span.low = span.high = value;
      span.is_point = true;
      return span;
    }
    const Range& range = value.range();
    if (range.form == Range::Form::NotEqual) fits_ = false;
    span.low = range.low.value_or(Value());
    span.high = range.high.value_or(Value());
    span.low_closed = range.low_closed;
    span.high_closed = range.high_closed;
    return span;
  }
};

Value before(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "before", arguments);
  return r.answer(r.before(r.a, r.b));
}
Value after(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "after", arguments);
  return r.answer(r.before(r.b, r.a));
}
Value meets(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "meets", arguments);
  return r.answer(r.meets(r.a, r.b));
}
Value met_by(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "met by", arguments);
  return r.answer(r.meets(r.b, r.a));
}
Value overlaps(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "overlaps", arguments);
  return r.answer(r.overlaps(r.a, r.b));
}
Value overlaps_before(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "overlaps before", arguments);
  return r.answer(r.overlaps_before(r.a, r.b));
}
Value overlaps_after(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "overlaps after", arguments);
  return r.answer(r.overlaps_before(r.b, r.a));
}
Value finishes(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "finishes", arguments);
  return r.answer(r.same_high(r.a, r.b) && r.includes(r.b, r.a));
}
Value finished_by(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "finished by", arguments);
  return r.answer(r.same_high(r.a, r.b) && r.includes(r.a, r.b));
}
Value includes(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "includes", arguments);
  return r.answer(r.includes(r.a, r.b));
}
Value during(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "during", arguments);
  return r.answer(r.includes(r.b, r.a));
}
Value starts(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "starts", arguments);
  return r.answer(r.same_low(r.a, r.b) && r.includes(r.b, r.a));
}
Value started_by(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "started by", arguments);
  return r.answer(r.same_low(r.a, r.b) && r.includes(r.a, r.b));
}
Value coincides(Evaluation& evaluation, Arguments arguments) {
  Relation r(evaluation, "coincides", arguments);
  return r.answer(r.same_low(r.a, r.b) && r.same_high(r.a, r.b));
}

/// `range("[1..5)")`: the text of a range between literals.
Value to_range(Evaluation& evaluation, Arguments arguments) {
  const char* takes = "the text of a range such as \"[1..5)\"";
  if (!arguments[0].is_string()) return misfit(evaluation, "range", takes);
  constexpr std::size_t bytes_per_step = 8;
  evaluation.step(arguments[0].string().size() / bytes_per_step);
  if (arguments[0].string().size() > text_length_max) return misfit(evaluation, "range", takes);
  try {
    const NodePtr tree = parse_expression(arguments[0].string(), {});
    const auto is_plain = [](const Node& end) {
      const Node& inner = end.op == Op::Negate ? end.child(0) : end;
      if (inner.op == Op::Literal) return true;
      return inner.op == Op::Call && inner.child(0).builtin && inner.children.size() == 2 &&
             inner.child(1).op == Op::Literal;
    };
    if (tree->op == Op::Range && tree->comparison == Op::Range && is_plain(tree->child(0)) &&
        is_plain(tree->child(1)))
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
    {"range", "from", to_range},
};

}  // namespace

std::span<const Declared> range_functions() { return declared_range; }

}  // namespace lienthong::feel
