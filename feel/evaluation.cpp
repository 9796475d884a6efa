#include "feel/evaluation.h"
#include <optional>
#include <string>
#include <utility>
#include "feel/operators.h"

namespace lienthong::feel {

/// Remembers which node is evaluated, for diagnostics, and how deep.
struct Evaluation::Frame {
  Frame(Evaluation& evaluation, const Node& node) : evaluation_(evaluation), outer_(evaluation.here_) {
    if (++evaluation_.budget_.depth > depth_max) {
      --evaluation_.budget_.depth;
      throw EvaluationError("The expression nests deeper than " + std::to_string(depth_max) + " levels");
    }
    evaluation_.here_ = &node;
    evaluation_.step();
  }
  ~Frame() {
    evaluation_.here_ = outer_;
    --evaluation_.budget_.depth;
  }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

 private:
  Evaluation& evaluation_;
  const Node* outer_;
};

/// Makes a scope the nearest one while it lives.
struct Evaluation::Within {
  Within(Evaluation& evaluation, const Scope& scope) : evaluation_(evaluation), outer_(evaluation.scope_) {
    evaluation_.scope_ = &scope;
  }
  ~Within() { evaluation_.scope_ = outer_; }
  Within(const Within&) = delete;
  Within& operator=(const Within&) = delete;

 private:
  Evaluation& evaluation_;
  const Scope* outer_;
};

Value Evaluation::evaluate(const Node& node) {
  const Frame frame(*this, node);
  switch (node.op) {
    case Op::Literal: return node.constant;
    case Op::Name: return name(node);
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::Power:
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual: return operation(node);
    case Op::Negate: {
      Value storage;
      return negate(*this, see(node.child(0), storage));
    }
    case Op::Chain: return chain(node);
    case Op::Link: break;  // what it joins to is the chain's
    case Op::And: return conjunction(node);
    case Op::Or: return disjunction(node);
    case Op::If: return conditional(node);
    case Op::For: return for_each(node);
    case Op::Some:
    case Op::Every: return quantified(node);
    case Op::Between: return between(node);
    case Op::In: return in(node);
    case Op::Span:
    case Op::Range: return range(node);
    case Op::ListLiteral: return list(node);
    case Op::ContextLiteral: return context(node);
    case Op::Path: return path(node);
    case Op::Filter: return filter(node);
    case Op::Call: return call_node(node);
    case Op::FunctionDefinition: return define(node, nullptr);
    case Op::InstanceOf: return instance_of(node);
    case Op::External: return external(node);
    case Op::Coerce: return coerce(node);
    case Op::Native: return node.native->evaluate(*this, node);
    case Op::AnyTest:
    case Op::CompareTest:
    case Op::ExpressionTest:
    case Op::Tests: break;
  }
  return unary_tests(node);
}

Value Evaluation::evaluate_in(const Scope& scope, const Node& node) {
  const Within within(*this, scope);
  return evaluate(node);
}

Value Evaluation::call_body(const Scope& scope, const Node& node, const std::shared_ptr<const Node>& root) {
  const std::shared_ptr<const Node> outer = std::exchange(root_, root);
  try {
    Value result = evaluate_in(scope, node);
    root_ = outer;
    return result;
  } catch (...) {
    root_ = outer;
    throw;
  }
}

const Value& Evaluation::see(const Node& node, Value& storage) {
  if (node.op == Op::Literal) return node.constant;
  if (node.op == Op::Name)
    if (const Value* found = resolve(node.name, storage)) return *found;
  return storage = evaluate(node);
}

const Value* Evaluation::resolve(std::string_view name, Value& storage) const {
  if (scope_)
    if (const Value* found = local(name)) return found;
  if (const Value* found = environment_.names.see(name)) return found;
  std::optional<Value> found = environment_.names.find(name);
  if (!found) return nullptr;
  storage = std::move(*found);
  return &storage;
}

const Value* Evaluation::local(std::string_view name) const {
  for (const Scope* scope = scope_; scope; scope = scope->parent) {
    for (std::size_t i = scope->count; i-- > 0;)
      if (scope->names[i] == name) return &scope->values[i];
    if (scope->context)
      if (const Value* found = scope->context->find(name)) return found;
    if (scope->item) {
      if (const Value* found = scope->item->find(name)) return found;
      if (name == "item") return scope->item;
    }
  }
  return nullptr;
}

Value Evaluation::name(const Node& node) {
  Value storage;
  if (const Value* found = resolve(node.name, storage))
    return found == &storage ? std::move(storage) : *found;
  if (node.builtin && !node.builtin->ours) return builtin_function(*node.builtin);
  if (node.flag)
    throw EvaluationError("Unknown property used in expression: ${" + node.name +
                          "}. Cause: Cannot resolve identifier '" + node.name + "'");
  return fail("There is no '", node.name, "'");
}

Value Evaluation::operation(const Node& node) {
  Value left_storage, right_storage;
  const Value& left = see(node.child(0), left_storage);
  const Value& right = see(node.child(1), right_storage);
  return joined(node.op, left, right);
}

Value Evaluation::chain(const Node& node) {
  Value left = evaluate(node.child(0));
  std::optional<std::string> growing;  // the text that `left` is to be: a long one is not copied at each step
  const auto settle = [&] {
    if (growing) left = Value(*std::exchange(growing, std::nullopt));
  };
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Node& link = node.child(i);
    const Frame frame(*this, link);
    Value storage;
    const Value& right = see(link.child(0), storage);
    if (link.comparison == Op::Add && right.is_string() && (growing || left.is_string())) {
      if (!growing) growing = left.string();
      produce(right.string().size());
      *growing += right.string();
      continue;
    }
    settle();
    left = joined(link.comparison, left, right);
  }
  settle();
  return left;
}

