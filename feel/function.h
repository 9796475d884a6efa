#pragma once
#include <functional>
#include <string>
#include <vector>
#include "base/value.h"

namespace lienthong::feel {

class Evaluation;
struct BuiltinFamily;

/// A function value with named parameters.
class Function : public Callable {
 public:
  explicit Function(std::vector<std::string> parameters) : parameters_(std::move(parameters)) {}
  const std::vector<std::string>& parameters() const { return parameters_; }
  /// Whether it can be called with so many arguments by position.
  virtual bool takes(std::size_t count) const { return count == parameters_.size(); }
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
