#include "api/engine_rest/lists.h"
#include <limits>

namespace lienthong::api {
using engine::Filter;

void check_sorted_by_duration(std::int64_t rows) {
  if (rows > sorted_by_duration_max)
    throw invalid_request("More than " + std::to_string(sorted_by_duration_max) +
                          " rows cannot be sorted by duration; narrow the query");
}

void declare_list(Route& route, const ListRules& rules, const std::vector<std::string_view>& shape) {
  const std::vector<std::string_view> paging{"firstResult", "maxResults"}, order{"sortBy", "sortOrder"};
  route.asks(paging).asks(shape);
  if (route.method == "GET") {
    route.asks(rules.parameters()).asks(order);
    return;
  }
  route.takes(rules.parameters()).takes(order).takes({"sorting"}).takes(shape);
  if (rules.has_alternatives()) route.takes({"orQueries"});
}

engine::Order by(std::string column, bool ignore_case) {
  engine::Order order;
  order.field = std::move(column);
  order.ignore_case = ignore_case;
  return order;
}

engine::Order by_definition(std::string column) {
  engine::Order order = by(std::move(column));
  order.table = "definition";
  order.inner = "id";
  order.outer = "definition";
  return order;
}

namespace {

/// Rows whose definition has no tenant; also rows without definition.
Filter without_tenant() {
  return Filter::negate(Filter::exists("definition", "id", "definition", Filter::not_null("tenant")));
}

}  // namespace

MakeFilter definition_tenant_in(std::string_view including_flag) {
  return [in = definition_is("definition", one_of("tenant")), including_flag](const Argument& argument) {
    Filter asked = in(argument);
    const bool more = !including_flag.empty() && argument.all().flag(including_flag);
    return more ? Filter::any({std::move(asked), without_tenant()}) : std::move(asked);
  };
}

MakeFilter definition_without_tenant() { return when(without_tenant()); }

// By root, which has an index; the scope is the process instance when it is one.
MakeFilter process_variables(std::string_view operators) {
  const Filter in_own_scope =
      Filter::all({Filter::equal("task", std::int64_t{0}),
                   Filter::exists("instance", "id", "scope", Filter::equal("parent", std::int64_t{0}))});
  return variables_of("variable", "root", "root", in_own_scope, operators, "process variable");
}

MakeFilter past_process_variables(std::string_view operators) {
  const Filter in_own_scope =
      Filter::all({Filter::equal("task", std::int64_t{0}), Filter::equal("deleted", std::int64_t{0}),
                   Filter::exists("process_history", "id", "scope", Filter::everything())});
  return variables_of("variable_history", "root", "root", in_own_scope, operators, "process variable");
}

MakeFilter deployed(MakeFilter make) {
  return [make = std::move(make)](const Argument& a) {
    return Filter::exists("deployment", "id", "deployment", make(a));
  };
}

MakeFilter in_hierarchy() {
  return [](const Argument& argument) {
    const std::int64_t top = parse_activity_id(argument.text());
    const Filter of_top = Filter::equal("top_root", top);
    return Filter::any({Filter::all({Filter::equal("id", top), of_top}),
                        Filter::all({Filter::greater("calling_root", std::int64_t{0}), of_top})});
  };
}

MakeFilter one_of_executions(std::string column) { return one_of_its<engine::Instance>(std::move(column)); }

MakeFilter one_of_past_executions(std::string column) {
  return [in = one_of_ids(std::move(column))](const Argument& argument) {
    Filter listed = in(argument);
    if (listed.op != Filter::Op::In) return listed;
    std::vector<engine::Scalar> roots = listed.values;  // process instances are executions too
    for (const engine::Scalar& id : listed.values)
      for (const auto& row : argument.services().reader.select(engine::Query<engine::ActivityHistory>{
               of_activity_instance(std::get<std::int64_t>(id)), {}, 0, 1}))
        roots.emplace_back(row.root.value);
    return Filter::all({Filter::in("root", std::move(roots)), std::move(listed)});
  };
}

Filter of_activity_instance(std::int64_t id) {
  constexpr std::int64_t apart = engine::ActivityHistory::ids_apart_max;
  const std::int64_t last = id > std::numeric_limits<std::int64_t>::max() - apart ? id : id + apart;
  return Filter::all({Filter::equal("instance", id), Filter::negate(Filter::less("id", id)),
                      Filter::less_or_equal("id", last)});
}

MakeFilter none_of_ids(std::string column) {
  return [in = one_of_ids(std::move(column))](const Argument& argument) {
    Filter listed = in(argument);
    return listed.op == Filter::Op::In ? Filter::negate(std::move(listed)) : std::move(listed);
  };
}

MakeFilter before_or_unset(std::string column) {
  return [column = std::move(column)](const Argument& argument) {
    return Filter::any({Filter::is_null(column), Filter::less(column, argument.date().ms)});
  };
}

MakeFilter refused_expression() {
  return [](const Argument& argument) -> Filter {
    throw invalid_request("Expressions are forbidden in ad-hoc queries: " + std::string(argument.name()));
  };
}

void refuse_together(const Criteria& criteria, std::string_view one, std::string_view other,
                     const ContractError& error) {
  if (criteria.has(one) && criteria.has(other)) throw error;
}

}  // namespace lienthong::api
