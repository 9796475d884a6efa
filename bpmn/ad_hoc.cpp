// Ad-hoc sub-processes: activities without a drawn order. BPMN 10.3.5
#include "bpmn/ad_hoc.h"
#include <algorithm>
#include "bpmn/checking.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {

bool may_be_chosen(const Node& node) {
  switch (node.kind) {
    case Kind::StartEvent:
    case Kind::EndEvent:
    case Kind::BoundaryEvent:
    case Kind::EventSubProcess: return false;
    default: return node.incoming.empty() && !node.for_compensation;
  }
}

std::vector<const Node*> choices(const Process& process, const Node& ad_hoc) {
  std::vector<const Node*> found;
  for (const NodeIndex child : ad_hoc.children)
    if (may_be_chosen(process.node(child))) found.push_back(&process.node(child));
  return found;
}

std::vector<std::string> ids_in(std::string_view text) {
  std::vector<std::string> ids;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    std::string_view id = text.substr(at, comma - at);
    while (!id.empty() && id.front() == ' ') id.remove_prefix(1);
    while (!id.empty() && id.back() == ' ') id.remove_suffix(1);
    if (!id.empty()) ids.emplace_back(id);
    at = comma + 1;
  }
  return ids;
}

void read_ad_hoc(Reading& reading, Node& node, const xml::Element& from) {
  AdHoc& out = node.ad_hoc.emplace();
  out.place = from.place();
  const std::string_view ordering = from.find("ordering").value_or("Parallel");
  out.sequential = ordering == "Sequential";
  if (!out.sequential && ordering != "Parallel")
    reading.error(from, "ad-hoc-ordering",
                  "The ordering \"" + std::string(ordering) + "\" of the ad-hoc sub-process \"" + node.id +
                      "\" must be Parallel or Sequential");
  out.cancel_remaining = from.flag("cancelRemainingInstances", true);
  if (const auto condition = from.child("completionCondition"))
    out.completion_condition = formal_expression(reading, *condition);
  out.active_elements = expression_attribute(from, "activeElements", xml::Space::Lienthong);
}

namespace {

void check_active_elements(Checking& checking, const Node& node, const std::vector<const Node*>& chosen) {
  const std::optional<Expression>& elements = node.ad_hoc->active_elements;
  if (!is_constant(elements)) return;
  for (const std::string& id : ids_in(elements->text))
    if (std::ranges::none_of(chosen, [&](const Node* choice) { return choice->id == id; }))
      checking.error(elements->place, node.id, "ad-hoc-active-elements",
                     "lienthong:activeElements names \"" + id + "\", which cannot be chosen in the " +
                         describe(node) + ": it must stand in it, and no sequence flow may lead to it");
}

}  // namespace

void check_ad_hoc(Checking& checking, const Node& node) {
  bool any_activity = false;
  for (const NodeIndex index : node.children) {
    const Node& child = checking.process.node(index);
    any_activity = any_activity || (is_activity(child.kind) && child.kind != Kind::EventSubProcess);
    if (child.kind == Kind::StartEvent || child.kind == Kind::EndEvent)
      checking.error(child, "ad-hoc-start-or-end",
                     "The " + describe(child) + " must not stand in the " + describe(node) +
                         ": its activities are chosen, and its end is its completionCondition");
  }
  const std::vector<const Node*> chosen = choices(checking.process, node);
  if (!any_activity)
    checking.error(node, "ad-hoc-empty", "The " + describe(node) + " needs an activity in it");
  else if (chosen.empty())
    checking.error(node, "ad-hoc-without-choice",
                   "Sequence flows lead to everything in the " + describe(node) + ", so nothing can begin");
  check_active_elements(checking, node, chosen);
  check_condition(checking, node.id, node.ad_hoc->completion_condition,
                  "completionCondition of the " + describe(node));
}

}  // namespace lienthong::bpmn
