#include "engine/definitions/delegates.h"
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::engine {
namespace {

/// `${bean}` and `#{bean}` mean `bean`.
std::string_view bare(std::string_view java) {
  if (java.size() > 3 && (java.substr(0, 2) == "${" || java.substr(0, 2) == "#{") && java.back() == '}')
    java = java.substr(2, java.size() - 3);
  const std::size_t first = java.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "";
  return java.substr(first, java.find_last_not_of(" \t\r\n") - first + 1);
}

[[noreturn]] void wrong(const std::string& entry, const std::string& why) {
  throw Refused(Refused::Kind::Invalid, "the delegates file: the entry '" + entry + "' " + why);
}

Delegate read_entry(const std::string& name, const Value& entry) {
  Delegate delegate;
  if (entry.is_string())
    delegate.topic = entry.string();
  else if (entry.is_context())
    for (const auto& [key, value] : entry.context().entries) {
      if (key != "topic" && key != "resultVariable")
        wrong(name, "has '" + key + "'; it may have topic and resultVariable");
      if (!value.is_string() || value.string().empty()) wrong(name, "needs text for '" + key + "'");
      (key == "topic" ? delegate.topic : delegate.result_variable) = value.string();
    }
  else
    wrong(name, "is neither a topic nor an object with one");
  if (delegate.topic.empty()) wrong(name, "needs a topic");
  return delegate;
}

}  // namespace

Delegates Delegates::parse(std::string_view text) {
  const Value file = json::parse(text);
  if (!file.is_context())
    throw Refused(Refused::Kind::Invalid,
                  R"(the delegates file is an object such as {"com.example.Register": "civil.register"})");
  if (file.context().entries.size() > entries_max)
    throw Refused(Refused::Kind::TooLarge, "the delegates file has " +
                                               std::to_string(file.context().entries.size()) +
                                               " entries (limit " + std::to_string(entries_max) + ")");
  Delegates all;
  for (const auto& [name, entry] : file.context().entries) {
    const std::string_view java = bare(name);
    if (java.empty()) wrong(name, "names no class and no bean");
    all.entries_[std::string(java)] = read_entry(name, entry);
  }
  return all;
}

const Delegate* Delegates::find(std::string_view java) const {
  const auto found = entries_.find(bare(java));
  return found == entries_.end() ? nullptr : &found->second;
}

void Delegates::add(const Delegates& other) {
  for (const auto& [java, delegate] : other.entries_) entries_[java] = delegate;
}

void Delegates::apply(bpmn::Process& process) const {
  for (bpmn::Node& node : process.nodes) {
    bpmn::Implementation& how = node.implementation;
    if (how.shape != bpmn::Implementation::Shape::Java) continue;
    const Delegate* delegate = find(how.java);
    if (!delegate) continue;
    how.shape = bpmn::Implementation::Shape::External;
    how.topic = bpmn::Expression{delegate->topic, bpmn::Expression::Language::Template, node.place};
    if (how.result_variable.empty()) how.result_variable = delegate->result_variable;
    // What Java reads from injected fields, a worker reads as variables of its task.
    node.inputs.insert(node.inputs.end(), std::make_move_iterator(how.fields.begin()),
                       std::make_move_iterator(how.fields.end()));
    how.fields.clear();
  }
}

}  // namespace lienthong::engine
