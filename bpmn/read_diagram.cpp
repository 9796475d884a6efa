#include <unordered_set>
#include "bpmn/reading.h"

namespace lienthong::bpmn {

// A drawing never blocks a deployment; what is wrong with it is a warning (bpmn-extensions 20).
void check_diagram(Reading& reading, const xml::Tree& tree) {
  std::unordered_set<std::string_view> ids;
  for (int i = 0; i < tree.size(); ++i) {
    const xml::Element element(tree, i);
    if (element.space() == xml::Space::Bpmn)
      if (const auto id = element.find("id")) ids.insert(*id);
  }
  for (int i = 0; i < tree.size(); ++i) {
    const xml::Element element(tree, i);
    const bool shape = element.is("BPMNShape", xml::Space::Diagram);
    if (!shape && !element.is("BPMNEdge", xml::Space::Diagram)) continue;
    std::string_view drawn = element.find("bpmnElement").value_or("");
    const bool known = ids.count(drawn) != 0 || ids.count(drawn.substr(drawn.find(':') + 1)) != 0;
    if (!known)
      reading.warning(element, "diagram",
                      "The drawing shows \"" + std::string(drawn) + "\", which the file does not define");
    if (shape && !element.child("Bounds", xml::Space::Diagram))
      reading.warning(element, "diagram", "The shape of \"" + std::string(drawn) + "\" has no bounds");
    int points = 0;
    for (const xml::Element child : element.children())
      points += child.is("waypoint", xml::Space::Diagram) ? 1 : 0;
    if (!shape && points < 2)
      reading.warning(element, "diagram",
                      "The edge of \"" + std::string(drawn) + "\" has fewer than two waypoints");
  }
}

}  // namespace lienthong::bpmn
