// Data objects, stores, properties, input and output specifications, data associations. BPMN 10.4
#include <algorithm>
#include <charconv>
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

using ItemKind = DataItem::Kind;

std::string local_name(std::string_view reference) {
  return std::string(reference.substr(reference.find(':') + 1));
}

/// Letters, digits and underscores; letters beyond ASCII count.
bool is_name(std::string_view text) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  return !text.empty() && letter(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string name_or_id(const std::string& name, const std::string& id) { return is_name(name) ? name : id; }

DataItem read_item(Reading& reading, const xml::Element& from, ItemKind kind, NodeIndex scope) {
  DataItem item;
  item.kind = kind;
  item.id = reading.id_of(from);
  item.place = from.place();
  item.scope = scope;
  const std::string name = from.attribute("name");
  item.placeholder = name == "__targetRef_placeholder";
  item.name = name_or_id(name, item.id);
  item.collection = from.flag("isCollection", false);
  if (const auto type = reading.item_structures.find(local_name(from.attribute("itemSubjectRef")));
      type != reading.item_structures.end())
    item.structure = type->second;
  if (const auto state = from.child("dataState")) item.state = state->attribute("name");
  return item;
}

void add(Process& process, DataItem item) { process.data.emplace(item.id, std::move(item)); }

void read_store_reference(Reading& reading, Process& process, const xml::Element& from, NodeIndex scope) {
  DataItem item = read_item(reading, from, ItemKind::Store, scope);
  const std::string reference = local_name(from.attribute("dataStoreRef"));
  item.object = reference;
  if (const auto store = reading.data_stores.find(reference); store != reading.data_stores.end()) {
    item.name = store->second.name;
    item.capacity = store->second.capacity;
    if (item.structure.empty()) item.structure = store->second.structure;
  } else if (!reference.empty()) {
    reading.error(from, "unknown-reference",
                  "The data store \"" + reference + "\" is not defined in this file; add <dataStore id=\"" +
                      reference + "\">");
  }
  add(process, std::move(item));
}

InputSet read_set(const xml::Element& from) {
  InputSet out;
  out.id = from.attribute("id");
  out.place = from.place();
  for (const xml::Element child : from.children()) {
    if (child.is("dataInputRefs") || child.is("dataOutputRefs"))
      out.inputs.emplace_back(local_name(child.text()));
    if (child.is("optionalInputRefs") || child.is("optionalOutputRefs"))
      out.optional.emplace_back(local_name(child.text()));
    if (child.is("whileExecutingInputRefs") || child.is("whileExecutingOutputRefs"))
      out.while_executing.emplace_back(local_name(child.text()));
  }
  return out;
}

/// An ioSpecification, or an event that has such parts itself.
void read_inputs_outputs(Reading& reading, Process& process, DataFlow& flow, NodeIndex scope,
                         const xml::Element& from) {
  for (const xml::Element child : from.children()) {
    const bool input = child.is("dataInput");
    if (input || child.is("dataOutput")) {
      DataItem item = read_item(reading, child, input ? ItemKind::Input : ItemKind::Output, scope);
      (input ? flow.inputs : flow.outputs).push_back(item.id);
      add(process, std::move(item));
    }
    if (child.is("inputSet")) flow.input_sets.push_back(read_set(child));
    if (child.is("outputSet")) flow.output_sets.push_back(read_set(child));
    if (child.is("ioSpecification")) read_inputs_outputs(reading, process, flow, scope, child);
  }
}

/// `order`, `${order.total}` or `=order.total` as its names; empty when it is no such path.
std::vector<std::string> path_of(std::string_view text) {
  if (text.starts_with("${") && text.ends_with("}")) text = text.substr(2, text.size() - 3);
  if (text.starts_with("=")) text.remove_prefix(1);
  std::vector<std::string> path;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t dot = std::min(text.find('.', at), text.size());
    std::string_view part = text.substr(at, dot - at);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    const bool plain = !part.empty() && part.find_first_of("${}()[]\"'/+*=<>, ") == part.npos;
    if (!plain) return {};
    path.emplace_back(part);
    at = dot + 1;
  }
  return path;
}

