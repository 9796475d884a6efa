#include "feel/ast.h"
#include <set>

namespace lienthong::feel {
namespace {

void collect(const Node& node, std::set<std::string>& names) {
  if (node.op == Op::Name) names.insert(node.name);
  for (const NodePtr& child : node.children)
    if (child) collect(*child, names);
}

}  // namespace

std::vector<std::string> mentioned_names(const Node& node) {
  std::set<std::string> names;
  collect(node, names);
  return {names.begin(), names.end()};
}

}  // namespace lienthong::feel
