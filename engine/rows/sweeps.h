#pragma once
// The sweeps under way, and who is asked for before they have come to him.
#include <cstdint>
#include <unordered_set>
#include <vector>
#include "engine/rows/indexes.h"
#include "engine/rows/trees.h"

namespace lienthong::engine {

class Sweeps {
 public:
  Sweeps(Trees& trees, Indexes& indexes) : trees_(trees), indexes_(indexes) {}

  /// Oldest first.
  const std::map<std::int64_t, Sweep>& rows() { return trees_.globals().of<Sweep>().rows; }
  Sweep* find(SweepId id) { return trees_.globals().of<Sweep>().find(id.value); }

  /// Notes from now on who is asked for before the sweeps under way have come to him.
  void watch();
  /// Those asked for since, who are no longer noted.
  std::vector<std::int64_t> stop_watching();
  /// This one is asked for.
  void note(Tree& tree, std::int64_t root) {
    if (watching_) note_unreached(tree, root);
  }
  bool has_unreached() const { return !unreached_.empty(); }
  /// A job in which a sweep under way will put an end to waiting: nobody takes it up meanwhile.
  bool is_to_stop(const Indexes::Place& place);

 private:
  void note_unreached(Tree& tree, std::int64_t root);

  Trees& trees_;
  Indexes& indexes_;
  bool watching_ = false;
  std::int64_t last_ = 0;  ///< when the watch began
  std::unordered_set<std::int64_t> seen_;
  std::vector<std::int64_t> unreached_;
};

}  // namespace lienthong::engine
