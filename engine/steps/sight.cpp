#include "engine/steps/sight.h"

namespace lienthong::engine {

const DefinitionPtr& Sight::definition(DefinitionId id) {
  if (last_definition_ && last_definition_->first == id.value) return last_definition_->second;
  auto& known = *definitions_.try_emplace(id.value).first;
  if (!known.second) known.second = core_.definition(id);
  last_definition_ = &known;
  return known.second;
}

Instance& Sight::root(const Instance& self) {
  Instance* found = instance(self.root, self.root);
  check(found, "a running instance has its root");
  return *found;
}

}  // namespace lienthong::engine
