#pragma once
#include "engine/data/names.h"
#include "engine/work/listeners.h"

namespace lienthong::engine {

/// What a listener sees: the names of its scope, where it stands, and a task that it may change.
class ListenerNames : public ScopeNames {
 public:
  ListenerNames(Run& run, const Instance& scope, const Occasion& occasion)
      : ScopeNames(run, scope, occasion.task), occasion_(occasion) {}
  std::optional<Value> call(std::string_view object, std::string_view method,
                            const List& arguments) const override;
  std::optional<Value> property(std::string_view object, std::string_view name) const override;

 private:
  bool change_task(std::string_view method, const Value& argument) const;

  const Occasion& occasion_;
};

}  // namespace lienthong::engine
