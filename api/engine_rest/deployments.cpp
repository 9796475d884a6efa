// Deployments (engine-rest 4).
#include <algorithm>
#include "api/engine_rest/decision_definitions.h"
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/lists.h"
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/process_definitions.h"
#include "api/multipart.h"

namespace lienthong::api {
using engine::Deployment;
using engine::Filter;
using engine::Query;
using engine::Resource;

namespace {

void write_fields(Fields& fields, const Deployment& deployment) {
  fields.id("id", deployment.id).text("name", deployment.name).text("source", deployment.source);
  fields.date("deploymentTime", deployment.time).text("tenantId", deployment.tenant);
}

void write_deployments(json::Writer& w, const std::vector<Deployment>& rows, const Criteria& criteria,
                       const Request&) {
  for (const Deployment& row : rows) {
    w.object();
    Fields fields(w, criteria.services().zone_offset_s);
    write_fields(fields.no_links(), row);
    w.end();
  }
}

Filter deployment_tenants(const Argument& argument) {
  Filter listed = one_of("tenant")(argument);
  if (!argument.all().flag("includeDeploymentsWithoutTenantId")) return listed;
  return Filter::any({std::move(listed), Filter::is_null("tenant")});
}

const ListRules& deployment_rules() {
  static const ListRules all(
      {{"id", equals_id("id")},
       {"name", equals("name")},
       {"nameLike", matches("name")},
       {"source", equals("source")},
       {"withoutSource", when(Filter::is_null("source"))},
       {"tenantIdIn", deployment_tenants},
       {"includeDeploymentsWithoutTenantId", beside_others()},
       {"withoutTenantId", when(Filter::is_null("tenant"))},
       {"before", before("time")},
       {"after", after("time")}},
      {{"id", by("id")}, {"name", by("name")}, {"deploymentTime", by("time")}, {"tenantId", by("tenant")}});
  return all;
}

void check_criteria(const Criteria& criteria) {
  if (criteria.has("source") && criteria.flag("withoutSource"))
    throw invalid_request(
        "The query parameters \"source\" and \"withoutSource\" cannot be used in combination.");
}

std::optional<Deployment> find(Services& services, std::string_view id) {
  return services.reader.find<Deployment>(parse_number_id(id));
}

Response get_deployment(const Request& request, Services& services) {
  const auto row = find(services, request.segments[1]);
  if (!row) throw not_found("Deployment with id '" + request.segments[1] + "' does not exist");
  std::string body;
  json::Writer w(body);
  w.object();
  Fields fields(w, services.zone_offset_s);
  write_fields(fields.no_links(), *row);
  w.end();
  return json_response(std::move(body));
}

// ---- resources

void write_resource(json::Writer& w, const Resource& resource) {
  w.object();
  Fields(w, 0).id("id", resource.id).text("name", resource.name).id("deploymentId", resource.deployment);
  w.end();
}

std::vector<Resource> resources_of(Services& services, const std::string& deployment) {
  auto rows =
      services.reader.select(Query<Resource>{Filter::equal("deployment", parse_number_id(deployment)), {}});
  if (rows.empty())
    throw not_found("Deployment resources for deployment id '" + deployment + "' do not exist.");
  return rows;
}

Resource one_resource(const Request& request, Services& services) {
  auto row = services.reader.find<Resource>(parse_number_id(request.segments[3]));
  if (row && row->deployment.value == parse_number_id(request.segments[1])) return *std::move(row);
  throw not_found("Deployment resource with resource id '" + request.segments[3] + "' for deployment id '" +
                  request.segments[1] + "' does not exist.");
}

std::string_view type_of(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> types[] = {
      {"bpmn", "application/xml"}, {"cmmn", "application/xml"},  {"dmn", "application/xml"},
      {"xml", "application/xml"},  {"json", "application/json"}, {"png", "image/png"},
      {"gif", "image/gif"},        {"jpg", "image/jpeg"},        {"jpeg", "image/jpeg"},
      {"jpe", "image/jpeg"},       {"svg", "image/svg+xml"},     {"tiff", "image/tiff"},
      {"tif", "image/tiff"},       {"js", "text/plain"},         {"java", "text/plain"},
      {"py", "text/plain"},        {"rb", "text/plain"},         {"php", "text/plain"},
      {"groovy", "text/plain"},    {"txt", "text/plain"},        {"html", "text/html"},
      {"htm", "text/html"}};
  const std::size_t dot = name.rfind('.');
  const std::string_view extension = dot == std::string_view::npos ? "" : name.substr(dot + 1);
  for (const auto& [known, type] : types)
    if (known == extension) return type;
  return "application/octet-stream";
}

Response resource_bytes(const Request& request, Services& services) {
  Resource resource = one_resource(request, services);
  const std::string_view path = resource.name;
  const std::string file(path.substr(path.find_last_of("/\\") + 1));
  return attachment(std::move(resource.bytes), std::string(type_of(file)), file);
}

// ---- create

/// Not in the contract, so written only when there is something to tell.
void write_warnings(json::Writer& w, const std::vector<Problem>& warnings) {
  if (warnings.empty()) return;
  w.key("warnings").array();
  for (const Problem& problem : warnings) {
    w.object();
    w.key("resource").string(problem.resource).key("rule").string(problem.rule);
    w.key("message").string(problem.message).key("line").number(problem.line);
    w.key("column").number(problem.column).key("elementId").string(problem.element_id);
    w.end();
  }
  w.end();
}

void write_decisions(json::Writer& w, const engine::Deployed& deployed, Services& services) {
  const auto open = [&w](const char* key, bool any) {
    w.key(key);
    if (any)
      w.object();
    else
      w.null();
  };
  open("deployedDecisionDefinitions", !deployed.decisions.empty());
  for (const DecisionId id : deployed.decisions)
    if (const auto row = services.reader.find<engine::DecisionRow>(id.value)) {
      w.key(decision_text(*row));
      write_decision_definition(w, *row, requirements_of(*row, services));
    }
  if (!deployed.decisions.empty()) w.end();
  open("deployedDecisionRequirementsDefinitions", !deployed.requirements.empty());
  for (const RequirementsId id : deployed.requirements)
    if (const auto row = services.reader.find<engine::RequirementsRow>(id.value)) {
      w.key(requirements_text(*row));
      write_requirements_definition(w, *row);
    }
  if (!deployed.requirements.empty()) w.end();
}

Response deployed_answer(const engine::Deployed& deployed, const std::string& base_url, Services& services) {
  const auto row = services.reader.find<Deployment>(deployed.deployment.value);
  if (!row) throw ContractError(500, "ProcessEngineException", "The deployment has been deleted again", 0);
  std::string body;
  json::Writer w(body);
  w.object();
  Fields fields(w, services.zone_offset_s);
  write_fields(fields.self_link(base_url + "/deployment/" + to_string(row->id)), *row);
  w.key("deployedProcessDefinitions");
  if (deployed.definitions.empty())
    w.null();
  else
    w.object();
  for (const DefinitionId id : deployed.definitions)
    if (const auto definition = services.reader.find<engine::DefinitionRow>(id.value)) {
      w.key(definition_text(definition->key, definition->version, id));
      write_process_definition(w, *definition);
    }
  if (!deployed.definitions.empty()) w.end();
  write_decisions(w, deployed, services);
  fields.null("deployedCaseDefinitions");
  write_warnings(w, deployed.warnings);
  w.end();
  return json_response(std::move(body));
}

void deploy(engine::Deploy command, const Request& request, Services& services, Respond respond,
            MapError map = nullptr) {
  submit_then_read(
      services, std::move(command), std::move(respond),
      [base = request.base_url](engine::Reply& reply, Services& fresh) {
        return deployed_answer(std::get<engine::Deployed>(reply), base, fresh);
      },
      std::move(map));
}

bool set_field(engine::Deploy& command, const Part& part) {
  const std::string text(part.body);
  if (part.name == "deployment-name")
    command.name = text;
  else if (part.name == "deployment-source")
    command.source = text;
  else if (part.name == "tenant-id")
    command.tenant = text;
  else if (part.name == "enable-duplicate-filtering")
    command.filter_duplicates = text == "true";
  else if (part.name == "deploy-changed-only")
    command.changed_only = text == "true";
  else if (part.name == "deployment-activation-time")
    throw invalid_request(
        "deployment-activation-time is not supported: suspend the definition and activate it when it is "
        "time");
  else
    return false;
  return true;
}

void create_deployment(const Request& request, Services& services, Respond respond) {
  engine::Deploy command;
  std::vector<std::string>
      part_names;  // of the resources: a later part of the same name replaces an earlier one
  for (const Part& part : parse_multipart(request.body, request.content_type)) {
    if (set_field(command, part)) continue;
    if (!part.file_name || part.file_name->empty())
      throw invalid_request("No file name found in the deployment resource described by form parameter '" +
                            part.name + "'.");
    const auto same = [&](std::size_t i) {
      return part_names[i] == part.name || command.resources[i].first == *part.file_name;
    };
    std::size_t at = 0;
    while (at < part_names.size() && !same(at)) ++at;
    if (at == part_names.size()) {
      part_names.emplace_back();
      command.resources.emplace_back();
    }
    part_names[at] = part.name;
    command.resources[at] = {*part.file_name, std::string(part.body)};
  }
  if (command.resources.empty())
    throw invalid_request("No deployment resources contained in the form upload.");
  deploy(std::move(command), request, services, std::move(respond));
}

void redeploy(const Request& request, Services& services, Respond respond) {
  const std::string& id = request.segments[1];
  const std::string prefix = "Cannot redeploy deployment '" + id + "': ";
  const Value body = parse_body(request);
  const auto row = find(services, id);
  if (!row) throw not_found(prefix + "Deployment with id '" + id + "' does not exist");
  const auto ids = texts_field(body, "resourceIds"), names = texts_field(body, "resourceNames");
  const bool all = (!ids || ids->empty()) && (!names || names->empty());
  engine::Deploy command;
  command.name = row->name;
  command.source = text_field(body, "source");
  command.tenant = row->tenant;
  std::size_t asked = (ids ? ids->size() : 0) + (names ? names->size() : 0);
  for (Resource& resource : resources_of(services, id)) {
    const bool by_id = ids && std::ranges::count(*ids, to_string(resource.id)) > 0;
    const bool by_name = names && std::ranges::count(*names, resource.name) > 0;
    asked -= (by_id ? 1u : 0u) + (by_name ? 1u : 0u);
    if (all || by_id || by_name)
      command.resources.emplace_back(std::move(resource.name), std::move(resource.bytes));
  }
  if (!all && asked != 0) throw not_found(prefix + "the deployment does not contain all of these resources");
  deploy(std::move(command), request, services, std::move(respond), wrapped(prefix, 400));
}

void remove_deployment(const Request& request, Services& services, Respond respond) {
  const std::string& id = request.segments[1];
  refuse_skips(request);
  const engine::DeleteDeployment command{parse_id<DeploymentId>(id), request.flag("cascade")};
  std::vector<DefinitionId> definitions;
  for (const auto& row : services.reader.select(
           Query<engine::DefinitionRow>{Filter::equal("deployment", command.deployment.value), {}}))
    definitions.push_back(row.id);
  delete_with_history(services, command, std::move(definitions), command.cascade, std::move(respond),
                      when_missing(not_found("Deployment with id '" + id + "' do not exist")));
}

}  // namespace

void add_deployment_routes(Router& router) {
  Listing<Deployment> list;
  list.pattern = "/deployment";
  list.rules = &deployment_rules();
  list.write = write_deployments;
  list.check = check_criteria;
  list.by_post = false;
  add_list_routes(router, std::move(list));
  router.upload("/deployment/create", create_deployment);
  router.get("/deployment/registered", [](const Request&, Services& services) {
    std::string body;
    json::Writer w(body);
    w.array();
    for (const Deployment& row : services.reader.select(Query<Deployment>{})) w.string(to_string(row.id));
    w.end();
    return json_response(std::move(body));
  });
  router.get("/deployment/{id}", get_deployment);
  router.write("DELETE", "/deployment/{id}", remove_deployment).asks(deletion_words);
  router.write("POST", "/deployment/{id}/redeploy", redeploy)
      .takes({"source", "resourceIds", "resourceNames"});
  router.get("/deployment/{id}/resources", [](const Request& request, Services& services) {
    std::string body;
    json::Writer w(body);
    w.array();
    for (const Resource& resource : resources_of(services, request.segments[1])) write_resource(w, resource);
    w.end();
    return json_response(std::move(body));
  });
  router.get("/deployment/{id}/resources/{resourceId}", [](const Request& request, Services& services) {
    std::string body;
    json::Writer w(body);
    write_resource(w, one_resource(request, services));
    return json_response(std::move(body));
  });
  router.get("/deployment/{id}/resources/{resourceId}/data", resource_bytes);
}

}  // namespace lienthong::api
