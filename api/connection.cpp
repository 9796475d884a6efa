#include "api/connection.h"
#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include "api/errors.h"

namespace lienthong::api {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

namespace {

Connection::SteadyTime in_ms(std::int64_t ms) { return std::chrono::steady_clock::now() + milliseconds(ms); }
std::int64_t time_for(std::size_t bytes) {
  return static_cast<std::int64_t>(bytes) * 1000 / limits::bytes_per_second_min;
}

}  // namespace

// ---- the thread

void Worker::post(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (!stopped_) asio::post(context, std::move(work));
}

void Worker::start() {
  thread_ = std::thread([this] { context.run(); });
}

void Worker::stop() {
  ending_ = true;
  post([this] {
    sweep.cancel();
    guard_.reset();
  });
  if (thread_.joinable()) thread_.join();
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  context.restart();
  context.poll();  // what was posted in the last moment, lest it hold for ever what holds this context
}

const std::string& Worker::http_now() {
  const std::time_t at = std::time(nullptr);
  if (at != date_at_) date_ = http_date(date_at_ = at);
  return date_;
}

// ---- reading

void Connection::begin() {
  phase_ = Phase::Idle;
  parser_.reset();
  continued_ = drop_rest_ = false;
  body_received_ = 0;
  delivery_ = {};
  deadline_ = in_ms(serving_->settings.idle_ms_max);
  if (serving_->stopping) return close();
  in_.empty() ? read_more() : parse();
}

void Connection::read_more() {
  if (reading_) return;
  reading_ = true;
  socket_.async_read_some(asio::buffer(piece_),
                          [self = shared_from_this()](error_code error, std::size_t size) {
                            self->reading_ = false;
                            self->on_read(error, size);
                          });
}

void Connection::on_read(error_code error, std::size_t size) {
  if (phase_ == Phase::Closed) return;
  if (phase_ == Phase::Draining) return error ? close() : drain();
  const bool busy = phase_ == Phase::Handling || phase_ == Phase::Writing;
  if (error) {
    if (!busy) return close();
    delivery_.keep_alive = false;  // a client may shut down its half and still take the answer
    if (const auto exchange = exchange_.lock()) exchange->wake_all(Services::Wake::ClientGone);
    return;
  }
  in_.append(piece_.data(), size);
  if (!busy) return parse();
  watch();  // a request sent ahead waits its turn
}

void Connection::parse() {
  if (phase_ == Phase::Idle) {
    phase_ = Phase::Reading;
    deadline_ = in_ms(serving_->settings.header_ms_max);
  }
  const bool had_header = parser_.state() == RequestParser::State::Body;
  const std::size_t used = parser_.put(in_);
  in_.erase(0, used);
  if (parser_.state() == RequestParser::State::Broken) {
    if (parser_.status() == 413) tell_too_large();
    return refuse(parser_.status(), "InvalidRequestException", parser_.problem());
  }
  if (parser_.state() == RequestParser::State::Done) return dispatch();
  if (parser_.state() == RequestParser::State::Body) {
    if (!had_header) body_began_ = std::chrono::steady_clock::now();
    body_received_ += had_header ? used : 0;
    deadline_ = body_began_ + milliseconds(serving_->settings.rate_grace_ms + time_for(body_received_));
    if (!std::exchange(continued_, true) && parser_.expects_continue()) {
      error_code ignored;  // nothing else is on its way out: these few bytes always fit
      socket_.write_some(asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25), ignored);
    }
  }
  read_more();
}

void Connection::refuse(int status, const char* type, const std::string& message) {
  drop_rest_ = true;
  delivery_.keep_alive = false;
  deliver(error_response(ContractError(status, type, message)));
}

/// Whoever would send the same again and again must be helped otherwise.
void Connection::tell_too_large() {
  try {
    Request request = request_of_header();
    const Route& route = serving_->router.route(request, parser_.target(),
                                                safe_host(parser_.field("Host"), serving_->authority));
    if (!route.when_too_large) return;
    Services here = services(*worker_.reader);
    route.when_too_large(request, here, parser_.problem());
  } catch (const std::exception&) {  // the refusal itself is told in any case
  }
}

// ---- answering

Request Connection::request_of_header() const {
  Request request;
  request.method = parser_.method();
  request.content_type = parser_.field("Content-Type");
  request.accept = parser_.field("Accept");
  return request;
}

