#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include "engine/steps/core.h"

namespace lienthong::engine {

/// What one command sees: rows, definitions, its instant, and who asked. Changes nothing but which ids are
/// taken.
class Sight {
 public:
  explicit Sight(Core& core) : core_(core) {}
  Sight(const Sight&) = delete;

  Core& core() { return core_; }
  Workspace& work() { return core_.work; }
  Instant now() const { return core_.clock.now(); }
  Steady steady() const { return core_.clock.steady(); }  ///< of locks
  std::int64_t next_id() { return core_.ids.next(now()); }
  Instance* instance(InstanceId root, InstanceId id) { return work().find<Instance>(root.value, id.value); }
  /// The scope around it; null: it is a process instance.
  Instance* parent(const Instance& self) { return self.parent ? instance(self.root, self.parent) : nullptr; }
  /// Its process instance.
  Instance& root(const Instance& self);
  const Definition& definition(const Instance& self) { return *definition(self.definition); }
  const DefinitionPtr& definition(DefinitionId id);
  const bpmn::Node& node(const Instance& self) { return definition(self).node(self.node); }
  const bpmn::Node& node_of(const Instance& self, bpmn::NodeIndex index) {
    return definition(self).node(index);
  }

  std::optional<std::string> user;  ///< who asked, where known
  bool skip_listeners = false;      ///< the listeners of the model are not told (skipCustomListeners)
  bool skip_io_mappings = false;    ///< what is cancelled maps no outputs (skipIoMappings)

 private:
  Core& core_;
  std::unordered_map<std::int64_t, DefinitionPtr> definitions_;
  const std::pair<const std::int64_t, DefinitionPtr>* last_definition_ = nullptr;  ///< asked for last
};

}  // namespace lienthong::engine
