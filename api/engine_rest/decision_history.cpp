// Evaluations of decisions (engine-rest 14.7): what went in, which rules fired, what came out.
#include <map>
#include "api/engine_rest/decision_definitions.h"
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/lists.h"
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/variables_json.h"
#include "dmn/tagged.h"

namespace lienthong::api {
using engine::DecisionHistory;
using engine::Filter;

namespace {

MakeFilter decision_is(MakeFilter make) {
  return [make = std::move(make)](const Argument& a) {
    return Filter::exists("decision", "id", "decision", make(a));
  };
}
MakeFilter graph_is(MakeFilter make) {
  return [make = std::move(make)](const Argument& a) {
    return Filter::exists("decision_requirements", "id", "requirements", make(a));
  };
}

/// The evaluation itself, or one that it required.
Filter of_evaluation(const Argument& argument) {
  return Filter::any({equals_id("id")(argument), equals_id("asked_by")(argument)});
}

const ListRules& decision_history_rules() {
  static const ListRules all({{"decisionInstanceId", equals_id("id")},
                              {"decisionInstanceIdIn", one_of_ids("id")},
                              {"decisionDefinitionId", equals_id("decision")},
                              {"decisionDefinitionIdIn", one_of_ids("decision")},
                              {"decisionDefinitionKey", equals("key")},
                              {"decisionDefinitionKeyIn", one_of("key")},
                              {"decisionDefinitionName", equals("name")},
                              {"decisionDefinitionNameLike", matches("name")},
                              {"decisionRequirementsDefinitionId", equals_id("requirements")},
                              {"decisionRequirementsDefinitionKey", graph_is(equals("key"))},
                              {"rootDecisionInstanceId", of_evaluation},
                              {"rootDecisionInstancesOnly", when(Filter::equal("asked_by", std::int64_t{0}))},
                              {"processDefinitionId", equals_definition("definition")},
                              {"processDefinitionKey", definition_is("definition", equals("key"))},
                              {"processInstanceId", equals_id("root")},
                              {"caseDefinitionId", always_empty()},
                              {"caseDefinitionKey", always_empty()},
                              {"caseInstanceId", always_empty()},
                              {"activityIdIn", one_of("node")},
                              {"activityInstanceIdIn", one_of_ids("instance")},
                              {"evaluatedBefore", at_or_before("evaluated")},
                              {"evaluatedAfter", at_or_after("evaluated")},
                              {"userId", equals("user")},
                              {"includeInputs", beside_others()},
                              {"includeOutputs", beside_others()},
                              {"disableBinaryFetching", beside_others()},
                              {"disableCustomObjectDeserialization", beside_others()},
                              {"tenantIdIn", one_of("tenant")},
                              {"withoutTenantId", when(Filter::is_null("tenant"))},
                              {"versionTag", decision_is(equals("version_tag"))}},
                             {{"evaluationTime", by("evaluated")}, {"tenantId", by("tenant")}});
  return all;
}

/// What evaluations show of other rows.
struct Beside {
  std::map<std::int64_t, engine::DecisionRow> decisions;
  std::map<std::int64_t, engine::RequirementsRow> graphs;
  TopRoots tops;

