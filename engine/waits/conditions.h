#pragma once
#include <optional>
#include <vector>
#include "engine/data/changes.h"
#include "engine/data/data.h"

namespace lienthong::engine {

/// Conditional events: looked at when a step that has changed something is over, before the token moves on;
/// who waits furthest out comes first. bpmn-extensions 15
class Conditions {
 public:
  explicit Conditions(Run& run) : run_(run) {}

  /// Looks at what has changed; false when nothing has.
  bool look();
  /// Looks amid a step of `self`; false when one has ended `self` or interrupted what it holds: the caller
  /// must stop. `silent`: its end listeners are not told (again).
  [[nodiscard]] bool settle(const Instance& self, bool silent);
  /// Waits that a condition ends are looked at anew: the process instance is active again.
  void look_again(InstanceId root);
  /// It has not told its listeners that it begins, or has told them that it ends.
  bool is_silent(const Instance& self) const { return self.id == silent_; }

 private:
  std::optional<int> sees(const Instance& owner, const Change&);
  std::vector<std::int64_t> waiting_for(const Change&);
  void look_at(InstanceId root, std::int64_t subscription);

  Run& run_;
  InstanceId silent_;
};

/// An unknown variable makes it false; what is neither true nor false fails (Refused{Failed}).
bool condition_holds(Run&, const Definition&, const bpmn::EventDefinition&, const feel::Names&);

}  // namespace lienthong::engine