void Connection::dispatch() {
  phase_ = Phase::Handling;
  deadline_ = SteadyTime::max();
  Request request = request_of_header();
  request.body = parser_.take_body();
  const std::string_view target = parser_.target(), host = parser_.field("Host");
  delivery_ = {request.method == "GET" || request.method == "HEAD",
               target.substr(0, target.find('?')).ends_with("xml"), parser_.keep_alive(),
               parser_.is_http_1_0()};
  const bool asks_methods = request.method == "OPTIONS";
  try {
    if (!delivery_.of_get && is_cross_origin(parser_.field("Origin"), host))
      throw ContractError(403, "InvalidRequestException",
                          "Pages of another origin may not change anything here");
    const Route& route = serving_->router.route(request, target, safe_host(host, serving_->authority));
    route.read ? run_read(route, std::move(request)) : run_write(route, std::move(request));
  } catch (const ContractError& error) {
    const bool is_answer = asks_methods && error.status == 405;
    deliver(is_answer ? Response{204, "", "", {{"Allow", error.allowed + ", HEAD, OPTIONS"}}}
                      : error_response(error));
  } catch (...) {
    deliver(error_response(std::current_exception()));
  }
}

void Connection::run_read(const Route& route, Request request) {
  if (route.cost_us.load(std::memory_order_relaxed) <= limits::slow_read_us) {
    Services here = services(*worker_.reader);
    return deliver(timed(route, request, here));
  }
  auto kept = std::make_shared<const Request>(std::move(request));
  const bool taken = serving_->pool->offer([self = shared_from_this(), &route, kept](engine::Reader& reader) {
    Services there = self->services(reader);
    self->post([self, response = timed(route, *kept, there)] { self->answer(response); });
  });
  if (!taken)
    throw ContractError(503, "InvalidRequestException", "Too many reads are waiting; ask again later");
}

void Connection::run_write(const Route& route, Request request) {
  const auto exchange = std::make_shared<Exchange>(shared_from_this(), std::move(request));
  exchange_ = exchange;
  try {
    Services here = exchange->services(*worker_.reader);
    route.write(exchange->request, here,
                [exchange](Response response) { exchange->answer(std::move(response)); });
  } catch (...) {
    exchange->answer(error_response(std::current_exception()));
  }
}

void Connection::answer(Response response) {
  if (phase_ == Phase::Handling) deliver(std::move(response));
}

void Connection::deliver(Response response) {
  phase_ = Phase::Writing;
  exchange_.reset();
  if (serving_->stopping) delivery_.keep_alive = false;
  head_ = response_head(response, delivery_, worker_.http_now());
  const bool only_head = parser_.state() == RequestParser::State::Done && parser_.method() == "HEAD";
  body_ = only_head || response.status == 204 ? std::string() : std::move(response.body);
  deadline_ = in_ms(serving_->settings.rate_grace_ms + time_for(body_.size()));
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head_), asio::buffer(body_)};
  asio::async_write(socket_, buffers,
                    [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
}

void Connection::on_written(error_code error) {
  if (phase_ == Phase::Closed) return;
  if (!error && delivery_.keep_alive) return begin();
  if (error || !drop_rest_) return close();
  // What the client still sends must be taken, or its system throws our answer away with the connection.
  phase_ = Phase::Draining;
  deadline_ = in_ms(serving_->settings.rate_grace_ms);
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  drain();
}

void Connection::drain() {
  in_.clear();
  read_more();
}

std::shared_ptr<void> Connection::timer(std::int64_t ms, std::function<void()> call) {
  auto timer =
      std::make_shared<asio::steady_timer>(worker_.context, milliseconds(std::max<std::int64_t>(ms, 0)));
  timer->async_wait([call = std::move(call)](error_code error) {
    if (!error) call();
  });
  return timer;
}

void Connection::watch() {
  if (phase_ == Phase::Handling && in_.size() < read_size) read_more();
}

// ---- ending

void Connection::close_if_late(SteadyTime now) {
  if (now < deadline_) return;
  if (phase_ == Phase::Reading)
    refuse(408, "InvalidRequestException", "The request came too slowly");
  else
    close();
}

void Connection::stop() {
  if (phase_ == Phase::Idle || phase_ == Phase::Draining)
    close();
  else if (const auto exchange = exchange_.lock())
    exchange->wake_all(Services::Wake::Stopping);
}

void Connection::close() {
  if (phase_ == Phase::Closed) return;
  phase_ = Phase::Closed;
  const std::shared_ptr<Connection> self = shared_from_this();
  if (const auto exchange = exchange_.lock()) exchange->wake_all(Services::Wake::ClientGone);
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  worker_.connections.erase(self);
}

}  // namespace lienthong::api
