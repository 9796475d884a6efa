#pragma once
#include <utility>
#include <vector>

namespace lienthong::reference {

/// All ways through a piece of code that asks `pick` where the standard leaves
/// the order open: run it again as long as `next` says so.
class Choices {
 public:
  int pick(int count) {
    if (at_ == taken_.size()) taken_.emplace_back(0, count);
    return taken_[at_++].first;
  }
  bool next() {
    at_ = 0;
    while (!taken_.empty() && taken_.back().first + 1 == taken_.back().second) taken_.pop_back();
    if (taken_.empty()) return false;
    ++taken_.back().first;
    return true;
  }

 private:
  std::vector<std::pair<int, int>> taken_;
  std::size_t at_ = 0;
};

}  // namespace lienthong::reference
