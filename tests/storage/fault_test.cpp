// A disk that is full or breaks at any write or sync: a commit is whole or not at all, and says which where
// that is known.
#include <sqlite3.h>
#include <catch2/catch.hpp>
#include "engine/rows/layout.h"
#include "fault_vfs.h"
#include "random_rows.h"
#include "stores.h"

using namespace lienthong;
using namespace lienthong::storage;
using engine::Query;

namespace {

enum class End { Committed, NotWritten, Unknown };

/// A file with two batches: `first` is committed, then faults come on and `second` is tried.
struct Trial {
  Directory directory;
  std::unique_ptr<SqliteStore> store;
  std::int64_t epoch = 0;

  Trial() {
    faults() = {};
    open();
    store->commit(batch(true));
  }
  ~Trial() { faults() = {}; }
  void open() {
    SqliteStore::Settings settings;
    settings.vfs = fault_vfs;
    store = std::make_unique<SqliteStore>(directory.file(), settings);
    epoch = store->open();
  }
  engine::WriteBatch batch(bool first) const {
    engine::WriteBatch made;
    made.epoch = epoch;
    RandomRows random(first ? 1 : 2);
    for (std::int64_t id = first ? 1 : 101; id <= (first ? 20 : 120); ++id) {
      made.of<engine::Instance>().put(random.row<engine::Instance>(id), false);
      made.of<engine::Variable>().put(random.row<engine::Variable>(id), false);
    }
    for (std::int64_t id = 1; !first && id <= 20; id += 2) {
      made.of<engine::Instance>().erase(id, true);
      engine::Variable changed = random.row<engine::Variable>(id);
      changed.value.value = std::string("second");
      made.of<engine::Variable>().put(changed, true);
    }
    engine::Meta meta;
    meta.last_id = first ? 1 : 2;
    made.of<engine::Meta>().put(meta, true);
    return made;
  }
  End try_second() {
    try {
      store->commit(batch(false));
      return End::Committed;
    } catch (const engine::NotWritten&) {
      return End::NotWritten;
    } catch (const OutcomeUnknown&) {
      return End::Unknown;
    }
  }
  /// 1 or 2: the batches that are there, whole; 0: something in between.
  static int state(engine::Store& of) {
    auto reader = of.reader();
    std::int64_t instances = reader->count(Query<engine::Instance>{}),
                 variables = reader->count(Query<engine::Variable>{});
    std::int64_t last = reader->find<engine::Meta>(1)->last_id;
    if (instances == 20 && variables == 20 && last == 1) return 1;
    if (instances == 30 && variables == 40 && last == 2) return 2;
    return 0;
  }
  int state_after_crash() const {
    Directory other;
    for (const char* part : {"", "-wal"})
      if (std::filesystem::exists(directory.file() + part))
        std::filesystem::copy_file(directory.file() + part, other.file() + part);
    SqliteStore copy(other.file());
    copy.open();
    return state(copy);
  }
};

}  // namespace

TEST_CASE(
    "a disk that is full at any write leaves nothing half done, and the store goes on when there is room") {
  const bool for_ever = GENERATE(false, true);
  int refused = 0;
  for (int n = 0;; ++n) {
    INFO("write " << n);
    Trial trial;
    faults().countdown = n;
    faults().code = SQLITE_FULL;
    faults().for_ever = for_ever;
    End end = trial.try_second();
    if (!faults().hit) {
      CHECK(end == End::Committed);
      break;
    }
    REQUIRE(end == End::NotWritten);
    ++refused;
    REQUIRE(Trial::state(*trial.store) == 1);  // reads go on
    REQUIRE(trial.state_after_crash() == 1);
    faults() = {};
    REQUIRE(trial.try_second() == End::Committed);
    REQUIRE(Trial::state(*trial.store) == 2);
    REQUIRE(trial.state_after_crash() == 2);
  }
  CHECK(refused >= 10);  // or the test has met no write
}

TEST_CASE("a disk that breaks at any write or sync leaves a whole state, and nothing more is written") {
  const Faults::At at = GENERATE(Faults::At::Write, Faults::At::Sync);
  int broken = 0;
  for (int n = 0;; ++n) {
    INFO("operation " << n);
    Trial trial;
    faults().at = at;
    faults().countdown = n;
    faults().code = at == Faults::At::Write ? SQLITE_IOERR_WRITE : SQLITE_IOERR_FSYNC;
    End end = trial.try_second();
    if (!faults().hit) {
      CHECK(end == End::Committed);
      break;
    }
    REQUIRE(end == End::Unknown);
    ++broken;
    CHECK_THROWS_AS(trial.store->commit(trial.batch(false)), OutcomeUnknown);  // no second try
    const int left = trial.state_after_crash();
    REQUIRE((left == 1 || left == 2));
    trial.store.reset();
    trial.open();
    REQUIRE(Trial::state(*trial.store) == left);
  }
  CHECK(broken >= 1);
}

TEST_CASE("a disk that is full while the log is copied loses nothing") {
  for (int n = 0; n < 3; ++n) {
    Trial trial;
    engine::WriteBatch large;
    large.epoch = trial.epoch;
    large.of<engine::Resource>().put({{1}, {1}, "large", std::string(5'000'000, 'x')}, false);
    trial.store->commit(large);
    faults().countdown = n;
    faults().code = SQLITE_FULL;
    trial.store->rest(true);
    REQUIRE(faults().hit);
    CHECK(Trial::state(*trial.store) == 1);
    CHECK(trial.store->log_pages() >= 1'000);
    faults() = {};
    CHECK(trial.try_second() == End::Committed);
    trial.store->rest(true);
    CHECK(trial.store->log_pages() == 0);
    CHECK(trial.state_after_crash() == 2);
  }
}

TEST_CASE("a sync that fails while the log is copied stops the store") {
  Trial trial;
  engine::WriteBatch large;
  large.epoch = trial.epoch;
  large.of<engine::Resource>().put({{1}, {1}, "large", std::string(5'000'000, 'x')}, false);
  trial.store->commit(large);
  faults().at = Faults::At::Sync;
  faults().countdown = 0;
  faults().code = SQLITE_IOERR_FSYNC;
  CHECK_THROWS_AS(trial.store->rest(true), OutcomeUnknown);
  CHECK(trial.try_second() == End::Unknown);
  CHECK(trial.state_after_crash() == 1);
}

TEST_CASE("a commit is one sync, a step of copying two, and the store counts them") {
  Trial trial;
  auto commit = [&, id = 1'000]() mutable {
    engine::WriteBatch batch;
    batch.epoch = trial.epoch;
    batch.of<engine::Resource>().put({{++id}, {1}, "large", std::string(id % 3 ? 100 : 5'000'000, 'x')},
                                     false);
    trial.store->commit(batch);
  };
  for (int i = 0; i < 30; ++i) {
    const std::int64_t counted = trial.store->counters().syncs;
    const int before = faults().syncs, pages = trial.store->log_pages();
    if (i % 4 == 3)
      trial.store->rest(true);
    else
      commit();
    const int syncs = faults().syncs - before;
    INFO("step " << i);
    CHECK(trial.store->counters().syncs - counted == syncs);
    if (i % 4 == 3)
      CHECK(syncs == (pages >= idle_checkpoint_pages ? 2 : 0));
    else
      CHECK(syncs <= 2);
  }
}
