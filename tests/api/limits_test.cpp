#include "api/limits.h"
#include <catch2/catch.hpp>
#include "api/engine_rest/common.h"
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;
using namespace std::chrono_literals;

namespace {

struct LimitsFixture {
  explicit LimitsFixture(ServerSettings settings = {}) : served(commands, store, add, settings) {}
  static void add(Router& router) {
    router.get("/ok", [](const Request&, Services&) { return json_response("{}"); });
    router.get("/some", [](const Request&, Services&) { return json_response(std::string(100, 'x')); });
    router.get("/much", [](const Request&, Services&) { return json_response(std::string(64u << 20, 'x')); });
    router.write("POST", "/body", [](const Request& r, Services&, Respond respond) {
      respond(json_response(std::to_string(r.body.size())));
    });
  }
  std::uint16_t port() const { return served.server->port(); }
  NotedCommands commands;
  storage::MemoryStore store;
  Served served;
};

std::string with_header_of(std::size_t bytes) {
  const std::string start = "GET /engine-rest/ok HTTP/1.1\r\nHost: h\r\n", rest = "\r\n\r\n";
  std::string padding;  // several fields: one alone may not be that long
  const std::size_t wanted = bytes - start.size() - rest.size();
  while (padding.size() + 4'010 < wanted) padding += "A: " + std::string(4'000, 'a') + "\r\n";
  padding += "B: " + std::string(wanted - padding.size() - 3, 'b');
  return start + padding + rest;
}

Answer ask_bytes(const LimitsFixture& f, std::string_view bytes) {
  Client client(f.port());
  client.send(bytes);
  return client.receive();
}

}  // namespace

TEST_CASE("A header has at most 16 KiB") {
  LimitsFixture f;
  CHECK(ask_bytes(f, with_header_of(limits::header_bytes_max - 1)).status == 200);
  CHECK(ask_bytes(f, with_header_of(limits::header_bytes_max)).status == 200);
  const Answer beyond = ask_bytes(f, with_header_of(limits::header_bytes_max + 1));
  CHECK(beyond.status == 431);
  CHECK_THAT(beyond.body, Contains("16384 bytes"));
}

TEST_CASE("An address has at most 8 KiB") {
  LimitsFixture f;
  const auto target = [](std::size_t bytes) {
    const std::string start = "/engine-rest/ok?a=";
    return request_text("GET", start + std::string(bytes - start.size(), 'a'), "", "");
  };
  CHECK(ask_bytes(f, target(limits::target_bytes_max)).status == 200);
  CHECK(ask_bytes(f, target(limits::target_bytes_max + 1)).status == 414);
}

TEST_CASE("A body has at most 64 MiB", "[long]") {
  LimitsFixture f;
  for (const std::size_t size : {limits::body_bytes_max - 1, limits::body_bytes_max})
    CHECK(f.served.ask("POST", "/engine-rest/body", std::string(size, ' ')).body == std::to_string(size));
  CHECK(f.served.ask("POST", "/engine-rest/body", std::string(limits::body_bytes_max + 1, ' ')).status ==
        413);
}

TEST_CASE("A body that is too large is refused before it comes") {
  LimitsFixture f;
  Client client(f.port());
  client.send("POST /engine-rest/body HTTP/1.1\r\nHost: h\r\nContent-Length: 104857600\r\n\r\n");
  const Answer answer = client.receive();
  CHECK(answer.status == 413);
  CHECK_THAT(answer.body, Contains("67108864 bytes"));
}

TEST_CASE("A client that sends a hundred megabytes all the same reads why they were refused") {
  LimitsFixture f;
  Client client(f.port());
  client.send("POST /engine-rest/body HTTP/1.1\r\nHost: h\r\nContent-Length: 104857600\r\n\r\n");
  const std::string piece(1u << 20, ' ');
  for (int i = 0; i < 100; ++i)
    if (!client.send(piece)) break;
  CHECK(client.receive().status == 413);
}

