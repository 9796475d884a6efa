#include <algorithm>
#include "feel/evaluation.h"
#include "feel/external.h"
#include "feel/temporal.h"

namespace lienthong::feel {
namespace {

/// A function written in FEEL, with copies of the names it was born among.
class Lambda final : public Function, public std::enable_shared_from_this<Lambda> {
 public:
  Lambda(const Node& node, std::shared_ptr<const Node> root, Context captured, const std::string* own_name)
      : Function(node.names),
        node_(node),
        root_(std::move(root)),
        captured_(std::move(captured)),
        own_name_(own_name ? *own_name : "") {}

  Type type() const override {
    Type type = Function::type();
    std::copy(node_.types.begin(), node_.types.end(), type.parts.begin());
    if (node_.child(0).op == Op::Coerce) type.parts.back() = node_.child(0).types[0];
    return type;
  }
  Value call(Evaluation& evaluation, List arguments) const override {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      std::optional<Value> argument =
          evaluation.fit(arguments[i], node_.types[i], "The argument '", node_.names[i], "'");
      if (!argument) return {};
      arguments[i] = *std::move(argument);
    }
    // A function may call itself by the name of the context entry that holds it.
    const Value self(std::static_pointer_cast<const Callable>(shared_from_this()));
    Scope outer;
    outer.context = &captured_;
    Scope itself;
    itself.parent = &outer;
    itself.names = &own_name_;
    itself.values = &self;
    itself.count = own_name_.empty() ? 0 : 1;
    Scope scope;
    scope.parent = &itself;
    scope.names = node_.names.data();
    scope.values = arguments.data();
    scope.count = arguments.size();
    return evaluation.call_body(scope, node_.child(0), root_);
  }

 private:
  const Node& node_;
  std::shared_ptr<const Node> root_;  ///< keeps node_
  Context captured_;
  std::string own_name_;
};

class HostFunction final : public Function {
 public:
  HostFunction(std::vector<std::string> parameters, std::function<Value(const List&)> body)
      : Function(std::move(parameters)), body_(std::move(body)) {}
  Value call(Evaluation&, List arguments) const override { return body_(arguments); }

 private:
  std::function<Value(const List&)> body_;
};

class BuiltinFunction final : public Function {
 public:
  explicit BuiltinFunction(const BuiltinFamily& family)
      : Function(family.ways[0].parameters), family_(family) {}
  bool takes(std::size_t count) const override { return way_of(family_, count) != nullptr; }
  bool is_of(const Type& wanted) const override {
    return std::any_of(family_.ways.begin(), family_.ways.end(), [&](const Builtin& one) {
      const std::size_t count = wanted.parts.size() - 1;
      if (!one.takes(count)) return false;
      Type own = one.type;
      if (own.parts.empty()) return true;
      own.parts.erase(own.parts.begin() + static_cast<std::ptrdiff_t>(count), own.parts.end() - 1);
      return subsumed(own, wanted);
    });
  }
  Value call(Evaluation& evaluation, List arguments) const override {
    return way_of(family_, arguments.size())->body(evaluation, arguments);
  }

 private:
  const BuiltinFamily& family_;
};

/// What the body mentions, as it is where the function is defined.
Context captured_by(Evaluation& evaluation, const Node& node) {
  Context captured;
  for (const std::string& name : node.captures) {
    Value storage;
    if (const Value* found = evaluation.resolve(name, storage)) captured.entries.emplace_back(name, *found);
  }
  evaluation.step(node.captures.size());
  evaluation.produce(captured.entries.size() * sizeof(captured.entries[0]));
  return captured;
}

/// How many arguments by position these names stand for: what is left out at the end is absent, not null.
std::size_t reach(const std::vector<std::string>& names, const std::vector<std::string>& parameters) {
  std::size_t count = parameters.size();
  while (count > 0 && std::find(names.begin(), names.end(), parameters[count - 1]) == names.end()) --count;
  return count;
}

/// The arguments in the order of `parameters`, or nothing when a name is unknown.
std::optional<List> in_order(const std::vector<std::string>& names, List& values,
                             const std::vector<std::string>& parameters) {
  List ordered(parameters.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = std::find(parameters.begin(), parameters.end(), names[i]);
    if (found == parameters.end()) return std::nullopt;
    ordered[static_cast<std::size_t>(found - parameters.begin())] = values[i];
  }
  return ordered;
}

}  // namespace

Value host_function(std::vector<std::string> parameters, std::function<Value(const List&)> body) {
  return std::shared_ptr<const Callable>(
      std::make_shared<HostFunction>(std::move(parameters), std::move(body)));
}

Value builtin_function(const BuiltinFamily& family) {
  return std::shared_ptr<const Callable>(std::make_shared<BuiltinFunction>(family));
}

Value Evaluation::path(const Node& node) {
  Value storage;
  return path_of(see(node.child(0), storage), node.name);
}

