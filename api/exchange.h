#pragma once
#include <atomic>
#include <memory>
#include <vector>
#include "api/router.h"

namespace lienthong::api {

/// What an exchange needs of its connection, from any thread unless said otherwise.
struct Line {
  virtual ~Line() = default;
  virtual void post(std::function<void()> work) = 0;  ///< on the connection's thread
  /// Calls back on the connection's thread unless the answer is dropped before. Only there.
  virtual std::shared_ptr<void> timer(std::int64_t ms, std::function<void()> call) = 0;
  virtual void watch() = 0;  ///< from now on notice a client that leaves. Only there.
  virtual bool stopping() const = 0;
  virtual void answer(Response response) = 0;                        ///< only there
  virtual void read(std::function<void(engine::Reader&)> work) = 0;  ///< on a thread with a reader
  virtual Services services(engine::Reader& reader) = 0;             ///< without what belongs to one request
};

/// One request being answered by a write, perhaps on other threads. Dropped without an answer, it answers 500
/// itself.
class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  using Wake = Services::Wake;
  Exchange(std::shared_ptr<Line> line, Request request)
      : request(std::move(request)), line_(std::move(line)) {}
  ~Exchange();
  void answer(Response response);
  Services services(engine::Reader& reader);
  void wake_all(Wake why);  ///< on the connection's thread

  const Request request;

 private:
  struct Wait {
    std::function<void(Wake)> call;
    std::shared_ptr<void> timer;
  };
  void wait(std::int64_t ms, std::function<void(Wake)> call);
  void fire(const std::shared_ptr<Wait>& wait, Wake why);
  void later(std::function<void(Services&)> work);

  std::shared_ptr<Line> line_;
  std::atomic<bool> answered_{false}, gone_{false};
  std::vector<std::shared_ptr<Wait>> waits_;  ///< of the connection's thread
};

/// Answers a read and notes in the route what it has cost; the note fades, so that one slow answer is
/// forgiven.
Response timed(const Route&, const Request&, Services&);

}  // namespace lienthong::api
