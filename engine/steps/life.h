#pragma once
#include <optional>
#include <string>
#include "bpmn/model.h"
#include "engine/rows/records.h"

namespace lienthong::engine {

/// All that the rooms below may ask of the driver (engine/driver/): the only arrow that leads up. Each of the
/// last three may end the instance that the caller holds, and others.
class Life {
 public:
  /// A new process instance, its first token on the agenda. `occurred`: see Enter::occurred.
  virtual InstanceId begin_process(const DefinitionRow&, const bpmn::Node& start_event, const Variables&,
                                   std::optional<std::string> business_key, std::optional<std::string> user,
                                   const Instance* caller = nullptr, std::int64_t occurred = -1) = 0;
  /// By force, with all that is in it.
  virtual void cancel(Instance&, Outcome how = Outcome::InternallyTerminated) = 0;
  /// All that is in `scope` but `except`; what can be undone stays.
  virtual void cancel_inside(const Instance& scope, InstanceId except = {}) = 0;
  /// Lets go of an instance that has ended.
  virtual void remove(Instance&) = 0;

 protected:
  ~Life() = default;
};

}  // namespace lienthong::engine
