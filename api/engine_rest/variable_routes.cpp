#include "api/engine_rest/variable_routes.h"
#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>
#include "api/engine_rest/common.h"
#include "api/engine_rest/definitions.h"
#include "api/engine_rest/variables_json.h"
#include "api/multipart.h"
#include "engine/data/loop_counters.h"

namespace lienthong::api {
using engine::Filter;
using engine::Query;
using engine::Variable;

std::vector<Variable> loop_variables(Services& services, const engine::Instance& at) {
  std::vector<Variable> counters;
  if (!at.body && at.loop_counter < 0) return counters;
  const auto process = services.definitions.process(services.reader, at.definition);
  const bpmn::Loop* loop = nullptr;
  if (process)
    if (const auto node = process->by_id.find(at.node); node != process->by_id.end())
      if (const auto& of_node = process->node(node->second).loop) loop = &*of_node;
  for (const std::string_view name : engine::loop_names) {
    const auto counter = engine::loop_counter_named(at, loop, name);
    if (!counter) continue;
    Variable& one = counters.emplace_back();
    one.root = at.root;
    one.scope = at.id;
    one.name = name;
    one.value = TypedValue::of(Value(*counter));
  }
  return counters;
}

std::vector<Variable> visible_variables(Services& services, const VariableScope& scope, bool local) {
  engine::Reader& reader = services.reader;
  const std::int64_t here = scope.instance.value, task = scope.task.value;
  const auto self = reader.find<engine::Instance>(here);
  if (!self) return {};
  std::vector<Variable> counters;
  const auto count = [&](const engine::Instance& at) {
    std::ranges::move(loop_variables(services, at), std::back_inserter(counters));
  };
  count(*self);
  std::vector<Filter> wanted{Filter::equal("root", self->root.value)};
  if (local) {
    wanted.push_back(Filter::equal("scope", here));
    wanted.push_back(Filter::equal("task", task));
  }
  std::vector<Variable> all = reader.select(Query<Variable>{Filter::all(std::move(wanted)), {}});
  if (local) {
    if (!scope.task) all.insert(all.end(), counters.begin(), counters.end());
    return all;
  }
  // How far out a scope is: 0 the task, 1 its instance, 2 the parent … ; absent: not visible from here.
  std::unordered_map<std::int64_t, int> distance{{here, 1}};
  if (self->parent) {
    std::unordered_map<std::int64_t, std::int64_t> parents;
    for (const auto& instance :
         reader.select(Query<engine::Instance>{Filter::equal("root", self->root.value), {}})) {
      parents.emplace(instance.id.value, instance.parent.value);
      if (instance.id != self->id) count(instance);
    }
    int steps = 1;
    for (std::int64_t at = self->parent.value; at != 0; at = parents[at]) distance.emplace(at, ++steps);
  }
  all.insert(all.end(), counters.begin(), counters.end());
  const auto rank = [&](const Variable& v) {
    if (v.task) return v.task.value == task && task != 0 ? 0 : -1;
    const auto known = distance.find(v.scope.value);
    return known == distance.end() ? -1 : known->second;
  };
  std::erase_if(all, [&](const Variable& v) { return rank(v) < 0; });
  std::ranges::stable_sort(all, {}, rank);
  std::vector<Variable> visible;
  std::unordered_set<std::string> seen;
  for (Variable& v : all)
    if (seen.insert(v.name).second) visible.push_back(std::move(v));
  return visible;
}

bool deserializes(const Request& request) {
  const std::string* flag = request.parameter("deserializeValues");
  if (!flag) flag = request.parameter("deserializeValue");
  return !flag || *flag == "true";
}

Response variable_bytes(const TypedValue& value, std::string_view id) {
  const bool binary = value.type == VariableType::Bytes || value.type == VariableType::File;
  if (!binary)
    throw invalid_request("Value of variable with id " + std::string(id) + " is not a binary value.");
  std::string bytes = value.value.is_string() ? value.value.string() : std::string();
  if (value.type == VariableType::Bytes || !value.info) {
    Response response = json_response(std::move(bytes));
    response.content_type = "application/octet-stream";
    return response;
  }
  std::string type = value.info->mime_type.empty() ? "application/octet-stream" : value.info->mime_type;
  if (!value.info->encoding.empty()) type += "; charset=" + value.info->encoding;
  return attachment(std::move(bytes), std::move(type), value.info->filename);
}

namespace {

VariableScope scope_of(const VariableRules& rules, const Request& request, Services& services,
                       const std::string& prefix) {
  VariableScope scope = rules.find(services, request.segments[1]);
  if (scope.exists) return scope;
  throw ContractError(
      500, "NullValueException",
      prefix + rules.what + " " + request.segments[1] + " doesn't exist: " + rules.what + " is null", 0);
}

Variable named(const VariableRules& rules, const Request& request, Services& services, bool local) {
  const std::string& name = request.segments[3];
  const VariableScope scope =
      scope_of(rules, request, services, "Cannot get " + rules.what + " variable " + name + ": ");
  for (Variable& v : visible_variables(services, scope, local))
    if (v.name == name) return std::move(v);
  throw not_found(rules.what + " variable with name " + name + " does not exist");
}

Response list_variables(const VariableRules& rules, const Request& request, Services& services) {
  const VariableScope scope = scope_of(rules, request, services, "");
  const bool deserialize = deserializes(request);
  std::string body;
  json::Writer w(body);
  w.object();
  for (const Variable& v : visible_variables(services, scope, rules.local)) {
    w.key(v.name);
    write_variable(w, v.value, deserialize, services.zone_offset_s);
  }
  w.end();
  return json_response(std::move(body));
}

Response get_variable(const VariableRules& rules, const Request& request, Services& services) {
  const Variable found = named(rules, request, services, rules.local);
  std::string body;
  json::Writer w(body);
  write_variable(w, found.value, deserializes(request), services.zone_offset_s);
  return json_response(std::move(body));
}

engine::ChangeVariables change_variable(const VariableRules& rules, const Request& request,
                                        Services& services, const std::string& prefix) {
  const VariableScope scope = scope_of(rules, request, services, prefix);
  engine::ChangeVariables command;
  command.instance = scope.instance;
  command.task = scope.task;
  command.local = rules.local;
  return command;
}

void put(const VariableRules& rules, const Request& request, Services& services, Respond respond) {
  const std::string& name = request.segments[3];
  const std::string prefix = "Cannot put " + rules.what + " variable " + name + ": ";
  const Value body = parse_body(request);
  engine::ChangeVariables command = change_variable(rules, request, services, prefix);
  command.set.emplace_back(name, read_variable(body, prefix, services.zone_offset_s));
  submit(services, std::move(command), std::move(respond), wrapped(prefix));
}

void put_bytes(const VariableRules& rules, const Request& request, Services& services, Respond respond) {
  const std::string& name = request.segments[3];
  const std::string prefix = "Cannot put " + rules.what + " variable " + name + ": ";
  engine::ChangeVariables command = change_variable(rules, request, services, prefix);
  const std::vector<Part> parts = parse_multipart(request.body, request.content_type);
  const auto part = [&](std::string_view wanted) {
    const auto found = std::ranges::find(parts, wanted, &Part::name);
    return found == parts.end() ? nullptr : &*found;
  };
  const Part* data = part("data");
  if (!data) throw invalid_request(prefix + "the form has no part 'data'");
  const Part* type = part("valueType");
  const std::string_view type_name = type ? type->body : "Bytes";
  if (type_name != "Bytes" && type_name != "File" && type_name != "file" && type_name != "bytes")
    throw invalid_request(prefix + "Unsupported value type '" + std::string(type_name) +
                          "' for binary values");
  TypedValue value;
  value.type = type_name == "File" || type_name == "file" ? VariableType::File : VariableType::Bytes;
  value.value = data->body;
  value.transient = header_parameter(data->content_type, "transient").value_or("") == "true";
  if (value.type == VariableType::File) {
    if (!data->file_name || data->file_name->empty())
      throw invalid_request(prefix + "a File needs a file name");
    TypedValue::Info info;
    info.filename = *data->file_name;
    info.mime_type = data->content_type.substr(0, data->content_type.find(';'));
    info.encoding = header_parameter(data->content_type, "encoding").value_or("");
    value.info = std::make_shared<const TypedValue::Info>(std::move(info));
  }
  command.set.emplace_back(name, std::move(value));
  submit(services, std::move(command), std::move(respond), wrapped(prefix));
}

void remove_variable(const VariableRules& rules, const Request& request, Services& services,
                     Respond respond) {
  const std::string& name = request.segments[3];
  const std::string prefix = "Cannot delete " + rules.what + " variable " + name + ": ";
  engine::ChangeVariables command = change_variable(rules, request, services, prefix);
  command.remove.push_back(name);
  submit(services, std::move(command), std::move(respond), wrapped(prefix));
}

void modify(const VariableRules& rules, const Request& request, Services& services, Respond respond) {
  const std::string prefix = "Cannot modify variables for " + rules.what + ": ";
  const Value body = parse_body(request);
  engine::ChangeVariables command = change_variable(rules, request, services, prefix);
  command.set = read_variables(object_field(body, "modifications"), prefix, services.zone_offset_s);
  command.remove = texts_field(body, "deletions").value_or(std::vector<std::string>());
  submit(services, std::move(command), std::move(respond), wrapped(prefix));
}

}  // namespace

void add_variable_routes(Router& router, VariableRules given) {
  const auto rules = std::make_shared<const VariableRules>(std::move(given));
  const std::string each = rules->pattern + "/{name}", data = each + "/data";
  router.get(rules->pattern, [rules](const Request& r, Services& s) { return list_variables(*rules, r, s); })
      .asks(deserialize_words);
  router.get(each, [rules](const Request& r, Services& s) { return get_variable(*rules, r, s); })
      .asks(deserialize_words);
  router.get(data, [rules](const Request& r, Services& s) {
    const Variable found = named(*rules, r, s, rules->local && rules->local_data);
    return variable_bytes(found.value, to_string(found.id));
  });
  const auto write = [rules](auto handler) {
    return [rules, handler](const Request& r, Services& s, Respond respond) {
      handler(*rules, r, s, std::move(respond));
    };
  };
  router.write("PUT", each, write(put)).takes({"value", "type", "valueInfo"});
  router.write("DELETE", each, write(remove_variable));
  router.write("POST", rules->pattern, write(modify))
      .takes({"modifications", "deletions"})
      .bears({"workerId"});  // the Java worker's
  router.upload(data, write(put_bytes));
}

}  // namespace lienthong::api
