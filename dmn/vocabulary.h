#pragma once
// Every element of DMN and what it may hold: the schemas of DMN 1.1 to 1.6 together, by their meaning. What
// is told as unknown follows from this one table; a test holds its words together.
#include <span>
#include <string_view>
#include <vector>

namespace lienthong::dmn {

/// An element of DMN's namespace.
struct Term {
  enum class Kind { Element, Reference, Text };  ///< Reference: its attribute `href` names another element
  /// "decisionService/inputData" where the same name stands for something else elsewhere.
  std::string_view name;
  Kind kind = Kind::Element;
  std::string_view attributes = "";  ///< beside `id` and `label`; "name!" must be there
  /// Beside `description` and `extensionElements`; "rule*" any number, "in!" exactly one, else at most one.
  /// Of a group in capitals, its members together.
  std::string_view children = "";
};
std::span<const Term> terms();
/// The element of this name below that one; null: there is none.
const Term* find_term(std::string_view name, std::string_view parent);

/// One word of a term's lists.
struct Part {
  enum class Count { Optional, One, Many };
  std::string_view name;
  Count count = Count::Optional;
  std::vector<std::string_view> members;  ///< of a group; of another word itself
};
std::vector<Part> parts_of(std::string_view list);

/// The attributes of Camunda that are read, and the element that each belongs to.
struct CamundaWord {
  std::string_view name, at;
};
std::span<const CamundaWord> camunda_words();

/// An attribute with a closed list of values, separated by spaces. Where nothing of a run depends on it,
/// another one is a warning.
struct ClosedValue {
  std::string_view attribute, values;
  bool runs = true;
};
std::span<const ClosedValue> closed_values();
/// Children whose names must differ within one parent.
struct UniqueNames {
  std::string_view parent, child;
};
std::span<const UniqueNames> unique_names();
/// The words of a list.
std::vector<std::string_view> words_of(std::string_view list);

}  // namespace lienthong::dmn
