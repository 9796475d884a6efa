#pragma once
#include "engine/execution.h"

namespace lienthong::engine {

/// The names an expression sees in a scope: `more`, its variables outwards, and the objects `execution` and
/// (for task expressions) `task`.
class ScopeNames : public feel::Names {
 public:
  ScopeNames(Execution& run, const Instance& scope, const Task* task, const Context* more = nullptr)
      : run_(run), scope_(scope), task_(task), more_(more) {}
  std::optional<Value> find(std::string_view name) const override;
  std::optional<Value> call(std::string_view object, std::string_view method,
                            const List& arguments) const override;
  std::optional<Value> property(std::string_view object, std::string_view name) const override;

 protected:
  Execution& run_;
  const Instance& scope_;
  const Task* task_;
  const Context* more_;
};

}  // namespace lienthong::engine
