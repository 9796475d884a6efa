#include <pugixml.hpp>
#include <sstream>
#include "feel/template/evaluation.h"
#include "xml/scan.h"

// Camunda Spin on XML, for what models read out of documents.
namespace lienthong::feel::juel {
namespace {

// A document is a variable's text; an XPath may look at all of it several times.
constexpr xml::Limits limits{256u << 10, 5'000};
constexpr std::size_t path_length_max = 1'000;

/// An element, an attribute, or what a path has found; holds the document.
struct XmlNode final : Callable {
  enum class Kind { Element, Attribute, Found };
  using Document = std::shared_ptr<const pugi::xml_document>;
  XmlNode(Kind what, Document holder) : kind(what), document(std::move(holder)) {}

  Kind kind;
  Document document;
  pugi::xml_node element;
  pugi::xml_attribute attribute;
  std::string path;  ///< Found: asked from `element`
};

Value element_value(XmlNode::Document document, pugi::xml_node element) {
  auto node = std::make_shared<XmlNode>(XmlNode::Kind::Element, std::move(document));
  node->element = element;
  return std::shared_ptr<const Callable>(std::move(node));
}

Value attribute_value(const XmlNode& of, pugi::xml_attribute attribute) {
  auto node = std::make_shared<XmlNode>(XmlNode::Kind::Attribute, of.document);
  node->attribute = attribute;
  return std::shared_ptr<const Callable>(std::move(node));
}

Value found_value(const XmlNode& from, const std::string& path) {
  auto node = std::make_shared<XmlNode>(XmlNode::Kind::Found, from.document);
  node->element = from.element;
  node->path = path;
  return std::shared_ptr<const Callable>(std::move(node));
}

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

std::string text_content(Evaluation& evaluation, pugi::xml_node element) {
  std::string out;
  for (const pugi::xml_node& child : element.children()) {
    evaluation.step();
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) out += child.value();
    if (child.type() == pugi::node_element) out += text_content(evaluation, child);
  }
  evaluation.produce(out.size());
  return out;
}

pugi::xml_node only_child(const XmlNode& node, const std::string& name) {
  for (const pugi::xml_node& child : node.element.children())
    if (child.type() == pugi::node_element && local_name(child.name()) == name) return child;
  fail("There is no element '" + name + "' in '" + node.element.name() + "'");
}

MethodResult element_method(Evaluation& evaluation, const XmlNode& node, const std::string& method,
                            const List& given) {
  if (method == "name" && given.empty()) return Value(local_name(node.element.name()));
  if (method == "textContent" && given.empty()) return Value(text_content(evaluation, node.element));
  if (method == "toString" && given.empty()) {
    std::ostringstream out;
    node.element.print(out, "", pugi::format_raw);
    evaluation.produce(out.str().size());
    return Value(out.str());
  }
  if (method == "attrs" && given.empty()) {
    List all;
    for (const pugi::xml_attribute& attribute : node.element.attributes())
      if (!std::string_view(attribute.name()).starts_with("xmlns"))
        all.push_back(attribute_value(node, attribute));
    return Value(std::move(all));
  }
  if (method == "childElements" && given.size() <= 1) {
    List all;
    for (const pugi::xml_node& child : node.element.children()) {
      evaluation.step();
      if (child.type() != pugi::node_element) continue;
      if (given.empty() || local_name(child.name()) == text_argument(given[0], method))
        all.push_back(element_value(node.document, child));
    }
    return Value(std::move(all));
  }
  if (given.size() != 1) return std::nullopt;
  if (method == "childElement")
    return element_value(node.document, only_child(node, text_argument(given[0], method)));
  if (method == "hasAttr" || method == "attr") {
    const std::string& name = text_argument(given[0], method);
    const pugi::xml_attribute attribute = node.element.attribute(name.c_str());
    if (method == "hasAttr") return Value(!attribute.empty());
    if (attribute.empty()) fail("There is no attribute '" + name + "' in '" + node.element.name() + "'");
    return attribute_value(node, attribute);
  }
  if (method == "xPath") {
    const std::string& path = text_argument(given[0], method);
    if (path.size() > path_length_max)
      fail("The path is longer than " + std::to_string(path_length_max) + " bytes");
    return found_value(node, path);
  }
  return std::nullopt;
}

MethodResult found_method(Evaluation& evaluation, const XmlNode& node, const std::string& method) {
  constexpr std::size_t steps_a_look = 10'000;  // what a path may cost is not known before
  evaluation.step(steps_a_look);
  try {
    const pugi::xpath_query query(node.path.c_str());
    // Spin asks from the document when the path is absolute, else from the element.
    const pugi::xml_node from = node.element;
    if (method == "string") {
      std::string text = query.evaluate_string(from);
      evaluation.produce(text.size());
      return Value(std::move(text));
    }
    if (method == "number") {
      const std::optional<Decimal> number = Decimal::from_double(query.evaluate_number(from));
      return number ? Value(*number) : Value();
    }
    if (method == "bool") return Value(query.evaluate_boolean(from));
    if (method != "element" && method != "elementList" && method != "attribute") return std::nullopt;
    List all;
    for (const pugi::xpath_node& one : query.evaluate_node_set(from)) {
      evaluation.step();
      if (one.node()) all.push_back(element_value(node.document, one.node()));
      if (one.attribute()) all.push_back(attribute_value(node, one.attribute()));
    }
    if (method == "elementList") return Value(std::move(all));
    if (all.empty()) fail("The path '" + node.path + "' finds nothing");
    return all[0];
  } catch (const pugi::xpath_exception& wrong) {
    fail("The path '" + node.path + "': " + wrong.what());
  }
}

}  // namespace

Value parse_xml(const std::string& text) {
  if (const std::optional<Problem> problem = xml::scan(text, limits)) fail(problem->message);
  auto document = std::make_shared<pugi::xml_document>();
  const std::string_view bytes = xml::without_mark(text);
  if (const auto parsed = document->load_buffer(bytes.data(), bytes.size()); !parsed)
    fail(parsed.description());
  const pugi::xml_node root = document->document_element();
  return element_value(std::move(document), root);
}

MethodResult xml_method(Evaluation& evaluation, const Value& value, const std::string& method,
                        const List& given) {
  const auto* node = dynamic_cast<const XmlNode*>(value.function().get());
  if (!node) return std::nullopt;
  switch (node->kind) {
    case XmlNode::Kind::Element: return element_method(evaluation, *node, method, given);
    case XmlNode::Kind::Found: return given.empty() ? found_method(evaluation, *node, method) : std::nullopt;
    case XmlNode::Kind::Attribute: break;
  }
  if (!given.empty()) return std::nullopt;
  if (method == "value" || method == "toString") return Value(node->attribute.value());
  if (method == "name") return Value(local_name(node->attribute.name()));
  return std::nullopt;
}

}  // namespace lienthong::feel::juel
