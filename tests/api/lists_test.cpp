// What lists do beyond one query: orders that are no column, conditions on owners, lookups of long pages.
#include <catch2/catch.hpp>
#include "api/engine_rest/history.h"
#include "api/engine_rest/lookups.h"
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;
using engine::Filter;
using engine::Query;

namespace {

struct Stored {
  Stored() { batch.epoch = store.open(); }
  template <class R>
  void put(R row) {
    batch.of<R>().put(std::move(row), false);
  }
  engine::Reader& commit() {
    store.commit(batch);
    reader = store.reader();
    return *reader;
  }
  storage::MemoryStore store;
  engine::WriteBatch batch;
  std::unique_ptr<engine::Reader> reader;
};

engine::TaskHistory task(std::int64_t id, std::int64_t took_ms) {
  engine::TaskHistory row;
  row.id = TaskId{id};
  row.started = Instant{1'000 * id};
  if (took_ms >= 0) row.ended = row.started + took_ms;
  return row;
}

std::vector<std::int64_t> ids(const std::vector<engine::TaskHistory>& rows) {
  std::vector<std::int64_t> found;
  for (const auto& row : rows) found.push_back(row.id.value);
  return found;
}

}  // namespace

TEST_CASE("Rows are sorted by duration: what goes on comes last ascending and first descending") {
  Stored stored;
  const std::vector<std::int64_t> took{50, -1, 10, 50, -1};
  for (std::size_t i = 0; i < took.size(); ++i) stored.put(task(static_cast<std::int64_t>(i + 1), took[i]));
  engine::Reader& reader = stored.commit();
  Query<engine::TaskHistory> query;
  query.order = {by(std::string(duration_order))};
  CHECK(ids(select_page(reader, query)) == std::vector<std::int64_t>{3, 1, 4, 2, 5});
  query.order.push_back(by("started"));
  query.order[1].descending = true;
  CHECK(ids(select_page(reader, query)) == std::vector<std::int64_t>{3, 4, 1, 5, 2});
  query.order[0].descending = true;
  CHECK(ids(select_page(reader, query)) == std::vector<std::int64_t>{5, 2, 4, 1, 3});
  query.first = 1;
  query.max = 2;
  CHECK(ids(select_page(reader, query)) == std::vector<std::int64_t>{2, 4});
  query.first = 9;
  CHECK(select_page(reader, query).empty());
  std::swap(query.order[0], query.order[1]);
  CHECK_THROWS_AS(select_page(reader, query), ContractError);
}

TEST_CASE("More rows than the limit are not sorted by duration") {
  CHECK_NOTHROW(check_sorted_by_duration(sorted_by_duration_max));
  CHECK_THROWS_AS(check_sorted_by_duration(sorted_by_duration_max + 1), ContractError);
}

TEST_CASE("Conditions on owners find the same rows whether few or many owners meet them") {
  const std::int64_t many = owners_listed_max + 5;
  Stored stored;
  for (std::int64_t i = 1; i <= many; ++i) {
    engine::Instance instance;
    instance.id = instance.root = InstanceId{i};
    instance.business_key = i % 2 == 0 ? "even" : "odd-" + std::to_string(i);
    stored.put(std::move(instance));
    engine::Task row;
    row.id = TaskId{i};
    row.root = InstanceId{i};
    stored.put(std::move(row));
  }
  engine::Reader& reader = stored.commit();
  NotedCommands commands;
  Definitions definitions;
  Services services{commands, reader, definitions, 0};
  const auto found = [&](MakeFilter make, const std::string& value) {
    Request request;
    request.query.emplace_back("key", value);
    const Criteria criteria(request, services);
    const Filter filter =
        owner_is<engine::Instance>("root", std::move(make))(Argument("key", criteria, &value, nullptr));
    return reader.count(Query<engine::Task>{filter, {}});
  };
  CHECK(found(matches("business_key"), "%") == many);  // joined
  CHECK(found(equals("business_key"), "even") == many / 2);
  CHECK(found(equals("business_key"), "odd-3") == 1);
  CHECK(found(equals("business_key"), "none") == 0);
  CHECK(found(one_of("business_key"), "") == many);  // an empty list filters nothing
}

TEST_CASE("Lookups reach every row of a page longer than one query's list") {
  const auto rows = static_cast<std::int64_t>(2 * listed_at_once_max + 3);
  Stored stored;
  IdSet set;
  for (std::int64_t i = 1; i <= rows; ++i) {
    engine::ProcessHistory row;
    row.id = row.root = InstanceId{i};
    row.top_root = InstanceId{i % 7 + 1};
    stored.put(std::move(row));
    set.add(i);
    set.add(i);
  }
  set.add(0);
  engine::Reader& reader = stored.commit();
  CHECK(set.ids().size() == static_cast<std::size_t>(rows));
  std::set<std::int64_t> seen;
  for_each_of<engine::ProcessHistory>(reader, "id", set,
                                      [&](const engine::ProcessHistory& row) { seen.insert(row.id.value); });
  CHECK(seen.size() == static_cast<std::size_t>(rows));
  TopRoots tops;
  tops.add(InstanceId{9});
  tops.read(reader);
  CHECK(tops.of(InstanceId{9}) == InstanceId{3});
  CHECK(tops.of(InstanceId{99'999}) == InstanceId{99'999});
}