Value Evaluation::joined(Op op, const Value& left, const Value& right) {
  switch (op) {
    case Op::Add: return add(*this, left, right);
    case Op::Subtract: return subtract(*this, left, right);
    case Op::Multiply: return multiply(*this, left, right);
    case Op::Divide: return divide(*this, left, right);
    case Op::Power: return power(*this, left, right);
    default: return compared(op, left, right);
  }
}

Value Evaluation::compared(Op op, const Value& left, const Value& right) {
  if (op == Op::Equal || op == Op::NotEqual) {
    const std::optional<bool> same = equal(*this, left, right);
    if (!same)
      return fail("Cannot compare ", lienthong::name(left.kind()), " with ", lienthong::name(right.kind()));
    return *same == (op == Op::Equal);
  }
  const std::optional<int> found = order(*this, left, right);
  if (!found)
    return fail("Cannot compare ", lienthong::name(left.kind()), " with ", lienthong::name(right.kind()));
  switch (op) {
    case Op::Less: return *found < 0;
    case Op::LessEqual: return *found <= 0;
    case Op::Greater: return *found > 0;
    default: return *found >= 0;
  }
}

/// DMN 1.5 table 50: false decides, whatever the rest is; what is no boolean counts as null.
Value Evaluation::conjunction(const Node& node) {
  bool unknown = false;
  for (const NodePtr& child : node.children) {
    Value storage;
    const Value& value = see(*child, storage);
    if (!value.is_boolean()) {
      unknown = true;
    } else if (!value.boolean()) {
      return false;
    }
  }
  return unknown ? Value() : Value(true);
}

Value Evaluation::disjunction(const Node& node) {
  bool unknown = false;
  for (const NodePtr& child : node.children) {
    Value storage;
    const Value& value = see(*child, storage);
    if (!value.is_boolean()) {
      unknown = true;
    } else if (value.boolean()) {
      return true;
    }
  }
  return unknown ? Value() : Value(false);
}

