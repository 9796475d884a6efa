#include "api/server.h"
#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <map>
#include <unordered_set>
#include "api/engine_rest/definitions.h"
#include "api/errors.h"
#include "api/exchange.h"
#include "api/read_pool.h"
#include "api/request_parser.h"
#include "api/wire.h"

namespace lienthong::api {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyTime = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

SteadyTime in_ms(std::int64_t ms) { return std::chrono::steady_clock::now() + milliseconds(ms); }
std::int64_t time_for(std::size_t bytes) {
  return static_cast<std::int64_t>(bytes) * 1000 / limits::bytes_per_second_min;
}

constexpr std::size_t read_size = 16u << 10;

class Connection;
using ConnectionPtr = std::shared_ptr<Connection>;

/// One thread that serves connections.
struct Worker {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard{context.get_executor()};
  std::unique_ptr<engine::Reader> reader;
  std::unordered_set<ConnectionPtr> connections;  ///< of this thread only
  asio::steady_timer sweep{context};
  std::thread thread;
  std::time_t date_at = 0;
  std::string date;

  const std::string& http_now() {
    const std::time_t at = std::time(nullptr);
    if (at != date_at) date = http_date(date_at = at);
    return date;
  }
};

}  // namespace

struct Server::State : std::enable_shared_from_this<State> {
  State(ServerSettings s, const Router& r, engine::Commands& c,
        std::function<std::unique_ptr<engine::Reader>()> f)
      : settings(std::move(s)), router(r), commands(c), readers(std::move(f)) {}

  void listen();
  void accept();
  void admit(tcp::socket socket);
  void leave(const asio::ip::address& address);
  void sweep(Worker& worker);
  void stop();

  ServerSettings settings;
  const Router& router;
  engine::Commands& commands;
  std::function<std::unique_ptr<engine::Reader>()> readers;
  Definitions definitions;
  std::vector<std::unique_ptr<Worker>> workers;
  std::unique_ptr<ReadPool> pool;
  std::unique_ptr<tcp::acceptor> acceptor;
  std::unique_ptr<asio::steady_timer> accept_again;
  std::string authority;
  std::uint16_t port = 0;
  std::atomic<bool> stopping{false}, ended{false};
  std::atomic<std::size_t> open{0};
  std::size_t next_worker = 0;
  std::mutex addresses_mutex;
  std::map<asio::ip::address, std::size_t> addresses;
};

namespace {

class Connection : public Line, public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Server::State> state, Worker& worker, tcp::socket socket,
             asio::ip::address address)
      : state_(std::move(state)), worker_(worker), socket_(std::move(socket)), address_(std::move(address)) {}
  ~Connection() override { state_->leave(address_); }

  void begin();
  void close_if_late(SteadyTime now);
  void stop();
  void close();

  void post(std::function<void()> work) override {
    if (!state_->ended) asio::post(worker_.context, std::move(work));
  }
  std::shared_ptr<void> timer(std::int64_t ms, std::function<void()> call) override;
  void watch() override;
  bool stopping() const override { return state_->stopping; }
  void answer(Response response) override;
  void read(std::function<void(engine::Reader&)> work) override { state_->pool->run(std::move(work)); }
  Services services(engine::Reader& reader) override {
    return {state_->commands, reader, state_->definitions, state_->settings.zone_offset_s};
  }

 private:
  enum class Phase { Idle, Reading, Handling, Writing, Draining, Closed };
  void read_more();
  void on_read(error_code error, std::size_t size);
  void parse();
  void refuse(int status, const char* type, const std::string& message);
  void dispatch();
  void run_read(const Route& route, Request request);
  void run_write(const Route& route, Request request);
  void deliver(Response response);
  void on_written(error_code error);
  void drain();

  std::shared_ptr<Server::State> state_;
  Worker& worker_;
  tcp::socket socket_;
  asio::ip::address address_;
  std::string in_;  ///< received and not used yet
  RequestParser parser_;
  Phase phase_ = Phase::Idle;
  SteadyTime deadline_ = SteadyTime::max(), body_began_;
  std::size_t body_received_ = 0;
  bool reading_ = false, continued_ = false, drop_rest_ = false;
  Delivery delivery_;
  std::string head_, body_;
  std::weak_ptr<Exchange> exchange_;
  std::array<char, read_size> piece_;
};

