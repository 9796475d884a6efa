#include "api/engine_rest/filters.h"
#include <charconv>

namespace lienthong::api {
using engine::Filter;
using engine::Scalar;

namespace {

[[noreturn]] void refuse(std::string_view name, const std::string& value, const std::string& type) {
  throw invalid_request("Cannot set query parameter '" + std::string(name) + "' to value '" + value +
                        "': Cannot convert value " + (type == "java.util.Date" ? '"' + value + '"' : value) +
                        " to java type " + type);
}

/// Any JSON value as the text of an error message.
bool flag_of(std::string_view name, const std::string* text, const Value* json) {
  if (json && json->is_boolean()) return json->boolean();
  const std::string value = text ? *text : shown(*json);
  if (value != "true" && value != "false") refuse(name, value, "java.lang.Boolean");
  return value == "true";
}

}  // namespace

bool Criteria::has(std::string_view name) const {
  return request_ ? request_->parameter(name) != nullptr : present(*object_, name) != nullptr;
}

bool Criteria::flag(std::string_view name) const {
  const std::string* text = request_ ? request_->parameter(name) : nullptr;
  const Value* json = object_ ? present(*object_, name) : nullptr;
  return (text || json) && flag_of(name, text, json);
}

std::optional<std::string> Criteria::text(std::string_view name) const {
  if (request_) {
    const std::string* text = request_->parameter(name);
    return text ? std::optional(*text) : std::nullopt;
  }
  return text_field(*object_, name);
}

std::string Argument::text() const {
  if (text_) return *text_;
  if (json_->is_string()) return json_->string();
  if (json_->is_number() || json_->is_boolean()) return shown(*json_);
  throw invalid_request("The field '" + std::string(name_) + "' must be a string");
}

std::vector<std::string> Argument::texts() const {
  if (text_) return split_list(*text_);
  if (json_->is_string()) return split_list(json_->string());
  if (!json_->is_list())
    throw invalid_request("The field '" + std::string(name_) + "' must be a list of strings");
  std::vector<std::string> texts;
  for (const Value& item : json_->list()) texts.push_back(shown(item));
  return texts;
}

bool Argument::flag() const { return flag_of(name_, text_, json_); }

std::int64_t Argument::whole() const {
  const std::string value = text();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size()) refuse(name_, value, "java.lang.Integer");
  return number;
}

Instant Argument::date() const {
  const std::string value = text();
  const auto at = parse_date_parameter(value, services().zone_offset_s);
  if (!at) refuse(name_, value, "java.util.Date");
  return *at;
}

namespace {

std::vector<Scalar> scalars(std::vector<std::string> texts) {
  return {std::make_move_iterator(texts.begin()), std::make_move_iterator(texts.end())};
}

std::vector<Scalar> ids(const std::vector<std::string>& texts) {
  std::vector<Scalar> found;
  for (const std::string& text : texts) found.emplace_back(parse_activity_id(text));
  return found;
}

Filter in(const std::string& column, std::vector<Scalar> values, bool ignore_case = false) {
  if (values.empty()) return Filter::everything();
  Filter filter = Filter::in(column, std::move(values));
  filter.ignore_case = ignore_case;
  return filter;
}

}  // namespace

MakeFilter equals(std::string column, bool ignore_case) {
  return [=](const Argument& a) { return Filter::equal(column, a.text(), ignore_case); };
}
MakeFilter differs(std::string column, bool ignore_case) {
  return [=](const Argument& a) { return Filter::negate(Filter::equal(column, a.text(), ignore_case)); };
}
MakeFilter matches(std::string column, bool ignore_case) {
  return [=](const Argument& a) { return Filter::like(column, a.text(), ignore_case); };
}
MakeFilter mismatches(std::string column, bool ignore_case) {
  return [=](const Argument& a) { return Filter::negate(Filter::like(column, a.text(), ignore_case)); };
}
MakeFilter one_of(std::string column, bool ignore_case) {
  return [=](const Argument& a) { return in(column, scalars(a.texts()), ignore_case); };
}
MakeFilter none_of(std::string column) {
  return [=](const Argument& a) {
    std::vector<Scalar> values = scalars(a.texts());
    return values.empty() ? Filter::everything() : Filter::negate(Filter::in(column, std::move(values)));
  };
}
MakeFilter equals_id(std::string column) {
  return [=](const Argument& a) {
    const std::int64_t id = parse_activity_id(a.text());
    return id == 0 ? Filter::nothing() : Filter::equal(column, id);
  };
}
MakeFilter one_of_ids(std::string column) {
  return [=](const Argument& a) { return in(column, ids(a.texts())); };
}
MakeFilter equals_number(std::string column) {
  return [=](const Argument& a) { return Filter::equal(column, a.whole()); };
}
MakeFilter number_at_least(std::string column) {
  return [=](const Argument& a) { return Filter::greater_or_equal(column, a.whole()); };
}
MakeFilter number_at_most(std::string column) {
  return [=](const Argument& a) { return Filter::less_or_equal(column, a.whole()); };
}
MakeFilter equals_date(std::string column) {
  return [=](const Argument& a) { return Filter::equal(column, a.date().ms); };
}
MakeFilter before(std::string column) {
  return [=](const Argument& a) { return Filter::less(column, a.date().ms); };
}
MakeFilter after(std::string column) {
  return [=](const Argument& a) { return Filter::greater(column, a.date().ms); };
}
MakeFilter at_or_before(std::string column) {
  return [=](const Argument& a) { return Filter::less_or_equal(column, a.date().ms); };
}
MakeFilter at_or_after(std::string column) {
  return [=](const Argument& a) { return Filter::greater_or_equal(column, a.date().ms); };
}
MakeFilter when(Filter condition) {
  return [condition = std::move(condition)](const Argument& a) {
    return a.flag() ? condition : Filter::everything();
  };
}
MakeFilter equals_definition(std::string column) { return equals_id(std::move(column)); }

