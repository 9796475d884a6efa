#pragma once
#include "engine/data/data.h"

namespace lienthong::engine {

/// What one kind of flow node does beyond the common lifecycle.
struct Behavior {
  virtual ~Behavior() = default;
  virtual void start(Run&, Instance& self, const bpmn::Node&) const = 0;
  /// Just before the instance is complete, its variables still there.
  virtual void completing(Run&, Instance&, const bpmn::Node&) const {}
  virtual void cancelling(Run&, Instance&, const bpmn::Node&) const {}
  virtual void leave(Run&, Instance&, const bpmn::Node&) const;
  /// True when the instance has more to do instead of being complete, and does it.
  [[nodiscard]] virtual bool goes_on(Run&, Instance&, const bpmn::Node&) const { return false; }
};
const Behavior& behavior_of(bpmn::Kind);

}  // namespace lienthong::engine