TEST_CASE("Chunks add up to the same limit") {
  LimitsFixture f;
  Client client(f.port());
  client.send("POST /engine-rest/body HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "100000\r\n" + std::string(1u << 20, ' ') + "\r\n";
  for (std::size_t i = 0; i <= limits::body_bytes_max >> 20; ++i)
    if (!client.send(chunk)) break;
  CHECK(client.receive().status == 413);
}

TEST_CASE("A header that comes too slowly is given up") {
  ServerSettings settings;
  settings.header_ms_max = 200;
  settings.sweep_ms = 20;
  LimitsFixture f(settings);
  Client client(f.port());
  const auto began = std::chrono::steady_clock::now();
  const std::string text =
      request_text("GET", "/engine-rest/ok", "", "", "X: " + std::string(200, 'x') + "\r\n");
  Answer answer;
  for (const char c : text) {  // always something, never enough
    if (!client.send(std::string_view(&c, 1))) break;
    answer = client.receive(10);
    if (answer.status) break;
  }
  CHECK(answer.status == 408);
  CHECK(std::chrono::steady_clock::now() - began < 2s);
  CHECK(client.is_closed());
}

TEST_CASE("An idle connection is closed") {
  ServerSettings settings;
  settings.idle_ms_max = 150;
  settings.sweep_ms = 20;
  LimitsFixture f(settings);
  Client never_spoke(f.port()), spoke(f.port());
  spoke.send(request_text("GET", "/engine-rest/ok", "", ""));
  CHECK(spoke.receive().status == 200);
  const auto began = std::chrono::steady_clock::now();
  CHECK(never_spoke.is_closed());
  CHECK(spoke.is_closed());
  CHECK(std::chrono::steady_clock::now() - began < 2s);
}

TEST_CASE("A body slower than a kilobyte a second is given up, a faster one is not") {
  ServerSettings settings;
  settings.rate_grace_ms = 200;
  settings.sweep_ms = 20;
  LimitsFixture f(settings);
  const std::string head = "POST /engine-rest/body HTTP/1.1\r\nHost: h\r\nContent-Length: 2000\r\n\r\n";
  Client slow(f.port()), quick(f.port());
  slow.send(head + "x");
  quick.send(head);
  for (int i = 0; i < 10; ++i) {  // 200 bytes each 60 ms are 3.3 KB/s
    quick.send(std::string(200, 'x'));
    std::this_thread::sleep_for(60ms);
  }
  CHECK(quick.receive().body == "2000");
  CHECK(slow.receive().status == 408);
}

TEST_CASE("A large answer that is taken late still arrives whole") {
  ServerSettings settings;
  settings.rate_grace_ms = 100;
  settings.sweep_ms = 20;
  LimitsFixture f(settings);
  Client client(f.port());
  client.send(request_text("GET", "/engine-rest/much", "", ""));
  std::this_thread::sleep_for(300ms);
  const Answer answer = client.receive(20'000);
  CHECK(answer.status == 200);
  CHECK(answer.body.size() == 64u << 20);
}

TEST_CASE("A client that does not take its answers is given up") {
  ServerSettings settings;
  settings.rate_grace_ms = 100;
  settings.sweep_ms = 20;
  LimitsFixture f(settings);
  Client client(f.port());
  // Small answers, never read: sooner or later they do not fit, and each has its own little time.
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += request_text("GET", "/engine-rest/some", "", "");
  bool taken = true;
  for (int i = 0; i < 400 && taken; ++i) taken = client.send(many);
  CHECK_FALSE(taken);
}

TEST_CASE("More connections than the setting allows are turned away, and room is made again") {
  ServerSettings settings;
  settings.connections_max = 3;
  LimitsFixture f(settings);
  std::vector<std::unique_ptr<Client>> open;
  for (int i = 0; i < 3; ++i) {
    open.push_back(std::make_unique<Client>(f.port()));
    open.back()->send(request_text("GET", "/engine-rest/ok", "", ""));
    CHECK(open.back()->receive().status == 200);
  }
  Client fourth(f.port());
  CHECK(fourth.receive().status == 503);
  CHECK(fourth.is_closed());
  open.pop_back();
  int status = 503;
  for (int i = 0; i < 100 && status != 200; ++i) {
    std::this_thread::sleep_for(10ms);
    status = f.served.ask("GET", "/engine-rest/ok").status;
  }
  CHECK(status == 200);
}

TEST_CASE("One address has a limit of its own") {
  ServerSettings settings;
  settings.connections_per_address_max = 2;
  LimitsFixture f(settings);
  Client first(f.port()), second(f.port());
  first.send(request_text("GET", "/engine-rest/ok", "", ""));
  second.send(request_text("GET", "/engine-rest/ok", "", ""));
  CHECK(first.receive().status == 200);
  CHECK(second.receive().status == 200);
  Client third(f.port());
  CHECK(third.receive().status == 503);
}

TEST_CASE("A full disk refuses each write with 507, changes nothing, and reading goes on") {
  Office o;
  o.deploy_process("p", waits);
  o.start("p");
  const std::string task = text(o.get("/task").list().at(0), "id");
  o.engine.store.refuse_writes(true);
  CHECK(o.post("/process-definition/key/p/start").status == 507);
  CHECK(o.post("/task/" + task + "/complete").status == 507);
  CHECK(o.post("/task/" + task + "/claim", R"({"userId":"lan"})").status == 507);
  CHECK(o.deploy({{"data", "q.bpmn", process_xml("q", waits)}}).status == 507);
  CHECK(o.get("/task").list().size() == 1);
  o.engine.store.refuse_writes(false);
  CHECK(o.post("/task/" + task + "/complete").status == 204);
}
