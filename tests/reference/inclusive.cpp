#include <algorithm>
#include <set>
#include "tests/reference/player.h"

namespace lienthong::reference {
namespace {

/// The flows that a token at `node` may come to without visiting the gateway; `boundaries`: also by leaving
/// activities through their boundary events.
std::set<int> flows_from(const Model& model, int node, int gateway, bool boundaries) {
  std::set<int> found;
  std::vector<int> open{node};
  while (!open.empty()) {
    const int at = open.back();
    open.pop_back();
    if (at == gateway) continue;
    const auto follow = [&](int from) {
      for (const int flow : model.node(from).outgoing)
        if (found.insert(flow).second) open.push_back(model.flow(flow).target);
    };
    follow(at);
    if (const int linked = model.node(at).link_target; linked >= 0) open.push_back(linked);
    if (!boundaries) continue;
    for (const int event : model.node(at).boundary) follow(event);
  }
  return found;
}

}  // namespace

bool inclusive_ready(const Model& model, const Activity& scope, int gateway) {
  std::set<int> full, empty;
  for (const int flow : model.node(gateway).incoming) {
    const bool there = std::ranges::count(scope.tokens, Token{Token::At::Flow, flow}) > 0;
    (there ? full : empty).insert(flow);
  }
  if (full.empty()) return false;
  std::vector<int> elsewhere;  // nodes at which tokens are
  for (const Activity& child : scope.children)
    if (!child.compensating) elsewhere.push_back(child.node);
  for (const Token& token : scope.tokens) {
    if (token.at == Token::At::Happened) elsewhere.push_back(token.index);
    if (token.at == Token::At::Flow && !full.contains(token.index))
      elsewhere.push_back(model.flow(token.index).target);
  }
  return std::ranges::all_of(elsewhere, [&](int node) {
    const std::set<int> perhaps = flows_from(model, node, gateway, true);
    const std::set<int> surely = flows_from(model, node, gateway, false);
    return std::ranges::none_of(empty, [&](int flow) { return perhaps.contains(flow); }) ||
           std::ranges::any_of(full, [&](int flow) { return surely.contains(flow); });
  });
}

}  // namespace lienthong::reference
