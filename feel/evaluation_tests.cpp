#include <utility>
#include "feel/evaluation.h"
#include "feel/operators.h"

namespace lienthong::feel {
namespace {

const std::string input_name = "?";

bool is_condition(const Node& node) {
  switch (node.op) {
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
    case Op::And:
    case Op::Or:
    case Op::Some:
    case Op::Every:
    case Op::Between:
    case Op::In:
    case Op::InstanceOf:
    case Op::Call: return true;
    case Op::Chain: return node.children.back()->comparison >= Op::Equal;
    default: return false;
  }
}

}  // namespace

Value Evaluation::unary_tests(const Node& node) {
  Value storage;
  const Value* given = resolve(input_name, storage);
  return unary_tests(node, given ? *given : storage);
}

Value Evaluation::unary_tests_in(const Scope* outer, const Node& node, const Value& input) {
  Scope scope;
  scope.parent = outer;
  scope.names = &input_name;
  scope.values = &input;
  scope.count = 1;
  const Scope* const before = std::exchange(scope_, &scope);
  try {
    Value result = unary_tests(node, input);
    scope_ = before;
    return result;
  } catch (...) {
    scope_ = before;
    throw;
  }
}

Value Evaluation::unary_tests(const Node& node, const Value& input) {
  bool unknown = false;
  for (const NodePtr& child : node.children) {
    const std::optional<bool> fits_child = test(*child, input);
    if (fits_child && *fits_child) return !node.flag;
    unknown = unknown || !fits_child;
  }
  return unknown ? Value() : Value(node.flag);
}

Value Evaluation::in(const Node& node) {
  const Value input = evaluate(node.child(0));
  bool unknown = false;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const std::optional<bool> fits_child = test(node.child(i), input);
    if (fits_child && *fits_child) return true;
    unknown = unknown || !fits_child;
  }
  return unknown ? Value() : Value(false);
}

/// DMN 1.5 §10.3.2.7 (unary tests) and table 55.
std::optional<bool> Evaluation::test(const Node& node, const Value& input) {
  step();
  if (node.op == Op::AnyTest) return true;
  Value storage;
  if (node.op == Op::CompareTest) {
    const Value& end = see(node.child(0), storage);
    if (node.comparison == Op::Equal || node.comparison == Op::NotEqual) {
      const std::optional<bool> same = equal(*this, input, end);
      return same ? std::optional(*same == (node.comparison == Op::Equal)) : std::nullopt;
    }
    const std::optional<int> found = order(*this, input, end);
    if (!found) {
      fail("Cannot compare ", lienthong::name(input.kind()), " with ", lienthong::name(end.kind()));
      return std::nullopt;
    }
    switch (node.comparison) {
      case Op::Less: return *found < 0;
      case Op::LessEqual: return *found <= 0;
      case Op::Greater: return *found > 0;
      default: return *found >= 0;
    }
  }
  const Value& tested = see(node.child(0), storage);
  if (node.flag) {
    // The test speaks of "?" itself, so its result decides.
    if (tested.is_boolean()) return tested.boolean();
    if (tested.is_null()) return std::nullopt;
  }
  // A condition on something else decides, too, unless the input is a boolean that it can be compared with.
  // A constant or a name is a value: `true` does not hold of what is missing (docs/decisions/0056).
  if (tested.is_boolean() && !input.is_boolean() && is_condition(node.child(0))) return tested.boolean();
  return fits(tested, input);
}

std::optional<bool> Evaluation::fits(const Value& tested, const Value& input) {
  if (tested.kind() == Value::Kind::Range && input.kind() != Value::Kind::Range)
    return includes(*this, tested.range(), input);
  if (tested.is_list()) {
    if (input.is_list()) {
      if (const std::optional<bool> same = equal(*this, input, tested); same && *same) return true;
    }
    for (const Value& element : tested.list()) {
      step();
      if (element.kind() == Value::Kind::Range && input.kind() != Value::Kind::Range) {
        if (includes(*this, element.range(), input).value_or(false)) return true;
      } else if (equal(*this, input, element).value_or(false)) {
        return true;
      }
    }
    return false;
  }
  return equal(*this, input, tested);
}

}  // namespace lienthong::feel
