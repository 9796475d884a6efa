#pragma once
#include <functional>
#include <string>
#include <vector>
#include "base/value.h"
#include "feel/types.h"

namespace lienthong::feel {

class Evaluation;
struct BuiltinFamily;

/// Whether every value of the first type is one of the second (DMN 1.5 §10.3.2.9.3); what is not known of a
/// type contradicts nothing.
bool subsumed(const Type& type, const Type& by);

/// A function value with named parameters.
class Function : public Callable {
 public:
  explicit Function(std::vector<std::string> parameters) : parameters_(std::move(parameters)) {}
  const std::vector<std::string>& parameters() const { return parameters_; }
  /// Whether it can be called with so many arguments by position.
  virtual bool takes(std::size_t count) const { return count == parameters_.size(); }
  /// What its parameters take and what it gives, where that is declared; else Any.
  virtual Type type() const {
    Type type;
    type.shape = Type::Shape::Function;
    type.parts.resize(parameters_.size() + 1);
    return type;
  }
  /// Whether it takes what callers of this function type give, and gives what they expect.
  virtual bool is_of(const Type& wanted) const { return subsumed(type(), wanted); }
  /// As many arguments as it takes; absent ones are null.
  virtual Value call(Evaluation&, List arguments) const = 0;

 private:
  std::vector<std::string> parameters_;
};

/// A built-in function as a value.
Value builtin_function(const BuiltinFamily&);
/// A function written in C++.
Value host_function(std::vector<std::string> parameters, std::function<Value(const List&)> body);

}  // namespace lienthong::feel
