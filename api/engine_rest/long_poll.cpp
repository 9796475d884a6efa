// A fetchAndLock that waits. It registers for its topics first and looks second, so that nothing which
// appears meanwhile is missed; a client that has gone gets no task locked for it. One thread at a time owns
// the poll: the one that has brought it from Waiting to Looking.
#include <mutex>
#include "api/engine_rest/external_tasks.h"

namespace lienthong::api {
namespace {

std::atomic<std::int64_t> polls_now{0};

/// A fetch that looks at many instances does so in several commands, so that others have their turn.
void look_through(engine::Commands& commands, engine::FetchAndLock command,
                  std::function<void(engine::Result)> done) {
  auto next = command;
  commands.submit(std::move(command),
                  [&commands, next = std::move(next), done = std::move(done)](engine::Result result) mutable {
                    const auto* locked = std::get_if<engine::LockedTasks>(&result.reply);
                    if (result.error || !locked || !locked->unfinished || !locked->tasks.empty())
                      return done(std::move(result));
                    next.behind = locked->behind;
                    try {
                      look_through(commands, next, done);
                    } catch (...) {
                      done({engine::Nothing{}, std::current_exception()});
                    }
                  });
}

Response response_to(const engine::Result& result, std::int32_t zone_offset_s) {
  try {
    if (result.error) std::rethrow_exception(result.error);
    return locked_tasks(std::get<engine::LockedTasks>(result.reply), zone_offset_s);
  } catch (...) {
    return error_response(std::current_exception());
  }
}

class Poll : public std::enable_shared_from_this<Poll> {
 public:
  Poll(Services& services, engine::FetchAndLock command, Respond respond)
      : commands_(services.commands),
        command_(std::move(command)),
        respond_(std::move(respond)),
        client_gone_(services.client_gone),
        zone_offset_s_(services.zone_offset_s) {
    if (polls_now.fetch_add(1) < long_polls_max) return;
    polls_now.fetch_sub(1);
    throw ContractError(
        500, "InvalidRequestException",
        "At the moment the server has to handle too many requests at the same time. Please try again later.");
  }
  ~Poll() { polls_now.fetch_sub(1); }
  Poll(const Poll&) = delete;
  Poll& operator=(const Poll&) = delete;

  void start(const std::function<void(std::int64_t, std::function<void(Services::Wake)>)>& after,
             std::int64_t timeout_ms) {
    look();
    // The waiter and the command under way keep the poll alive; the clock does not.
    after(timeout_ms, [weak = weak_from_this()](Services::Wake why) {
      if (const auto poll = weak.lock()) poll->end(why);
    });
  }

 private:
  enum class State { Looking, Waiting, Answered };

  void look() {
    {
      const std::lock_guard lock(mutex_);
      woken_ = false;
    }
    std::vector<std::string> topics;
    for (const engine::FetchTopic& topic : command_.topics) topics.push_back(topic.topic);
    waiting_ = commands_.wait_for_topics(std::move(topics), [self = shared_from_this()] { self->wake(); });
    try {
      look_through(commands_, command_,
                   [self = shared_from_this()](engine::Result result) { self->found(std::move(result)); });
    } catch (...) {
      answer(error_response(std::current_exception()));
    }
  }

  void wake() {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
      if (state_ != State::Waiting) return;
      state_ = State::Looking;
    }
    look();
  }

  void found(engine::Result result) {
    if (result.error) return answer(error_response(result.error));
    auto* locked = std::get_if<engine::LockedTasks>(&result.reply);
    if (locked && !locked->tasks.empty()) {
      const bool gone = client_gone_ && client_gone_();
      if (gone) give_back(*locked);
      return answer(locked_tasks(gone ? engine::LockedTasks() : *locked, zone_offset_s_));
    }
    std::optional<Response> ended;
    {
      const std::lock_guard lock(mutex_);
      ended = std::move(ended_);
      if (!ended && !woken_) state_ = State::Waiting;
      if (state_ == State::Waiting) return;
    }
    if (ended)
      answer(*std::move(ended));
    else
      look();
  }

  void end(Services::Wake why) {
    Response response = json_response("[]");
    if (why == Services::Wake::Stopping)
      response = error_response(ContractError(500, "InvalidRequestException",
                                              "Request rejected due to shutdown of application server."));
    {
      const std::lock_guard lock(mutex_);
      if (state_ == State::Looking) ended_ = std::move(response);  // what is being looked for may still come
      if (state_ != State::Waiting) return;
      state_ = State::Looking;  // nobody else answers or looks from now on
    }
    answer(std::move(response));
  }

  void give_back(const engine::LockedTasks& locked) {
    for (const engine::LockedTask& task : locked.tasks) {
      try {
        commands_.submit(engine::UnlockExternalTask{task.job}, [](engine::Result) {});
      } catch (const Refused&) {  // the lock runs out by itself
      }
    }
  }

  void answer(Response response) {
    {
      const std::lock_guard lock(mutex_);
      state_ = State::Answered;
    }
    waiting_.end();
    respond_(std::move(response));
  }

  engine::Commands& commands_;
  const engine::FetchAndLock command_;
  const Respond respond_;
  const std::function<bool()> client_gone_;
  const std::int32_t zone_offset_s_;
  Waiting waiting_;  // of whoever has brought the state from Waiting to Looking

  std::mutex mutex_;
  State state_ = State::Looking;  // guarded by mutex_, as are the next two
  bool woken_ = false;
  std::optional<Response> ended_;  // what to answer when the last look finds nothing
};

}  // namespace

void fetch(Services& services, engine::FetchAndLock command, std::int64_t timeout_ms, Respond respond) {
  if (timeout_ms <= 0 || !services.after) {
    look_through(services.commands, std::move(command),
                 [respond = std::move(respond), zone = services.zone_offset_s](engine::Result result) {
                   respond(response_to(result, zone));
                 });
    return;
  }
  std::make_shared<Poll>(services, std::move(command), std::move(respond))->start(services.after, timeout_ms);
}

}  // namespace lienthong::api
