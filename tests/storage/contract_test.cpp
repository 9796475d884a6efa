// What every store promises, driven through engine::Store alone.
#include <catch2/catch.hpp>
#include "random_rows.h"
#include "storage/migrations.h"
#include "stores.h"

using namespace lienthong;
using namespace lienthong::storage;
using engine::Query;

namespace {

template <class Act, class... R>
void for_each_record(engine::Records<R...>, const Act& act) {
  (act.template operator()<R>(), ...);
}

template <class R>
void writes_and_reads(const std::string& kind) {
  INFO(kind << " " << R::table);
  Opened store(kind);
  RandomRows random(7);
  std::map<std::int64_t, R> expected;
  auto matches = [&] {
    auto reader = store->reader();
    std::vector<R> rows = reader->select(Query<R>{});
    bool equal = rows.size() == expected.size();
    std::size_t at = 0;
    for (const auto& [id, row] : expected) equal = equal && same(rows[at++], row);
    for (const auto& [id, row] : expected) {
      std::optional<R> found = reader->template find<R>(id);
      equal = equal && found && same(*found, row);
    }
    return equal && reader->count(Query<R>{}) == static_cast<std::int64_t>(expected.size()) &&
           !reader->template find<R>(999);
  };
  for (std::int64_t id = 10; id < 60; ++id) store.insert(expected[id] = random.row<R>(id));
  store.commit();
  CHECK(matches());
  for (std::int64_t id = 10; id < 60; id += 3) {
    R changed = random.row<R>(id);
    if constexpr (requires { changed.root; }) changed.root = expected[id].root;  // rows keep their root
    store.update(expected[id] = changed);
  }
  for (std::int64_t id = 11; id < 60; id += 3) {
    store.batch.of<R>().erase(id, true);
    expected.erase(id);
  }
  store.batch.of<R>().put(random.row<R>(70), false);
  store.batch.of<R>().erase(70, false);
  store.commit();
  CHECK(matches());
}

template <>
void writes_and_reads<engine::Meta>(const std::string& kind) {
  Opened store(kind);
  store.batch.of<engine::Meta>().put({1, 99, 77, 5, 6, 7, {8}, {9}}, false);
  store.commit();
  auto meta = store->reader()->find<engine::Meta>(1);
  REQUIRE(meta);
  CHECK(meta->last_id == 5);
  CHECK(meta->engine_time == 6);
  CHECK(meta->clock_offset_ms == 7);
  CHECK(meta->steady == Steady{8});
  CHECK(meta->wall == Instant{9});
  CHECK(meta->epoch == store.epoch);  // format and epoch are the store's own
  CHECK(meta->format == format_current);
}

}  // namespace

TEST_CASE("a store gives back every record as it was written, changed and erased") {
  for (const char* kind : {"memory", "sqlite"})
    for_each_record(engine::AllRecords{}, [kind]<class R>() { writes_and_reads<R>(kind); });
}

TEST_CASE("each opening raises the epoch and fences the holder before") {
  const std::string kind = GENERATE(as<std::string>{}, "memory", "sqlite");
  Opened store(kind);
  engine::Arrival arrival{{1}, {1}, {1}, "join", "flow"};
  store.insert(arrival);
  const std::int64_t later = store->open();
  CHECK(later == store.epoch + 1);
  CHECK_THROWS_AS(store.commit(), engine::Fenced);
  CHECK(store->reader()->count(Query<engine::Arrival>{}) == 0);
  store.batch.epoch = later;
  store.commit();
  CHECK(store->reader()->count(Query<engine::Arrival>{}) == 1);
}

TEST_CASE("a batch that contradicts the store is our bug and writes nothing") {
  const std::string kind = GENERATE(as<std::string>{}, "memory", "sqlite");
  Opened store(kind);
  store.insert(engine::Arrival{{1}, {1}, {1}, "join", "flow"});
  store.commit();
  auto refuse = [&](const auto& fill) {
    engine::WriteBatch batch;
    batch.epoch = store.epoch;
    batch.of<engine::Arrival>().put({{5}, {1}, {1}, "join", "flow"}, false);
    fill(batch);
    CHECK_THROWS_AS(store->commit(batch), std::logic_error);
    CHECK(store->reader()->count(Query<engine::Arrival>{}) == 1);
    CHECK(store->reader()->count(Query<engine::Comment>{}) == 0);
  };
  refuse([](auto& batch) {
    batch.template of<engine::Arrival>().put({{1}, {1}, {1}, "again", "flow"}, false);
  });
  refuse([](auto& batch) {
    batch.template of<engine::Comment>().put({{9}, {}, {}, {}, {}, "changed"}, true);
  });
  refuse([](auto& batch) { batch.template of<engine::Comment>().erase(9, true); });
  store.insert(engine::Arrival{{5}, {1}, {1}, "join", "flow"});
  store.commit();
  CHECK(store->reader()->count(Query<engine::Arrival>{}) == 2);
}

TEST_CASE("a store counts what it does") {
  const std::string kind = GENERATE(as<std::string>{}, "memory", "sqlite");
  Opened store(kind);
  engine::Counters before = store->counters();
  store.insert(engine::Arrival{{1}, {1}, {1}, "join", "flow"});
  store.insert(engine::Comment{{2}, {1}, {1}, {}, {}, "text"});
  store.commit();
  store->reader()->find<engine::Arrival>(1);
  engine::Counters after = store->counters();
  CHECK(after.commits == before.commits + 1);
  CHECK(after.rows == before.rows + 2);
  CHECK(after.reads == before.reads + 1);
  CHECK(after.statements >= before.statements + 2);
}
