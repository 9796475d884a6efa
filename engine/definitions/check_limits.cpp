#include "engine/definitions/check_limits.h"
#include <algorithm>
#include <charconv>
#include <map>
#include "bpmn/checking.h"
#include "engine/rows/limits.h"

namespace lienthong::engine {
namespace {

void check_cardinality(const bpmn::Node& node, std::vector<Problem>& problems) {
  if (!node.loop || !bpmn::is_constant(node.loop->cardinality)) return;
  const std::string& text = node.loop->cardinality->text;
  std::int64_t count = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (wrong != std::errc{} || count <= limits::loop_cardinality_max) return;
  const bpmn::Place& place = node.loop->cardinality->place;
  problems.push_back({Problem::Severity::Error, "over-limit",
                      "The multi-instance loop of '" + node.id + "' asks for " + text + " instances (limit " +
                          std::to_string(limits::loop_cardinality_max) + ")",
                      node.id, place.line, place.column, ""});
}

/// Where every run of a process comes, as far as nothing that the process or somebody decides can lead it
/// elsewhere. What stands behind a call or a sub-process is reached when that completes, which is not known.
class CertainWay {
 public:
  explicit CertainWay(const Definition& definition) : definition_(definition) {
    if (!definition.event_sub_processes(definition.root()).empty() ||
        std::ranges::any_of(definition.process().nodes, ends_others))
      return;
    if (const bpmn::Node* start = definition.initial_start(); start && start->events.empty()) reach(*start);
    while (!reached_.empty()) {
      const bpmn::Node& node = *reached_.back();
      reached_.pop_back();
      go_on(node);
    }
  }
  const std::vector<const bpmn::Node*>& calls() const { return calls_; }

 private:
  /// An end that takes other tokens along.
  static bool ends_others(const bpmn::Node& node) {
    using enum bpmn::EventKind;
    return node.kind == bpmn::Kind::EndEvent &&
           (node.has_event(Terminate) || node.has_event(Error) || node.has_event(Cancel));
  }
  /// The tokens of a join may never come together.
  static bool joins(const bpmn::Node& node) {
    return node.incoming.size() > 1 && node.kind != bpmn::Kind::ExclusiveGateway;
  }

  void reach(const bpmn::Node& node) {
    if (seen_[static_cast<std::size_t>(node.index)]) return;
    seen_[static_cast<std::size_t>(node.index)] = true;
    reached_.push_back(&node);
  }

  void go_on(const bpmn::Node& node) {
    if (!node.boundary.empty() || node.loop || joins(node)) return;
    if (node.call) {
      if (bpmn::is_constant(node.call->called_element) &&
          (node.call->binding == "latest" || node.call->binding == "deployment"))
        calls_.push_back(&node);
    } else if (is_scope(node)) {
      if (!definition_.event_sub_processes(node).empty() || node.kind == bpmn::Kind::AdHocSubProcess) return;
      for (const bpmn::NodeIndex child : node.children)
        if (const bpmn::Node& inner = definition_.node(child); inner.kind == bpmn::Kind::StartEvent)
          reach(inner);
    } else if (node.kind == bpmn::Kind::ParallelGateway || node.outgoing.size() == 1) {
      for (const bpmn::FlowIndex index : node.outgoing)
        if (const bpmn::Flow& flow = definition_.process().flow(index); !flow.condition && flow.target >= 0)
          reach(definition_.node(flow.target));
    }
  }

  const Definition& definition_;
  std::vector<bool> seen_ = std::vector<bool>(definition_.process().nodes.size());
  std::vector<const bpmn::Node*> reached_;  ///< and not yet left
  std::vector<const bpmn::Node*> calls_;
};

/// The processes of one file, and whom each of them calls whatever happens.
class EndlessCalls {
 public:
  explicit EndlessCalls(const std::vector<DefinitionPtr>& definitions) {
    for (const DefinitionPtr& definition : definitions)
      calls_.emplace(definition->process().id, CertainWay(*definition).calls());
    drop_those_that_end();
  }

  void tell(std::vector<Problem>& problems) const {
    for (const auto& [process, calls] : calls_)
      for (const bpmn::Node* call : calls)
        if (const std::string& called = call->call->called_element->text; calls_.contains(called))
          problems.push_back(
              {Problem::Severity::Error, "endless-call",
               "'" + call->id + "' is reached in every run of '" + process + "' and calls " +
                   (called == process ? "it again" : "'" + called + "', which calls on like it") +
                   ", so each run would call deeper than " + std::to_string(limits::call_depth_max) +
                   " processes; let a condition decide",
               call->id, call->place.line, call->place.column, ""});
  }

 private:
  /// Whoever calls nobody here for certain may end, and so may whoever calls only such.
  void drop_those_that_end() {
    std::map<std::string, std::vector<std::string>> callers;
    std::map<std::string, std::size_t> left;
    for (const auto& [process, calls] : calls_)
      for (const bpmn::Node* call : calls)
        if (const std::string& called = call->call->called_element->text; calls_.contains(called)) {
          callers[called].push_back(process);
          ++left[process];
        }
    std::vector<std::string> ending;
    for (const auto& [process, calls] : calls_)
      if (!left.contains(process)) ending.push_back(process);
    while (!ending.empty()) {
      const std::string process = std::move(ending.back());
      ending.pop_back();
      calls_.erase(process);
      for (const std::string& caller : callers[process])
        if (--left[caller] == 0) ending.push_back(caller);
    }
  }

  std::map<std::string, std::vector<const bpmn::Node*>> calls_;  ///< of those that never end
};

}  // namespace

void check_limits(const std::vector<DefinitionPtr>& definitions, std::vector<Problem>& problems) {
  for (const DefinitionPtr& definition : definitions)
    for (const bpmn::Node& node : definition->process().nodes) check_cardinality(node, problems);
  EndlessCalls(definitions).tell(problems);
}

}  // namespace lienthong::engine
