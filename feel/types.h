#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"

namespace lienthong::feel {

class Evaluation;
struct Node;

/// What a number of a converting type may be, as Java has it: any; whole, of 32 or of 64 bits; any, and
/// always told as a Double.
enum class Width { Any, Integer, Long, Double };

/// A type as `instance of`, function parameters and item definitions name it.
struct Type {
  enum class Shape { Any, Basic, List, Range, Context, Function, Unknown };
  Shape shape = Shape::Any;
  Value::Kind basic = Value::Kind::Null;
  std::vector<Type> parts;  ///< element; entries of a context; parameters and, last, the result of a function
  std::vector<std::string> names;  ///< entries of a context
  std::string name;                ///< as the model calls it; may be empty
  bool converts = false;     ///< texts, numbers and booleans become what is wanted, as Camunda 7 does it
  Width width = Width::Any;  ///< with `converts`, of a number
  std::vector<std::shared_ptr<const Node>> allowed;  ///< unary tests that each value but null must pass
};

/// "number", "date and time", …; shape Unknown for another name.
Type basic_type(std::string_view name);
/// Whether a value is of this type and passes its tests; null is of no type but Null.
bool is_instance(Evaluation&, const Value&, const Type&);
/// The same, where null stands for a missing value of any type.
bool conforms(Evaluation&, const Value&, const Type&);
/// The value as a type wants it: itself when it conforms, the element of a list of one, a list of one, a date
/// as its midnight (DMN 1.5 §10.3.2.9.4), or what a converting type makes of it; nothing when none of these
/// conforms.
std::optional<Value> fitted(Evaluation&, const Value&, const Type&);
/// "string, which is no number", "500, which is outside [0..120] of tAge": how a value that does not fit is.
std::string why_unfit(Evaluation&, const Value&, const Type&);
/// A value as FEEL writes it, texts in quotes; of a long one the beginning.
std::string shown(const Value&);
/// "number", "list<tPerson>", … as a reader knows it.
std::string text(const Type&);

}  // namespace lienthong::feel
