#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "dmn/definitions.h"
#include "feel/ast.h"
#include "feel/types.h"

namespace lienthong::dmn {

class Table;

/// An element of a model, by number: those of the main file first, then those of the files it imports.
using ElementIndex = int;

/// A file of definitions and those it imports, their expressions compiled; immutable and shared.
class Model : public std::enable_shared_from_this<Model> {
 public:
  /// What a name in an element's logic stands for.
  struct Binding {
    std::string name;
    ElementIndex element = -1;
    std::string entry;  ///< of the element's value; empty: the whole (Camunda 7 binds outputs by their names)
  };
  /// The imported elements that an element's logic reaches through the name of an import.
  struct ImportedBindings {
    std::string import;
    std::vector<Binding> bindings;
  };
  struct Element {
    DrgElement::Kind kind = DrgElement::Kind::Decision;
    std::string id, name, name_space;
    std::string variable;          ///< its name in the logic of others
    feel::Type type;               ///< of a decision service: of its result
    feel::NodePtr logic;           ///< null: the file gives none
    const Table* table = nullptr;  ///< when the logic is a decision table
    bool whole = false;            ///< every part of the logic could be compiled
    std::vector<Binding> bindings;
    std::vector<ImportedBindings> imports;
    bool open_names = false;  ///< other names are inputs of the run (files written for Camunda)
    std::vector<ElementIndex> requirements;  ///< what must have a value before; without circles
    // Of a decision service.
    std::vector<ElementIndex> outputs, parameters;
    std::string version_tag, history_time_to_live;
    Place place;
  };

  std::string id, name, name_space;
  Platform platform = Platform::Standard;
  std::vector<Element> elements;
  std::size_t own_elements = 0;  ///< of the main file

  const Element& element(ElementIndex index) const { return elements[static_cast<std::size_t>(index)]; }
  /// By name or id, in the main file unless a namespace is given; nothing when there is none.
  std::optional<ElementIndex> find(DrgElement::Kind, std::string_view name_or_id,
                                   std::string_view name_space = "") const;
  /// In the main file.
  std::optional<ElementIndex> find_id(DrgElement::Kind, std::string_view id) const;
};

using ModelPtr = std::shared_ptr<const Model>;

/// Compiles the first file; the others are what it may import, whether it does or not. What is wrong is added
/// to `problems`, by file; an expression that cannot be compiled is null with a reason when it is evaluated.
ModelPtr compile(const std::vector<const Definitions*>& files, std::vector<Problem>& problems);

}  // namespace lienthong::dmn
