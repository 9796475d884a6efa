#include <charconv>
#include "base/json.h"
#include "base/refused.h"
#include "feel/template/evaluation.h"

// Camunda Spin on JSON: a node is any value.
namespace lienthong::feel::juel {
namespace {

const Value& of_kind(const Value& node, Value::Kind kind, const std::string& method) {
  if (node.kind() != kind) fail("'" + method + "' is called on " + name(node.kind()));
  return node;
}

/// One step of a path: a key, an index, or every element.
struct Step {
  std::string key;
  std::optional<std::int64_t> index;
  bool every = false;
};

class PathReader {
 public:
  explicit PathReader(const std::string& path) : path_(path), rest_(path) {}

  std::vector<Step> steps() {
    std::vector<Step> result;
    if (!take('$')) wrong();
    while (!rest_.empty()) {
      if (take('.')) {
        result.push_back(key_step());
      } else if (take('[')) {
        result.push_back(bracket_step());
      } else {
        wrong();
      }
    }
    return result;
  }

 private:
  const std::string& path_;
  std::string_view rest_;

  [[noreturn]] void wrong() const { fail("The JSON path '" + path_ + "' is not supported"); }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  Step key_step() {
    const std::size_t end = std::min(rest_.find_first_of(".["), rest_.size());
    Step step;
    step.key = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (step.key.empty()) wrong();
    step.every = step.key == "*";
    return step;
  }
  Step bracket_step() {
    Step step;
    if (!rest_.empty() && (rest_.front() == '\'' || rest_.front() == '"')) {
      const std::size_t end = rest_.find(rest_.front(), 1);
      if (end == std::string_view::npos) wrong();
      step.key = rest_.substr(1, end - 1);
      rest_.remove_prefix(end + 1);
    } else if (take('*')) {
      step.every = true;
    } else {
      std::int64_t index = 0;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), index);
      if (error != std::errc()) wrong();
      step.index = index;
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    }
    if (!take(']')) wrong();
    return step;
  }
};

/// What one step leads to from one node.
void follow(Evaluation& evaluation, const Value& node, const Step& step, List& out) {
  evaluation.step();
  const auto put = [&](const Value& value) {
    evaluation.produce(sizeof(Value));
    out.push_back(value);
  };
  if (step.every) {
    if (node.is_list())
      for (const Value& element : node.list()) put(element);
    if (node.is_context())
      for (const auto& [key, element] : node.context().entries) put(element);
  } else if (step.index) {
    if (!node.is_list()) return;
    const auto size = static_cast<std::int64_t>(node.list().size());
    const std::int64_t index = *step.index < 0 ? size + *step.index : *step.index;
    if (index >= 0 && index < size) put(node.list()[static_cast<std::size_t>(index)]);
  } else if (const Value* found = node.find(step.key)) {
    put(*found);
  }
}

bool is_plain(const Value& node) { return !node.is_list() && !node.is_context(); }

MethodResult question(const Value& node, const std::string& method) {
  if (method == "isNull") return node.is_null();
  if (method == "isObject") return node.is_context();
  if (method == "isArray") return node.is_list();
  if (method == "isString") return node.is_string();
  if (method == "isNumber") return node.is_number();
  if (method == "isBoolean") return node.is_boolean();
  if (method == "isValue") return is_plain(node);
  return std::nullopt;
}

}  // namespace

Value json_path(Evaluation& evaluation, const Value& node, const std::string& path) {
  List found{node};
  bool many = false;
  for (const Step& step : PathReader(path).steps()) {
    many = many || step.every;
    List next;
    for (const Value& value : found) follow(evaluation, value, step, next);
    found = std::move(next);
  }
  if (many) return found;
  if (found.empty()) fail("The JSON path '" + path + "' leads nowhere");
  return found.front();
}

MethodResult json_method(Evaluation& evaluation, const Value& node, const std::string& method,
                         const List& arguments) {
  if (method == "prop") {
    const std::string& name = text_argument(only(arguments, method), method);
    const Value* found = of_kind(node, Value::Kind::Context, method).find(name);
    if (!found) fail("Unable to find '" + name + "'");
    return *found;
  }
  if (method == "hasProp") {
    const std::string& name = text_argument(only(arguments, method), method);
    return node.find(name) != nullptr;
  }
  if (method == "jsonPath")
    return json_path(evaluation, node, text_argument(only(arguments, method), method));
  if (!arguments.empty()) return std::nullopt;
  if (method == "elements" || method == "elementList") return of_kind(node, Value::Kind::List, method);
  if (method == "stringValue") return of_kind(node, Value::Kind::String, method);
  if (method == "numberValue") return of_kind(node, Value::Kind::Number, method);
  if (method == "boolValue") return of_kind(node, Value::Kind::Boolean, method);
  if (method == "element") return node;
  if (method == "value") {
    if (!is_plain(node)) fail("'value' is called on " + std::string(name(node.kind())));
    return node;
  }
  if (method == "fieldNames") {
    List names;
    for (const auto& [key, value] : of_kind(node, Value::Kind::Context, method).context().entries)
      names.emplace_back(key);
    evaluation.produce(names.size() * sizeof(Value));
    return names;
  }
  if (method == "toString") {
    evaluation.measure(node);
    return to_text(node);
  }
  return question(node, method);
}

}  // namespace lienthong::feel::juel
