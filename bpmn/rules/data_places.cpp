// Which data an association may join, and what data elements say of themselves (BPMN 10.4.1).
#include "bpmn/rules/items.h"

namespace lienthong::bpmn::rules {
namespace {

bool is_own_data(const Element& e) { return e.is("dataInput") || e.is("dataOutput"); }

/// A data store is there for all; other data is seen where its process, activity or event is.
bool is_accessible(const Element& data, const Element& holder) {
  if (data.is("dataStore") || data.is("dataStoreReference")) return true;
  auto owner = data.parent();
  if (owner && (owner->is("ioSpecification") || owner->is("multiInstanceLoopCharacteristics")))
    owner = owner->parent();
  return owner && encloses(*owner, holder);
}

bool is_of_process(const Element& data) {
  const auto specification = data.parent();
  return specification && specification->is("ioSpecification") && specification->parent()->is("process");
}

void check_inner_end(Model& model, const Element& association, const Element& holder, const Element& data) {
  if (!encloses(holder, data))
    model.report("association-place", association,
                 "The " + describe(association) + " must " +
                     (association.is("dataInputAssociation") ? "lead to data" : "come from data") +
                     " of the " + describe(holder) + ", not " +
                     (association.is("dataInputAssociation") ? "to" : "from") + " the " + describe(data));
}

void check_outer_end(Model& model, const Element& association, const Element& holder, const Element& data) {
  if (!is_accessible(data, holder))
    model.report("association-scope", association,
                 "The " + describe(association) + " of the " + describe(holder) + " cannot reach the " +
                     describe(data) + ", which belongs to the " + describe(*data.parent()));
}

void check_ends(Model& model, const Element& association) {
  const Element holder = *association.parent();
  const bool input = association.is("dataInputAssociation");
  const Elements sources = referred_children(model, association, "sourceRef"),
                 targets = referred_children(model, association, "targetRef");
  for (const Element& target : targets)
    if (target.is("dataInput") && is_of_process(target))
      return model.report("process-data-end", association,
                          "The " + describe(association) + " leads to the " + describe(target) +
                              ", which only the caller of the process fills");
  for (const Element& source : sources)
    if (source.is("dataOutput") && is_of_process(source))
      return model.report("process-data-end", association,
                          "The " + describe(association) + " comes from the " + describe(source) +
                              ", which only the caller of the process reads");
  for (const Element& end : input ? targets : sources) check_inner_end(model, association, holder, end);
  for (const Element& end : input ? sources : targets) check_outer_end(model, association, holder, end);
}

void check_collection(Model& model, const Element& data) {
  const auto item = item_of(model, data);
  if (!item || !data.find("isCollection")) return;
  if (data.flag("isCollection", false) != item->flag("isCollection", false))
    model.report("data-collection", data,
                 "The isCollection of the " + describe(data) + " must be that of its " + describe(*item));
}

void check_members(Model& model, const Element& set) {
  const auto holder = set.parent();
  for (const char* name : {"dataInputRefs", "dataOutputRefs"})
    for (const Element& member : referred_children(model, set, name))
      if (is_own_data(member) && member.parent()->index() != holder->index())
        model.report("set-foreign", set,
                     "The " + describe(member) + " of the " + describe(set) + " belongs to something else");
}

}  // namespace

void check_data_places(Model& model) {
  for (const Element& element : model.elements()) {
    if (element.is("dataInputAssociation") || element.is("dataOutputAssociation")) check_ends(model, element);
    if (is_own_data(element) || element.is("dataObject")) check_collection(model, element);
    if (element.is("inputSet") || element.is("outputSet")) check_members(model, element);
    if (element.is("dataObject") && element.child("dataState"))
      model.report("data-object-state", element,
                   "The " + describe(element) + " cannot have a state; only a reference to it can");
    if (element.is("dataObjectReference") && element.find("itemSubjectRef"))
      model.report("data-reference-item", element,
                   "The " + describe(element) + " cannot say what it holds; its data object does");
  }
}

}  // namespace lienthong::bpmn::rules
