#pragma once
#include <cstddef>
#include <memory>
#include <string>

namespace lienthong::bench {

/// What SQLite itself gives for the flow mix with one blob an instance, a task row and four history rows with
/// three indexes, at full durability: the bound that the engine is measured against. One connection, no
/// engine.
class RawFlow {
 public:
  RawFlow(const std::string& file, std::size_t open);
  ~RawFlow();
  /// Commands a second.
  double run(std::size_t commands, std::size_t group);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lienthong::bench
