#pragma once
// A resource's list: GET, POST and their counts, from its rules and a function that writes one page
// (engine-rest 1.7).
#include <algorithm>
#include <iterator>
#include <limits>
#include "api/engine_rest/filters.h"
#include "api/router.h"

namespace lienthong::api {

/// The order by how long something took: no column, so the rows are put in order here.
inline constexpr std::string_view duration_order = "duration";
/// More rows than these are not put in order by duration: they are all read for it.
inline constexpr std::int64_t sorted_by_duration_max = 50'000;

template <class Record>
struct Listing {
  std::string pattern;  ///< "/task"
  const ListRules* rules = nullptr;
  engine::Filter rows;  ///< which rows of the table this resource shows at all
  /// Writes the page's objects.
  std::function<void(json::Writer&, const std::vector<Record>&, const Criteria&, const Request&)> write;
  std::function<void(const Criteria&)> check = nullptr;  ///< throws for parameters that exclude one another
  std::function<engine::Filter(const Criteria&)> also =
      nullptr;  ///< a condition that depends on all parameters
  bool by_post = true;
  std::vector<std::string_view> shape = {};  ///< parameters that say what is written of each row
  /// Rows that belong to the list though they stand in another table: the first ones in its order, and how
  /// many there are.
  std::function<std::vector<Record>(const Criteria&, const std::vector<engine::Order>&, std::int64_t max)>
      beside = nullptr;
  std::function<std::int64_t(const Criteria&)> count_beside = nullptr;
  std::function<void(std::vector<Record>&, const std::vector<engine::Order>&, Services&)> put_in_order =
      nullptr;
};

/// Lets the route know what a list is asked with: its rules' parameters, sorting and paging.
void declare_list(Route&, const ListRules&, const std::vector<std::string_view>& shape);

template <class Record>
concept Lasts = requires(const Record& record) {
  { record.started } -> std::convertible_to<Instant>;
  { record.ended } -> std::convertible_to<std::optional<Instant>>;
};

/// Nothing while it goes on.
template <Lasts Record>
std::optional<std::int64_t> duration_ms(const Record& record) {
  if (!record.ended) return std::nullopt;
  return *record.ended - record.started;
}

/// Refuses what is too much to be put in order by duration.
void check_sorted_by_duration(std::int64_t rows);

template <Lasts Record>
std::vector<Record> select_by_duration(engine::Reader& reader, engine::Query<Record> query) {
  const bool descending = query.order.front().descending;
  query.order.erase(query.order.begin());
  const auto skipped = std::exchange(query.first, 0),
             wanted = std::exchange(query.max, sorted_by_duration_max + 1);
  std::vector<Record> rows = reader.select(query);
  check_sorted_by_duration(static_cast<std::int64_t>(rows.size()));
  std::ranges::stable_sort(rows, [descending](const Record& a, const Record& b) {
    const auto left = duration_ms(a), right = duration_ms(b);
    if (left.has_value() != right.has_value())
      return left.has_value() != descending;  // without one: last ascending
    return left && (descending ? *left > *right : *left < *right);
  });
  const auto first = std::min<std::ptrdiff_t>(skipped, std::ssize(rows));
  rows.erase(rows.begin(), rows.begin() + first);
  if (std::ssize(rows) > wanted) rows.resize(static_cast<std::size_t>(wanted));
  return rows;
}

template <class Record>
std::vector<Record> select_page(engine::Reader& reader, engine::Query<Record> query) {
  if constexpr (Lasts<Record>) {
    const auto by = std::ranges::find(query.order, duration_order, &engine::Order::field);
    if (by == query.order.begin() && by != query.order.end())
      return select_by_duration(reader, std::move(query));
    if (by != query.order.end()) throw invalid_request("duration can only be the first of several sortings");
  }
  return reader.select(query);
}

/// A page of a list with rows of two tables.
template <class Record>
std::vector<Record> select_merged(const Listing<Record>& list, engine::Query<Record> query,
                                  const Criteria& criteria) {
  const std::int64_t first = query.first, max = query.max;
  const std::int64_t needed = max > std::numeric_limits<std::int64_t>::max() - first ? max : first + max;
  std::vector<Record> beside = list.beside(criteria, query.order, needed);
  if (beside.empty()) return select_page(criteria.services().reader, std::move(query));
  query.first = 0;
  query.max = needed;
  std::vector<Record> rows = criteria.services().reader.select(query);
  std::ranges::move(beside, std::back_inserter(rows));
  list.put_in_order(rows, query.order, criteria.services());
  rows.erase(rows.begin(), rows.begin() + std::min<std::ptrdiff_t>(first, std::ssize(rows)));
  if (std::ssize(rows) > max) rows.resize(static_cast<std::size_t>(max));
  return rows;
}

/// Runs `use` with what a list was asked with, from the query string or the body.
template <class Use>
Response with_criteria(const Request& request, Services& services, Use&& use) {
  if (request.method != "POST") return use(Criteria(request, services), false);
  const Value body = parse_body(request);
  return use(Criteria(body, services), true);
}

template <class Record>
engine::Filter filter_of(const Listing<Record>& list, const Criteria& criteria) {
  if (list.check) list.check(criteria);
  std::vector<engine::Filter> parts;
  const auto add = [&parts](engine::Filter part) {
    if (part.op != engine::Filter::Op::All || !part.parts.empty()) parts.push_back(std::move(part));
  };
  add(list.rows);
  add(list.rules->filter(criteria));
  if (list.also) add(list.also(criteria));
  return parts.size() == 1 ? std::move(parts.front()) : engine::Filter::all(std::move(parts));
}

template <class Record>
Response answer_list(const Listing<Record>& list, const Request& request, Services& services) {
  return with_criteria(request, services, [&](const Criteria& criteria, bool post) {
    engine::Query<Record> query;
    query.where = filter_of(list, criteria);
    query.order = list.rules->order(criteria, post);
    const Paging paging = paging_of(request);
    query.first = paging.first;
    query.max = paging.max;
    std::string body;
    json::Writer w(body);
    w.array();
    if (paging.max > 0 && list.beside)
      list.write(w, select_merged(list, std::move(query), criteria), criteria, request);
    else if (paging.max > 0)
      list.write(w, select_page(services.reader, std::move(query)), criteria, request);
    w.end();
    return json_response(std::move(body));
  });
}

template <class Record>
Response answer_count(const Listing<Record>& list, const Request& request, Services& services) {
  return with_criteria(request, services, [&](const Criteria& criteria, bool) {
    const std::int64_t beside = list.count_beside ? list.count_beside(criteria) : 0;
    return count_response(services.reader.count(engine::Query<Record>{filter_of(list, criteria), {}}) +
                          beside);
  });
}

template <class Record>
void add_list_routes(Router& router, Listing<Record> given) {
  const auto list = std::make_shared<const Listing<Record>>(std::move(given));
  const std::string count = list->pattern + "/count";
  router.add_list(list->pattern, list->rules);
  for (const char* method : {"GET", "POST"}) {
    if (*method == 'P' && !list->by_post) continue;
    Route& page = router.read(method, list->pattern,
                              [list](const Request& r, Services& s) { return answer_list(*list, r, s); });
    Route& number = router.read(method, count,
                                [list](const Request& r, Services& s) { return answer_count(*list, r, s); });
    for (Route* route : {&page, &number}) declare_list(*route, *list->rules, list->shape);
  }
}

// ---- sortings and filters that several resources use

engine::Order by(std::string column, bool ignore_case = false);
engine::Order by_definition(std::string column);  ///< by a column of the row's definition

/// Rows that belong (by `column`) to a row of `Record` for which `make` holds, e.g. tasks by their process'
/// business key. Few such rows are looked up first, so that indexes help; many are joined.
inline constexpr std::int64_t owners_listed_max = 1'000;
template <class Record>
MakeFilter owner_is(std::string column, MakeFilter make) {
  return [column = std::move(column), make = std::move(make)](const Argument& argument) {
    engine::Filter condition = make(argument);
    if (condition.op == engine::Filter::Op::All && condition.parts.empty()) return condition;
    const auto owners =
        argument.services().reader.select(engine::Query<Record>{condition, {}, 0, owners_listed_max + 1});
    if (std::ssize(owners) > owners_listed_max)
      return engine::Filter::exists(std::string(Record::table), "id", column, std::move(condition));
    std::vector<engine::Scalar> ids;
    for (const Record& owner : owners) ids.emplace_back(key_of(owner));
    return ids.empty() ? engine::Filter::nothing() : engine::Filter::in(column, std::move(ids));
  };
}

/// Tasks that have variables of their own which meet every condition: those of `variable` or
/// `variable_history`.
template <class Variable>
MakeFilter task_variables(std::string_view operators) {
  return [operators](const Argument& argument) {
    std::vector<engine::Filter> parts;
    for (VariableCondition& condition : variable_conditions(argument, operators, "task variable")) {
      engine::Filter own = engine::Filter::all(
          {std::move(condition.filter), engine::Filter::greater("task", std::int64_t{0})});
      parts.push_back(
          engine::Filter::exists_beside(std::string(Variable::table), "task", "id", std::move(own)));
    }
    return engine::Filter::all(std::move(parts));
  };
}
/// Rows whose process instance has variables in its own scope which meet every condition.
MakeFilter process_variables(std::string_view operators);
MakeFilter past_process_variables(std::string_view operators);

/// tenantIdIn and withoutTenantId of rows whose tenant is their definition's.
MakeFilter definition_tenant_in(std::string_view including_flag = "");
MakeFilter definition_without_tenant();
/// Definitions of a deployment that meets a condition.
MakeFilter deployed(MakeFilter);
/// Rows of process_history in a hierarchy of calls, by its outermost process instance.
MakeFilter in_hierarchy();
/// Rows whose `column` is one of these ids of a `Record`: they are looked for in its process instance.
template <class Record>
MakeFilter one_of_its(std::string column) {
  return [in = one_of_ids(std::move(column))](const Argument& argument) {
    engine::Filter listed = in(argument);
    if (listed.op != engine::Filter::Op::In) return listed;
    std::vector<engine::Scalar> roots;
    for (const Record& row : argument.services().reader.select(
             engine::Query<Record>{engine::Filter::in("id", listed.values), {}}))
      roots.emplace_back(row.root.value);
    return engine::Filter::all({engine::Filter::in("root", std::move(roots)), std::move(listed)});
  };
}
MakeFilter one_of_executions(std::string column);
MakeFilter one_of_past_executions(std::string column);
/// The row of activity_history of an activity instance.
engine::Filter of_activity_instance(std::int64_t id);
/// None of the ids.
MakeFilter none_of_ids(std::string column);
/// `(column is null) or (column < date)`.
MakeFilter before_or_unset(std::string column);
/// Parameters that hold an expression: only stored filters may.
MakeFilter refused_expression();
/// Throws `error` when both parameters are there.
void refuse_together(const Criteria&, std::string_view one, std::string_view other,
                     const ContractError& error);

}  // namespace lienthong::api
