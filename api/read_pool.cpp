#include "api/read_pool.h"
#include "api/limits.h"

namespace lienthong::api {

ReadPool::ReadPool(int threads, const Readers& readers) {
  std::vector<std::shared_ptr<engine::Reader>> all;
  for (int i = 0; i < threads; ++i) all.push_back(readers());  // may fail, and then no thread is there yet
  for (const auto& reader : all) threads_.emplace_back([this, reader] { serve(*reader); });
}

void ReadPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void ReadPool::run(Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (ending_) return;
    waiting_.push_back(std::move(work));
  }
  wake_.notify_one();
}

bool ReadPool::offer(Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (ending_ || waiting_.size() >= limits::reads_waiting_max) return false;
    waiting_.push_back(std::move(work));
  }
  wake_.notify_one();
  return true;
}

void ReadPool::serve(engine::Reader& reader) {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Work work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work(reader);
    work = nullptr;  // what it holds goes before the next wait
    lock.lock();
  }
}

}  // namespace lienthong::api
