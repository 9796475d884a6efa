#pragma once
// Words that all resources of the contract share: ids, dates, bodies, paging, answers.
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "api/errors.h"
#include "api/http.h"
#include "api/words.h"
#include "base/json.h"

namespace lienthong::api {

// ---- ids

/// 0, which no record has, for what is no id: what a client makes up is simply not found.
std::int64_t parse_number_id(std::string_view);
template <class Id>
Id parse_id(std::string_view text) {
  return Id{parse_number_id(text)};
}
/// "key:version:id" or the bare id.
DefinitionId parse_definition_id(std::string_view);
/// "node:id" or the bare id: ids of activity instances.
std::int64_t parse_activity_id(std::string_view);

/// A text of the engine that speaks of an id in the form it was asked for in.
std::string as_asked(std::string text, const std::string& asked);

// ---- dates (1.5)

std::string date_text(Instant, std::int32_t zone_offset_s);
/// The contract's form; also with `Z`, `+07:00`, without fraction, and with a space for the `+` that a query
/// lost.
std::optional<Instant> parse_date_parameter(std::string_view, std::int32_t zone_offset_s);

// ---- bodies (1.3)

/// The body as a context; `{}` when empty or null. Throws the contract's 400, also for a property that
/// somebody meant but that says nothing to this operation.
Value parse_body(const Request&);
/// The same for an object within a body. `what`: "property of a topic". `any`: refuses all that is not known.
void check_properties(const Value& object, const Words& known, const std::string& what, bool any = false);
/// As a refusal quotes it: a string bare, anything else as JSON.
std::string shown(const Value&);
// Fields of a body: null counts as absent; another JSON type is the contract's 400. A number or a flag where
// a text is declared is its text, as Java's readers have it.
std::optional<std::string> text_field(const Value& body, std::string_view name);
std::optional<std::int64_t> whole_field(const Value& body, std::string_view name);
/// What the contract calls an int: 32 bits.
std::optional<std::int64_t> int_field(const Value& body, std::string_view name);
bool flag_field(const Value& body, std::string_view name, bool otherwise = false);
std::optional<bool> optional_flag_field(const Value& body, std::string_view name);
std::optional<std::vector<std::string>> texts_field(const Value& body, std::string_view name);
std::optional<Instant> date_field(const Value& body, std::string_view name, std::int32_t zone_offset_s);
const Value* object_field(const Value& body, std::string_view name);  ///< null when absent
const Value* list_field(const Value& body, std::string_view name);    ///< null when absent

/// A key means the definitions of every tenant; choosing among them is refused, never ignored.
void refuse_tenant_choice(const Value& body);

// ---- queries (1.7)

struct Paging {
  std::int64_t first = 0;
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};
/// From the query string, for POST lists too.
Paging paging_of(const Request&);
std::vector<std::string> split_list(std::string_view comma_separated);

// ---- answers

Response json_response(std::string body);
Response no_content();
Response count_response(std::int64_t count);
/// Bytes to be saved under a name.
Response attachment(std::string bytes, std::string content_type, std::string_view file_name);

/// Writes fields of an answer: every declared field is there, null when unset.
class Fields {
 public:
  Fields(json::Writer& writer, std::int32_t zone_offset_s) : w_(writer), zone_(zone_offset_s) {}
  Fields& text(std::string_view key, std::string_view value);
  Fields& text(std::string_view key, const std::string& value) { return text(key, std::string_view(value)); }
  Fields& text(std::string_view key, const char* value) { return text(key, std::string_view(value)); }
  Fields& text(std::string_view key, const std::optional<std::string>& value);
  Fields& text_or_null(std::string_view key, std::string_view value);  ///< empty: null
  Fields& number(std::string_view key, std::int64_t value);
  Fields& number(std::string_view key, const std::optional<std::int64_t>& value);
  Fields& flag(std::string_view key, bool value);
  Fields& null(std::string_view key);
  Fields& date(std::string_view key, Instant value);
  Fields& date(std::string_view key, const std::optional<Instant>& value);
  Fields& no_links();
  /// links: [self]
  Fields& self_link(std::string_view href);
  template <class Tag>
  Fields& id(std::string_view key, Id<Tag> value) {  ///< 0: null
    return number_text(key, value.value);
  }
  json::Writer& writer() { return w_; }

 private:
  Fields& number_text(std::string_view key, std::int64_t id);
  json::Writer& w_;
  std::int32_t zone_;
};

// ---- writes

using MakeResponse = std::function<Response(engine::Reply&)>;
/// Hands the command in and answers after its commit. `make_response` runs on the engine's thread: it reads
/// nothing.
void submit(Services&, engine::Command, Respond, MakeResponse, MapError = nullptr);
/// The same, answering 204.
void submit(Services&, engine::Command, Respond, MapError = nullptr);
/// The same, with an answer that needs rows: `make_response` runs on a thread with a reader.
using ReadResponse = std::function<Response(engine::Reply&, Services&)>;
void submit_then_read(Services&, engine::Command, Respond, ReadResponse, MapError = nullptr);
/// Several commands in a row, each its own transaction; stops at the first refusal. Then 204.
void submit_each(Services&, std::vector<engine::Command>, Respond, MapError = nullptr);

}  // namespace lienthong::api
