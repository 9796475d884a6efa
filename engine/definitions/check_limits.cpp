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
/// elsewhere.
class CertainWay {
 public:
  explicit CertainWay(const Definition& definition) : definition_(definition) {
    if (!definition.event_sub_processes(definition.root()).empty() ||
        std::ranges::any_of(definition.process().nodes, ends_others))
      return;
    if (const bpmn::Node* start = definition.initial_start(); start && start->events.empty()) follow(*start);
  }
  const std::vector<const bpmn::Node*>& calls() const { return calls_; }

 private:
  /// An end that takes other tokens along.
  static bool ends_others(const bpmn::Node& node) {
    using enum bpmn::EventKind;
    return node.kind == bpmn::Kind::EndEvent &&
           (node.has_event(Terminate) || node.has_event(Error) || node.has_event(Cancel));
  }

  void follow(const bpmn::Node& from) {
    for (const bpmn::Node* at = &from; at && !seen_[static_cast<std::size_t>(at->index)];) {
      seen_[static_cast<std::size_t>(at->index)] = true;
      if (!at->boundary.empty() || at->loop || joins(*at)) return;
      if (at->call && bpmn::is_constant(at->call->called_element) &&
          (at->call->binding == "latest" || at->call->binding == "deployment"))
        return calls_.push_back(at);  // what stands behind it is reached when the call returns
      if (is_scope(*at)) {
        if (!definition_.event_sub_processes(*at).empty() || at->kind == bpmn::Kind::AdHocSubProcess) return;
        for (const bpmn::NodeIndex child : at->children)
          if (const bpmn::Node& inner = definition_.node(child); inner.kind == bpmn::Kind::StartEvent)
            follow(inner);
      }
      at = next(*at);
    }
  }

  /// The tokens of a join may never come together.
  static bool joins(const bpmn::Node& node) {
    return node.incoming.size() > 1 && node.kind != bpmn::Kind::ExclusiveGateway;
  }

  const bpmn::Node* next(const bpmn::Node& node) {
    const auto target = [&](bpmn::FlowIndex flow) -> const bpmn::Node* {
      const bpmn::Flow& taken = definition_.process().flow(flow);
      return taken.condition || taken.target < 0 ? nullptr : &definition_.node(taken.target);
    };
    if (node.kind == bpmn::Kind::ParallelGateway) {
      for (const bpmn::FlowIndex flow : node.outgoing)
        if (const bpmn::Node* branch = target(flow)) follow(*branch);
      return nullptr;
    }
    return node.outgoing.size() == 1 ? target(node.outgoing.front()) : nullptr;
  }

  const Definition& definition_;
  std::vector<bool> seen_ = std::vector<bool>(definition_.process().nodes.size());
  std::vector<const bpmn::Node*> calls_;
};

/// The processes of one file, and whom each of them calls whatever happens.
class EndlessCalls {
 public:
  explicit EndlessCalls(const std::vector<DefinitionPtr>& definitions) {
    for (const DefinitionPtr& definition : definitions)
      calls_.emplace(definition->process().id, CertainWay(*definition).calls());
  }

  void tell(std::vector<Problem>& problems) const {
    for (const auto& [process, calls] : calls_)
      for (const bpmn::Node* call : calls)
        if (const std::string& called = call->call->called_element->text; reaches(called, process))
          problems.push_back(
              {Problem::Severity::Error, "endless-call",
               "'" + call->id + "' is reached in every run of '" + process + "' and calls " +
                   (called == process ? "it again" : "'" + called + "', which calls it again") +
                   ", so each run would call deeper than " + std::to_string(limits::call_depth_max) +
                   " processes; let a condition decide",
               call->id, call->place.line, call->place.column, ""});
  }

 private:
  bool reaches(const std::string& from, const std::string& process) const {
    std::vector<std::string> seen{from};
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (seen[i] == process) return true;
      const auto found = calls_.find(seen[i]);
      if (found == calls_.end()) continue;
      for (const bpmn::Node* call : found->second)
        if (const std::string& next = call->call->called_element->text; !std::ranges::count(seen, next))
          seen.push_back(next);
    }
    return false;
  }

  std::map<std::string, std::vector<const bpmn::Node*>> calls_;
};

}  // namespace

void check_limits(const std::vector<DefinitionPtr>& definitions, std::vector<Problem>& problems) {
  for (const DefinitionPtr& definition : definitions)
    for (const bpmn::Node& node : definition->process().nodes) check_cardinality(node, problems);
  EndlessCalls(definitions).tell(problems);
}

}  // namespace lienthong::engine
