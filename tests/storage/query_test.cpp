// Each kind of condition and order, on both stores, with answers worked out by hand.
#include <catch2/catch.hpp>
#include "base/refused.h"
#include "stores.h"

using namespace lienthong;
using namespace lienthong::storage;
using engine::Filter;
using engine::Order;
using engine::Query;
using engine::Task;

namespace {

using Ids = std::vector<std::int64_t>;

Task task(std::int64_t id, std::optional<std::string> name, std::optional<std::string> assignee,
          std::int64_t priority) {
  Task made;
  made.id = {id};
  made.root = {id % 2 + 100};
  made.name = std::move(name);
  made.assignee = std::move(assignee);
  made.priority = priority;
  return made;
}

engine::Variable variable(std::int64_t id, std::int64_t scope, std::string name, VariableType type,
                          Value value) {
  engine::Variable made;
  made.id = {id};
  made.root = made.scope = {scope};
  made.name = std::move(name);
  made.value.type = type;
  made.value.value = std::move(value);
  return made;
}

template <class R>
Query<R> list(Filter where, std::vector<Order> order = {}) {
  Query<R> query;
  query.where = std::move(where);
  query.order = std::move(order);
  return query;
}

Order up(std::string field, bool ignore_case = false) {
  Order order;
  order.field = std::move(field);
  order.ignore_case = ignore_case;
  return order;
}

Order down(std::string field) {
  Order order = up(std::move(field));
  order.descending = true;
  return order;
}

Filter negate_all(Filter inner) {
  return Filter::negate(Filter::all({std::move(inner), Filter::equal("id", 1)}));
}

struct Filled : Opened {
  explicit Filled(const std::string& kind) : Opened(kind) {
    insert(task(1, "Thẩm định hồ sơ", "an", 10));
    insert(task(2, "THẨM ĐỊNH HỒ SƠ", "bình", 20));
    insert(task(3, "100%", std::nullopt, 30));
    insert(task(4, std::nullopt, "an", 20));
    insert(task(5, "a_c\\d", "Chi", 5));
    for (std::int64_t id : {1, 3})
      insert(engine::IdentityLink{{10 + id}, {100}, {id}, "candidate", {}, "tu-phap"});
    insert(engine::IdentityLink{{12}, {100}, {2}, "candidate", {}, "cong-an"});
    insert(variable(20, 100, "amount", VariableType::Integer, 7));
    insert(variable(21, 101, "amount", VariableType::Double, *Decimal::parse("7.5")));
    insert(variable(22, 102, "amount", VariableType::String, "7"));
    insert(variable(23, 103, "amount", VariableType::Boolean, true));
    insert(variable(24, 104, "amount", VariableType::Date,
                    DateTime{{1970, 1, 1}, {25'201, 0, 25'200, nullptr}}));
    commit();
  }
  template <class R = Task>
  Ids ids(const Query<R>& query) {
    Ids found;
    for (const R& row : (*this)->reader()->select(query)) found.push_back(engine::key_of(row));
    return found;
  }
  Ids where(const Filter& filter) {
    Ids found = ids(list<Task>(filter));
    CHECK((*this)->reader()->count(list<Task>(filter)) == static_cast<std::int64_t>(found.size()));
    return found;
  }
  Ids variables(const Filter& filter) { return ids(list<engine::Variable>(filter)); }
  Ids by(std::vector<Order> order) { return ids(list<Task>({}, std::move(order))); }
};

}  // namespace

