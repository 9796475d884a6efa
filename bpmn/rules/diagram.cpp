// Diagrams (BPMN 12). A drawing says nothing about running: all of this is a warning.
#include <set>
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

using xml::Space;

bool is_edge(const Element& e) {
  return e.space() == Space::Bpmn &&
         one_of(e.name(), {"sequenceFlow", "messageFlow", "association", "dataAssociation",
                           "dataInputAssociation", "dataOutputAssociation", "conversationLink"});
}

bool is_plane(const Element& e) {
  return is_scope(e) ||
         (e.space() == Space::Bpmn && one_of(e.name(), {"collaboration", "choreography", "subChoreography",
                                                        "globalConversation", "globalChoreographyTask"}));
}

/// Whether an element has the attributes and children that its kind of drawing needs.
bool fits(const Element& drawn, const Element& shown) {
  if (shown.is("BPMNPlane", Space::Diagram)) return is_plane(drawn);
  return shown.is("BPMNEdge", Space::Diagram) == is_edge(drawn);
}

void check_place(Model& model, const Element& shown) {
  const std::string what = "\"" + std::string(shown.find("bpmnElement").value_or("")) + "\"";
  if (shown.is("BPMNShape", Space::Diagram)) {
    if (!shown.child("Bounds", Space::Diagram))
      model.report("diagram-bounds", shown, "The shape of " + what + " has no bounds");
    return;
  }
  int points = 0;
  for (const Element child : shown.children()) points += child.is("waypoint", Space::Diagram);
  if (points < 2)
    model.report("diagram-waypoints", shown, "The edge of " + what + " has fewer than two waypoints");
}

void check_shown(Model& model, const Element& shown, std::set<std::pair<int, int>>& seen) {
  const bool plane_itself = shown.is("BPMNPlane", Space::Diagram);
  if (!plane_itself) check_place(model, shown);
  const std::string_view name = shown.find("bpmnElement").value_or("");
  const Reference reference = model.resolve(shown, name);
  const auto& drawn = reference.element;
  if (!drawn) {
    if (!plane_itself && reference.kind == Reference::Kind::Dangling)
      model.report("diagram-reference", shown,
                   "The drawing shows \"" + std::string(name) + "\", which the file does not define");
    return;
  }
  if (!fits(*drawn, shown))
    model.report("diagram-kind", shown,
                 "A " + std::string(shown.name()) + " cannot show the " + describe(*drawn));
  const auto plane = shown.parent();
  if (!plane || !plane->is("BPMNPlane", Space::Diagram) || shown.find("choreographyActivityShape")) return;
  if (!seen.emplace(plane->index(), drawn->index()).second)
    model.report("diagram-twice", shown, "One diagram shows the " + describe(*drawn) + " twice");
}

}  // namespace

void check_diagram(Model& model) {
  std::set<std::pair<int, int>> seen;
  std::set<std::string_view> ids;
  for (const Element& shown : model.drawing()) {
    const auto id = shown.find("id");
    if (id && !id->empty() && (model.by_id(*id) || !ids.insert(*id).second))
      model.report("diagram-id", shown,
                   "The id \"" + std::string(*id) + "\" of the drawing is used elsewhere in the file");
    if (shown.is("BPMNPlane", Space::Diagram) || shown.is("BPMNShape", Space::Diagram) ||
        shown.is("BPMNEdge", Space::Diagram))
      check_shown(model, shown, seen);
  }
}

}  // namespace lienthong::bpmn::rules
