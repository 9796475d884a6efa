#include "tests/api/support.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include "api/v1/v1.h"

namespace lienthong::api {

void NotedCommands::submit(engine::Command command, std::function<void(engine::Result)> done) {
  std::unique_lock lock(mutex);
  commands.push_back(std::move(command));
  if (!answer) return;
  engine::Result result = answer(commands.back());
  lock.unlock();
  done(std::move(result));
}

// ---- LiveEngine

LiveEngine::LiveEngine() {
  engine_.open(clocks());
  state_ = engine_.clock();
  thread_ = std::thread([this] { serve(); });
}

LiveEngine::~LiveEngine() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void LiveEngine::submit(engine::Command command, std::function<void(engine::Result)> done) {
  {
    const std::lock_guard lock(mutex_);
    asked_.push_back({std::move(command), std::move(done)});
  }
  wake_.notify_all();
}

void LiveEngine::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return ending_ || !asked_.empty(); });
    if (asked_.empty()) return;
    Asked asked = std::move(asked_.front());
    asked_.pop_front();
    lock.unlock();
    wall_ = wall_ + 7;  // time goes on, so that orders by time are seen
    auto results = engine_.run(std::span(&asked.command, 1), clocks());
    const std::set<std::string> woken = engine_.take_woken_topics();
    lock.lock();
    state_ = engine_.clock();
    lock.unlock();
    asked.done(std::move(results.front()));
    waiting_.call(woken);
    lock.lock();
  }
}

// ---- Client

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

Client::~Client() { close(); }

void Client::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Client::half_close() { ::shutdown(socket_, SHUT_WR); }

std::string Answer::header(const std::string& name) const {
  std::size_t at = 0;
  while ((at = head.find("\r\n", at)) != std::string::npos) {
    at += 2;
    if (head.size() > at + name.size() && strncasecmp(head.data() + at, name.data(), name.size()) == 0 &&
        head[at + name.size()] == ':')
      return head.substr(at + name.size() + 2, head.find("\r\n", at) - at - name.size() - 2);
  }
  return "";
}

Answer Client::receive(int timeout_ms, bool of_head) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (true) {
    const std::size_t end = received_.find("\r\n\r\n");
    if (end != std::string::npos) {
      Answer answer;
      answer.head = received_.substr(0, end + 2);
      answer.status = std::stoi(answer.head.substr(9, 3));
      const std::string length = answer.header("Content-Length");
      const std::size_t size = length.empty() || of_head ? 0 : std::stoul(length);
      if (received_.size() >= end + 4 + size) {
        answer.body = received_.substr(end + 4, size);
        received_.erase(0, end + 4 + size);
        return answer;
      }
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now())
            .count();
    pollfd poll{socket_, POLLIN, 0};
    if (left <= 0 || ::poll(&poll, 1, static_cast<int>(left)) <= 0) return {};
    char piece[65536];
    const ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
    if (got <= 0) return {};
    received_.append(piece, static_cast<std::size_t>(got));
  }
}

bool Client::is_closed(int timeout_ms) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now())
            .count();
    pollfd poll{socket_, POLLIN, 0};
    if (left <= 0 || ::poll(&poll, 1, static_cast<int>(left)) <= 0) return false;
    char piece[4096];
    if (::recv(socket_, piece, sizeof piece, 0) <= 0) return true;
  }
}

// ---- texts

std::string request_text(std::string_view method, std::string_view target, std::string_view body,
                         std::string_view content_type, std::string_view more_headers) {
  std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  if (!content_type.empty()) text += "Content-Type: " + std::string(content_type) + "\r\n";
  if (!body.empty() || method == "POST" || method == "PUT")
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + std::string(more_headers) + "\r\n" + std::string(body);
}

std::string form_text(const std::vector<FormPart>& parts) {
  std::string text;
  for (const FormPart& part : parts) {
    text += "------7d1\r\nContent-Disposition: form-data; name=\"" + part.name + "\"";
    if (!part.file_name.empty()) text += "; filename=\"" + part.file_name + "\"";
    text += "\r\n\r\n" + part.body + "\r\n";
  }
  return text + "------7d1--\r\n";
}

std::string process_xml(const std::string& id, const std::string& content) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions id="file" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test">
<message id="papersMessage" name="papers"/><signal id="bellSignal" name="bell"/>
<process id=")" +
         id + R"(" name="The )" + id + R"(" isExecutable="true"
  camunda:historyTimeToLive="30">)" +
         content + "</process></definitions>";
}

// ---- servers

Served::Served(engine::Commands& commands, engine::Store& store, const std::function<void(Router&)>& add,
               ServerSettings settings) {
  add(router);
  settings.port = 0;
  server = std::make_unique<Server>(settings, router, commands, [&store] { return store.reader(); });
  server->start();
}

Answer Served::ask(std::string_view method, std::string_view target, std::string_view body,
                   std::string_view content_type) {
  Client client(server->port());
  client.send(request_text(method, target, body, content_type));
  return client.receive();
}

Office::Office(ServerSettings settings, EngineRestSettings contract)
    : served(
          engine, engine.store,
          [contract](Router& router) {
            add_engine_rest(router, contract);
            add_own_routes(router, {true});
          },
          settings) {}

Answer Office::deploy(const std::vector<FormPart>& parts) {
  return served.ask("POST", "/engine-rest/deployment/create", form_text(parts), form_type);
}

std::string Office::deploy_process(const std::string& id, const std::string& content) {
  const Answer answer =
      deploy({{"deployment-name", "", "test"}, {"data", id + ".bpmn", process_xml(id, content)}});
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  return answer.json().find("deployedProcessDefinitions")->context().entries.front().first;
}

std::string Office::start(const std::string& key, const std::string& body) {
  const Answer answer = post("/process-definition/key/" + key + "/start", body);
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  return answer.json().find("id")->string();
}

}  // namespace lienthong::api