TEST_CASE("conditions choose rows") {
  Filled store(GENERATE(as<std::string>{}, "memory", "sqlite"));
  CHECK(store.where(Filter::everything()) == Ids{1, 2, 3, 4, 5});
  CHECK(store.where(Filter::nothing()).empty());
  CHECK(store.where(Filter::equal("assignee", "an")) == Ids{1, 4});
  CHECK(store.where(Filter::equal("assignee", {})).empty());
  CHECK(store.where(Filter::equal("id", 3)) == Ids{3});
  CHECK(store.where(Filter::equal("root", 101)) == Ids{1, 3, 5});
  CHECK(store.where(Filter::equal("state", "Created")).size() == 5);
  CHECK(store.where(Filter::negate(Filter::equal("assignee", "an"))) ==
        Ids{2, 3, 5});  // also where it is null
  CHECK(store.where(Filter::less("priority", 20)) == Ids{1, 5});
  CHECK(store.where(Filter::less_or_equal("priority", 20)) == Ids{1, 2, 4, 5});
  CHECK(store.where(Filter::greater("priority", 20)) == Ids{3});
  CHECK(store.where(Filter::greater_or_equal("priority", 20)) == Ids{2, 3, 4});
  CHECK(store.where(Filter::greater("assignee", "an")) == Ids{2});
  CHECK(store.where(Filter::greater("priority", 19.5)) == Ids{2, 3, 4});
  CHECK(store.where(Filter::is_null("name")) == Ids{4});
  CHECK(store.where(Filter::not_null("name")) == Ids{1, 2, 3, 5});
  CHECK(store.where(Filter::in("id", {5, 1, 1, 99})) == Ids{1, 5});
  CHECK(store.where(Filter::in("assignee", {"an", "Chi", {}})) == Ids{1, 4, 5});
  CHECK(store.where(Filter::in("assignee", {})).empty());
  CHECK(store.where(Filter::all({Filter::equal("assignee", "an"), Filter::is_null("name")})) == Ids{4});
  CHECK(store.where(Filter::any({Filter::equal("assignee", "Chi"), Filter::is_null("name")})) == Ids{4, 5});
  std::vector<Filter> many(3'000, Filter::equal("assignee", "an"));
  CHECK(store.where(Filter::any(many)) == Ids{1, 4});
}

TEST_CASE("text is matched by pattern and regardless of case") {
  Filled store(GENERATE(as<std::string>{}, "memory", "sqlite"));
  CHECK(store.where(Filter::like("name", "Thẩm%")) == Ids{1});
  CHECK(store.where(Filter::like("name", "thẩm đỊnh%", true)) == Ids{1, 2});
  CHECK(store.where(Filter::like("name", "Th_m%")) == Ids{1});
  CHECK(store.where(Filter::like("name", "%\\%")) == Ids{3});
  CHECK(store.where(Filter::like("name", "a\\_c%")) == Ids{5});
  CHECK(store.where(Filter::like("name", "a\\_c\\\\d")) == Ids{5});
  CHECK(store.where(Filter::like("name", "a_c")).empty());
  CHECK(store.where(Filter::equal("name", "thẩm định hồ sơ", true)) == Ids{1, 2});
  Filter in = Filter::in("assignee", {"AN", "BÌNH"});
  CHECK(store.where(in).empty());
  in.ignore_case = true;
  CHECK(store.where(in) == Ids{1, 2, 4});
}

TEST_CASE("rows of another table are asked for") {
  Filled store(GENERATE(as<std::string>{}, "memory", "sqlite"));
  auto candidate = [](const char* group) {
    return Filter::exists("identity_link", "task", "id", Filter::equal("group", group));
  };
  CHECK(store.where(candidate("tu-phap")) == Ids{1, 3});
  CHECK(store.where(Filter::negate(candidate("tu-phap"))) == Ids{2, 4, 5});
  Filter by_root =
      Filter::exists("variable", "scope", "root", Filter::equal("name", "amount"));  // no index helps
  CHECK(store.where(by_root) == Ids{1, 2, 3, 4, 5});
  CHECK(store.where(Filter::negate(by_root)).empty());
  CHECK(store.where(Filter::exists("task", "assignee", "assignee", Filter::equal("priority", 20))) ==
        Ids{1, 2, 4});
  CHECK(store.where(Filter::exists("task", "id", "id", candidate("cong-an"))) == Ids{2});
}

TEST_CASE("a variable's type, text and number can be asked for") {
  Filled store(GENERATE(as<std::string>{}, "memory", "sqlite"));
  CHECK(store.variables(Filter::equal("value.type", "Boolean")) == Ids{23});
  CHECK(store.variables(Filter::equal("value.text", "7")) == Ids{22});
  CHECK(store.variables(Filter::equal("value.number", 7)) == Ids{20});
  CHECK(store.variables(Filter::equal("value.number", 7.0)) == Ids{20});
  CHECK(store.variables(Filter::greater("value.number", 7)) == Ids{21, 24});
  CHECK(store.variables(Filter::equal("value.number", 1)) == Ids{23});
  CHECK(store.variables(Filter::equal("value.number", 1'000)) == Ids{24});  // one second after the epoch
  CHECK(store.variables(Filter::is_null("value.number")) == Ids{22});
}

TEST_CASE("lists are ordered, nulls last ascending and first descending, ties by id") {
  Filled store(GENERATE(as<std::string>{}, "memory", "sqlite"));
  CHECK(store.by({up("priority")}) == Ids{5, 1, 2, 4, 3});
  CHECK(store.by({down("priority")}) == Ids{3, 2, 4, 1, 5});
  CHECK(store.by({up("assignee")}) == Ids{5, 1, 4, 2, 3});
  CHECK(store.by({down("assignee")}) == Ids{3, 2, 1, 4, 5});
  CHECK(store.by({up("assignee", true)}) == Ids{1, 4, 2, 5, 3});
  CHECK(store.by({up("assignee"), down("priority")}) == Ids{5, 4, 1, 2, 3});
  Order by_group{"group", false, false, "identity_link", "task", "id", {}};
  CHECK(store.by({by_group}) == Ids{2, 1, 3, 4, 5});
  Order by_amount{"value.number", true, false, "variable", "scope", "root", Filter::equal("name", "amount")};
  CHECK(store.by({by_amount}) == Ids{1, 3, 5, 2, 4});
}

TEST_CASE("lists are cut into pages") {
  Filled store(GENERATE(as<std::string>{}, "memory", "sqlite"));
  auto page = [&](std::int64_t first, std::int64_t max, std::vector<Order> order) {
    return store.ids(Query<Task>{{}, std::move(order), first, max});
  };
  CHECK(page(0, 2, {}) == Ids{1, 2});
  CHECK(page(3, 10, {}) == Ids{4, 5});
  CHECK(page(9, 10, {}).empty());
  CHECK(page(0, 0, {}).empty());
  CHECK(page(2, std::numeric_limits<std::int64_t>::max(), {}) == Ids{3, 4, 5});
  CHECK(page(1, 2, {up("priority")}) == Ids{1, 2});
  CHECK(store->reader()->count(Query<Task>{{}, {}, 1, 2}) == 5);
}

TEST_CASE("a query that makes no sense is our bug and says where") {
  Filled store(GENERATE(as<std::string>{}, "memory", "sqlite"));
  using Catch::Matchers::Contains;
  auto fails = [&](const Filter& filter, const std::string& why) {
    CHECK_THROWS_WITH(store->reader()->select(list<Task>(filter)), Contains(why));
    CHECK_THROWS_AS(store->reader()->count(list<Task>(filter)), std::logic_error);
  };
  fails(Filter::equal("nonsense", 1), "task.nonsense");
  fails(Filter::equal("name\" OR 1=1 --", "x"), "unknown column");
  fails(Filter::equal("priority", "high"), "task.priority with text");
  fails(Filter::equal("name", 1), "task.name with a number");
  fails(Filter::exists("sqlite_schema", "id", "id", {}), "unknown table");
  fails(Filter::exists("variable", "name", "id", {}), "another type");
  fails(Filter::exists("variable", "value.blob", "id", {}), "variable.value.blob");
  CHECK_THROWS_WITH(store.by({up("nonsense")}), Contains("task.nonsense"));
}

TEST_CASE("a query with too many values is refused") {
  Filled store(GENERATE(as<std::string>{}, "memory", "sqlite"));
  std::vector<engine::Scalar> names, numbers;
  for (std::int64_t n = 0; n < 29'999; ++n) names.emplace_back(std::to_string(n));
  names.emplace_back("an");
  CHECK(store.where(Filter::in("assignee", names)) == Ids{1, 4});
  names.emplace_back("Chi");
  CHECK_THROWS_AS(store.where(Filter::in("assignee", names)), Refused);
  for (std::int64_t n = 100'000; n >= 20; --n) numbers.emplace_back(n);
  CHECK(store.where(Filter::in("priority", numbers)) == Ids{2, 3, 4});
  numbers.emplace_back(10);
  CHECK(store.where(Filter::negate(Filter::in("priority", numbers))) == Ids{5});
}

TEST_CASE("a query nests as deeply as SQLite can read it and is refused beyond") {
  Filled store(GENERATE(as<std::string>{}, "memory", "sqlite"));
  auto nest = [](int levels, const auto& wrap) {
    Filter made = Filter::in("id", {1, 2});
    for (; levels > 0; --levels) made = wrap(std::move(made));
    return made;
  };
  auto negate = [](Filter inner) { return Filter::negate(std::move(inner)); };
  auto either = [](Filter inner) {
    std::vector<Filter> parts(31, Filter::equal("id", 77));
    parts.push_back(std::move(inner));
    return Filter::any(parts);
  };
  auto join = [](Filter inner) { return Filter::exists("task", "id", "id", std::move(inner)); };
  auto join_slowly = [](Filter inner) {
    return Filter::exists("task", "owner", "owner", negate_all(std::move(inner)));
  };
  CHECK(store.where(nest(26, negate)) == Ids{1, 2});
  CHECK_THROWS_AS(store.where(nest(27, negate)), Refused);
  CHECK(store.where(nest(26, either)) == Ids{1, 2});
  CHECK_THROWS_AS(store.where(nest(27, either)), Refused);
  CHECK(store.where(nest(8, join)) == Ids{1, 2});
  CHECK_THROWS_AS(store.where(nest(9, join)), Refused);
  CHECK(store.where(nest(5, join_slowly)).empty());
  Order order{"id", false, false, "task", "id", "id", nest(7, join)};
  CHECK(store.by({order}) == Ids{1, 2, 3, 4, 5});
}
