// The tree of what is active in a process instance (engine-rest 6.3).
#include <map>
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/process_instances.h"
#include "bpmn/reader.h"

namespace lienthong::api {
using engine::Filter;
using engine::Incident;
using engine::Instance;
using engine::Job;
using engine::Query;

namespace {

/// All rows the tree is made of, and the names of its activities.
struct Tree {
  Instance root;
  KnownDefinitionPtr definition;
  std::shared_ptr<const bpmn::Process> process;
  std::multimap<std::int64_t, Instance> children;        ///< by parent
  std::multimap<std::int64_t, engine::Arrival> waiting;  ///< tokens before a join, by scope
  std::multimap<std::int64_t, Job> transitions;          ///< by scope
  std::multimap<std::int64_t, Incident> incidents;       ///< by instance

  const bpmn::Node* node(const std::string& id) const {
    if (!process) return nullptr;
    const auto at = process->by_id.find(id);
    return at == process->by_id.end() ? nullptr : &process->node(at->second);
  }
};

/// Completed ones are kept only where they may be compensated.
bool is_open(const Instance& row) {
  using lifecycle::ActivityState;
  return row.state != ActivityState::Completed && row.state != ActivityState::Terminated &&
         row.state != ActivityState::Compensated;
}

/// A token that waits in a job before or behind an asynchronous element.
bool is_transition(const Job& job) {
  const auto* later = std::get_if<engine::Continue>(&job.work);
  return later && later->why != engine::Continue::Why::LongRun;
}

Tree read_tree(Services& services, const std::string& id) {
  Tree tree;
  tree.root = running_process(services, id);
  tree.definition = services.definitions.find(services.reader, tree.root.definition);
  tree.process = services.definitions.process(services.reader, tree.root.definition);
  const Filter within = Filter::equal("root", tree.root.id.value);
  for (Instance& row : services.reader.select(Query<Instance>{within, {}}))
    if (row.parent && is_open(row)) tree.children.emplace(row.parent.value, std::move(row));
  for (engine::Arrival& token : services.reader.select(Query<engine::Arrival>{within, {}}))
    if (!token.flow.empty()) tree.waiting.emplace(token.scope.value, std::move(token));
  for (Job& job : services.reader.select(Query<Job>{within, {}}))
    if (is_transition(job)) tree.transitions.emplace(job.instance.value, std::move(job));
  for (Incident& incident : services.reader.select(Query<Incident>{within, {}}))
    tree.incidents.emplace(incident.instance.value, std::move(incident));
  return tree;
}

class TreeWriter {
 public:
  TreeWriter(json::Writer& writer, const Tree& tree) : w_(writer), fields_(writer, 0), tree_(tree) {}

  void write_root() {
    const Instance& root = tree_.root;
    w_.object();
    fields_.id("id", root.id).null("parentActivityInstanceId").text("activityId", definition_id());
    const std::optional<std::string> name = tree_.definition ? tree_.definition->row.name : std::nullopt;
    fields_.text("activityName", name).text("name", name).text("activityType", "processDefinition");
    write_rest(root, to_string(root.id));
    w_.end();
  }

 private:
  std::string definition_id() const {
    return tree_.definition ? tree_.definition->text : to_string(tree_.root.definition);
  }

  void write_names(const std::string& node_id, bool body, bool transition = false) {
    const bpmn::Node* node = tree_.node(node_id);
    const std::optional<std::string> name =
        node && !node->name.empty() ? std::optional(node->name) : std::nullopt;
    fields_.text("activityName", name);
    if (!transition) fields_.text("name", name);
    fields_.text("activityType", !node  ? std::string_view(body ? "multiInstanceBody" : "task")
                                 : body ? bpmn::body_type(*node)
                                        : bpmn::activity_type(*node));
  }

  void write_node(const Instance& instance, const std::string& parent) {
    const bpmn::Node* node = tree_.node(instance.node);
    const std::string_view type = node ? bpmn::body_type(*node) : "multiInstanceBody";
    const std::string activity = instance.body ? instance.node + "#" + std::string(type) : instance.node;
    const std::string id = activity_id_text(activity, instance.id);
    w_.object();
    fields_.text("id", id).text("parentActivityInstanceId", parent).text("activityId", activity);
    write_names(instance.node, instance.body);
    write_rest(instance, id);
    w_.end();
  }

  /// What root and nodes have in common. The depth is that of the model, which its reader bounds.
  void write_rest(const Instance& instance, const std::string& id) {
    fields_.id("processInstanceId", tree_.root.id).text("processDefinitionId", definition_id());
    w_.key("childActivityInstances").array();
    const auto [first, last] = tree_.children.equal_range(instance.id.value);
    for (auto at = first; at != last; ++at) write_node(at->second, id);
    const auto [arrived, end] = tree_.waiting.equal_range(instance.id.value);
    for (auto at = arrived; at != end; ++at) write_waiting(at->second, id);
    w_.end();
    w_.key("childTransitionInstances").array();
    const auto [from, to] = tree_.transitions.equal_range(instance.id.value);
    for (auto at = from; at != to; ++at) write_transition(at->second, id);
    w_.end();
    w_.key("executionIds").array().string(to_string(instance.id));
    w_.end();
    write_incidents(instance.id.value, {});
  }

  /// A token that has come to a join and waits for the others is an activity instance there.
  void write_waiting(const engine::Arrival& token, const std::string& parent) {
    w_.object();
    fields_.text("id", token.join + ":" + to_string(token.id)).text("parentActivityInstanceId", parent);
    fields_.text("activityId", token.join);
    write_names(token.join, false);
    fields_.id("processInstanceId", tree_.root.id).text("processDefinitionId", definition_id());
    for (const char* none : {"childActivityInstances", "childTransitionInstances"}) {
      w_.key(none).array();
      w_.end();
    }
    w_.key("executionIds").array().string(to_string(token.scope));
    w_.end();
    for (const char* none : {"incidentIds", "incidents"}) {
      w_.key(none).array();
      w_.end();
    }
    w_.end();
  }

  void write_transition(const Job& job, const std::string& parent) {
    w_.object();
    fields_.id("id", job.id).text("parentActivityInstanceId", parent).id("processInstanceId", tree_.root.id);
    fields_.text("processDefinitionId", definition_id())
        .text("activityId", job.node)
        .text("targetActivityId", job.node);
    write_names(job.node, false, true);
    fields_.id("executionId", job.instance);
    write_incidents(job.instance.value, job.id);
    w_.end();
  }

  /// Those of an instance; those of one of its jobs when it is named.
  void write_incidents(std::int64_t instance, JobId job) {
    const auto [first, last] = tree_.incidents.equal_range(instance);
    const auto each = [&, first = first, last = last](auto write) {
      for (auto at = first; at != last; ++at)
        if (!job || at->second.job == job) write(at->second);
    };
    w_.key("incidentIds").array();
    each([&](const Incident& incident) { w_.string(to_string(incident.id)); });
    w_.end();
    w_.key("incidents").array();
    each([&](const Incident& incident) {
      w_.object();
      fields_.id("id", incident.id).text("activityId", incident.node);
      w_.end();
    });
    w_.end();
  }

  json::Writer& w_;
  Fields fields_;
  const Tree& tree_;
};

}  // namespace

void add_activity_instance_routes(Router& router) {
  router.get("/process-instance/{id}/activity-instances", [](const Request& request, Services& services) {
    const Tree tree = read_tree(services, request.segments[1]);
    std::string body;
    json::Writer w(body);
    TreeWriter(w, tree).write_root();
    return json_response(std::move(body));
  });
}

}  // namespace lienthong::api
