// Readers in their own threads beside the writer: each list shows whole commits only.
#include <catch2/catch.hpp>
#include <thread>
#include "stores.h"

using namespace lienthong;
using namespace lienthong::storage;

TEST_CASE("readers see whole commits while the writer goes on") {
  const std::string kind = GENERATE(as<std::string>{}, "memory", "sqlite");
  Opened store(kind);
  constexpr std::int64_t pair_count = 300;
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0, looks = 0;
  auto look = [&] {
    auto reader = store->reader();
    engine::Query<engine::Arrival> query;
    while (!done) {
      torn += reader->select(query).size() % 2 != 0;
      torn += reader->count(query) % 2 != 0;
      ++looks;
    }
  };
  std::thread one(look), other(look);
  for (std::int64_t pair = 0; pair < pair_count; ++pair) {
    store.insert(engine::Arrival{{2 * pair + 1}, {1}, {1}, "join", "a"});
    store.insert(engine::Arrival{{2 * pair + 2}, {1}, {1}, "join", "b"});
    store.commit();
    store->rest(pair % 7 == 0);
  }
  while (looks < 20) std::this_thread::yield();
  done = true;
  one.join();
  other.join();
  CHECK(torn == 0);
  CHECK(store->reader()->count(engine::Query<engine::Arrival>{}) == 2 * pair_count);
}