// ---- reading

void Connection::begin() {
  phase_ = Phase::Idle;
  parser_.reset();
  continued_ = drop_rest_ = false;
  body_received_ = 0;
  delivery_ = {};
  deadline_ = in_ms(state_->settings.idle_ms_max);
  if (state_->stopping) return close();
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
    deadline_ = in_ms(state_->settings.header_ms_max);
  }
  const bool had_header = parser_.state() == RequestParser::State::Body;
  const std::size_t used = parser_.put(in_);
  in_.erase(0, used);
  if (parser_.state() == RequestParser::State::Broken)
    return refuse(parser_.status(), "InvalidRequestException", parser_.problem());
  if (parser_.state() == RequestParser::State::Done) return dispatch();
  if (parser_.state() == RequestParser::State::Body) {
    if (!had_header) body_began_ = std::chrono::steady_clock::now();
    body_received_ += had_header ? used : 0;
    deadline_ = body_began_ + milliseconds(state_->settings.rate_grace_ms + time_for(body_received_));
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

// ---- answering

void Connection::dispatch() {
  phase_ = Phase::Handling;
  deadline_ = SteadyTime::max();
  Request request;
  request.method = parser_.method();
  request.content_type = parser_.field("Content-Type");
  request.accept = parser_.field("Accept");
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
    const Route& route = state_->router.route(request, target, safe_host(host, state_->authority));
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
  const bool taken = state_->pool->offer([self = shared_from_this(), &route, kept](engine::Reader& reader) {
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
  if (state_->stopping) delivery_.keep_alive = false;
  head_ = response_head(response, delivery_, worker_.http_now());
  const bool only_head = parser_.state() == RequestParser::State::Done && parser_.method() == "HEAD";
  body_ = only_head || response.status == 204 ? std::string() : std::move(response.body);
  deadline_ = in_ms(state_->settings.rate_grace_ms + time_for(body_.size()));
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
  deadline_ = in_ms(state_->settings.rate_grace_ms);
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
  const ConnectionPtr self = shared_from_this();
  if (const auto exchange = exchange_.lock()) exchange->wake_all(Services::Wake::ClientGone);
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  worker_.connections.erase(self);
}

/// An answer to somebody who is not let in.
void turn_away(tcp::socket& socket, const std::string& date) {
  Delivery delivery;
  delivery.keep_alive = false;
  const Response response =
      error_response(ContractError(503, "InvalidRequestException", "Too many connections are open"));
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(response_head(response, delivery, date) + response.body), ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

}  // namespace

// ---- the server

void Server::State::listen() {
  Worker& first = *workers.front();
  const std::string shown = settings.host + ":" + std::to_string(settings.port);
  try {
    const std::string host = settings.host == "localhost" ? "127.0.0.1" : settings.host;
    const tcp::endpoint endpoint(asio::ip::make_address(host), settings.port);
    acceptor = std::make_unique<tcp::acceptor>(first.context);
    acceptor->open(endpoint.protocol());
    acceptor->set_option(tcp::acceptor::reuse_address(true));
    acceptor->bind(endpoint);
    acceptor->listen(1024);
    port = acceptor->local_endpoint().port();
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("cannot listen on " + shown + ": " + error.code().message());
  }
  authority = settings.host + ":" + std::to_string(port);
  accept_again = std::make_unique<asio::steady_timer>(first.context);
}

void Server::State::accept() {
  Worker& worker = *workers[next_worker];
  acceptor->async_accept(worker.context, [self = shared_from_this()](error_code error, tcp::socket socket) {
    if (self->stopping) return;
    if (!error) {
      self->admit(std::move(socket));
      return self->accept();
    }
    // Out of file descriptors: wait for connections to end rather than spin.
    self->accept_again->expires_after(milliseconds(100));
    self->accept_again->async_wait([self](error_code cancelled) {
      if (!cancelled && !self->stopping) self->accept();
    });
  });
}

void Server::State::admit(tcp::socket socket) {
  error_code error;
  const asio::ip::address address = socket.remote_endpoint(error).address();
  if (error) return;
  bool full = open >= settings.connections_max;
  {
    const std::lock_guard lock(addresses_mutex);
    std::size_t& count = addresses[address];
    full = full || count >= settings.connections_per_address_max;
    if (!full) ++count;
  }
  if (full) return turn_away(socket, workers.front()->http_now());
  ++open;
  socket.set_option(tcp::no_delay(true), error);
  Worker& worker = *workers[std::exchange(next_worker, (next_worker + 1) % workers.size())];
  auto connection = std::make_shared<Connection>(shared_from_this(), worker, std::move(socket), address);
  asio::post(worker.context, [connection, &worker] {
    worker.connections.insert(connection);
    connection->begin();
  });
}

void Server::State::leave(const asio::ip::address& address) {
  --open;
  const std::lock_guard lock(addresses_mutex);
  const auto at = addresses.find(address);
  if (--at->second == 0) addresses.erase(at);
}

void Server::State::sweep(Worker& worker) {
  worker.sweep.expires_after(milliseconds(settings.sweep_ms));
  worker.sweep.async_wait([self = shared_from_this(), &worker](error_code cancelled) {
    if (cancelled || self->ended) return;  // a look already due cannot be cancelled any more
    const std::vector<ConnectionPtr> all(worker.connections.begin(), worker.connections.end());
    for (const ConnectionPtr& connection : all) connection->close_if_late(std::chrono::steady_clock::now());
    self->sweep(worker);
  });
}

void Server::State::stop() {
  if (stopping.exchange(true)) return;
  asio::post(workers.front()->context, [this] {
    error_code ignored;
    acceptor->close(ignored);
    accept_again->cancel();
  });
  const auto each = [this](void (Connection::*call)()) {
    for (const auto& worker : workers)
      asio::post(worker->context, [&worker = *worker, call] {
        const std::vector<ConnectionPtr> all(worker.connections.begin(), worker.connections.end());
        for (const ConnectionPtr& connection : all) (connection.get()->*call)();
      });
  };
  each(&Connection::stop);
  const SteadyTime patience = in_ms(settings.stop_ms_max);
  while (open > 0 && std::chrono::steady_clock::now() < patience)
    std::this_thread::sleep_for(milliseconds(2));
  each(&Connection::close);
  pool->stop();
  ended = true;
  for (const auto& worker : workers)
    asio::post(worker->context, [&worker = *worker] {
      worker.sweep.cancel();
      worker.guard.reset();
    });
  for (const auto& worker : workers) {
    worker->thread.join();
    worker->context.restart();
    worker->context.poll();  // what was posted in the last moment, lest it hold this state for ever
  }
}

Server::Server(ServerSettings settings, const Router& router, engine::Commands& commands,
               std::function<std::unique_ptr<engine::Reader>()> readers)
    : state_(std::make_shared<State>(std::move(settings), router, commands, std::move(readers))) {}

Server::~Server() { stop(); }

void Server::start() {
  State& state = *state_;
  for (int i = 0; i < std::max(state.settings.threads, 1); ++i) {
    state.workers.push_back(std::make_unique<Worker>());
    state.workers.back()->reader = state.readers();
  }
  state.listen();
  state.pool = std::make_unique<ReadPool>(std::max(state.settings.read_threads, 1), state.readers);
  for (const auto& worker : state.workers) {
    state.sweep(*worker);
    worker->thread = std::thread([&context = worker->context] { context.run(); });
  }
  asio::post(state.workers.front()->context, [&state] { state.accept(); });
}

std::uint16_t Server::port() const { return state_->port; }

void Server::stop() {
  if (state_->pool) state_->stop();
}

}  // namespace lienthong::api
