#pragma once
// A read-only view of an XML document for readers of models: namespaces resolved to the few we know, every
// element with its place.
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/refused.h"
#include "xml/place.h"

namespace pugi {
class xml_document;
}

namespace lienthong::xml {

/// The namespaces that models are made of, by URI. Camunda includes its Operaton and Activiti names; Diagram
/// is BPMN DI, DI and DC; Dmn is DMN 1.1 to 1.6. Camunda8, Flowable and Jbpm are other engines' extensions.
enum class Space : unsigned char {
  None,
  Bpmn,
  Dmn,
  Diagram,
  Camunda,
  Lienthong,
  SchemaInstance,
  Camunda8,
  Flowable,
  Jbpm,
  Other
};

/// What this program reads by a namespace's URI; Other: nothing.
Space space_of(std::string_view uri);

class Tree;

/// A place in the tree; cheap to copy, valid as long as the tree.
class Element {
 public:
  class Children;
  Element(const Tree& tree, int index) : tree_(&tree), index_(index) {}

  Space space() const;
  std::string_view name() const;  ///< without prefix
  Place place() const;
  bool is(std::string_view name, Space space = Space::Bpmn) const;

  std::optional<std::string_view> find(std::string_view attribute, Space space = Space::None) const;
  std::string attribute(std::string_view name, Space space = Space::None) const;  ///< "" when absent
  bool flag(std::string_view name, bool otherwise, Space space = Space::None) const;
  struct Attribute {
    Space space;
    const char* name;  ///< without prefix
    const char* value;
  };
  std::vector<Attribute> attributes() const;  ///< without namespace declarations

  std::string_view text() const;  ///< its own text, white space around it removed
  Place text_place() const;       ///< of the first character of `text`; that of the element when it has none
  Children children() const;
  std::optional<Element> child(std::string_view name, Space space = Space::Bpmn) const;
  std::optional<Element> parent() const;  ///< nothing at the root

  /// The URI that a prefix means here, "" when it is not declared; "" asks for the default namespace.
  std::string_view namespace_of(std::string_view prefix) const;
  bool declares(Space) const;                      ///< a prefix for it, at this very element
  std::vector<std::string_view> declared() const;  ///< the URIs of the namespaces declared at this element

  /// The `id` of this element or of the nearest element of a model around it.
  std::string nearest_id() const;
  int index() const { return index_; }

 private:
  const Tree* tree_;
  int index_;
};

/// The child elements in order, for `for`.
class Element::Children {
 public:
  class Iterator {
   public:
    Iterator(const Tree& tree, int index) : tree_(&tree), index_(index) {}
    Element operator*() const { return {*tree_, index_}; }
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const Tree* tree_;
    int index_;
  };
  Children(const Tree& tree, int first, int last) : first_(tree, first), last_(tree, last) {}
  Iterator begin() const { return first_; }
  Iterator end() const { return last_; }

 private:
  Iterator first_, last_;
};

/// One parsed file that `scan` has let through.
class Tree {
 public:
  /// Prefixes without a declaration become problems. A tree of size 0 could not be parsed.
  Tree(std::string_view scanned, std::vector<Problem>& problems);
  ~Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  Element root() const { return {*this, 0}; }
  /// Elements are 0 … size-1 in document order.
  int size() const { return static_cast<int>(nodes_.size()); }

 private:
  friend class Element;
  friend class Builder;
  struct Node {
    const char* name;
    const char* text = "";
    int parent;
    int end;  ///< the first element behind this subtree
    int attributes, attributes_end;
    int declarations, declarations_end;
    Place place, text_place;
    Space space;
  };
  const Node& node(int index) const { return nodes_[static_cast<std::size_t>(index)]; }
  struct Declaration {
    std::string_view prefix, uri;
  };
  std::unique_ptr<pugi::xml_document> document_;
  std::vector<Node> nodes_;
  std::vector<Element::Attribute> attributes_;
  std::vector<Declaration> declarations_;
  std::deque<std::string> joined_;  ///< texts that comments or CDATA had cut into pieces
};

}  // namespace lienthong::xml
