#pragma once
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {

/// The item definition that says what an element holds: its own, or that of the data object it refers to.
std::optional<Element> item_of(const Model&, const Element& holder);
/// One definition, or two of the same structure.
bool same_item(const Element& a, const Element& b);

}  // namespace lienthong::bpmn::rules
