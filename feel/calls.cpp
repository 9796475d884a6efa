// Calls that are judged before anything is evaluated: functions that there are none of, and arguments that
// none of a function's ways takes.
#include "feel/calls.h"
#include <algorithm>
#include <set>
#include "base/nearest.h"
#include "feel/builtins/table.h"
#include "feel/template/evaluation.h"

namespace lienthong::feel {
namespace {

using Known = std::function<bool(std::string_view)>;

/// Every name that something in the tree binds: what is called by it may be a function defined there.
void collect_bound(const Node& node, std::set<std::string_view>& bound) {
  if (node.op != Op::Call)
    for (const std::string& name : node.names) bound.insert(name);
  for (const NodePtr& child : node.children)
    if (child) collect_bound(*child, bound);
}

std::string joined(const std::vector<std::string>& parameters) {
  std::string all;
  for (const std::string& parameter : parameters) all += (all.empty() ? "" : ", ") + parameter;
  return all;
}

/// `substring(string, start position, length)`, each way that there is.
std::string ways_of(const BuiltinFamily& family) {
  std::string all;
  for (const Builtin& way : family.ways)
    all += (all.empty() ? "" : " or ") + family.name + "(" + joined(way.parameters) +
           (way.variadic ? ", …" : "") + ")";
  return all;
}

class FeelCalls {
 public:
  FeelCalls(const Node& tree, const Known& is_known) : is_known_(is_known) { collect_bound(tree, bound_); }

  std::vector<Diagnostic> found;

  void look(const Node& node) {
    if (node.op == Op::Call && node.child(0).op == Op::Name) call(node, node.child(0));
    for (const NodePtr& child : node.children)
      if (child) look(*child);
  }

 private:
  void call(const Node& node, const Node& callee) {
    if (bound_.contains(callee.name) || (is_known_ && is_known_(callee.name))) return;
    if (!callee.builtin) {
      std::vector<std::string_view> names;
      for (const BuiltinFamily* family : all_builtins()) names.push_back(family->name);
      return tell(node, "There is no function '" + callee.name + "'" + do_you_mean(callee.name, names));
    }
    const BuiltinFamily& family = *callee.builtin;
    const std::size_t given = node.children.size() - 1;
    if (node.names.empty() ? way_of(family, given) : way_of(family, node.names)) return;
    tell(node, "'" + family.name + "' cannot be called with " +
                   (node.names.empty() ? std::to_string(given) + (given == 1 ? " argument" : " arguments")
                                       : "the arguments " + joined(node.names)) +
                   "; write " + ways_of(family));
  }
  void tell(const Node& at, std::string message) {
    found.push_back({std::move(message), at.line, at.column});
  }

  const Known& is_known_;
  std::set<std::string_view> bound_;
};

void look(const juel::Node& node, std::vector<Diagnostic>& found) {
  if (node.op == juel::Op::Function)
    if (const auto wanted = juel::arguments_of(node.name); wanted && *wanted != node.children.size())
      found.push_back({"'" + node.name + "' takes " + std::to_string(*wanted) + " arguments, not " +
                           std::to_string(node.children.size()),
                       1, 1});
  for (const auto& child : node.children) look(*child, found);
}

}  // namespace

std::vector<Diagnostic> impossible_calls(const Node& tree, const Known& is_known) {
  FeelCalls calls(tree, is_known);
  calls.look(tree);
  return std::move(calls.found);
}

std::vector<Diagnostic> impossible_calls(const juel::Template& parsed) {
  std::vector<Diagnostic> found;
  for (const juel::Part& part : parsed.parts)
    if (part.node) look(*part.node, found);
  return found;
}

}  // namespace lienthong::feel
