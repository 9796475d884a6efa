// The server with one flaw planted: a commit answers before it is durable. The torture harness must see it.
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <thread>
#include "app/service.h"

namespace {

using namespace lienthong;

/// Hands each batch on 10 ms after it said that it was written.
class EarlyStore : public engine::Store {
 public:
  explicit EarlyStore(std::unique_ptr<engine::Store> store)
      : store_(std::move(store)), thread_([this] { loop(); }) {}
  ~EarlyStore() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  std::int64_t open() override { return store_->open(); }
  void commit(const engine::WriteBatch& batch) override {
    if (honest_ > 0) {
      --honest_;
      return store_->commit(batch);
    }
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(batch);
    }
    changed_.notify_all();
  }
  std::unique_ptr<engine::Reader> reader() override { return store_->reader(); }
  void rest(bool) override {}
  engine::Counters counters() const override { return store_->counters(); }

 private:
  void loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      lock.lock();
      store_->commit(waiting_.front());
      waiting_.pop_front();
    }
  }
  std::unique_ptr<engine::Store> store_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<engine::WriteBatch> waiting_;
  bool stopping_ = false;
  int honest_ = 2;  ///< commits first, so that the deployment is there
  std::thread thread_;
};

}  // namespace

/// serve --db FILE --listen HOST:PORT, as the harness calls it.
int main(int argc, char** argv) {
  if (argc != 6) return 2;
  app::ServeOptions options;
  options.db = argv[3];
  const std::string address = argv[5];
  options.port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  app::block_signals();
  app::Service service(
      options, [](const std::string& file) { return std::make_unique<EarlyStore>(app::sqlite_store(file)); });
  service.start();
  app::wait_for_signal();
  return 0;
}
