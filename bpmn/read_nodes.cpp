// A process and its flow nodes, scope by scope.
#include <unordered_set>
#include "bpmn/reader.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

using xml::Space;

const std::unordered_map<std::string_view, Kind>& node_kinds() {
  static const std::unordered_map<std::string_view, Kind> kinds = [] {
    std::unordered_map<std::string_view, Kind> all;
    for (std::size_t i = 0; i < Names<Kind>::values.size(); ++i)
      all.emplace(Names<Kind>::values[i], static_cast<Kind>(i));
    all.erase("process");
    all.erase("eventSubProcess");  // our word; in XML it is a subProcess with triggeredByEvent
    return all;
  }();
  return kinds;
}

/// What may stand in a process or on a flow node without a meaning for execution, or is read elsewhere.
bool is_known_part(std::string_view name) {
  static const std::unordered_set<std::string_view> known{"documentation",
                                                          "extensionElements",
                                                          "auditing",
                                                          "monitoring",
                                                          "property",
                                                          "laneSet",
                                                          "association",
                                                          "group",
                                                          "textAnnotation",
                                                          "dataObject",
                                                          "dataObjectReference",
                                                          "dataStoreReference",
                                                          "ioSpecification",
                                                          "ioBinding",
                                                          "resourceRole",
                                                          "performer",
                                                          "humanPerformer",
                                                          "potentialOwner",
                                                          "correlationSubscription",
                                                          "supports",
                                                          "supportedInterfaceRef",
                                                          "sequenceFlow",
                                                          "incoming",
                                                          "outgoing",
                                                          "dataInputAssociation",
                                                          "dataOutputAssociation",
                                                          "categoryValueRef",
                                                          "completionCondition",
                                                          "multiInstanceLoopCharacteristics",
                                                          "standardLoopCharacteristics",
                                                          "script",
                                                          "rendering",
                                                          "eventDefinitionRef",
                                                          "dataInput",
                                                          "dataOutput",
                                                          "inputSet",
                                                          "outputSet",
                                                          "relationship",
                                                          "activationCondition"};
  return known.count(name) != 0;
}

bool is_scope(Kind kind) {
  return kind == Kind::SubProcess || kind == Kind::Transaction || kind == Kind::AdHocSubProcess;
}

/// A global task is called like a process. BPMN 10.3.4
std::optional<Kind> kind_of_global(const xml::Element& element) {
  for (const auto& [name, kind] : {std::pair{"globalTask", Kind::Task},
                                   {"globalUserTask", Kind::UserTask},
                                   {"globalManualTask", Kind::ManualTask},
                                   {"globalScriptTask", Kind::ScriptTask},
                                   {"globalBusinessRuleTask", Kind::BusinessRuleTask}})
    if (element.is(name)) return kind;
  return std::nullopt;
}

class NodeReader {
 public:
  NodeReader(Reading& reading, Process& process) : reading_(reading), process_(process) {}

  void root(const xml::Element& from) {
    Node node;
    node.kind = Kind::Process;
    node.id = process_.id;
    node.name = process_.name;
    node.documentation = process_.documentation;
    node.place = process_.place;
    node.implementation.priority = expression_attribute(from, "taskPriority");
    read_extensions(reading_, node, from);
    read_node_data(reading_, process_, node, from);
    if (!process_.id.empty()) process_.by_id.emplace(process_.id, 0);
    process_.nodes.reserve(static_cast<std::size_t>(count_flow_nodes(from)) + 1);
    process_.nodes.push_back(std::move(node));
    elements_.push_back(from);
    children(from, 0, 0);
    link_flows(reading_, process_, elements_, flows_);
    link_compensation(reading_, process_, associations_);
    link_links(process_);
    link_data(process_);
    for (const xml::Element child : from.children())
      if (child.is("laneSet")) read_lanes(process_, child);
    spread_lane_groups(process_);
  }

