#include "api/engine_rest/common.h"
#include <algorithm>
#include <charconv>
#include "api/router.h"
#include "base/fit.h"

namespace lienthong::api {

std::int64_t parse_number_id(std::string_view text) { return read_wire_id(text); }

std::string as_asked(std::string text, const std::string& asked) {
  const std::string written = wire_id(read_wire_id(asked));
  if (const std::size_t at = text.find(written); at != std::string::npos)
    text.replace(at, written.size(), asked);
  return text;
}

DefinitionId parse_definition_id(std::string_view text) { return {parse_activity_id(text)}; }

std::int64_t parse_activity_id(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  return parse_number_id(colon == std::string_view::npos ? text : text.substr(colon + 1));
}

namespace {

void put_digits(char* at, int count, std::int64_t value) {
  for (int i = count; i-- > 0; value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string date_text(Instant at, std::int32_t zone_offset_s) {
  constexpr std::int64_t day_ms = 86'400'000;
  const std::int64_t local = bounded(at).ms + std::int64_t{zone_offset_s} * 1000;
  const std::int64_t in_day = ((local % day_ms) + day_ms) % day_ms;
  const Date date = civil_from_days((local - in_day) / day_ms);
  std::string out = "0000-00-00T00:00:00.000+0000";
  put_digits(&out[0], 4, date.year);
  put_digits(&out[5], 2, date.month);
  put_digits(&out[8], 2, date.day);
  put_digits(&out[11], 2, in_day / 3'600'000);
  put_digits(&out[14], 2, in_day / 60'000 % 60);
  put_digits(&out[17], 2, in_day / 1000 % 60);
  put_digits(&out[20], 3, in_day % 1000);
  const std::int32_t minutes = (zone_offset_s < 0 ? -zone_offset_s : zone_offset_s) / 60;
  if (zone_offset_s < 0) out[23] = '-';
  put_digits(&out[24], 2, minutes / 60);
  put_digits(&out[26], 2, minutes % 60);
  return out;
}

std::optional<Instant> parse_date_parameter(std::string_view text, std::int32_t zone_offset_s) {
  if (text.size() > 40 || text.find('@') != std::string_view::npos) return std::nullopt;
  std::string iso(text);
  if (iso.size() > 15 && iso[iso.size() - 5] == ' ') iso[iso.size() - 5] = '+';
  const std::optional<DateTime> at = moment_in(iso);
  const std::optional<Instant> instant = at ? instant_of(*at, zone_offset_s) : std::nullopt;
  return instant && bounded(*instant) == *instant ? instant : std::nullopt;
}

Value parse_body(const Request& request) {
  if (request.body.empty()) return Context{};
  Value body;
  try {
    body = json::parse(request.body);
  } catch (const Refused& refused) {
    throw invalid_request(refused.what());
  }
  if (body.is_null()) return Context{};
  if (!body.is_context()) throw invalid_request("The body must be a JSON object");
  if (const Route* route = request.route)
    for (const auto& [name, value] : body.context().entries) {
      if (value.is_null()) continue;
      if (route->query.know(name) && !route->body.know(name))
        throw invalid_request("'" + name + "' is a query parameter of " + route->name() +
                              ", not a property of the body");
      check_word(name, route->body, route->everywhere, "property of the body of " + route->name());
    }
  return body;
}

void check_properties(const Value& object, const Words& known, const std::string& what, bool any) {
  static const Words nothing_else;
  for (const auto& [name, value] : object.context().entries)
    if (!value.is_null()) check_word(name, known, any ? nullptr : &nothing_else, what);
}

std::string shown(const Value& value) { return value.is_string() ? value.string() : json::write(value); }

namespace {

[[noreturn]] void refuse_field(std::string_view name, const std::string& why) {
  throw invalid_request("The field '" + std::string(name) + "' " + why);
}

}  // namespace

std::optional<std::string> text_field(const Value& body, std::string_view name) {
  const Value* found = present(body, name);
  if (!found) return std::nullopt;
  if (found->is_list() || found->is_context()) refuse_field(name, "must be a string");
  return shown(*found);
}

namespace {

std::optional<std::int64_t> whole_of(const Value& body, std::string_view name, Fitting (*fit)(const Value&)) {
  const Value* found = present(body, name);
  if (!found) return std::nullopt;
  const Fitting whole = fit(*found);
  if (!whole) refuse_field(name, whole.why);
  return whole_number(*whole.value);
}

}  // namespace

std::optional<std::int64_t> whole_field(const Value& body, std::string_view name) {
  return whole_of(body, name, [](const Value& value) { return fit_whole(value); });
}

std::optional<std::int64_t> int_field(const Value& body, std::string_view name) {
  return whole_of(body, name, fit_int);
}

std::optional<bool> optional_flag_field(const Value& body, std::string_view name) {
  const Value* found = present(body, name);
  if (!found) return std::nullopt;
  const Fitting flag = fit(*found, VariableType::Boolean);
  if (!flag) refuse_field(name, flag.why);
  return flag.value->boolean();
}

bool flag_field(const Value& body, std::string_view name, bool otherwise) {
  return optional_flag_field(body, name).value_or(otherwise);
}

std::optional<std::vector<std::string>> texts_field(const Value& body, std::string_view name) {
  const Value* found = list_field(body, name);
  if (!found) return std::nullopt;
  std::vector<std::string> texts;
  for (const Value& item : found->list()) {
    if (item.is_null() || item.is_list() || item.is_context())
      refuse_field(name, "must be a list of strings");
    texts.push_back(shown(item));
  }
  return texts;
}

std::optional<Instant> date_field(const Value& body, std::string_view name, std::int32_t zone_offset_s) {
  const auto text = text_field(body, name);
  if (!text) return std::nullopt;
  const auto at = parse_date_parameter(*text, zone_offset_s);
  if (!at) refuse_field(name, "must be a date like 2026-01-31T08:00:00.000+0700");
  return at;
}

const Value* object_field(const Value& body, std::string_view name) {
  const Value* found = present(body, name);
  if (found && !found->is_context()) refuse_field(name, "must be an object");
  return found;
}

const Value* list_field(const Value& body, std::string_view name) {
  const Value* found = present(body, name);
  if (found && !found->is_list()) refuse_field(name, "must be a list");
  return found;
}

void refuse_tenant_choice(const Value& body) {
  if (text_field(body, "processDefinitionTenantId") || flag_field(body, "processDefinitionWithoutTenantId"))
    throw invalid_request(
        "'processDefinitionTenantId' and 'processDefinitionWithoutTenantId' are not supported: name the "
        "definition by its id");
}

Paging paging_of(const Request& request) {
  const auto number = [&](std::string_view name, std::int64_t otherwise) {
    const std::string* text = request.parameter(name);
    if (!text || text->empty()) return otherwise;
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size() || value < 0)
      throw invalid_request("Cannot set query parameter '" + std::string(name) + "' to value '" + *text +
                            "': Cannot convert value " + *text + " to java type java.lang.Integer");
    return std::int64_t{value};
  };
  Paging paging;
  paging.first = number("firstResult", 0);
  paging.max = number("maxResults", paging.max);
  return paging;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace lienthong::api