Value Evaluation::path_of(const Value& value, const std::string& name) {
  if (const Value* found = value.find(name)) return *found;
  if (value.is_list()) {
    List results;
    results.reserve(value.list().size());
    produce(value.list().size() * sizeof(Value));
    for (const Value& element : value.list()) {
      step();
      const Value* found = element.find(name);
      results.push_back(found               ? *found
                        : element.is_list() ? fail("A list within a list has no '", name, "'")
                                            : path_of(element, name));
    }
    return results;
  }
  if (value.kind() == Value::Kind::Range) {
    const Range& range = value.range();
    if (name == "start") return range.low.value_or(Value());
    if (name == "end") return range.high.value_or(Value());
    if (name == "start included") return range.low_closed;
    if (name == "end included") return range.high_closed;
  }
  if (std::optional<Value> property = property_of(value, name)) return std::move(*property);
  return fail("There is no '", name, "' in ", lienthong::name(value.kind()));
}

Value Evaluation::call_node(const Node& node) {
  const Node& callee = node.child(0);
  if (callee.op != Op::Name) return call_function(node, evaluate(callee));
  Value storage;
  const Value* const found = resolve(callee.name, storage);
  if (callee.builtin && (!found || found->kind() != Value::Kind::Function))
    return call_builtin(node, *callee.builtin);
  if (!found) return fail("There is no function '", callee.name, "'");
  const Value function = *found;
  return call_function(node, function);
}

Value Evaluation::call_builtin(const Node& node, const BuiltinFamily& family) {
  List arguments;
  arguments.reserve(node.children.size() - 1);
  for (std::size_t i = 1; i < node.children.size(); ++i) arguments.push_back(evaluate(node.child(i)));
  if (!node.names.empty()) {
    const Builtin* const way = way_of(family, node.names);
    if (!way) return fail("The arguments do not fit ", family.name, "()");
    std::optional<List> ordered = in_order(node.names, arguments, way->parameters);
    ordered->resize(reach(node.names, way->parameters));
    return run_builtin(*way, *ordered);
  }
  if (const Builtin* const way = way_of(family, arguments.size())) return run_builtin(*way, arguments);
  return fail("The arguments do not fit ", family.name, "()");
}

/// An argument that is a list of one counts as its element where the function takes no list (DMN 1.5
/// §10.3.2.9.4).
Value Evaluation::run_builtin(const Builtin& way, const List& arguments) {
  const std::size_t misfits = misfits_, told = diagnostics_ ? diagnostics_->size() : 0;
  Value result = way.body(*this, arguments);
  if (misfits_ == misfits) return result;
  List elements = arguments;
  bool any = false;
  for (Value& element : elements) {
    if (!element.is_list() || element.list().size() != 1) continue;
    element = Value(element.list()[0]);
    any = true;
  }
  if (!any) return result;
  if (diagnostics_) diagnostics_->resize(told);
  return way.body(*this, elements);
}

Value Evaluation::call_function(const Node& node, const Value& function) {
  List arguments;
  arguments.reserve(node.children.size() - 1);
  for (std::size_t i = 1; i < node.children.size(); ++i) arguments.push_back(evaluate(node.child(i)));
  if (node.names.empty()) return call(function, std::move(arguments));
  if (function.kind() != Value::Kind::Function)
    return fail("This is no function but ", lienthong::name(function.kind()));
  const auto* callable = dynamic_cast<const Function*>(function.function().get());
  if (!callable) return fail("This function cannot be called from an expression");
  std::optional<List> ordered = in_order(node.names, arguments, callable->parameters());
  if (!ordered) return fail("The names of the arguments do not fit");
  return callable->call(*this, std::move(*ordered));
}

Value Evaluation::call(const Value& function, List arguments) {
  step();
  if (function.kind() != Value::Kind::Function)
    return fail("This is no function but ", lienthong::name(function.kind()));
  const auto* callable = dynamic_cast<const Function*>(function.function().get());
  if (!callable) return fail("This function cannot be called from an expression");
  if (!callable->takes(arguments.size()))
    return fail("The function takes ", std::to_string(callable->parameters().size()), " arguments, not ",
                std::to_string(arguments.size()));
  return callable->call(*this, std::move(arguments));
}

Value Evaluation::define(const Node& node, const std::string* own_name) {
  std::shared_ptr<const Callable> lambda =
      std::make_shared<Lambda>(node, root_, captured_by(*this, node), own_name);
  return lambda;
}

Value Evaluation::instance_of(const Node& node) {
  const Value value = evaluate(node.child(0));
  if (node.types[0].shape == Type::Shape::Unknown) return fail("There is no such type");
  measure(value);
  return is_instance(*this, value, node.types[0]);
}

Value Evaluation::coerce(const Node& node) {
  Value storage;
  const Value& value = see(node.child(0), storage);
  return fit(value, node.types[0], node.name).value_or(Value());
}

/// The parameters of the function whose body this is are the nearest scope.
Value Evaluation::external(const Node& node) {
  if (!scope_ || !scope_->values) return fail("A function in another language has no parameters here");
  const Value place = evaluate(node.child(0));
  const Value* java = place.find("java");
  return call_java(*this, java ? *java : place, {scope_->values, scope_->count});
}

}  // namespace lienthong::feel
