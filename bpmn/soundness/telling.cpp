#include "bpmn/soundness/telling.h"
#include <algorithm>
#include "bpmn/checking.h"

namespace lienthong::bpmn::soundness {
namespace {

using What = Step::What;

std::string label(const Node& node) {
  if (!node.name.empty()) return "'" + node.name + "'";
  return node.anonymous ? "the " + describe(node) : node.id;
}

/// A flow by its name, else by where it leads.
std::string short_label(const Net& net, Code flow) {
  const NetFlow& f = net.flows[flow];
  if (!f.flow->name.empty()) return "'" + f.flow->name + "'";
  return "the flow to " + label(net.node(f.target));
}

std::string kind_of(const Node& node) {
  switch (node.kind) {
    case Kind::ExclusiveGateway: return "gateway ";
    case Kind::ParallelGateway: return "parallel gateway ";
    case Kind::InclusiveGateway: return "inclusive gateway ";
    case Kind::ComplexGateway: return "complex gateway ";
    case Kind::EventBasedGateway: return "event-based gateway ";
    case Kind::StartEvent: return "start ";
    case Kind::EndEvent: return "end ";
    default: return "";
  }
}

std::string taken(const Net& net, const std::vector<Code>& flows) {
  std::string text;
  for (std::size_t i = 0; i < flows.size(); ++i) {
    if (i > 0) text += i + 1 == flows.size() ? " and " : ", ";
    text += short_label(net, flows[i]);
  }
  return text;
}

std::string phrase(const Net& net, const Step& step) {
  const Node& node = net.node(step.node);
  const std::string who = kind_of(node) + label(node);
  const bool chooses = net.nodes[step.node].choices.size() > 1 && !step.flows.empty();
  switch (step.what) {
    case What::Begins: return who + " begins";
    case What::Ends: return who;
    case What::Interrupts: return who + " interrupts";
    case What::Happens: return who + (node.kind == Kind::StartEvent ? "" : " occurs");
    case What::Joins:
      return who + (net.nodes[step.node].in.size() > 1 ? " joins" : "") +
             (net.nodes[step.node].out.size() > 1 ? " and takes " + taken(net, step.flows) : "");
    case What::Passes: break;
  }
  if (node.kind == Kind::StartEvent) return who;
  if (is_gateway(node.kind) && net.nodes[step.node].out.size() < 2) return who;
  if (is_gateway(node.kind)) return who + " takes " + taken(net, step.flows);
  if (is_event(node.kind)) return who + " occurs";
  return who + " completes" + (chooses ? " and takes " + taken(net, step.flows) : "");
}

/// Two steps of one node in a row, such as an interruption and the flow it leaves by, are told once.
std::vector<std::string> phrases(const Net& net, const std::vector<Step>& steps) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool told = i > 0 && steps[i].node == steps[i - 1].node && steps[i - 1].flows.empty() &&
                      steps[i - 1].what != What::Begins;
    if (!told) all.push_back(phrase(net, steps[i]));
  }
  return all;
}

}  // namespace

std::string text_of(const Net& net, const std::vector<Step>& steps) {
  const std::vector<std::string> all = phrases(net, steps);
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all.size() > steps_told_max && i == steps_told_max / 2) {
      i = all.size() - steps_told_max / 2;
      text += " → …";
    }
    text += (i > 0 ? " → " : "") + std::to_string(i + 1) + ". " + all[i];
  }
  return text;
}

std::vector<std::string> ids_of(const Net& net, const std::vector<Step>& steps) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Node& node = net.node(steps[i].node);
    const bool told = i > 0 && steps[i - 1].node == steps[i].node && steps[i - 1].flows.empty();
    if (!told && !node.anonymous) ids.push_back(node.id);
    for (const Code flow : steps[i].flows)
      if (!net.flows[flow].flow->anonymous) ids.push_back(net.flows[flow].flow->id);
  }
  return ids;
}

std::string flow_label(const Net& net, Code flow) {
  const NetFlow& f = net.flows[flow];
  const std::string name = f.flow->name.empty() ? "" : " '" + f.flow->name + "'";
  return "The sequence flow" + name + (f.flow->anonymous ? "" : " \"" + f.flow->id + "\"") + " from " +
         label(net.node(f.source)) + " to " + label(net.node(f.target));
}

namespace {

void wait_in(const Net& net, const Scope& scope, Waiting& out) {
  for (std::size_t i = 0; scope.node != none && i < scope.places.size(); ++i) {
    const Code place = scope.places[i];
    if (!net.is_token(place) || (i > 0 && scope.places[i - 1] == place)) continue;
    const Code code = net.target(place);
    const NetNode& n = net.nodes[code];
    const std::string who = kind_of(*n.node) + label(*n.node);
    std::string text = "a token waits at " + who;
    std::string missing;
    for (const Code flow : n.in)
      if (!scope.has(net.flows[flow].place))
        missing +=
            (missing.empty() ? "" : " and ") +
            (net.flows[flow].flow->name.empty() ? "the flow from " + label(net.node(net.flows[flow].source))
                                                : "'" + net.flows[flow].flow->name + "'");
    if (is_gateway(n.node->kind) && n.in.size() > 1 && !missing.empty())
      text += " for " + missing;
    else if (n.awaits)
      text += " for a message that nobody sends";
    if (out.node == none) out.node = code;
    out.text += (out.text.empty() ? "" : "; ") + text;
  }
  for (const Scope& child : scope.children) wait_in(net, child, out);
}

}  // namespace

Waiting waiting_in(const Net& net, const Scope& stuck) {
  Waiting out;
  wait_in(net, stuck, out);
  if (out.node == none) out.node = net.processes.front();
  return out;
}

std::vector<std::vector<const Process*>> judged_together(const Document& document) {
  std::vector<std::size_t> group(document.processes.size());
  for (std::size_t i = 0; i < group.size(); ++i) group[i] = i;
  for (const Collaboration& collaboration : document.collaborations)
    for (const MessageFlow& flow : collaboration.message_flows) {
      if (flow.source.process < 0 || flow.target.process < 0) continue;
      const std::size_t to = group[static_cast<std::size_t>(flow.source.process)];
      const std::size_t from = group[static_cast<std::size_t>(flow.target.process)];
      std::ranges::replace(group, from, to);
    }
  std::vector<std::vector<const Process*>> groups(document.processes.size());
  for (std::size_t i = 0; i < group.size(); ++i)
    if (document.processes[i].nodes.size() > 1) groups[group[i]].push_back(&document.processes[i]);
  std::erase_if(groups, [](const auto& together) { return together.empty(); });
  return groups;
}

}  // namespace lienthong::bpmn::soundness
