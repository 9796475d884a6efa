#include "api/engine_rest/filters.h"
#include <catch2/catch.hpp>
#include "tests/api/support.h"

using namespace lienthong;
using namespace lienthong::api;
using engine::Filter;

namespace {

const ListRules& rules() {
  static const ListRules all({{"name", equals("name")},
                              {"names", one_of("name")},
                              {"priority", equals_number("priority")},
                              {"dueBefore", before("due")},
                              {"unassigned", when(Filter::is_null("assignee"))},
                              {"variables", variables_of("variable", "scope", "root", {})}},
                             {{"name", {"name", false, false, "", "", "", {}}},
                              {"posted", {"priority", false, false, "", "", "", {}}, true}},
                             true);
  return all;
}

struct FilterFixture {
  storage::MemoryStore store;
  std::unique_ptr<engine::Reader> reader = store.reader();
  NotedCommands commands;
  Definitions definitions;
  Services services{commands, *reader, definitions, 25'200};

  engine::Query<engine::Task> get(std::vector<std::pair<std::string, std::string>> query) {
    Request request;
    request.method = "GET";
    request.query = std::move(query);
    return rules().query<engine::Task>(request, services);
  }
  engine::Query<engine::Task> post(const std::string& body) {
    Request request;
    request.method = "POST";
    request.body = body;
    return rules().query<engine::Task>(request, services);
  }
};

std::string why_filter_refused(const std::function<void()>& call) {
  try {
    call();
  } catch (const ContractError& error) {
    return std::to_string(error.status) + " " + error.what();
  }
  return "";
}

bool is_everything(const Filter& filter) { return filter.op == Filter::Op::All && filter.parts.empty(); }

}  // namespace

TEST_CASE("A parameter means the same in a query string and in a body") {
  FilterFixture f;
  const Filter by_get = f.get({{"names", "a,b"}}).where, by_post = f.post(R"({"names":["a","b"]})").where;
  for (const Filter& filter : {by_get, by_post}) {
    CHECK(filter.op == Filter::Op::In);
    CHECK(filter.values == std::vector<engine::Scalar>{std::string("a"), std::string("b")});
  }
  CHECK(f.get({{"priority", "5"}}).where.value == engine::Scalar{std::int64_t{5}});
  CHECK(f.post(R"({"priority":5})").where.value == engine::Scalar{std::int64_t{5}});
}

TEST_CASE("Unknown, empty, false and null parameters filter nothing; of several the first counts") {
  FilterFixture f;
  CHECK(is_everything(f.get({{"unknown", "x"}}).where));
  CHECK(is_everything(f.get({{"names", ""}}).where));
  CHECK(is_everything(f.get({{"unassigned", "false"}}).where));
  CHECK(is_everything(f.post(R"({"unassigned":false,"name":null,"names":[],"unknown":{}})").where));
  CHECK(f.get({{"name", "a"}, {"name", "b"}}).where.value == engine::Scalar{std::string("a")});
}

TEST_CASE("What cannot be read is refused in the contract's words") {
  FilterFixture f;
  CHECK(why_filter_refused([&] {
          f.get({{"unassigned", "x"}});
        }) ==
        "400 Cannot set query parameter 'unassigned' to value 'x': Cannot convert value x to java type "
        "java.lang.Boolean");
  CHECK(why_filter_refused([&] {
          f.get({{"dueBefore", "x"}});
        }) ==
        "400 Cannot set query parameter 'dueBefore' to value 'x': Cannot convert value \"x\" to java type "
        "java.util.Date");
  CHECK(why_filter_refused([&] { f.get({{"priority", "5x"}}); }).starts_with("400 "));
  CHECK(why_filter_refused([&] { f.get({{"priority", ""}}); }).starts_with("400 "));
  CHECK(why_filter_refused([&] { f.get({{"maxResults", "-1"}}); }).starts_with("400 "));
  CHECK(why_filter_refused([&] { f.post(R"({"names":5})"); }).starts_with("400 "));
  CHECK(why_filter_refused([&] { f.post(R"({"name":{}})"); }).starts_with("400 "));
  CHECK(why_filter_refused([&] {
          f.get({{"variables", "a_b"}});
        }) == "400 variable query parameter has to have format KEY_OPERATOR_VALUE.");
  CHECK(why_filter_refused([&] { f.get({{"variables", "a_eq_b_c"}}); }).starts_with("400 variable query"));
  CHECK(why_filter_refused([&] {
          f.get({{"variables", "a_is_b"}});
        }) == "400 Invalid variable comparator specified: is");
}

TEST_CASE("Sorting takes both words or none, and several levels by POST only") {
  FilterFixture f;
  CHECK(f.get({}).order.empty());
  CHECK(f.get({{"sortBy", "name"}, {"sortOrder", "desc"}}).order.at(0).descending);
  CHECK(why_filter_refused([&] {
          f.get({{"sortBy", "name"}});
        }) == "400 Only a single sorting parameter specified. sortBy and sortOrder required");
  CHECK(why_filter_refused([&] { f.get({{"sortOrder", "asc"}}); }).starts_with("400 Only a single"));
  CHECK(why_filter_refused([&] {
          f.get({{"sortBy", "x"}, {"sortOrder", "asc"}});
        }) == "400 sortBy parameter has invalid value: x");
  CHECK(why_filter_refused([&] {
          f.get({{"sortBy", "name"}, {"sortOrder", "up"}});
        }).starts_with("400 sortOrder"));
  CHECK(why_filter_refused([&] {
          f.get({{"sortBy", "posted"}, {"sortOrder", "asc"}});
        }).starts_with("400 sortBy"));
  const auto order =
      f.post(R"({"sorting":[{"sortBy":"posted","sortOrder":"desc"},{"sortBy":"name","sortOrder":"asc"}]})")
          .order;
  REQUIRE(order.size() == 2);
  CHECK(order[0].field == "priority");
  CHECK(order[1].field == "name");
  CHECK(f.post(R"({"sortBy":"name","sortOrder":"asc"})").order.size() == 1);
}

TEST_CASE("Paging stands in the query string, and sorting of a count is ignored") {
  FilterFixture f;
  CHECK(f.get({{"firstResult", "3"}}).first == 3);
  CHECK(f.get({{"maxResults", "0"}}).max == 0);
  CHECK(f.get({}).max > 1'000'000'000);
  Request request;
  request.method = "GET";
  request.query = {{"sortBy", "nonsense"}};
  CHECK(rules().count_query<engine::Task>(request, f.services).order.empty());
}

TEST_CASE("Alternatives are disjunctions of their own fields, joined with the rest") {
  FilterFixture f;
  const Filter filter =
      f.post(R"({"name":"a","orQueries":[{"priority":1,"unassigned":true,"names":[]},{}]})").where;
  REQUIRE(filter.op == Filter::Op::All);
  REQUIRE(filter.parts.size() == 2);
  CHECK(filter.parts[1].op == Filter::Op::Any);
  CHECK(filter.parts[1].parts.size() == 2);
  CHECK(why_filter_refused([&] { f.post(R"({"orQueries":[{"sorting":[]}]})"); }) ==
        "500 Invalid query usage: cannot set sorting within 'or' query");
  CHECK(why_filter_refused([&] { f.post(R"({"orQueries":[5]})"); }).starts_with("400 "));
}
