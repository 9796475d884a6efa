#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>
#include "engine/rows/store.h"

namespace lienthong::api {

using Readers = std::function<std::unique_ptr<engine::Reader>()>;

/// Threads with a reader each.
class ReadPool {
 public:
  using Work = std::function<void(engine::Reader&)>;
  ReadPool(int threads, const Readers&);
  ~ReadPool() { stop(); }

  void stop();  ///< after the work that waits; later work is dropped
  void run(Work work);
  bool offer(Work work);  ///< false when `limits::reads_waiting_max` wait already

 private:
  void serve(engine::Reader& reader);
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> waiting_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace lienthong::api