MakeFilter definition_is(std::string column, MakeFilter make) {
  return [column = std::move(column), make = std::move(make)](const Argument& a) {
    Filter condition = make(a);
    if (condition.op == Filter::Op::All && condition.parts.empty()) return condition;
    std::vector<Scalar> found;
    for (const auto& row :
         a.services().reader.select(engine::Query<engine::DefinitionRow>{std::move(condition), {}}))
      found.emplace_back(row.id.value);
    return found.empty() ? Filter::nothing() : Filter::in(column, std::move(found));
  };
}

MakeFilter always_empty() {
  return [](const Argument&) { return Filter::nothing(); };
}
MakeFilter beside_others() {
  return [](const Argument& argument) {
    argument.flag();
    return Filter::everything();
  };
}

// ---- a resource's list

namespace {

/// A flag that is false, an empty list.
bool is_everything(const Filter& filter) { return filter.op == Filter::Op::All && filter.parts.empty(); }

}  // namespace

ListRules::ListRules(std::initializer_list<Parameter> parameters, std::vector<SortKey> sort_keys,
                     bool or_queries)
    : sort_keys_(std::move(sort_keys)), or_queries_(or_queries) {
  for (const Parameter& parameter : parameters) {
    parameters_.emplace(parameter.name, parameter.make);
    words_.add(parameter.name);
  }
}

std::vector<std::string_view> ListRules::parameters() const { return {words_.begin(), words_.end()}; }

std::vector<std::pair<std::string_view, Filter>> ListRules::filters(const Criteria& all) const {
  std::vector<std::pair<std::string_view, Filter>> found;
  const auto add = [&](std::string_view name, const std::string* text, const Value* json) {
    const auto known = parameters_.find(name);
    if (known != parameters_.end())
      found.emplace_back(known->first, known->second(Argument(known->first, all, text, json)));
  };
  if (const Request* request = all.request()) {
    for (const auto& [name, text] : request->query)
      if (words_.know(name) && request->parameter(name) == &text)
        add(name, &text, nullptr);  // of several the first counts
  } else {
    for (const auto& [name, value] : all.object()->context().entries)
      if (!value.is_null()) add(name, nullptr, &value);
  }
  return found;
}

Filter ListRules::filter(const Criteria& all) const {
  std::vector<Filter> parts;
  for (auto& [name, part] : filters(all))
    if (!is_everything(part)) parts.push_back(std::move(part));
  const Value* alternatives = or_queries_ && all.object() ? list_field(*all.object(), "orQueries") : nullptr;
  if (alternatives)
    for (const Value& object : alternatives->list()) {
      if (!object.is_context()) throw invalid_request("Each of orQueries must be an object");
      for (const char* inner : {"orQueries", "sorting"})
        if (present(object, inner))
          throw ContractError(500, "ProcessEngineException",
                              "Invalid query usage: cannot set " + std::string(inner) + " within 'or' query",
                              0);
      check_properties(object, words_, "property of a query of orQueries", true);
      std::vector<Filter> choices;
      for (auto& [name, part] : filters(Criteria(object, all.services())))
        if (!is_everything(part)) choices.push_back(std::move(part));  // else it would let all of them in
      if (!choices.empty()) parts.push_back(Filter::any(std::move(choices)));
    }
  return parts.size() == 1 ? std::move(parts.front()) : Filter::all(std::move(parts));
}

Filter ListRules::filter_within(const Value& query, Services& services) const {
  Words known = words_;
  for (const std::string_view word : {"sorting", "sortBy", "sortOrder"})
    known.add(word);  // of no effect here
  if (or_queries_) known.add("orQueries");
  check_properties(query, known, "property of this query", true);
  return filter(Criteria(query, services));
}

std::vector<engine::Order> ListRules::order(const Criteria& all, bool post) const {
  std::vector<engine::Order> made;
  const auto add = [&](const std::optional<std::string>& by, const std::optional<std::string>& direction,
                       const Value* parameters = nullptr) {
    if (!by && !direction) return;
    if (!by || !direction)
      throw invalid_request("Only a single sorting parameter specified. sortBy and sortOrder required");
    if (*direction != "asc" && *direction != "desc")
      throw invalid_request("sortOrder parameter has invalid value: " + *direction);
    for (const SortKey& key : sort_keys_) {
      if (key.name != *by || (key.only_by_post && !post)) continue;
      engine::Order order = key.order;
      order.descending = *direction == "desc";
      if (key.complete) key.complete(order, parameters ? *parameters : Value(Context()));
      made.push_back(std::move(order));
      if (key.then) {
        made.push_back(*key.then);
        made.back().descending = *direction == "desc";
      }
      return;
    }
    throw invalid_request("sortBy parameter has invalid value: " + *by);
  };
  if (const Value* levels = post ? list_field(*all.object(), "sorting") : nullptr)
    for (const Value& level : levels->list()) {
      static const Words known{"sortBy", "sortOrder", "parameters"};
      if (!level.is_context()) throw invalid_request("Each of 'sorting' must be an object");
      check_properties(level, known, "property of a sorting");
      add(text_field(level, "sortBy"), text_field(level, "sortOrder"), object_field(level, "parameters"));
    }
  add(all.text("sortBy"), all.text("sortOrder"));
  return made;
}

}  // namespace lienthong::api