  /// The process that a global task is when it is called: start, the task, end.
  void global_task(const xml::Element& from, Kind kind) {
    Node whole;
    whole.kind = Kind::Process;
    whole.id = process_.id;
    whole.name = process_.name;
    whole.place = process_.place;
    read_node_data(reading_, process_, whole, from);
    process_.by_id.emplace(process_.id, 0);
    process_.nodes.push_back(std::move(whole));
    Node task;
    read_parts(task, from, kind);
    const NodeIndex start = add_derived(from, Kind::StartEvent, {}), at = add_derived(from, kind, task),
                    end = add_derived(from, Kind::EndEvent, {});
    for (const auto& [source, target] : {std::pair{start, at}, {at, end}}) {
      Flow& flow = process_.flows.emplace_back();
      flow.anonymous = true;
      flow.source = source;
      flow.target = target;
      flow.place = process_.place;
      Node &before = process_.nodes[static_cast<std::size_t>(source)],
           &behind = process_.nodes[static_cast<std::size_t>(target)];
      flow.id = before.id + "->" + behind.id;
      before.outgoing.push_back(static_cast<FlowIndex>(process_.flows.size()) - 1);
      behind.incoming.push_back(static_cast<FlowIndex>(process_.flows.size()) - 1);
    }
  }

 private:
  NodeIndex add_derived(const xml::Element& from, Kind kind, Node node) {
    node.index = static_cast<NodeIndex>(process_.nodes.size());
    node.kind = kind;
    node.parent = 0;
    node.anonymous = true;
    node.id = process_.id + "/" + std::string(name_of(kind));
    node.name = process_.name.empty() ? process_.id : process_.name;  // what people know it by
    node.place = from.place();
    process_.by_id.emplace(node.id, node.index);
    process_.nodes.front().children.push_back(node.index);
    process_.nodes.push_back(std::move(node));
    return process_.nodes.back().index;
  }

  void children(const xml::Element& scope, NodeIndex parent, int depth) {
    read_scope_data(reading_, process_, parent, scope);
    for (const xml::Element child : scope.children()) {
      if (child.space() != Space::Bpmn) continue;
      const auto kind = node_kinds().find(child.name());
      if (kind != node_kinds().end())
        node(child, kind->second, parent, depth);
      else if (child.name() == "sequenceFlow")
        flows_.push_back(child);
      else if (child.name() == "association")
        associations_.push_back(child);
      else if (!is_known_part(child.name()))
        reading_.error(child, "unknown-element",
                       "<" + std::string(child.name()) +
                           "> cannot stand in a process; remove it or replace it by a task");
    }
  }

  void node(const xml::Element& from, Kind kind, NodeIndex parent, int depth) {
    Node node;
    node.index = static_cast<NodeIndex>(process_.nodes.size());
    node.kind =
        kind == Kind::SubProcess && from.flag("triggeredByEvent", false) ? Kind::EventSubProcess : kind;
    node.parent = parent;
    node.anonymous = from.find("id").value_or("").empty();
    node.id = reading_.id_of(from, process_.node(parent).id + "/" + std::string(from.name()));
    node.name = from.attribute("name");
    node.place = from.place();
    process_.by_id.emplace(node.id, node.index);
    read_parts(node, from, node.kind);
    if (node.kind == Kind::ComplexGateway)
      if (const auto condition = from.child("activationCondition"))
        node.activation_condition = formal_expression(reading_, *condition);
    read_node_data(reading_, process_, node, from);
    const NodeIndex index = node.index;
    process_.nodes[static_cast<std::size_t>(parent)].children.push_back(index);
    process_.nodes.push_back(std::move(node));
    elements_.push_back(from);
    if (!is_scope(kind)) return;
    if (depth >= sub_process_depth_max)
      reading_.fault(from, "sub-process-depth",
                     "Sub-processes are nested deeper than " + std::to_string(sub_process_depth_max) +
                         "; move the inner ones into a called process");
    else
      children(from, index, depth + 1);
  }