Value Evaluation::conditional(const Node& node) {
  std::size_t at = 0;
  for (; at + 1 < node.children.size(); at += 2) {
    const Value condition = evaluate(node.child(at));
    if (condition.is_boolean()) {
      if (condition.boolean()) return evaluate(node.child(at + 1));
      continue;
    }
    fail("The condition of 'if' is ", lienthong::name(condition.kind()), ", not boolean");
    if (node.flag && !condition.is_null()) return {};
  }
  return evaluate(node.child(at));
}

Value Evaluation::between(const Node& node) {
  const Value value = evaluate(node.child(0)), low = evaluate(node.child(1)), high = evaluate(node.child(2));
  const std::optional<int> from = order(*this, value, low), to = order(*this, value, high);
  if ((from && *from < 0) || (to && *to > 0)) return false;
  if (!from || !to)
    return fail("Cannot compare ", lienthong::name(value.kind()), " with the ends of 'between'");
  return true;
}

Value Evaluation::range(const Node& node) {
  Range range;
  range.low_closed = node.low_closed;
  range.high_closed = node.high_closed;
  Value low = evaluate(node.child(0)), high = node.children.size() > 1 ? evaluate(node.child(1)) : Value();
  if (node.comparison != Op::Range) {
    // `(< 5)` is unbounded below; `(null..5)` is not, and compares with nothing there.
    const bool below = node.comparison == Op::Less || node.comparison == Op::LessEqual;
    const bool above = node.comparison == Op::Greater || node.comparison == Op::GreaterEqual;
    if (!below && !above)
      range.form = node.comparison == Op::Equal ? Range::Form::Equal : Range::Form::NotEqual;
    if (!below) range.low = low;
    if (!above) range.high = std::move(low);
    return range;
  }
  if (!low.is_null() && !high.is_null()) {
    const std::optional<int> found = order(*this, low, high);
    if (!found || *found > 0) return fail("The ends of the range do not fit");
  }
  range.low = std::move(low);
  range.high = std::move(high);
  return range;
}

Value Evaluation::list(const Node& node) {
  List elements;
  elements.reserve(node.children.size());
  produce(node.children.size() * sizeof(Value));
  for (const NodePtr& child : node.children) elements.push_back(evaluate(*child));
  return elements;
}

Value Evaluation::context(const Node& node) {
  Context result;
  result.entries.reserve(node.children.size());
  produce(node.children.size() * sizeof(result.entries[0]));
  Scope scope;
  scope.parent = scope_;
  scope.context = &result;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Node& child = node.child(i);
    const std::string& key = node.names[i];
    const Within within(*this, scope);
    Value value = child.op == Op::FunctionDefinition ? define(child, &key) : evaluate(child);
    if (node.flag && i + 1 == node.children.size()) return value;
    result.entries.emplace_back(key, std::move(value));
  }
  return result;
}

void Evaluation::produce(std::size_t bytes) {
  budget_.produced += bytes;
  if (budget_.produced > produced_bytes_max)
    throw EvaluationError("The expression makes more than " + std::to_string(produced_bytes_max) + " bytes");
}

void Evaluation::measure(const Value& value, int depth) {
  step();
  if (depth > value_depth_max)
    throw EvaluationError("The value nests deeper than " + std::to_string(value_depth_max) + " levels");
  if (value.is_string()) {
    constexpr std::size_t bytes_per_step = 64;
    step(value.string().size() / bytes_per_step);
  } else if (value.is_list()) {
    for (const Value& element : value.list()) measure(element, depth + 1);
  } else if (value.is_context()) {
    for (const auto& [key, element] : value.context().entries) measure(element, depth + 1);
  } else if (value.kind() == Value::Kind::Range) {
    if (value.range().low) measure(*value.range().low, depth + 1);
    if (value.range().high) measure(*value.range().high, depth + 1);
  }
}

void Evaluation::exhausted_steps() const {
  throw EvaluationError("The expression takes more than " + std::to_string(steps_max) + " steps");
}

void Evaluation::report(std::string message) {
  if (diagnostics_->size() >= diagnostics_max) return;
  diagnostics_->push_back({std::move(message), here_ ? here_->line : 0, here_ ? here_->column : 0});
}

}  // namespace lienthong::feel
