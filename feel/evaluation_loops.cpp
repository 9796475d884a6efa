#include "feel/evaluation.h"
#include "feel/operators.h"
#include "feel/temporal.h"

namespace lienthong::feel {

/// A running `for`, `some` or `every`: what its iterators stand for now.
struct Evaluation::Loop {
  const Node& node;
  Scope scope;
  std::vector<Value> current;
  List results;
  std::optional<Value> decided;  ///< of a quantified expression
  bool unknown = false;
  bool failed = false;

  std::size_t iterators() const { return node.names.size(); }
  const Node& body() const { return node.child(node.children.size() - 1); }
};

namespace {

/// `partial` as a scope of its own.
const std::string partial_name = "partial";

}  // namespace

/// Runs the body for each combination of the iterators from `iterator` on; false ends the loop early.
bool Evaluation::iterate(Loop& loop, std::size_t iterator) {
  loop.scope.count = iterator;
  if (iterator == loop.iterators()) {
    if (loop.node.op == Op::For) {
      produce(sizeof(Value));
      if (!loop.node.flag) {
        loop.results.push_back(evaluate_in(loop.scope, loop.body()));
        return true;
      }
      constexpr std::size_t copies_per_step = 16;
      step(loop.results.size() / copies_per_step);
      const Value partial(loop.results);
      Scope scope;
      scope.parent = &loop.scope;
      scope.names = &partial_name;
      scope.values = &partial;
      scope.count = 1;
      Value result = evaluate_in(scope, loop.body());
      measure(result);
      loop.results.push_back(std::move(result));
      return true;
    }
    const Value holds = evaluate_in(loop.scope, loop.body());
    const bool deciding = loop.node.op == Op::Some;
    if (!holds.is_boolean()) {
      loop.unknown = true;
      if (loop.node.flag && !holds.is_null()) {
        fail("What an iteration satisfies is ", lienthong::name(holds.kind()), ", not boolean");
        return false;
      }
    } else if (holds.boolean() == deciding) {
      loop.decided = deciding;
      return false;
    }
    return true;
  }
  const Node& domain = loop.node.child(iterator);
  const auto bind = [&](Value value) {
    loop.current[iterator] = std::move(value);
    return iterate(loop, iterator + 1);
  };
  if (domain.op == Op::Span) {
    const Value low = evaluate_in(loop.scope, domain.child(0)),
                high = evaluate_in(loop.scope, domain.child(1));
    return span(loop, iterator, low, high);
  }
  const Value values = evaluate_in(loop.scope, domain);
  if (values.kind() == Value::Kind::Range) {
    const Range& range = values.range();
    if (range.low && range.high && range.low_closed && range.high_closed)
      return span(loop, iterator, *range.low, *range.high);
    fail("Only a range that is closed on both sides can be walked through");
    loop.failed = true;
    return false;
  }
  if (values.is_null()) {
    fail("There is nothing to walk through: null");
    loop.failed = true;
    return false;
  }
  if (!values.is_list()) return bind(values);
  for (const Value& value : values.list())
    if (!bind(value)) return false;
  return true;
}

/// Walks over whole numbers or days, upwards or downwards.
bool Evaluation::span(Loop& loop, std::size_t iterator, const Value& low, const Value& high) {
  const bool dates = low.kind() == Value::Kind::Date && high.kind() == Value::Kind::Date;
  std::optional<std::int64_t> from, to;
  if (dates) {
    from = days_from_civil(low.date());
    to = days_from_civil(high.date());
  } else if (low.is_number() && high.is_number()) {
    from = low.number().to_integer();
    to = high.number().to_integer();
  }
  if (!from || !to) {
    fail("A loop runs over whole numbers or dates, not from ", lienthong::name(low.kind()), " to ",
         lienthong::name(high.kind()));
    loop.failed = true;
    return false;
  }
  const bool upwards = *from <= *to;
  for (std::int64_t at = *from;; at += upwards ? 1 : -1) {
    loop.current[iterator] = dates ? Value(civil_from_days(at)) : Value(at);
    if (!iterate(loop, iterator + 1)) return false;
    if (at == *to) return true;
    step();
  }
}

Value Evaluation::for_each(const Node& node) {
  Loop loop{node, {}, std::vector<Value>(node.names.size()), {}, {}, false, false};
  loop.scope.parent = scope_;
  loop.scope.names = node.names.data();
  loop.scope.values = loop.current.data();
  iterate(loop, 0);
  return loop.failed ? Value() : Value(std::move(loop.results));
}

Value Evaluation::quantified(const Node& node) {
  Loop loop{node, {}, std::vector<Value>(node.names.size()), {}, {}, false, false};
  loop.scope.parent = scope_;
  loop.scope.names = node.names.data();
  loop.scope.values = loop.current.data();
  iterate(loop, 0);
  if (loop.decided) return *loop.decided;
  if (loop.unknown || loop.failed) return {};
  return node.op == Op::Every;
}

Value Evaluation::filter(const Node& node) {
  Value storage;
  const Value& value = see(node.child(0), storage);
  if (value.is_null()) return {};
  return value.is_list() ? filtered(node, value.list()) : filtered(node, List{value});
}

/// DMN 1.5 table 54: a number is an index from 1, or from the end when negative; otherwise elements where the
/// condition is true.
Value Evaluation::filtered(const Node& node, const List& list) {
  const Node& condition = node.child(1);
  List kept;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i == list.size() && i > 0) break;
    Scope scope;
    scope.parent = scope_;
    scope.item = list.empty() ? nullptr : &list[i];
    const Value chosen = evaluate_in(scope, condition);
    if (i == 0 && chosen.is_number()) {
      const std::optional<std::int64_t> index = chosen.number().to_integer();
      const auto size = static_cast<std::int64_t>(list.size());
      if (index && *index >= 1 && *index <= size) return list[static_cast<std::size_t>(*index - 1)];
      if (index && *index <= -1 && *index >= -size) return list[static_cast<std::size_t>(size + *index)];
      return fail("There is no element ", chosen.number().text(), " in a list of ", std::to_string(size));
    }
    if (list.empty()) return List();
    if (chosen.is_boolean() && chosen.boolean()) {
      produce(sizeof(Value));
      kept.push_back(list[i]);
    } else if (!chosen.is_boolean() && !chosen.is_null()) {
      return fail("A filter is a number or a condition, not ", lienthong::name(chosen.kind()));
    }
  }
  return kept;
}

}  // namespace lienthong::feel
