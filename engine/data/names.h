#pragma once
#include "engine/data/loop_counters.h"
#include "engine/steps/run.h"

namespace lienthong::engine {

/// The names an expression sees in a scope: `more`, its variables outwards, and the objects `execution` and
/// (for task expressions) `task`.
class ScopeNames : public feel::Names {
 public:
  ScopeNames(Run& run, const Instance& scope, const Task* task, const Context* more = nullptr)
      : run_(run), scope_(scope), task_(task), more_(more) {}
  std::optional<Value> find(std::string_view name) const override;
  std::optional<Value> call(std::string_view object, std::string_view method,
                            const List& arguments) const override;
  std::optional<Value> property(std::string_view object, std::string_view name) const override;
  /// `setVariable` and `setVariableLocal` of the objects, with what types a value; false: another method.
  bool set_variable(std::string_view method, const List& arguments, TypedValue (*typed)(Value)) const;

 protected:
  Run& run_;
  const Instance& scope_;
  const Task* task_;
  const Context* more_;
};

/// The values a message carries, as names for the expressions that read it; then those of `behind`.
class PayloadNames : public feel::Names {
 public:
  explicit PayloadNames(const Variables& payload, const feel::Names* behind = nullptr)
      : payload_(payload), behind_(behind) {}
  std::optional<Value> find(std::string_view name) const override;
  std::optional<Value> call(std::string_view object, std::string_view method,
                            const List& arguments) const override;
  std::optional<Value> property(std::string_view object, std::string_view name) const override;

 private:
  const Variables& payload_;
  const feel::Names* behind_;
};

}  // namespace lienthong::engine
