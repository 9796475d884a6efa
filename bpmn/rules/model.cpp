#include "bpmn/rules/model.h"
#include <algorithm>
#include "bpmn/reading.h"

namespace lienthong::bpmn::rules {

Model::Model(const xml::Tree& tree, std::vector<Problem>& problems) : tree_(tree), problems_(problems) {
  std::vector<bool> extension(static_cast<std::size_t>(tree.size()));
  for (int i = 0; i < tree.size(); ++i) {
    const Element element(tree, i);
    const auto parent = element.parent();
    const bool inside =
        (parent && extension[static_cast<std::size_t>(parent->index())]) || element.is("extensionElements");
    extension[static_cast<std::size_t>(i)] = inside;
    if (element.space() == xml::Space::Diagram && !inside) drawing_.push_back(element);
    if (element.space() != xml::Space::Bpmn || (inside && !element.is("extensionElements"))) continue;
    elements_.push_back(element);
    if (const auto id = element.find("id")) ids_.emplace(*id, element);
    if (element.is("process")) executable_ = executable_ || element.flag("isExecutable", false);
  }
  target_namespace_ = root().attribute("targetNamespace");
  for (const Element& element : elements_) {
    if (!element.is("sequenceFlow")) continue;
    if (const auto source = referred(element, "sourceRef")) outgoing_[source->index()].push_back(element);
    if (const auto target = referred(element, "targetRef")) incoming_[target->index()].push_back(element);
  }
}

std::optional<Element> Model::by_id(std::string_view id) const {
  const auto found = ids_.find(id);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

Reference Model::resolve(const Element& at, std::string_view qname) const {
  using enum Reference::Kind;
  const std::size_t colon = qname.find(':');
  const std::string_view uri =
      colon == qname.npos ? target_namespace_ : at.namespace_of(qname.substr(0, colon));
  const std::string_view local = colon == qname.npos ? qname : qname.substr(colon + 1);
  if (uri == target_namespace_ || uri.empty()) {
    const auto found = by_id(local);
    return {found ? Found : Dangling, found};
  }
  bool known = false;
  for (const auto& file : imported_) {
    if (file->target_namespace != uri) continue;
    known = true;
    const auto found = file->ids.find(local);
    if (found != file->ids.end()) return {Found, found->second};
  }
  return {known ? Dangling : Foreign, std::nullopt};
}

std::optional<Element> Model::referred(const Element& at, std::string_view attribute) const {
  const auto name = at.find(attribute);
  return name ? resolve(at, *name).element : std::nullopt;
}

const Elements& Model::flows(const ByNode& by, const Element& node) {
  static const Elements none;
  const auto found = by.find(node.index());
  return found == by.end() ? none : found->second;
}

Elements Model::event_definitions(const Element& event) const {
  Elements out;
  for (const Element child : event.children()) {
    if (child.space() != xml::Space::Bpmn) continue;
    if (is_event_definition(child)) out.push_back(child);
    if (child.is("eventDefinitionRef"))
      if (const auto found = resolve(child, child.text()).element) out.push_back(*found);
  }
  return out;
}

bool Model::imports(std::string_view uri) const {
  for (const Element& import : children(root(), "import"))
    if (import.find("namespace") == uri) return true;
  return false;
}

std::optional<Element> Model::process_of(const Element& element) const {
  for (std::optional<Element> at = element; at; at = at->parent())
    if (at->is("process")) return at;
  return std::nullopt;
}

bool Model::executable(const Element& element) const {
  const auto process = process_of(element);
  return process ? process->flag("isExecutable", false) : executable_;
}

void Model::report(std::string_view name, const Element& at, xml::Place place, const std::string& message) {
  const Rule& broken = rule(name);
  const std::string where = broken.clause.empty() ? "" : " (BPMN " + std::string(broken.clause) + ")";
  const Problem problem{
      broken.severity, std::string(name), message + where, at.nearest_id(), place.line, place.column, ""};
  if (refused_ && broken.refuses && executable(at) && refused_->size() < problems_max)
    refused_->push_back(problem);
  if (problems_.size() < (broken.severity == Problem::Severity::Error ? problems_max : problems_max / 2))
    problems_.push_back(problem);
}

std::string describe(const Element& element) {
  std::string words;
  for (const char c : element.name()) {
    if (c >= 'A' && c <= 'Z') words += ' ';
    words += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  const auto id = element.find("id");
  return id ? words + " \"" + std::string(*id) + "\"" : words;
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}
bool is_activity(const Element& e) {
  return e.space() == xml::Space::Bpmn &&
         one_of(e.name(),
                {"task", "userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "manualTask",
                 "businessRuleTask", "subProcess", "transaction", "adHocSubProcess", "callActivity"});
}
bool is_event(const Element& e) {
  return e.space() == xml::Space::Bpmn &&
         one_of(e.name(), {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent",
                           "boundaryEvent"});
}
bool is_gateway(const Element& e) { return e.space() == xml::Space::Bpmn && e.name().ends_with("Gateway"); }
bool is_choreography_activity(const Element& e) {
  return e.space() == xml::Space::Bpmn &&
         one_of(e.name(), {"choreographyTask", "subChoreography", "callChoreography"});
}
bool is_flow_node(const Element& e) {
  return is_activity(e) || is_event(e) || is_gateway(e) || is_choreography_activity(e);
}
bool is_event_sub_process(const Element& e) {
  return e.is("subProcess") && e.flag("triggeredByEvent", false);
}
bool is_artifact(const Element& e) { return e.is("association") || e.is("group") || e.is("textAnnotation"); }

Elements children(const Element& of, std::string_view name) {
  Elements out;
  for (const Element child : of.children())
    if (child.is(name)) out.push_back(child);
  return out;
}

Elements referred_children(const Model& model, const Element& of, std::string_view name) {
  Elements out;
  for (const Element& child : children(of, name))
    if (const auto found = model.resolve(child, child.text()).element) out.push_back(*found);
  return out;
}

bool is_scope(const Element& e) {
  return e.is("process") || e.is("subProcess") || e.is("transaction") || e.is("adHocSubProcess");
}
bool is_event_definition(const Element& e) {
  return e.space() == xml::Space::Bpmn && e.name().ends_with("EventDefinition");
}
bool encloses(const Element& outer, const Element& inner) {
  for (std::optional<Element> at = inner; at; at = at->parent())
    if (at->index() == outer.index()) return true;
  return false;
}

std::string_view event_kind(const Element& definition) {
  std::string_view name = definition.name();
  constexpr std::string_view suffix = "EventDefinition";
  if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
  return name;
}

}  // namespace lienthong::bpmn::rules
