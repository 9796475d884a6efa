// Process definitions (engine-rest 5).
#include "api/engine_rest/process_definitions.h"
#include <algorithm>
#include "api/engine_rest/definition_routes.h"
#include "api/engine_rest/definitions.h"
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/variables_json.h"
#include "engine/definitions/form_fields.h"
#include "xml/source.h"

namespace lienthong::api {
using engine::DefinitionRow;
using engine::Filter;
using engine::Query;

void for_each_name(const std::function<void(const std::string& pattern)>& add, std::string_view suffix) {
  for (const char* name : {"/process-definition/{id}", "/process-definition/key/{key}",
                           "/process-definition/key/{key}/tenant-id/{tenantId}"})
    add(name + std::string(suffix));
}

bool is_by_key(const Request& request) { return request.segments.size() > 2 && request.segments[1] == "key"; }

std::optional<std::string> tenant_in_path(const Request& request) {
  const bool given = request.segments.size() > 4 && request.segments[3] == "tenant-id";
  return given ? std::optional(request.segments[4]) : std::nullopt;
}

ContractError no_definition_of_key(const Request& request, const std::string& kind) {
  const auto tenant = tenant_in_path(request);
  return {404, "RestException",
          "No matching " + kind + " with key: " + request.segments[2] +
              (tenant ? " and tenant-id: " + *tenant : " and no tenant-id")};
}

const std::string& definition_words(const Request& request) {
  return request.segments[is_by_key(request) ? 2 : 1];
}

DefinitionRow named_definition(const Request& request, Services& services, const ContractError& unknown) {
  if (!is_by_key(request)) {
    auto row = services.reader.find<DefinitionRow>(parse_definition_id(request.segments[1]).value);
    if (!row) throw unknown;
    return *std::move(row);
  }
  auto row = Definitions::latest(services.reader, request.segments[2], tenant_in_path(request));
  if (!row) throw no_definition_of_key(request, "process definition");
  return *std::move(row);
}

void refuse_skips(const Request& request) {
  for (const std::string_view name : {"skipCustomListeners", "skipIoMappings"})
    if (request.flag(name))
      throw invalid_request("'" + std::string(name) +
                            "' is not supported here: delete the process instances first, which knows it");
}

void delete_with_history(Services& services, engine::Command command, std::vector<DefinitionId> definitions,
                         bool history, Respond respond, MapError map) {
  if (!history || definitions.empty())
    return submit(services, std::move(command), std::move(respond), std::move(map));
  const auto forget = [later = services.later, definitions = std::move(definitions),
                       respond](Response deleted) mutable {
    if (deleted.status != 204) return respond(std::move(deleted));
    later([definitions = std::move(definitions), respond](Services& fresh) {
      std::vector<engine::Command> commands;
      for (const DefinitionId id : definitions)
        for (const auto& row :
             fresh.reader.select(Query<engine::ProcessHistory>{Filter::equal("definition", id.value), {}}))
          if (row.ended) commands.push_back(engine::DeleteHistory{row.root});
      submit_each(fresh, std::move(commands), respond);
    });
  };
  submit(services, std::move(command), forget, std::move(map));
}

namespace {

DefinitionRow existing(const Request& request, Services& services) {
  return named_definition(request, services,
                          not_found("No matching definition with id " + definition_words(request)));
}

Response get_definition(const Request& request, Services& services) {
  std::string body;
  json::Writer w(body);
  write_process_definition(w, existing(request, services));
  return json_response(std::move(body));
}

Response get_definition_xml(const Request& request, Services& services) {
  const DefinitionRow row = existing(request, services);
  const auto resources = services.reader.select(Query<engine::Resource>{
      Filter::all({Filter::equal("deployment", row.deployment.value), Filter::equal("name", row.resource)}),
      {},
      0,
      1});
  if (resources.empty()) throw not_found("No matching definition with id " + definition_words(request));
  std::string body;
  json::Writer w(body);
  w.object();
  Fields(w, 0)
      .text("id", definition_text(row.key, row.version, row.id))
      .text("bpmn20Xml", xml::Text(resources.front().bytes).utf8());
  w.end();
  return json_response(std::move(body));
}

// ---- the start form

const bpmn::Node* start_node(const bpmn::Process& process) {
  const bpmn::Node* start = nullptr;
  for (const bpmn::NodeIndex child : process.node(0).children)
    if (const bpmn::Node& node = process.node(child); node.kind == bpmn::Kind::StartEvent)
      if (!start || node.event() == bpmn::EventKind::None) start = &node;
  return start;
}

struct StartForm {
  DefinitionRow definition;
  std::shared_ptr<const bpmn::Process> process;  // keeps `form` alive
  const bpmn::Form* form = nullptr;              ///< null: none
};

StartForm start_form(const Request& request, Services& services) {
  StartForm found;
  found.definition = named_definition(
      request, services,
      invalid_request("Cannot get start form data for process definition " + definition_words(request)));
  found.process = services.definitions.process(services.reader, found.definition.id);
  const bpmn::Node* start = found.process ? start_node(*found.process) : nullptr;
  if (start && start->form) found.form = &*start->form;
  return found;
}

Response get_start_form(const Request& request, Services& services) {
  const StartForm found = start_form(request, services);
  const std::string id = definition_text(found.definition.key, found.definition.version, found.definition.id);
  std::string body;
  json::Writer w(body);
  w.object();
  Fields fields(w, 0);
  if (found.form && found.form->key)
    fields.text("key", found.form->key->text);
  else if (found.form && !found.form->fields.empty())
    fields.text("key", "embedded:engine://engine/:engine/process-definition/" + id + "/rendered-form");
  else
    fields.null("key");
  if (found.form && !found.form->ref.empty()) {
    w.key("camundaFormRef").object();
    fields.text("key", found.form->ref).text_or_null("binding", found.form->ref_binding);
    fields.number("version", parse_number_id(found.form->ref_version)
                                 ? std::optional(parse_number_id(found.form->ref_version))
                                 : std::nullopt);
    w.end();
  } else {
    fields.null("camundaFormRef");
  }
  fields.null("contextPath");
  w.end();
  return json_response(std::move(body));
}

/// A field's default as a variable. Only what needs no running instance: an expression is left null.
TypedValue default_of(const bpmn::FormField& field) {
  const bool is_constant = field.default_value && field.default_value->text.find("${") == std::string::npos;
  return engine::shown(field, is_constant ? Value(field.default_value->text) : Value());
}

Response get_start_form_variables(const Request& request, Services& services) {
  const StartForm found = start_form(request, services);
  const std::string* names = request.parameter("variableNames");
  const std::vector<std::string> wanted = names ? split_list(*names) : std::vector<std::string>();
  engine::Variables variables;
  if (found.form)
    for (const bpmn::FormField& field : found.form->fields)
      if (!names || std::ranges::count(wanted, field.id) > 0)
        variables.emplace_back(field.id, default_of(field));
  std::string body;
  json::Writer w(body);
  write_variables(w, variables, true, services.zone_offset_s);
  return json_response(std::move(body));
}

// ---- who may start it

Response starters(const Request& request, Services& services) {
  const DefinitionRow row = existing(request, services);
  std::string body;
  json::Writer w(body);
  w.array();
  for (const auto& link :
       services.reader.select(Query<engine::IdentityLink>{Filter::equal("definition", row.id.value), {}})) {
    w.object();
    Fields(w, 0).text("userId", link.user).text("groupId", link.group).text("type", link.type);
    w.end();
  }
  w.end();
  return json_response(std::move(body));
}

// ---- deletion

void remove_definition(const Request& request, Services& services, Respond respond) {
  refuse_skips(request);
  const DefinitionId id = existing(request, services).id;
  const bool cascade = request.flag("cascade");
  delete_with_history(services, engine::DeleteDefinition{id, cascade}, {id}, cascade, std::move(respond));
}

void remove_one_after_another(Services& services, std::vector<DefinitionId> ids, bool cascade,
                              Respond respond) {
  if (ids.empty()) return respond(no_content());
  const DefinitionId id = ids.back();
  ids.pop_back();
  const auto then = [later = services.later, ids = std::move(ids), cascade,
                     respond](Response deleted) mutable {
    if (deleted.status != 204) return respond(std::move(deleted));
    later([ids = std::move(ids), cascade, respond](Services& fresh) {
      remove_one_after_another(fresh, ids, cascade, respond);
    });
  };
  delete_with_history(services, engine::DeleteDefinition{id, cascade}, {id}, cascade, then);
}

void remove_all_versions(const Request& request, Services& services, Respond respond) {
  refuse_skips(request);
  const DefinitionRow latest = existing(request, services);
  std::vector<DefinitionId> ids;
  for (const DefinitionRow& row :
       services.reader.select(Query<DefinitionRow>{Filter::equal("key", latest.key), {}}))
    if (row.tenant == latest.tenant) ids.push_back(row.id);
  std::ranges::reverse(ids);  // the oldest goes first, so that none of them listens again in between
  remove_one_after_another(services, std::move(ids), request.flag("cascade"), std::move(respond));
}

// ---- suspension

bool wanted_definition_state(const Value& body) {
  const auto suspended = optional_flag_field(body, "suspended");
  if (!suspended) throw invalid_request("suspended must be true or false");
  if (text_field(body, "executionDate"))
    throw invalid_request("executionDate is not supported: ask again when it is time");
  return *suspended;
}

void suspend_definition(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  const bool suspended = wanted_definition_state(body);
  const DefinitionRow row = existing(request, services);
  submit(services, engine::SuspendDefinition{row.id, suspended, flag_field(body, "includeProcessInstances")},
         std::move(respond));
}

void suspend_by_key(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  const bool suspended = wanted_definition_state(body);
  if (text_field(body, "processDefinitionId"))
    throw invalid_request("Only processDefinitionKey can be set to update the suspension state.");
  const auto key = text_field(body, "processDefinitionKey");
  if (!key)
    throw invalid_request(
        "Either processDefinitionId or processDefinitionKey should be set to update the suspension state.");
  std::vector<engine::Command> commands;
  for (const DefinitionRow& row :
       services.reader.select(Query<DefinitionRow>{Filter::equal("key", *key), {}}))
    commands.push_back(
        engine::SuspendDefinition{row.id, suspended, flag_field(body, "includeProcessInstances")});
  submit_each(services, std::move(commands), std::move(respond));
}

}  // namespace

void add_process_definition_routes(Router& router) {
  const std::vector<std::string_view> suspension_words{"suspended", "includeProcessInstances",
                                                       "executionDate"};
  add_definition_list(router);
  add_definition_start(router);
  router.write("PUT", "/process-definition/suspended", suspend_by_key)
      .takes(suspension_words)
      .takes({"processDefinitionKey", "processDefinitionId"});
  for_each_name([&](const std::string& p) { router.get(p, get_definition); }, "");
  for_each_name([&](const std::string& p) { router.get(p, get_definition_xml); }, "/xml");
  for_each_name([&](const std::string& p) { router.get(p, starters); }, "/identity-links");
  for_each_name(
      [&](const std::string& p) { router.write("DELETE", p, remove_definition).asks(deletion_words); }, "");
  for (const char* by_key :
       {"/process-definition/key/{key}/delete", "/process-definition/key/{key}/tenant-id/{tenantId}/delete"})
    router.write("DELETE", by_key, remove_all_versions).asks(deletion_words);
  for_each_name([&](const std::string& p) { router.get(p, get_start_form); }, "/startForm");
  for_each_name(
      [&](const std::string& p) {
        router.get(p, get_start_form_variables).asks({"variableNames", "deserializeValues"});
      },
      "/form-variables");
  for_each_name(
      [&](const std::string& p) { router.write("PUT", p, suspend_definition).takes(suspension_words); },
      "/suspended");
  for_each_name(
      [&](const std::string& p) {
        router.get(p, [](const Request& request, Services& services) {
          existing(request, services);
          return no_content();  // images are not deployed with a model here
        });
      },
      "/diagram");
}

}  // namespace lienthong::api
