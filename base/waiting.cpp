#include "base/waiting.h"
#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

namespace lienthong {

struct Waiting::Call {
  std::weak_ptr<Waiters::List> list;
  std::int64_t number = 0;
  std::vector<std::string> names;
  std::recursive_mutex running;    ///< held while it is called; recursive, for it may end itself
  std::function<void()> function;  ///< guarded by `running`; empty once it was called or ended
};

struct Waiters::List {
  std::mutex mutex;
  std::map<std::int64_t, std::shared_ptr<Waiting::Call>> calls;
  std::int64_t last = 0;

  std::vector<std::shared_ptr<Waiting::Call>> take(const std::set<std::string>& names) {
    const auto is_one = [&](const std::string& name) { return names.contains(name); };
    std::vector<std::shared_ptr<Waiting::Call>> taken;
    const std::lock_guard lock(mutex);
    for (auto at = calls.begin(); at != calls.end();) {
      if (std::ranges::none_of(at->second->names, is_one)) {
        ++at;
        continue;
      }
      taken.push_back(std::move(at->second));
      at = calls.erase(at);
    }
    return taken;
  }
};

namespace {

void call_each(const std::vector<std::shared_ptr<Waiting::Call>>& calls) {
  for (const auto& call : calls) {
    const std::lock_guard lock(call->running);
    const std::function<void()> function = std::exchange(call->function, nullptr);
    if (function) function();
  }  // what the function holds goes before the lock
}

}  // namespace

Waiting& Waiting::operator=(Waiting&& other) noexcept {
  if (this == &other) return *this;
  end();
  call_ = std::move(other.call_);
  return *this;
}

void Waiting::end() noexcept {
  const std::shared_ptr<Call> call = std::exchange(call_, {}).lock();
  if (!call) return;
  if (const auto list = call->list.lock()) {
    const std::lock_guard lock(list->mutex);
    list->calls.erase(call->number);
  }
  std::function<void()> dropped;  // goes after the lock: it may hold the owner of this
  const std::lock_guard lock(call->running);
  dropped = std::exchange(call->function, nullptr);
}

Waiters::Waiters() : list_(std::make_shared<List>()) {}
Waiters::~Waiters() = default;

Waiting Waiters::add(std::vector<std::string> names, std::function<void()> function) {
  const auto call = std::make_shared<Waiting::Call>();
  call->list = list_;
  call->names = std::move(names);
  call->function = std::move(function);
  const std::lock_guard lock(list_->mutex);
  call->number = ++list_->last;
  list_->calls.emplace(call->number, call);
  return Waiting(call);
}

void Waiters::call(const std::set<std::string>& names) { call_each(list_->take(names)); }

std::size_t Waiters::size() const {
  const std::lock_guard lock(list_->mutex);
  return list_->calls.size();
}

}  // namespace lienthong
