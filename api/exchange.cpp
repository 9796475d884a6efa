#include "api/exchange.h"
#include <algorithm>
#include <chrono>
#include "api/errors.h"
#include "api/router.h"
#include "base/json.h"

namespace lienthong::api {

Exchange::~Exchange() {
  if (answered_) return;
  const ContractError lost(500, "ProcessEngineException", "The request was given up without an answer", 0);
  line_->post([line = line_, response = error_response(lost)] { line->answer(response); });
}

namespace {

/// An error speaks of what it was asked for as it was asked: of an old id in its old form, and of what is no
/// id.
void name_as_asked(Response& response, const Request& request) {
  if (response.status < 400 || !request.route || response.content_type != "application/json") return;
  std::string_view pattern = request.route->pattern;
  for (std::size_t i = 0; i < request.segments.size() && !pattern.empty(); ++i) {
    pattern.remove_prefix(1);
    const std::string_view name = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(name.size());
    const std::string& asked = request.segments[i];
    if (!name.starts_with('{') || !name.ends_with("d}")) continue;  // {id}, {commentId}
    const std::string written = wire_id(read_wire_id(asked));
    if (written == asked) continue;
    const std::string quoted = json::write(Value(asked));
    const std::string words = quoted.substr(1, quoted.size() - 2);
    for (std::size_t at = 0; (at = response.body.find(written, at)) != std::string::npos; at += words.size())
      response.body.replace(at, written.size(), words);
  }
}

}  // namespace

void Exchange::answer(Response response) {
  if (answered_.exchange(true)) return;
  name_as_asked(response, request);
  line_->post([self = shared_from_this(), response = std::move(response)]() mutable {
    self->waits_.clear();
    self->line_->answer(std::move(response));
  });
}

Services Exchange::services(engine::Reader& reader) {
  Services made = line_->services(reader);
  made.client_gone = [self = shared_from_this()] { return self->gone_.load(); };
  made.after = [self = shared_from_this()](std::int64_t ms, std::function<void(Wake)> call) {
    self->wait(ms, std::move(call));
  };
  made.later = [self = shared_from_this()](std::function<void(Services&)> work) {
    self->later(std::move(work));
  };
  return made;
}

void Exchange::wait(std::int64_t ms, std::function<void(Wake)> call) {
  line_->post([self = shared_from_this(), ms, call = std::move(call)] {
    if (self->answered_) return;
    const auto wait = std::make_shared<Wait>(Wait{call, nullptr});
    if (self->gone_) return self->fire(wait, Wake::ClientGone);
    if (self->line_->stopping()) return self->fire(wait, Wake::Stopping);
    self->waits_.push_back(wait);
    wait->timer =
        self->line_->timer(ms, [weak = self->weak_from_this(), wait_again = std::weak_ptr<Wait>(wait)] {
          const auto exchange = weak.lock();
          const auto waiting = wait_again.lock();
          if (exchange && waiting) exchange->fire(waiting, Wake::Time);
        });
    self->line_->watch();
  });
}

void Exchange::fire(const std::shared_ptr<Wait>& wait, Wake why) {
  const std::shared_ptr<Wait> kept = wait;  // it may stand in the list it is taken from
  std::erase(waits_, kept);
  if (answered_) return;
  try {
    kept->call(why);
  } catch (...) {
    answer(error_response(std::current_exception()));
  }
}

void Exchange::wake_all(Wake why) {
  if (why == Wake::ClientGone) gone_ = true;
  for (const auto& wait : std::exchange(waits_, {})) fire(wait, why);
}

void Exchange::later(std::function<void(Services&)> work) {
  line_->read([self = shared_from_this(), work = std::move(work)](engine::Reader& reader) {
    try {
      Services fresh = self->services(reader);
      work(fresh);
    } catch (...) {
      self->answer(error_response(std::current_exception()));
    }
  });
}

Response timed(const Route& route, const Request& request, Services& services) {
  const auto began = std::chrono::steady_clock::now();
  Response response;
  try {
    response = route.read(request, services);
  } catch (...) {
    response = error_response(std::current_exception());
  }
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  name_as_asked(response, request);
  const std::int64_t faded = route.cost_us.load(std::memory_order_relaxed) * 7 / 8;
  route.cost_us.store(std::max<std::int64_t>(took.count(), faded), std::memory_order_relaxed);
  if (response.status == 200 && response.content_type == "application/json" && !takes_json(request.accept))
    return error_response(ContractError(406, "NotAcceptableException", "No acceptable content-type found"));
  return response;
}

}  // namespace lienthong::api
