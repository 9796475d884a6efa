#pragma once
// Who may be called back by another thread, and until when.
#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace lienthong {

/// A place among those who are to be called. While it lives its call may come, at most once, on any thread.
/// Once `end` or the destruction has returned, it is not running and will not come any more, so that what it
/// uses may go: while it runs on another thread, they wait. Ended from inside its own call, it runs on.
/// Whoever ends it must not hold a mutex that the call takes.
class Waiting {
 public:
  struct Call;
  Waiting() = default;
  explicit Waiting(std::weak_ptr<Call> call) : call_(std::move(call)) {}
  Waiting(Waiting&& other) noexcept : call_(std::move(other.call_)) {}
  Waiting& operator=(Waiting&& other) noexcept;
  ~Waiting() { end(); }
  void end() noexcept;

 private:
  std::weak_ptr<Call> call_;  ///< held by the list, and while it runs by whoever runs it
};

/// Those who wait for one of some names, e.g. for work on a topic. May be used from any thread, and go before
/// those who wait in it: they are then not called any more.
class Waiters {
 public:
  Waiters();
  ~Waiters();
  [[nodiscard]] Waiting add(std::vector<std::string> names, std::function<void()> call);
  /// Calls all who wait for one of these names, in the order in which they came, on this thread.
  void call(const std::set<std::string>& names);
  std::size_t size() const;

  struct List;

 private:
  std::shared_ptr<List> list_;
};

}  // namespace lienthong
