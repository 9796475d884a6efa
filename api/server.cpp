#include "api/server.h"
#include <algorithm>
#include <boost/asio/post.hpp>
#include "api/connection.h"
#include "api/errors.h"

namespace lienthong::api {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

struct Server::State : Serving, std::enable_shared_from_this<State> {
  State(ServerSettings s, const Router& r, engine::Commands& c, Readers f)
      : Serving(std::move(s), r, c), readers(std::move(f)) {}

  void listen();
  void start();
  void accept();
  void admit(tcp::socket socket);
  void sweep(Worker& worker);
  void each(void (Connection::*call)());
  void stop();

  Readers readers;
  std::vector<std::unique_ptr<Worker>> workers;  ///< the first takes connections in
  std::unique_ptr<tcp::acceptor> acceptor;
  std::unique_ptr<asio::steady_timer> accept_again;
  std::uint16_t port = 0;
  std::size_t next_worker = 0;
};

namespace {

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

/// Connections may leave the worker meanwhile.
std::vector<std::shared_ptr<Connection>> all_of(const Worker& worker) {
  return {worker.connections.begin(), worker.connections.end()};
}

}  // namespace

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

void Server::State::start() {
  for (int i = 0; i < std::max(settings.threads, 1); ++i)
    workers.push_back(std::make_unique<Worker>(readers()));
  listen();
  pool = std::make_unique<ReadPool>(std::max(settings.read_threads, 1), readers);
  accept();
  for (const auto& worker : workers) {
    sweep(*worker);
    worker->start();
  }
}

void Server::State::accept() {
  acceptor->async_accept(workers[next_worker]->context,
                         [self = shared_from_this()](error_code error, tcp::socket socket) {
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
  std::optional<Admission::Place> place = admission.admit(address.to_string());
  if (!place) return turn_away(socket, workers.front()->http_now());
  socket.set_option(tcp::no_delay(true), error);
  Worker& worker = *workers[std::exchange(next_worker, (next_worker + 1) % workers.size())];
  auto connection =
      std::make_shared<Connection>(shared_from_this(), worker, std::move(socket), *std::move(place));
  worker.post([connection, &worker] {
    worker.connections.insert(connection);
    connection->begin();
  });
}

void Server::State::sweep(Worker& worker) {
  worker.sweep.expires_after(milliseconds(settings.sweep_ms));
  worker.sweep.async_wait([self = shared_from_this(), &worker](error_code cancelled) {
    if (cancelled || worker.ending()) return;  // a look already due cannot be cancelled any more
    for (const auto& connection : all_of(worker)) connection->close_if_late(std::chrono::steady_clock::now());
    self->sweep(worker);
  });
}

void Server::State::each(void (Connection::*call)()) {
  for (const auto& worker : workers)
    worker->post([&worker = *worker, call] {
      for (const auto& connection : all_of(worker)) (connection.get()->*call)();
    });
}

void Server::State::stop() {
  if (stopping.exchange(true)) return;
  workers.front()->post([self = shared_from_this()] {
    error_code ignored;
    self->acceptor->close(ignored);
    self->accept_again->cancel();
  });
  each(&Connection::stop);
  const auto patience = std::chrono::steady_clock::now() + milliseconds(settings.stop_ms_max);
  while (admission.open() > 0 && std::chrono::steady_clock::now() < patience)
    std::this_thread::sleep_for(milliseconds(2));
  each(&Connection::close);
  pool->stop();
  for (const auto& worker : workers) worker->stop();
}

Server::Server(ServerSettings settings, const Router& router, engine::Commands& commands, Readers readers)
    : state_(std::make_shared<State>(std::move(settings), router, commands, std::move(readers))) {}

Server::~Server() { stop(); }

void Server::start() { state_->start(); }

std::uint16_t Server::port() const { return state_->port; }

void Server::stop() {
  if (state_->pool) state_->stop();
}

}  // namespace lienthong::api
