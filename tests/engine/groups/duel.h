#pragma once
// The same commands on two engines: in groups on the one, one by one on the other.
#include <array>
#include <memory>
#include "engine/engine.h"
#include "storage/memory_store.h"
#include "tests/engine/groups/draw.h"

namespace lienthong::groups {

/// What is asked for is drawn when its turn comes, from what is there then: dropping a command before it
/// changes what it is about, and it stays a command that makes sense.
struct Asked {
  std::size_t kind = 0;
  std::uint64_t seed = 0;
};
struct Group {
  std::vector<Asked> commands;
  int minutes = 0;       ///< the clock is turned by, afterwards
  bool reopens = false;  ///< then the engine that runs groups is thrown away and opened again
};
using Day = std::vector<Group>;

/// A day that begins with a deployment of everything.
Day random_day(std::uint64_t seed);

struct Counts {
  std::array<int, kinds> drawn{}, accepted{};
  void add(const Counts& other);
  std::string text() const;
};

struct Outcome {
  std::string difference;         ///< empty: both answered alike and hold the same rows
  std::vector<std::string> told;  ///< the commands, a line each, and what came of them
  Counts counts;
};

Outcome play(const Day&);
/// The smallest day that one comes to by leaving out groups and commands, and in which the two still differ.
Day shrink(Day);

}  // namespace lienthong::groups
