#pragma once
#include <cstdint>
#include <string>
#include "base/ids.h"

namespace lienthong::engine {

/// A reason to look at conditional events when the running step is over (bpmn-extensions 15): a variable has
/// changed, or one of them has just begun to wait.
struct ConditionCheck {
  enum class Kind { Entered, Create, Update, Delete };
  Kind kind = Kind::Entered;
  InstanceId root;
  SubscriptionId entered;   ///< Entered: only this one is looked at
  InstanceId scope;         ///< where the variable lives
  std::string name;         ///< of the variable
  std::int64_t before = 0;  ///< the last id at that moment: who began to wait later has not seen the change
};

}  // namespace lienthong::engine
