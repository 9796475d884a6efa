#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>
#include "engine/steps/sight.h"

namespace lienthong::engine {

/// A reason to look at conditional events when the running step is over (bpmn-extensions 15): a variable has
/// changed, or one of them has just begun to wait.
struct Change {
  enum class Kind { Entered, Create, Update, Delete };
  Kind kind = Kind::Entered;
  InstanceId root;
  SubscriptionId entered;   ///< Entered: only this one is looked at
  InstanceId scope;         ///< where the variable lives
  std::string name;         ///< of the variable
  std::int64_t before = 0;  ///< the last id at that moment: who began to wait later has not seen the change
};

/// The changes that nobody has looked at since the running step began.
class Changes {
 public:
  explicit Changes(Sight& sight) : sight_(sight) {}

  /// A variable of `scope` has changed.
  void note(std::int64_t root, InstanceId scope, const std::string& name, Change::Kind kind) {
    if (sight_.work().indexes().waits_in(root, name_of(bpmn::EventKind::Conditional)))
      changes_.push_back({kind, InstanceId{root}, {}, scope, name, sight_.core().ids.last()});
  }
  /// A conditional event begins to wait.
  void entered(const Subscription& fresh) {
    changes_.push_back({Change::Kind::Entered, fresh.root, fresh.id, {}, {}, 0});
  }
  bool empty() const { return changes_.empty(); }
  std::vector<Change> take() { return std::exchange(changes_, {}); }

 private:
  Sight& sight_;
  std::vector<Change> changes_;
};

}  // namespace lienthong::engine
