#pragma once
// What somebody sees who is about to ask for something: the committed rows, and what was there before.
#include <map>
#include "engine/commands.h"
#include "engine/rows/store.h"
#include "tests/reference/dice.h"

namespace lienthong::groups {

using reference::Dice;

/// Ids that have been named before, by table: some of them are gone by now.
using Past = std::map<std::string_view, std::vector<std::int64_t>>;

class Eyes {
 public:
  Eyes(engine::Reader& reader, std::uint64_t seed, Past& past) : reader_(reader), past_(past), dice_(seed) {}

  Dice& dice() { return dice_; }
  template <class R>
  std::vector<R> all(engine::Filter where = engine::Filter::everything()) {
    return reader_.select(engine::Query<R>{std::move(where), {}});
  }
  template <class R>
  std::optional<R> one(engine::Filter where = engine::Filter::everything()) {
    std::vector<R> rows = all<R>(std::move(where));
    if (rows.empty()) return std::nullopt;
    return std::move(rows[dice_.next() % rows.size()]);
  }
  /// The id of a row that fits; now and then of one that may be gone, or of none.
  template <class R>
  decltype(R::id) id(engine::Filter where = engine::Filter::everything()) {
    decltype(R::id) id;
    std::vector<std::int64_t>& named = past_[R::table];
    if (dice_.chance(6) && !named.empty()) {
      id.value = dice_.one_of(named);
      return id;
    }
    const std::optional<R> row = one<R>(std::move(where));
    id.value = row ? engine::key_of(*row) : 4711;
    if (row) named.push_back(id.value);
    return id;
  }
  InstanceId root() { return id<engine::Instance>(engine::Filter::equal("parent", std::int64_t{0})); }
  engine::Variables variables();
  std::string word(std::initializer_list<const char*> words) {
    return words.begin()[dice_.next() % words.size()];
  }
  /// Somebody, or now and then nobody.
  std::optional<std::string> user() {
    return dice_.chance(80) ? std::optional(word({"an", "binh", "chi"})) : std::nullopt;
  }
  std::string key();  ///< of a process that may be deployed
  std::optional<std::string> business_key() {
    return dice_.chance(60) ? std::optional(word({"k1", "k2", "k3"})) : std::nullopt;
  }

 private:
  engine::Reader& reader_;
  Past& past_;
  Dice dice_;
};

}  // namespace lienthong::groups
