#include "feel/template/evaluation.h"
#include <algorithm>
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::feel::juel {
namespace {

class Run {
 public:
  Run(const Environment& environment, Budget& spent)
      : environment_(environment), budget_(environment, nullptr, nullptr, spent) {}

  Evaluation& budget() { return budget_; }

  /// The parser bounds the height of a tree, and so this recursion.
  Value evaluate(const Node& node) {
    budget_.step();
    switch (node.op) {
      case Op::Literal: return node.constant;
      case Op::Identifier: return identifier(node.name);
      case Op::Property: return property(node);
      case Op::Method: return method(node);
      case Op::Function: return function(node);
      case Op::Not: return !to_boolean(evaluate(node.child(0)));
      case Op::Empty: return is_empty(evaluate(node.child(0)));
      case Op::Negate: return -to_number(evaluate(node.child(0)));
      case Op::Multiply:
      case Op::Divide:
      case Op::Modulo:
      case Op::Add:
      case Op::Subtract:
      case Op::Less:
      case Op::LessEqual:
      case Op::Greater:
      case Op::GreaterEqual:
      case Op::Equal:
      case Op::NotEqual:
      case Op::Chain: {
        Value left = evaluate(node.child(0));
        for (std::size_t i = 1; i < node.children.size(); ++i)
          left = joined(node.operators[i - 1], left, evaluate(node.child(i)));
        return left;
      }
      case Op::And:
        for (const auto& child : node.children)
          if (!to_boolean(evaluate(*child))) return false;
        return true;
      case Op::Or:
        for (const auto& child : node.children)
          if (to_boolean(evaluate(*child))) return true;
        return false;
      case Op::Choice: {
        std::size_t at = 0;
        for (; at + 1 < node.children.size(); at += 2)
          if (to_boolean(evaluate(node.child(at)))) return evaluate(node.child(at + 1));
        return evaluate(node.child(at));
      }
    }
    return {};
  }

 private:
  const Environment& environment_;
  Evaluation budget_;

  Value identifier(const std::string& name) {
    if (std::optional<Value> found = environment_.names.find(name)) return std::move(*found);
    fail("Cannot resolve identifier '" + name + "'", Failure::Kind::Property);
  }

  List arguments(const Node& node, std::size_t first) {
    List result;
    result.reserve(node.children.size() - first);
    for (std::size_t i = first; i < node.children.size(); ++i) result.push_back(evaluate(node.child(i)));
    return result;
  }

  Value property(const Node& node) {
    const Node& owner = node.child(0);
    if (owner.op == Op::Identifier) {
      const Value key = evaluate(node.child(1));
      if (key.is_string())
        if (std::optional<Value> found = environment_.names.property(owner.name, key.string()))
          return std::move(*found);
      if (is_host(owner.name) && !environment_.names.find(owner.name))
        fail("Cannot find property " + to_text(key) + " in '" + owner.name + "'", Failure::Kind::Property);
      return property_of(evaluate(owner), key);
    }
    const Value base = evaluate(owner);
    return property_of(base, evaluate(node.child(1)));
  }

  static Value property_of(const Value& base, const Value& key) {
    if (base.is_null() || key.is_null()) return {};
    if (base.is_context()) {
      const Value* found = base.find(to_text(key));
      return found ? *found : Value();
    }
    if (base.is_list()) {
      if (key.is_string() && key.string() == "empty") return base.list().empty();
      const std::optional<std::int64_t> index = to_number(key).to_integer();
      if (!index || *index < 0 || *index >= static_cast<std::int64_t>(base.list().size())) return {};
      return base.list()[static_cast<std::size_t>(*index)];
    }
    if (base.kind() == Value::Kind::DateTime && key.is_string() && key.string() == "time")
      if (const std::optional<Instant> instant = instant_of(base.date_time(), 0)) return instant->ms;
    fail("Cannot find property " + to_text(key) + " in " + lienthong::name(base.kind()),
         Failure::Kind::Property);
  }

  /// Names that are objects of the engine and never values.
  static bool is_host(const std::string& name) {
    return name == "execution" || name == "task" || name == "externalTask";
  }

  Value method(const Node& node) {
    const Node& owner = node.child(0);
    const List given = arguments(node, 1);
    if (owner.op == Op::Identifier) {
      if (std::optional<Value> result = environment_.names.call(owner.name, node.name, given))
        return std::move(*result);
      if (is_host(owner.name) && !environment_.names.find(owner.name))
        fail("Cannot find method '" + node.name + "' in '" + owner.name + "'", Failure::Kind::Method);
    }
    const Value base = evaluate(owner);
    if (base.is_null()) {
      // A JSON null still answers Spin's questions.
      if (node.name == "isNull" && given.empty()) return true;
      fail("Method '" + node.name + "' is called on null");
    }
    if (MethodResult result = method_of(base, node.name, given)) return std::move(*result);
    fail("Cannot find method '" + node.name + "' in " + lienthong::name(base.kind()), Failure::Kind::Method);
  }

  MethodResult method_of(const Value& base, const std::string& name, const List& given) {
    if (name == "equals") return only(given, name) == base;
    MethodResult result;
    switch (base.kind()) {
      case Value::Kind::String: result = text_method(budget_, base.string(), name, given); break;
      case Value::Kind::List: result = list_method(budget_, base, name, given); break;
      case Value::Kind::Context: result = map_method(budget_, base, name, given); break;
      case Value::Kind::Number: result = number_method(base, name, given); break;
      case Value::Kind::Date:
      case Value::Kind::DateTime: result = time_method(budget_, base, name, given); break;
      case Value::Kind::Function: return xml_method(budget_, base, name, given);
      default: break;
    }
    return result ? std::move(result) : json_method(budget_, base, name, given);
  }

  Value function(const Node& node) {
    const List given = arguments(node, 0);
    if (node.name == "now" || node.name == "dateTime") {
      expect_count(given, 0, node.name);
      return date_time_of(environment_.now, environment_.zone_offset_s);
    }
    if (node.name == "JSON" || node.name == "S") {
      const Value& source = only(given, node.name);
      if (!source.is_string()) return source;
      try {
        return json::parse(source.string());
      } catch (const Refused& refused) {
        fail(refused.what());
      }
    }
    if (node.name == "XML") return parse_xml(text_argument(only(given, node.name), node.name));
    // Functions of the engine, such as currentUser(), belong to no object.
    if (std::optional<Value> result = environment_.names.call("", node.name, given))
      return std::move(*result);
    fail("Could not resolve function '" + node.name + "'", Failure::Kind::Method);
  }

  Value joined(Op op, const Value& left, const Value& right) {
    if (op == Op::Equal || op == Op::NotEqual) return equals(budget_, left, right) == (op == Op::Equal);
    const bool compares =
        op == Op::Less || op == Op::LessEqual || op == Op::Greater || op == Op::GreaterEqual;
    return compares ? ordered(op, left, right) : arithmetic(op, to_number(left), to_number(right));
  }

  static Value arithmetic(Op op, const Decimal& a, const Decimal& b) {
    if ((op == Op::Divide || op == Op::Modulo) && b.is_zero()) fail("Division by zero");
    std::optional<Decimal> result;
    switch (op) {
      case Op::Add: result = add(a, b); break;
      case Op::Subtract: result = subtract(a, b); break;
      case Op::Multiply: result = multiply(a, b); break;
      case Op::Divide:  // a Double in Camunda, even where it comes out whole
        if ((result = divide(a, b))) result = result->with_point();
        break;
      default: {
        // Java's remainder takes the sign of the dividend.
        const Decimal magnitude = b.is_negative() ? -b : b;
        result = a.is_negative() ? modulo(-a, magnitude) : modulo(a, magnitude);
        if (result && a.is_negative()) result = -*result;
      }
    }
    if (!result) fail("The result is out of range");
    return *result;
  }

  Value ordered(Op op, const Value& a, const Value& b) {
    if (a.is_null() || b.is_null())
      return a.is_null() && b.is_null() && (op == Op::LessEqual || op == Op::GreaterEqual);
    const int found = compare(budget_, a, b);
    switch (op) {
      case Op::Less: return found < 0;
      case Op::LessEqual: return found <= 0;
      case Op::Greater: return found > 0;
      default: return found >= 0;
    }
  }
};

std::string worded(const Failure& failure, const std::string& text) {
  const char* what = failure.kind == Failure::Kind::Property ? "Unknown property used in expression: "
                     : failure.kind == Failure::Kind::Method ? "Unknown method used in expression: "
                                                             : "Error while evaluating expression: ";
  return what + text + ". Cause: " + failure.cause;
}

}  // namespace

Value evaluate(const Template& parsed, const std::string& text, const Environment& given) {
  if (parsed.parts.size() == 1 && !parsed.parts[0].node) return parsed.parts[0].text;
  Environment environment = given;
  environment.local_without_zone = true;
  Budget spent;
  try {
    Run run(environment, spent);
    if (parsed.parts.size() == 1) {
      Value result = run.evaluate(*parsed.parts[0].node);
      return result;
    }
    std::string out;
    for (const Part& part : parsed.parts) {
      const std::size_t before = out.size();
      out += part.node ? to_text(run.evaluate(*part.node)) : part.text;
      run.budget().produce(out.size() - before);
    }
    return out;
  } catch (const Failure& failure) {
    throw EvaluationError(worded(failure, text));
  }
}

Value evaluate_within(Evaluation& outer, const Names& names, const Template& parsed,
                      const std::string& text) {
  const Environment environment{names, outer.environment().now, outer.environment().zone_offset_s, true,
                                outer.environment().calendars};
  try {
    return Run(environment, outer.budget()).evaluate(*parsed.parts[0].node);
  } catch (const Failure& failure) {
    throw EvaluationError(worded(failure, text));
  }
}

std::optional<std::size_t> arguments_of(std::string_view function) {
  if (function == "now" || function == "dateTime") return 0;
  if (function == "JSON" || function == "S" || function == "XML") return 1;
  return std::nullopt;
}

const Value& only(const List& arguments, const std::string& method) {
  expect_count(arguments, 1, method);
  return arguments[0];
}

void expect_count(const List& arguments, std::size_t count, const std::string& method) {
  if (arguments.size() != count)
    fail("'" + method + "' takes " + std::to_string(count) + " arguments, not " +
             std::to_string(arguments.size()),
         Failure::Kind::Method);
}

std::int64_t whole_argument(const Value& value, const std::string& method) {
  const std::optional<std::int64_t> whole = to_number(value).truncated().to_integer();
  if (!whole) fail("'" + method + "' takes a whole number");
  return *whole;
}

const std::string& text_argument(const Value& value, const std::string& method) {
  if (!value.is_string()) fail("'" + method + "' takes a string, not " + lienthong::name(value.kind()));
  return value.string();
}

}  // namespace lienthong::feel::juel
