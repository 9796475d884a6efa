#pragma once
#include <functional>
#include <string>
#include <vector>
#include "base/value.h"

namespace lienthong::feel {

class Evaluation;

/// A function value with named parameters.
class Function : public Callable {
 public:
  explicit Function(std::vector<std::string> parameters) : parameters_(std::move(parameters)) {}
  const std::vector<std::string>& parameters() const { return parameters_; }
  /// As many arguments as parameters; absent ones are null.
  virtual Value call(Evaluation&, List arguments) const = 0;

 private:
  std::vector<std::string> parameters_;
};

/// A function written in C++, such as a business knowledge model or a decision service.
Value host_function(std::vector<std::string> parameters, std::function<Value(const List&)> body);

}  // namespace lienthong::feel