  Beside(const std::vector<DecisionHistory>& rows, engine::Reader& reader) {
    IdSet decision_ids, graph_ids;
    for (const DecisionHistory& row : rows) {
      decision_ids.add(row.decision);
      graph_ids.add(row.requirements);
      if (row.root) tops.add(row.root);
    }
    tops.read(reader);
    for_each_of<engine::DecisionRow>(reader, "id", decision_ids,
                                     [&](engine::DecisionRow& row) { decisions.emplace(row.id.value, row); });
    for_each_of<engine::RequirementsRow>(
        reader, "id", graph_ids, [&](engine::RequirementsRow& row) { graphs.emplace(row.id.value, row); });
  }
};

/// One clause's value as a Var with what the contract adds to it.
void write_clause(json::Writer& w, const Value& entry, const DecisionHistory& row, std::size_t number,
                  bool output, Services& services) {
  w.object();
  Fields fields(w, services.zone_offset_s);
  const Value* value = entry.find("value");
  write_variable_fields(w,
                        engine::typed_as(value ? dmn::untagged(*value) : Value(),
                                         from_name<VariableType>(text_at(entry, "type"))),
                        false, services.zone_offset_s);
  fields.text("id", to_string(row.id) + (output ? ":o" : ":i") + std::to_string(number));
  fields.id("decisionInstanceId", row.id).text_or_null("clauseId", text_at(entry, "id"));
  fields.text_or_null("clauseName", text_at(entry, "name")).null("errorMessage");
  if (output) {
    const Value* order = entry.find("order");
    fields.text_or_null("ruleId", text_at(entry, "rule"));
    fields.number("ruleOrder", order && order->is_number() ? order->number().to_integer() : std::nullopt);
    fields.text_or_null("variableName", text_at(entry, "variable"));
  }
  fields.date("createTime", row.evaluated).null("removalTime");
  if (row.root)
    fields.id("rootProcessInstanceId", row.root);
  else
    fields.null("rootProcessInstanceId");
  w.end();
}

void write_clauses(json::Writer& w, std::string_view key, const Value& details, const DecisionHistory& row,
                   Services& services) {
  w.key(key).array();
  const Value* entries = details.find(key);
  std::size_t number = 0;
  if (entries && entries->is_list())
    for (const Value& entry : entries->list())
      write_clause(w, entry, row, number++, key == "outputs", services);
  w.end();
}

struct Wanted {
  bool inputs = false, outputs = false;
};

void write_evaluation(json::Writer& w, const DecisionHistory& row, const Beside& beside, Wanted wanted,
                      Services& services) {
  w.object();
  Fields fields(w, services.zone_offset_s);
  const auto decision = beside.decisions.find(row.decision.value);
  fields.id("id", row.id);
  if (decision != beside.decisions.end())
    fields.text("decisionDefinitionId", decision_text(decision->second));
  else
    fields.id("decisionDefinitionId", row.decision);
  fields.text("decisionDefinitionKey", row.key).text("decisionDefinitionName", row.name);
  fields.date("evaluationTime", row.evaluated).null("removalTime");
  write_definition(fields, services.definitions.find(services.reader, row.definition), row.definition);
  fields.id("processInstanceId", row.root);
  if (row.root)
    fields.id("rootProcessInstanceId", beside.tops.of(row.root));
  else
    fields.null("rootProcessInstanceId");
  fields.null("caseDefinitionId").null("caseDefinitionKey").null("caseInstanceId");
  fields.text_or_null("activityId", row.node);
  if (row.instance)
    fields.text("activityInstanceId", activity_id_text(row.node, row.instance));
  else
    fields.null("activityInstanceId");
  fields.text("userId", row.user);
  w.key("collectResultValue");
  if (row.collected)
    w.raw(*row.collected);
  else
    w.null();
  fields.id("rootDecisionInstanceId", row.asked_by);
  const auto graph = beside.graphs.find(row.requirements.value);
  if (graph != beside.graphs.end())
    fields.text("decisionRequirementsDefinitionId", requirements_text(graph->second))
        .text("decisionRequirementsDefinitionKey", graph->second.key);
  else
    fields.null("decisionRequirementsDefinitionId").null("decisionRequirementsDefinitionKey");
  fields.text("tenantId", row.tenant);
  if (wanted.inputs || wanted.outputs) {
    const Value details = json::parse(row.details);
    if (wanted.inputs) write_clauses(w, "inputs", details, row, services);
    if (wanted.outputs) write_clauses(w, "outputs", details, row, services);
  }
  w.end();
}

Response get_evaluation(const Request& request, Services& services) {
  auto row = services.reader.find<DecisionHistory>(parse_number_id(request.segments[2]));
  if (!row)
    throw not_found("Historic decision instance with id '" + request.segments[2] + "' does not exist");
  const std::vector<DecisionHistory> rows{*std::move(row)};
  std::string body;
  json::Writer w(body);
  write_evaluation(w, rows[0], Beside(rows, services.reader),
                   {request.flag("includeInputs"), request.flag("includeOutputs")}, services);
  return json_response(std::move(body));
}

}  // namespace

void add_decision_history_routes(Router& router) {
  Listing<DecisionHistory> list;
  list.pattern = "/history/decision-instance";
  list.rules = &decision_history_rules();
  list.by_post = false;
  list.write = [](json::Writer& w, const std::vector<DecisionHistory>& rows, const Criteria& criteria,
                  const Request&) {
    const Beside beside(rows, criteria.services().reader);
    const Wanted wanted{criteria.flag("includeInputs"), criteria.flag("includeOutputs")};
    for (const DecisionHistory& row : rows) write_evaluation(w, row, beside, wanted, criteria.services());
  };
  add_list_routes(router, std::move(list));
  router.read("GET", "/history/decision-instance/{id}", get_evaluation)
      .asks(
          {"includeInputs", "includeOutputs", "disableBinaryFetching", "disableCustomObjectDeserialization"});
}

}  // namespace lienthong::api