DataAssociation read_association(Reading& reading, const xml::Element& from) {
  DataAssociation out;
  out.id = from.attribute("id");
  out.place = from.place();
  for (const xml::Element child : from.children()) {
    if (child.is("sourceRef") && !child.text().empty()) out.sources.push_back(local_name(child.text()));
    if (child.is("targetRef")) out.target = local_name(child.text());
    if (child.is("transformation")) out.transformation = formal_expression(reading, child);
    if (!child.is("assignment")) continue;
    Assignment& assignment = out.assignments.emplace_back();
    assignment.place = child.place();
    if (const auto value = child.child("from")) assignment.from = formal_expression(reading, *value);
    if (const auto where = child.child("to")) assignment.to = where->text();
    assignment.path = path_of(assignment.to);
  }
  return out;
}

/// Data objects take the name of their first reference when they have none themselves.
void name_objects(Process& process) {
  for (auto& [id, item] : process.data) {
    if (item.object.empty() || item.kind != ItemKind::Object) continue;
    const auto object = process.data.find(item.object);
    if (object == process.data.end() || object->second.name != object->second.id || item.name == item.id)
      continue;
    object->second.name = item.name;
  }
  for (auto& [id, item] : process.data) {
    const auto object = process.data.find(item.object);
    if (item.object.empty() || item.kind != ItemKind::Object || object == process.data.end()) continue;
    item.name = object->second.name;
    item.scope = object->second.scope;
    item.collection = object->second.collection;
    if (item.structure.empty()) item.structure = object->second.structure;
  }
}

}  // namespace

void read_data_declarations(Reading& reading, const xml::Element& definitions) {
  for (const xml::Element child : definitions.children())
    if (child.is("itemDefinition"))
      reading.item_structures.emplace(child.attribute("id"), child.attribute("structureRef"));
  for (const xml::Element child : definitions.children()) {
    if (!child.is("dataStore")) continue;
    DeclaredStore store;
    const std::string id = child.attribute("id"), name = child.attribute("name");
    store.name = name.empty() ? id : name;
    if (const auto type = reading.item_structures.find(local_name(child.attribute("itemSubjectRef")));
        type != reading.item_structures.end())
      store.structure = type->second;
    const std::string capacity = child.attribute("capacity");
    const bool unlimited = child.flag("isUnlimited", capacity.empty());
    const auto end = capacity.data() + capacity.size();
    if (!capacity.empty()) {
      const auto [stop, wrong] = std::from_chars(capacity.data(), end, store.capacity);
      if (wrong != std::errc{} || stop != end || store.capacity < 0)
        reading.error(child, "data-store-capacity",
                      "The capacity \"" + capacity + "\" of the data store \"" + id +
                          "\" must be a whole number; 0 is without limit");
    }
    if (unlimited) store.capacity = 0;
    reading.data_stores.emplace(id, std::move(store));
  }
}

void read_scope_data(Reading& reading, Process& process, NodeIndex scope, const xml::Element& from) {
  for (const xml::Element child : from.children()) {
    if (child.is("dataObject")) add(process, read_item(reading, child, ItemKind::Object, scope));
    if (child.is("dataObjectReference")) {
      DataItem item = read_item(reading, child, ItemKind::Object, scope);
      item.object = local_name(child.attribute("dataObjectRef"));
      add(process, std::move(item));
    }
    if (child.is("dataStoreReference")) read_store_reference(reading, process, child, scope);
  }
}

void read_node_data(Reading& reading, Process& process, Node& node, const xml::Element& from) {
  read_inputs_outputs(reading, process, node.data, node.index, from);
  for (const xml::Element child : from.children()) {
    if (child.is("property")) add(process, read_item(reading, child, ItemKind::Property, node.index));
    if (child.is("dataInputAssociation")) node.data.in.push_back(read_association(reading, child));
    if (child.is("dataOutputAssociation")) node.data.out.push_back(read_association(reading, child));
    if (!child.is("multiInstanceLoopCharacteristics")) continue;
    for (const xml::Element part : child.children())
      if (part.is("inputDataItem") || part.is("outputDataItem"))
        add(process, read_item(reading, part, ItemKind::Property, node.index));
  }
}

void link_data(Process& process) {
  name_objects(process);
  for (Node& node : process.nodes) {
    if (!node.loop) continue;
    const auto named = [&](std::string& reference) {
      if (const auto item = process.data.find(reference); item != process.data.end())
        reference = item->second.name;
    };
    Loop& loop = *node.loop;
    named(loop.element_variable);
    named(loop.output_item);
    if (const auto item = process.data.find(loop.input_reference);
        item != process.data.end() && loop.collection)
      loop.collection->text = "${" + item->second.name + "}";
  }
}

}  // namespace lienthong::bpmn
