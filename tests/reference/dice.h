#pragma once
#include <cstdint>

namespace lienthong::reference {

/// The same throws for the same seed on every machine (splitmix64).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  /// 0 … sides - 1
  int roll(int sides) { return static_cast<int>(next() % static_cast<std::uint64_t>(sides)); }
  int between(int low, int high) { return low + roll(high - low + 1); }
  bool chance(int percent) { return roll(100) < percent; }
  template <class List>
  const auto& one_of(const List& list) {
    return list[next() % list.size()];
  }

 private:
  std::uint64_t state_;
};

}  // namespace lienthong::reference
