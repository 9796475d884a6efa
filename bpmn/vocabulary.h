#pragma once
// Every word that a model may use beyond BPMN, and where: our namespace and Camunda's. What is read and what
// is told as unknown follow from this one table; a test compares it with what the readers ask for.
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "xml/tree.h"

namespace lienthong::bpmn {

/// An attribute or element of an extension.
struct Word {
  enum class Kind { Attribute, Flag, Element };  ///< Flag: an attribute that is true or false
  xml::Space space;
  Kind kind;
  std::string_view name;
  /// Where it stands: names of elements, separated by spaces, or of the groups below. An extension's own
  /// element has a "+" before its name.
  std::string_view at;
  std::string_view instead = "";  ///< what happens although it says otherwise; empty: it is read
};

/// Words that say nothing about running are in it too.
std::span<const Word> vocabulary();
/// Whether a place, such as `userTask` or `+formField`, is among those of `at`.
bool is_among(std::string_view place, std::string_view at);

/// Whether a rule tells of words beyond BPMN, and so says nothing that a rule of the standard says.
bool is_of_vocabulary(std::string_view rule);

/// Another engine's namespace, and the words of it without which an execution loses nothing.
struct OtherEngine {
  xml::Space space;
  std::string_view name, prefix, harmless;
};
std::span<const OtherEngine> other_engines();
/// What to write instead of another engine's word, as far as there is one thing to say.
std::string_view instead_of(std::string_view word);

}  // namespace lienthong::bpmn
