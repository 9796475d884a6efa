// Who does the work: resources (BPMN 10.3.1) and lanes (BPMN 10.8).
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

bool is_resource_role(const Element& e) {
  return e.space() == xml::Space::Bpmn &&
         one_of(e.name(), {"resourceRole", "performer", "humanPerformer", "potentialOwner"});
}

/// Either a resource with its parameters, or an expression.
void check_role(Model& model, const Element& role) {
  const auto reference = role.child("resourceRef");
  const Elements bindings = children(role, "resourceParameterBinding");
  if (role.child("resourceAssignmentExpression") && reference)
    model.report("resource-choice", role,
                 "The " + describe(role) + " has both a resourceRef and a resourceAssignmentExpression");
  if (!reference && !bindings.empty())
    model.report("resource-choice", role,
                 "The " + describe(role) + " binds parameters, but has no resourceRef that they belong to");
  const auto resource = reference ? model.resolve(*reference, reference->text()).element : std::nullopt;
  if (!resource || !resource->is("resource")) return;
  for (const Element& binding : bindings) {
    const auto parameter = model.referred(binding, "parameterRef");
    if (parameter && parameter->is("resourceParameter") && !encloses(*resource, *parameter))
      model.report("resource-parameter", binding,
                   "The " + describe(*parameter) + " is none of the " + describe(*resource));
  }
  for (const Element& parameter : children(*resource, "resourceParameter")) {
    bool bound = !parameter.flag("isRequired", false);
    for (const Element& binding : bindings) {
      const auto to = model.referred(binding, "parameterRef");
      bound = bound || (to && to->index() == parameter.index());
    }
    if (!bound)
      model.report("resource-parameter", role,
                   "The " + describe(role) + " binds no value to the " + describe(parameter) +
                       ", which the " + describe(*resource) + " requires");
  }
}

/// `resource`, whether the lane refers to one or holds one as `xsi:type="tResource"`.
std::string partition_kind(const Model& model, const Element& lane) {
  if (const auto inside = lane.child("partitionElement")) {
    std::string type = inside->attribute("type", xml::Space::SchemaInstance);
    type.erase(0, type.find(':') + 1);
    if (type.size() < 2) return "";
    return std::string(1, static_cast<char>(type[1] | 0x20)) + type.substr(2);
  }
  const auto referred = model.referred(lane, "partitionElementRef");
  return referred ? std::string(referred->name()) : "";
}

void check_lane_set(Model& model, const Element& set) {
  std::unordered_map<int, Element> lane_of;
  std::string kind;
  const auto process = model.process_of(set);
  for (const Element& lane : children(set, "lane")) {
    const std::string own = partition_kind(model, lane);
    if (!own.empty() && !kind.empty() && own != kind)
      model.report(
          "lane-partition", lane,
          "The " + describe(lane) + " is partitioned by a " + own + ", another lane of its set by a " + kind);
    if (kind.empty()) kind = own;
    for (const Element& node : referred_children(model, lane, "flowNodeRef")) {
      if (!is_flow_node(node)) continue;
      const auto [other, fresh] = lane_of.emplace(node.index(), lane);
      if (!fresh && other->second.index() != lane.index())
        model.report("lane-node-twice", lane,
                     "The " + describe(node) + " stands in the " + describe(lane) + " and in the " +
                         describe(other->second));
      if (process && !encloses(*process, node))
        model.report("lane-node-outside", lane,
                     "The " + describe(node) + " of the " + describe(lane) + " stands in another process");
    }
  }
}

}  // namespace

void check_resources(Model& model) {
  for (const Element& element : model.elements()) {
    if (is_resource_role(element)) check_role(model, element);
    if (element.is("laneSet") || element.is("childLaneSet")) check_lane_set(model, element);
  }
}

}  // namespace lienthong::bpmn::rules
