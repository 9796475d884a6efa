#include "xml/tree.h"
#include <algorithm>
#include <cstring>
#include <pugixml.hpp>
#include <unordered_map>
#include "xml/scan.h"

namespace lienthong::xml {

Space Element::space() const { return tree_->node(index_).space; }
std::string_view Element::name() const { return tree_->node(index_).name; }
Place Element::place() const { return tree_->node(index_).place; }
bool Element::is(std::string_view wanted, Space space) const {
  return this->space() == space && name() == wanted;
}

std::optional<std::string_view> Element::find(std::string_view wanted, Space space) const {
  const Tree::Node& node = tree_->node(index_);
  for (int i = node.attributes; i < node.attributes_end; ++i) {
    const Attribute& attribute = tree_->attributes_[static_cast<std::size_t>(i)];
    if (attribute.space == space && wanted == attribute.name) return attribute.value;
  }
  return std::nullopt;
}

std::string Element::attribute(std::string_view wanted, Space space) const {
  return std::string(find(wanted, space).value_or(""));
}

bool Element::flag(std::string_view wanted, bool otherwise, Space space) const {
  const auto text = find(wanted, space);
  return text ? *text == "true" || *text == "1" : otherwise;
}

std::vector<Element::Attribute> Element::attributes() const {
  const Tree::Node& node = tree_->node(index_);
  return {tree_->attributes_.begin() + node.attributes, tree_->attributes_.begin() + node.attributes_end};
}

std::string_view Element::text() const {
  constexpr std::string_view spaces = " \t\r\n";
  const std::string_view text = tree_->node(index_).text;
  const std::size_t first = text.find_first_not_of(spaces);
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

Place Element::text_place() const { return tree_->node(index_).text_place; }

Element::Children Element::children() const { return {*tree_, index_ + 1, tree_->node(index_).end}; }

Element::Children::Iterator& Element::Children::Iterator::operator++() {
  index_ = tree_->node(index_).end;
  return *this;
}

std::optional<Element> Element::child(std::string_view wanted, Space space) const {
  for (const Element child : children())
    if (child.is(wanted, space)) return child;
  return std::nullopt;
}

std::optional<Element> Element::parent() const {
  const int parent = tree_->node(index_).parent;
  return parent < 0 ? std::nullopt : std::optional(Element(*tree_, parent));
}

std::string_view Element::namespace_of(std::string_view prefix) const {
  for (int at = index_; at >= 0; at = tree_->node(at).parent)
    for (int i = tree_->node(at).declarations; i < tree_->node(at).declarations_end; ++i)
      if (const auto& declared = tree_->declarations_[static_cast<std::size_t>(i)]; declared.prefix == prefix)
        return declared.uri;
  return "";
}

std::string Element::nearest_id() const {
  for (Element at = *this; at.index_ >= 0; at.index_ = tree_->node(at.index_).parent)
    if (at.space() == Space::Bpmn || at.space() == Space::Dmn || at.space() == Space::Diagram)
      if (const auto id = at.find("id")) return std::string(*id);
  return "";
}

Space space_of(std::string_view uri) {
  static const std::unordered_map<std::string_view, Space> known{
      {"", Space::None},
      {"http://www.omg.org/spec/BPMN/20100524/MODEL", Space::Bpmn},
      {"http://www.omg.org/spec/BPMN/20100524/DI", Space::Diagram},
      {"http://www.omg.org/spec/DD/20100524/DI", Space::Diagram},
      {"http://www.omg.org/spec/DD/20100524/DC", Space::Diagram},
      {"http://camunda.org/schema/1.0/bpmn", Space::Camunda},
      {"http://operaton.org/schema/1.0/bpmn", Space::Camunda},
      {"http://activiti.org/bpmn", Space::Camunda},
      {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", Space::Dmn},
      {"http://www.omg.org/spec/DMN/20151101/dmn11.xsd", Space::Dmn},
      {"http://www.omg.org/spec/DMN/20180521/MODEL/", Space::Dmn},
      {"https://www.omg.org/spec/DMN/20180521/MODEL/", Space::Dmn},
      {"http://www.omg.org/spec/DMN/20191111/MODEL/", Space::Dmn},
      {"https://www.omg.org/spec/DMN/20191111/MODEL/", Space::Dmn},
      {"http://www.omg.org/spec/DMN/20211108/MODEL/", Space::Dmn},
      {"https://www.omg.org/spec/DMN/20211108/MODEL/", Space::Dmn},
      {"http://www.omg.org/spec/DMN/20230324/MODEL/", Space::Dmn},
      {"https://www.omg.org/spec/DMN/20230324/MODEL/", Space::Dmn},
      {"http://www.omg.org/spec/DMN/20240513/MODEL/", Space::Dmn},
      {"https://www.omg.org/spec/DMN/20240513/MODEL/", Space::Dmn},
      {"http://camunda.org/schema/1.0/dmn", Space::Camunda},
      {"http://operaton.org/schema/1.0/dmn", Space::Camunda},
      {"urn:lienthong:bpmn:1.0", Space::Lienthong},
      {"http://camunda.org/schema/zeebe/1.0", Space::Camunda8},
      {"http://flowable.org/bpmn", Space::Flowable},
      {"http://www.jboss.org/drools", Space::Jbpm},
      {"http://www.w3.org/2001/XMLSchema-instance", Space::SchemaInstance}};
  const auto found = known.find(uri);
  return found == known.end() ? Space::Other : found->second;
}

bool Element::declares(Space wanted) const {
  const Tree::Node& node = tree_->node(index_);
  for (int i = node.declarations; i < node.declarations_end; ++i)
    if (space_of(tree_->declarations_[static_cast<std::size_t>(i)].uri) == wanted) return true;
  return false;
}

std::vector<std::string_view> Element::declared() const {
  const Tree::Node& node = tree_->node(index_);
  std::vector<std::string_view> uris;
  for (int i = node.declarations; i < node.declarations_end; ++i)
    uris.push_back(tree_->declarations_[static_cast<std::size_t>(i)].uri);
  return uris;
}

/// Copies the shape of pugixml's tree into flat rows. Recursion is as deep as the elements, which the scan
/// has limited.
class Builder {
 public:
  Builder(Tree& tree, std::string_view text, std::vector<Problem>& problems)
      : tree_(tree), text_(text), cursor_(text), problems_(problems) {
    prefixes_["xml"].push_back(Space::Other);
    prefixes_[""].push_back(Space::None);
  }

  void add(const pugi::xml_node& from, int parent) {
    const auto index = static_cast<int>(tree_.nodes_.size());
    // offset_debug is the offset of the name, one behind the "<".
    const Place place = cursor_.at(static_cast<std::size_t>(from.offset_debug()) - 1);
    std::vector<std::string_view> declared;
    Tree::Node node{};
    node.declarations = static_cast<int>(tree_.declarations_.size());
    declare(from, declared);
    node.declarations_end = static_cast<int>(tree_.declarations_.size());
    node.parent = parent;
    node.place = place;
    node.text_place = place;
    node.name = local_name(from.name());
    node.space = resolve(from.name(), place);
    node.text = text_of(from);
    node.attributes = static_cast<int>(tree_.attributes_.size());
    for (const pugi::xml_attribute& attribute : from.attributes()) {
      if (is_declaration(attribute.name())) continue;
      const bool prefixed = std::strchr(attribute.name(), ':') != nullptr;
      const Space space = prefixed ? resolve(attribute.name(), place) : Space::None;
      tree_.attributes_.push_back({space, local_name(attribute.name()), attribute.value()});
    }
    node.attributes_end = static_cast<int>(tree_.attributes_.size());
    tree_.nodes_.push_back(node);
    bool placed = false;
    for (const pugi::xml_node& child : from.children()) {
      if (child.type() == pugi::node_element) add(child, index);
      if (placed || (child.type() != pugi::node_pcdata && child.type() != pugi::node_cdata)) continue;
      tree_.nodes_[static_cast<std::size_t>(index)].text_place = place_of_text(child, place);
      placed = true;
    }
    tree_.nodes_[static_cast<std::size_t>(index)].end = static_cast<int>(tree_.nodes_.size());
    for (const std::string_view prefix : declared) prefixes_[prefix].pop_back();
  }

 private:
  Place place_of_text(const pugi::xml_node& text, Place otherwise) {
    if (text.offset_debug() < 0) return otherwise;
    const auto offset = static_cast<std::size_t>(text.offset_debug());
    return cursor_.at(std::min(text_.find_first_not_of(" \t\r\n", offset), text_.size()));
  }

  static bool is_declaration(std::string_view name) {
    return name == "xmlns" || name.substr(0, 6) == "xmlns:";
  }
  static const char* local_name(const char* name) {
    const char* colon = std::strchr(name, ':');
    return colon ? colon + 1 : name;
  }

  void declare(const pugi::xml_node& from, std::vector<std::string_view>& declared) {
    for (const pugi::xml_attribute& attribute : from.attributes()) {
      const std::string_view name = attribute.name();
      if (!is_declaration(name)) continue;
      declared.push_back(name.size() > 6 ? name.substr(6) : std::string_view());
      prefixes_[declared.back()].push_back(space_of(attribute.value()));
      tree_.declarations_.push_back({declared.back(), attribute.value()});
    }
  }

  Space resolve(std::string_view name, Place place) {
    const std::size_t colon = name.find(':');
    const std::string_view prefix = colon == name.npos ? std::string_view() : name.substr(0, colon);
    const auto found = prefixes_.find(prefix);
    if (found != prefixes_.end() && !found->second.empty()) return found->second.back();
    if (undeclared_.emplace(prefix, true).second && undeclared_.size() <= undeclared_max)
      problems_.push_back({Problem::Severity::Error, "xml-prefix",
                           "The prefix \"" + std::string(prefix) +
                               "\" is used but not declared (xmlns:" + std::string(prefix) + " is missing)",
                           "", place.line, place.column, ""});
    return Space::Other;
  }

  const char* text_of(const pugi::xml_node& from) {
    const char* only = nullptr;
    std::string* joined = nullptr;
    for (const pugi::xml_node& child : from.children()) {
      if (child.type() != pugi::node_pcdata && child.type() != pugi::node_cdata) continue;
      if (!only) {
        only = child.value();
        continue;
      }
      if (!joined) joined = &tree_.joined_.emplace_back(only);
      joined->append(child.value());
    }
    return joined ? joined->c_str() : only ? only : "";
  }

  static constexpr std::size_t undeclared_max =
      100;  ///< reported ones; a file with more is no honest mistake
  Tree& tree_;
  std::string_view text_;
  Cursor cursor_;
  std::vector<Problem>& problems_;
  std::unordered_map<std::string_view, std::vector<Space>> prefixes_;
  std::unordered_map<std::string_view, bool> undeclared_;
};

Tree::Tree(std::string_view scanned, std::vector<Problem>& problems)
    : document_(std::make_unique<pugi::xml_document>()) {
  const std::string_view text = without_mark(scanned);
  const pugi::xml_parse_result parsed =
      document_->load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (parsed && document_->document_element()) {
    Builder(*this, text, problems).add(document_->document_element(), -1);
    return;
  }
  const Place place = Cursor(text).at(static_cast<std::size_t>(parsed.offset));
  problems.push_back(
      {Problem::Severity::Error, "xml-syntax", parsed.description(), "", place.line, place.column, ""});
}

Tree::~Tree() = default;

}  // namespace lienthong::xml
