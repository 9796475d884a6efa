// A called process is an instance tree of its own, tied by `called_by`. bpmn-extensions 10
#include "engine/data/data_flow.h"
#include "engine/data/mappings.h"
#include "engine/elements/elements.h"
#include "engine/rows/limits.h"

namespace lienthong::engine {
namespace {

int call_depth(Run& run, const Instance& self) {
  int depth = 1;
  for (const Instance* at = &run.root(self); at && at->called_by;
       at = run.instance(at->calling_root, at->calling_root))
    ++depth;
  return depth;
}

DefinitionRow& called_definition(Run& run, const Instance& self, const bpmn::Node& node) {
  const bpmn::CallActivity& call = *node.call;
  const std::optional<std::string> key = run.data.evaluate_text(call.called_element, self);
  const auto wrong = [&](const std::string& why) {
    return Refused(Refused::Kind::Failed, "'" + node.id + "' cannot call '" + key.value_or("") + "': " + why);
  };
  DefinitionRow* found = nullptr;
  if (call.binding == "latest")
    found = run.core().latest(key.value_or(""));
  else {
    const std::string version = run.data.evaluate_text(call.version, self),
                      version_tag = run.data.evaluate_text(call.version_tag, self);
    const DeploymentId own = run.core().definition_row(self.definition).deployment;
    for (auto& [id, row] : run.work().globals().of<DefinitionRow>().rows) {
      if (row.key != key) continue;
      const bool fits = call.binding == "deployment" ? row.deployment == own
                        : call.binding == "version"  ? std::to_string(row.version) == version
                                                     : row.version_tag == version_tag;
      if (!fits) continue;
      if (found && call.binding == "versionTag")
        throw wrong("several versions carry the tag '" + version_tag + "'");
      found = &row;
    }
  }
  if (!found) throw wrong("no such process is deployed");
  if (found->suspended) throw wrong("it is suspended");
  return *found;
}

const bpmn::Node& start_of_called(const Definition& definition, const bpmn::Node& caller) {
  if (const bpmn::Node* start = definition.initial_start()) return *start;
  throw Refused(Refused::Kind::Failed,
                "'" + caller.id + "' cannot call a process without a none start event");
}

Instance* called_root(Run& run, const Instance& caller) {
  const ActivityHistory* history = run.work().find<ActivityHistory>(caller.root.value, caller.history.value);
  return history && history->called ? run.instance(history->called, history->called) : nullptr;
}

struct CallActivity : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    if (call_depth(run, self) >= limits::call_depth_max)
      throw Refused(Refused::Kind::Failed, "'" + node.id + "' would call deeper than " +
                                               std::to_string(limits::call_depth_max) + " processes");
    const DefinitionRow& row = called_definition(run, self, node);
    std::optional<std::string> business_key;
    Variables variables = map_in(run, node.call->in, self, business_key);
    const DefinitionPtr definition = run.definition(row.id);
    for (const bpmn::DataItem& input : items_named(run, self, node.data.inputs))
      if (auto value = run.data.variable(self, input.name)) variables.emplace_back(input.name, *value);
    check_called_inputs(*definition, variables);
    const InstanceId called = run.life.begin_process(row, start_of_called(*definition, node), variables,
                                                     business_key, run.user, &self);
    if (ActivityHistory* history = run.work().find<ActivityHistory>(self.root.value, self.history.value))
      run.work().update(*history, [&](ActivityHistory& h) { h.called = called; });
  }

  void cancelling(Run& run, Instance& self, const bpmn::Node&) const override {
    if (Instance* called = called_root(run, self)) run.life.cancel(*called);
  }
};

}  // namespace

const Behavior& call_activity() {
  static const CallActivity b;
  return b;
}

}  // namespace lienthong::engine