  void read_parts(Node& node, const xml::Element& from, Kind kind) {
    node.kind = kind;
    if (const auto text = from.child("documentation")) node.documentation = text->text();
    read_extensions(reading_, node, from);
    read_task(reading_, node, from);
    read_quantities(reading_, node, from);
    read_own_events(node, from);
  }

  void read_own_events(Node& node, const xml::Element& from) {
    switch (node.kind) {
      case Kind::StartEvent:
      case Kind::EndEvent:
      case Kind::IntermediateCatchEvent:
      case Kind::IntermediateThrowEvent:
      case Kind::BoundaryEvent: read_events(reading_, node, from); break;
      default: break;
    }
  }

  Reading& reading_;
  Process& process_;
  std::vector<xml::Element> elements_, flows_;  ///< elements_[i] is the source of nodes[i]
  std::vector<xml::Element> associations_;
};

}  // namespace

int count_flow_nodes(const xml::Element& scope) {
  int count = 0;
  for (const xml::Element child : scope.children()) {
    if (child.space() != Space::Bpmn) continue;
    const auto kind = node_kinds().find(child.name());
    if (kind == node_kinds().end()) continue;
    count += is_scope(kind->second) ? 1 + count_flow_nodes(child) : 1;
  }
  return count;
}

std::vector<std::string> callable_ids(const xml::Element& definitions) {
  std::vector<std::string> processes, global_tasks;
  bool any_process = false;
  for (const xml::Element child : definitions.children()) {
    any_process = any_process || child.is("process");
    if (child.is("process") && child.flag("isExecutable", false)) processes.push_back(child.attribute("id"));
    if (kind_of_global(child)) global_tasks.push_back(child.attribute("id"));
  }
  if (!processes.empty() || !any_process)
    processes.insert(processes.end(), global_tasks.begin(), global_tasks.end());
  return processes;
}

void read_global_tasks(Reading& reading, const xml::Element& definitions) {
  const bool any_executable = reading.executable;
  // One has no isExecutable: it is as executable as the processes that stand beside it, and so is a library.
  reading.executable = any_executable || reading.document.processes.empty();
  for (const xml::Element from : definitions.children()) {
    const std::optional<Kind> kind = kind_of_global(from);
    const std::string id = from.attribute("id");
    if (!kind || id.empty()) continue;  // nobody can call one without an id
    Process& process = reading.document.processes.emplace_back();
    process.executable = reading.executable;
    process.id = id;
    process.name = from.attribute("name");
    process.place = from.place();
    process.startable_in_tasklist = false;
    NodeReader(reading, process).global_task(from, *kind);
  }
  reading.executable = any_executable;
}

void read_process(Reading& reading, const xml::Element& from) {
  const bool any_executable = reading.executable;
  Process& process = reading.document.processes.emplace_back();
  process.executable = from.flag("isExecutable", false);
  reading.executable = process.executable;
  process.id = from.attribute("id");
  process.name = from.attribute("name");
  process.place = from.place();
  if (process.id.empty())
    reading.error(from, "missing-id", "The process \"" + process.name + "\" needs an id");
  if (const auto text = from.child("documentation")) process.documentation = text->text();
  process.version_tag = from.attribute("versionTag", Space::Camunda);
  if (const auto days = from.find("historyTimeToLive", Space::Camunda); days && !days->empty())
    process.history_time_to_live = *days;
  process.candidate_starter_users =
      expression_list(from.attribute("candidateStarterUsers", Space::Camunda), process.place);
  process.candidate_starter_groups =
      expression_list(from.attribute("candidateStarterGroups", Space::Camunda), process.place);
  process.startable_in_tasklist = from.flag("isStartableInTasklist", true, Space::Camunda);
  read_correlations(reading, process, from);
  NodeReader(reading, process).root(from);
  reading.executable = any_executable;
}

}  // namespace lienthong::bpmn
