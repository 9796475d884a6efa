#include "bpmn/write.h"
#include <algorithm>
#include <pugixml.hpp>
#include <set>
#include "bpmn/reader.h"
#include "xml/source.h"
#include "xml/tree.h"

namespace lienthong::bpmn {
namespace {

constexpr std::string_view camunda = "http://camunda.org/schema/1.0/bpmn";

class Writer {
 public:
  explicit Writer(Extensions extensions) : extensions_(extensions) {}

  std::string document(const pugi::xml_document& from) {
    for (const pugi::xml_node& node : from.children()) {
      write(node);
      out_ += '\n';
    }
    return std::move(out_);
  }

 private:
  // Recursion is as deep as the elements, which the scan has limited.
  void write(const pugi::xml_node& node) {
    switch (node.type()) {
      case pugi::node_element: element(node); break;
      case pugi::node_pcdata: escaped(node.value(), false); break;
      case pugi::node_cdata: out_ += "<![CDATA[" + std::string(node.value()) + "]]>"; break;
      case pugi::node_comment: out_ += "<!--" + std::string(node.value()) + "-->"; break;
      case pugi::node_declaration:
        out_ += "<?" + std::string(node.name());
        attributes(node);
        out_ += "?>";
        break;
      case pugi::node_pi:
        out_ += "<?" + std::string(node.name());
        if (*node.value()) out_ += " " + std::string(node.value());
        out_ += "?>";
        break;
      default: break;
    }
  }

  void element(const pugi::xml_node& node) {
    out_ += '<';
    out_ += node.name();
    attributes(node);
    if (!node.first_child()) {
      out_ += "/>";
      return;
    }
    out_ += '>';
    for (const pugi::xml_node& child : node.children()) write(child);
    out_ += "</" + std::string(node.name()) + ">";
  }

  void attributes(const pugi::xml_node& node) {
    for (const pugi::xml_attribute& attribute : node.attributes()) {
      out_ += " " + std::string(attribute.name()) + "=\"";
      const std::string_view name = attribute.name();
      const bool declares = name == "xmlns" || name.starts_with("xmlns:");
      escaped(declares ? uri(attribute.value()) : attribute.value(), true);
      out_ += '"';
    }
  }

  std::string_view uri(std::string_view given) const {
    const bool foreign =
        given == "http://activiti.org/bpmn" || given == "http://operaton.org/schema/1.0/bpmn";
    return extensions_ == Extensions::Camunda && foreign ? camunda : given;
  }

  /// White space that a reader would turn into something else is written as a reference.
  void escaped(std::string_view text, bool attribute) {
    for (const char c : text) switch (c) {
        case '&': out_ += "&amp;"; break;
        case '<': out_ += "&lt;"; break;
        case '>': out_ += "&gt;"; break;
        case '\r': out_ += "&#13;"; break;
        case '"': out_ += attribute ? "&quot;" : "\""; break;
        case '\n': out_ += attribute ? "&#10;" : "\n"; break;
        case '\t': out_ += attribute ? "&#9;" : "\t"; break;
        default: out_ += c;
      }
  }

  Extensions extensions_;
  std::string out_;
};

/// Two prefixes that become one namespace must not give one attribute twice.
void check_attributes(const xml::Tree& tree, std::vector<Problem>& problems) {
  for (int i = 0; i < tree.size(); ++i) {
    const xml::Element element(tree, i);
    std::set<std::string_view> seen;
    for (const auto& attribute : element.attributes())
      if (attribute.space == xml::Space::Camunda && !seen.insert(attribute.name).second)
        problems.push_back({Problem::Severity::Error, "attribute-twice",
                            "The attribute " + std::string(attribute.name) +
                                " is given in two namespaces that mean the same; remove one",
                            element.nearest_id(), element.place().line, element.place().column, ""});
  }
}

}  // namespace

Written write(std::string_view xml, Extensions extensions) {
  Written out;
  const xml::Source source(xml, xml_limits);
  if (source.problem()) {
    out.problems.push_back(*source.problem());
    return out;
  }
  if (extensions == Extensions::Camunda)
    check_attributes(xml::Tree(source.text(), out.problems), out.problems);
  if (!out.problems.empty()) return out;
  const std::string_view text = xml::without_mark(source.text());
  pugi::xml_document document;
  constexpr unsigned everything = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_comments |
                                  pugi::parse_pi | pugi::parse_declaration;
  const auto parsed = document.load_buffer(text.data(), text.size(), everything, pugi::encoding_utf8);
  if (parsed) {
    out.text = Writer(extensions).document(document);
    return out;
  }
  const Place place = xml::Cursor(text).at(static_cast<std::size_t>(parsed.offset));
  out.problems.push_back(
      {Problem::Severity::Error, "xml-syntax", parsed.description(), "", place.line, place.column, ""});
  return out;
}

}  // namespace lienthong::bpmn
