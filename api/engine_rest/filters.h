#pragma once
// What lists can be filtered and sorted by, declared once a resource and shared by GET and POST
// (engine-rest 1.7 – 1.10).
#include <initializer_list>
#include <string_view>
#include <unordered_map>
#include "api/engine_rest/common.h"
#include "api/engine_rest/definitions.h"
#include "engine/rows/query.h"

namespace lienthong::api {

/// The values a list is asked with: a query string, or the JSON object of a POST list.
class Criteria {
 public:
  Criteria(const Request& request, Services& services) : request_(&request), services_(services) {}
  Criteria(const Value& object, Services& services) : object_(&object), services_(services) {}

  bool has(std::string_view name) const;
  bool flag(std::string_view name) const;  ///< `true`; throws the contract's 400 for neither true nor false
  std::optional<std::string> text(std::string_view name) const;
  const Request* request() const { return request_; }
  const Value* object() const { return object_; }
  Services& services() const { return services_; }

 private:
  const Request* request_ = nullptr;
  const Value* object_ = nullptr;
  Services& services_;
};

/// One parameter being turned into a filter. Each reader throws the contract's 400 for what it cannot read.
class Argument {
 public:
  Argument(std::string_view name, const Criteria& all, const std::string* text, const Value* json)
      : name_(name), all_(all), text_(text), json_(json) {}
  std::string_view name() const { return name_; }
  const Criteria& all() const { return all_; }
  Services& services() const { return all_.services(); }
  std::string text() const;
  std::vector<std::string> texts() const;  ///< comma-separated, or a JSON array
  bool flag() const;
  std::int64_t whole() const;
  Instant date() const;
  const Value* json() const { return json_; }       ///< null for a GET
  const std::string* raw() const { return text_; }  ///< null for a POST

 private:
  std::string_view name_;
  const Criteria& all_;
  const std::string* text_;
  const Value* json_;
};

/// Makes a filter of an argument.
using MakeFilter = std::function<engine::Filter(const Argument&)>;

// The usual ones. Columns are names of engine/rows/records.h.
MakeFilter equals(std::string column, bool ignore_case = false);
MakeFilter differs(std::string column, bool ignore_case = false);  ///< also rows without a value
MakeFilter matches(std::string column, bool ignore_case = false);  ///< SQL LIKE
MakeFilter mismatches(std::string column, bool ignore_case = false);
MakeFilter one_of(std::string column, bool ignore_case = false);  ///< an empty list filters nothing
MakeFilter none_of(std::string column);
MakeFilter equals_id(std::string column);  ///< number ids; also "node:number"
MakeFilter one_of_ids(std::string column);
MakeFilter equals_number(std::string column);
MakeFilter number_at_least(std::string column);
MakeFilter number_at_most(std::string column);
MakeFilter equals_date(std::string column);
MakeFilter before(std::string column);  ///< strictly
MakeFilter after(std::string column);
MakeFilter at_or_before(std::string column);
MakeFilter at_or_after(std::string column);
MakeFilter when(engine::Filter condition);         ///< a flag: only `true` acts
MakeFilter equals_definition(std::string column);  ///< a definition id in its wire form
/// Rows whose definition (in `column`) meets a condition on definitions, e.g. `definition_is("definition",
/// equals("key"))`.
MakeFilter definition_is(std::string column, MakeFilter);
MakeFilter always_empty();   ///< cases and tenants that never exist here
MakeFilter beside_others();  ///< a flag that changes what other parameters mean

// ---- variables (1.9)

struct VariableCondition {
  std::string name;
  engine::Filter filter;  ///< on columns `name` and `value` of a variable or variable_history row
};
/// Reads `name_op_value,…` or `[{name, operator, value}]`. `operators`: those the resource knows.
std::vector<VariableCondition> variable_conditions(const Argument&, std::string_view operators,
                                                   std::string_view what = "variable");
/// A condition on the parts of a column of type TypedValue.
engine::Filter value_condition(std::string_view op, const Value& value, bool ignore_case,
                               std::int32_t zone_offset_s, const std::string& column = "value");
inline constexpr std::string_view usual_operators = "eq neq gt gteq lt lteq like";
/// Every condition must hold for some row of `table` (variable or variable_history) whose `inner` equals this
/// row's `outer`; `further` is a condition on that row, e.g. that it belongs to no task.
MakeFilter variables_of(std::string table, std::string inner, std::string outer, engine::Filter further,
                        std::string_view operators = usual_operators, std::string_view what = "variable");

// ---- a resource's list

struct SortKey {
  std::string_view name;
  engine::Order order;
  bool only_by_post = false;
  /// Completes the order from `sorting[].parameters`; only by POST.
  std::function<void(engine::Order&, const Value& parameters)> complete = nullptr;
  std::optional<engine::Order> then = std::nullopt;  ///< among rows that are alike in `order`
};

/// What one list resource understands.
class ListRules {
 public:
  struct Parameter {
    std::string_view name;
    MakeFilter make;
  };
  /// `or_queries`: the POST body may hold some (1.10).
  ListRules(std::initializer_list<Parameter> parameters, std::vector<SortKey> sort_keys,
            bool or_queries = false);

  /// Every parameter that is there, all of them conjoined.
  engine::Filter filter(const Criteria&) const;
  /// The same of a query that stands within a body ("processInstanceQuery"), of which every word must be
  /// known.
  engine::Filter filter_within(const Value& query, Services&) const;
  /// The fields of one object of `orQueries`, one by one, for who conjoins them differently.
  std::vector<std::pair<std::string_view, engine::Filter>> filters(const Criteria&) const;
  std::vector<engine::Order> order(const Criteria&, bool post) const;
  std::vector<std::string_view> parameters() const;  ///< their names
  bool has_alternatives() const { return or_queries_; }
  const std::vector<SortKey>& sort_keys() const { return sort_keys_; }

  template <class Record>
  engine::Query<Record> query(const Request& request, Services& services) const {
    const bool post = request.method == "POST";
    const Value body = post ? parse_body(request) : Value();
    const Criteria criteria = post ? Criteria(body, services) : Criteria(request, services);
    const Paging paging = paging_of(request);
    engine::Query<Record> made;
    made.where = filter(criteria);
    made.order = order(criteria, post);
    made.first = paging.first;
    made.max = paging.max;
    return made;
  }
  /// The same without paging and order, for `…/count`.
  template <class Record>
  engine::Query<Record> count_query(const Request& request, Services& services) const {
    const bool post = request.method == "POST";
    const Value body = post ? parse_body(request) : Value();
    engine::Query<Record> made;
    made.where = filter(post ? Criteria(body, services) : Criteria(request, services));
    return made;
  }

 private:
  std::unordered_map<std::string_view, MakeFilter> parameters_;
  Words words_;  ///< of the parameters
  std::vector<SortKey> sort_keys_;
  bool or_queries_;
};

}  // namespace lienthong::api
