// The same random rows and queries on both stores must give the same lists.
#include <catch2/catch.hpp>
#include "engine/rows/layout.h"
#include "random_rows.h"
#include "stores.h"

using namespace lienthong;
using namespace lienthong::storage;
using engine::Filter;
using engine::Order;
using engine::Query;

namespace {

class RandomQueries {
 public:
  explicit RandomQueries(std::uint64_t seed) : random_(seed) {}

  Filter filter(const engine::Layout& table, int depth = 0) {
    const std::int64_t kind = random_.below(depth < 3 ? 12 : 8);
    if (kind >= 8 && kind <= 9) return list(table, depth, kind == 8);
    if (kind == 10) return Filter::negate(filter(table, depth + 1));
    if (kind == 11) return exists(table, depth);
    const engine::Column& field = column(table);
    const std::string& name = field.name;
    if (kind == 7) return Filter::is_null(name);
    if (kind == 6 && field.type == engine::Column::Type::Text)
      return Filter::like(name, pattern(), random_.chance(50));
    if (kind == 5) return in(field);
    Filter compared = Filter::equal(name, value(field), random_.chance(30));
    if (kind == 1) return Filter::less(name, value(field));
    if (kind == 2) return Filter::less_or_equal(name, value(field));
    if (kind == 3) return Filter::greater(name, value(field));
    if (kind == 4) return Filter::greater_or_equal(name, value(field));
    return compared;
  }

  std::vector<Order> order(const engine::Layout& table) {
    std::vector<Order> all;
    while (random_.chance(40)) {
      Order one;
      one.descending = random_.chance(50);
      one.ignore_case = random_.chance(50);
      const engine::Layout* of = &table;
      if (random_.chance(30)) {
        std::tie(of, one.inner, one.outer) = join(table);
        one.table = of->name;
        one.where = random_.chance(50) ? filter(*of, 2) : Filter::everything();
        one.same_root = table.has_root() && of->has_root() && random_.chance(40);
      }
      one.field = column(*of).name;
      all.push_back(std::move(one));
    }
    return all;
  }

  RandomRows random_;

 private:
  const engine::Column& column(const engine::Layout& table) {
    while (true) {
      const engine::Column& one = table.columns[static_cast<std::size_t>(
          random_.below(static_cast<std::int64_t>(table.columns.size())))];
      if (one.type != engine::Column::Type::Bytes) return one;
    }
  }
  engine::Scalar value(const engine::Column& column) {
    if (random_.chance(4)) return {};
    if (column.type == engine::Column::Type::Text) return random_.text();
    if (random_.chance(15)) return static_cast<double>(random_.below(100)) / 8;
    return column.name == "id" ? random_.below(60) : random_.number();
  }
  std::string pattern() {
    const char* pieces[] = {"%", "_", "a", "á", "\\%", "\\", "Đ", "n", "_b"};
    std::string made;
    for (std::int64_t n = random_.below(5); n >= 0; --n) made += pieces[random_.below(9)];
    return made;
  }
  Filter in(const engine::Column& column) {
    std::vector<engine::Scalar> values;
    for (std::int64_t n = random_.below(5); n > 0; --n) values.push_back(value(column));
    Filter made = Filter::in(column.name, values);
    made.ignore_case = random_.chance(50);
    return made;
  }
  Filter list(const engine::Layout& table, int depth, bool all) {
    std::vector<Filter> parts;
    for (std::int64_t n = random_.below(4); n > 0; --n) parts.push_back(filter(table, depth + 1));
    return all ? Filter::all(std::move(parts)) : Filter::any(std::move(parts));
  }
  std::tuple<const engine::Layout*, std::string, std::string> join(const engine::Layout& outer_table) {
    const engine::Layout& inner_table = engine::all_layouts()[static_cast<std::size_t>(random_.below(10))];
    while (true) {
      const engine::Column &inner = column(inner_table), &outer = column(outer_table);
      if (inner.type == outer.type && inner.type != engine::Column::Type::Number)
        return {&inner_table, inner.name, outer.name};
    }
  }
  Filter exists(const engine::Layout& table, int depth) {
    auto [inner_table, inner, outer] = join(table);
    Filter made = Filter::exists(inner_table->name, inner, outer, filter(*inner_table, depth + 1));
    made.same_root = table.has_root() && inner_table->has_root() && random_.chance(40);
    return made;
  }
};

template <class R>
void fill(Opened& memory, Opened& sqlite, RandomRows& random) {
  for (std::int64_t id = 1; id <= 40; ++id) {
    if (random.chance(25)) continue;
    R row = random.row<R>(id);
    memory.insert(row);
    sqlite.insert(row);
  }
}

template <class R>
void compare(engine::Reader& memory, engine::Reader& sqlite, RandomQueries& queries, std::int64_t& found) {
  const engine::Layout& table = engine::layout_of<R>();
  Query<R> query;
  query.where = queries.filter(table);
  query.order = queries.order(table);
  if (queries.random_.chance(30)) query.first = queries.random_.below(10);
  if (queries.random_.chance(60)) query.max = queries.random_.below(10);
  std::vector<R> a = memory.select(query), b = sqlite.select(query);
  bool equal = a.size() == b.size();
  for (std::size_t i = 0; equal && i < a.size(); ++i) equal = same(a[i], b[i]);
  REQUIRE(equal);
  REQUIRE(memory.count(query) == sqlite.count(query));
  found += static_cast<std::int64_t>(a.size());
}

}  // namespace

TEST_CASE("both stores answer two thousand random queries alike, whatever is few") {
  using namespace engine;
  SqliteStore::Settings settings;
  settings.few_rows = GENERATE(as<std::int64_t>{}, -1, 3, few_rows_max);
  Opened memory("memory"), sqlite("sqlite", settings);
  RandomRows random(11);
  auto each = [&]<class... R>(Records<R...>, const auto& act) { (act.template operator()<R>(), ...); };
  using Some = Records<Instance, Subscription, Variable, Task, IdentityLink, Job, Incident, Comment,
                       VariableHistory, TaskHistory, ProcessHistory>;
  each(Some{}, [&]<class R>() { fill<R>(memory, sqlite, random); });
  memory.commit();
  sqlite.commit();
  auto in_memory = memory->reader(), in_file = sqlite->reader();
  std::int64_t found = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    RandomQueries queries(seed);
    each(Some{}, [&]<class R>() { compare<R>(*in_memory, *in_file, queries, found); });
  }
  CHECK(found > 10'000);  // or the queries ask for nothing that is there
}
