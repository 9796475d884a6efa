// Data inputs and outputs, their sets, and the associations between them (BPMN 10.4).
#include <array>
#include <map>
#include <set>
#include "bpmn/rules/items.h"

namespace lienthong::bpmn::rules {
namespace {

/// What the children of this name refer to, by index.
std::map<int, Element> members_of(const Model& model, const Element& set, std::string_view name) {
  std::map<int, Element> out;
  for (const Element& child : children(set, name))
    if (const auto found = model.resolve(child, child.text()).element) out.emplace(found->index(), *found);
  return out;
}

void check_sets(Model& model, const Element& holder, bool input) {
  const std::string_view item = input ? "dataInput" : "dataOutput", set = input ? "inputSet" : "outputSet";
  const std::string refs = std::string(item) + "Refs";
  std::set<int> used;
  for (const Element& one : children(holder, set)) {
    const auto members = members_of(model, one, refs);
    for (const auto& [index, member] : members) used.insert(index);
    for (const char* part : input ? std::array{"optionalInputRefs", "whileExecutingInputRefs"}
                                  : std::array{"optionalOutputRefs", "whileExecutingOutputRefs"})
      for (const auto& [index, optional] : members_of(model, one, part))
        if (!members.count(index))
          model.report("set-part", one,
                       "The " + describe(optional) + " is among the " + part + " of the " + describe(one) +
                           " but not among its " + refs);
  }
  for (const Element& one : children(holder, item))
    if (!used.count(one.index()))
      model.report(
          "data-in-no-set", one,
          "The " + describe(one) + " belongs to no " + std::string(input ? "input" : "output") + " set");
}

void check_data_association(Model& model, const Element& association) {
  if (association.child("transformation")) return;
  const auto target = association.child("targetRef");
  const Elements sources = children(association, "sourceRef");
  if (sources.size() > 1)
    model.report("association-several-sources", association,
                 "The " + describe(association) + " has several sources and needs a transformation");
  if (!target || sources.size() != 1 || association.child("assignment")) return;
  const auto from = model.resolve(sources.front(), sources.front().text()).element;
  const auto to = model.resolve(*target, target->text()).element;
  if (!from || !to) return;
  const auto given = item_of(model, *from), wanted = item_of(model, *to);
  if (given && wanted && !same_item(*given, *wanted))
    model.report("association-items", association,
                 "The " + describe(association) + " leads from the " + describe(*given) + " to the other " +
                     describe(*wanted) + " without a transformation");
}

}  // namespace

void check_data(Model& model) {
  for (const Element& element : model.elements()) {
    if (element.is("ioSpecification")) {
      check_sets(model, element, true);
      check_sets(model, element, false);
      const auto holder = element.parent();
      if (holder && one_of(holder->name(), {"subProcess", "transaction", "adHocSubProcess"}))
        model.report("sub-process-data", element,
                     "The " + describe(*holder) +
                         " must not have data inputs and outputs of its own: it sees those of its parent");
    }
    if (is_event(element)) {
      check_sets(model, element, true);
      check_sets(model, element, false);
    }
    if (element.is("dataInputAssociation") || element.is("dataOutputAssociation"))
      check_data_association(model, element);
  }
}

}  // namespace lienthong::bpmn::rules
