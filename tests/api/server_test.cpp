#include <catch2/catch.hpp>
#include "api/engine_rest/common.h"
#include "tests/api/support.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;
using namespace std::chrono_literals;

namespace {

struct Polls {
  std::mutex mutex;
  std::vector<Services::Wake> wakes;
  std::atomic<int> started{0};
  std::atomic<bool> gone{false};

  bool has(Services::Wake why) {
    for (int i = 0; i < 300; ++i) {
      {
        const std::lock_guard lock(mutex);
        if (std::ranges::count(wakes, why) > 0) return true;
      }
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }
};

void poll(Polls& polls, std::int64_t ms, Services& services, Respond respond) {
  ++polls.started;
  services.after(ms, [&polls, respond, gone = services.client_gone](Services::Wake why) {
    {
      const std::lock_guard lock(polls.mutex);
      polls.wakes.push_back(why);
    }
    polls.gone = gone();
    if (why == Services::Wake::Stopping)
      return respond(error_response(ContractError(500, "InvalidRequestException", "shutdown")));
    respond(json_response("[]"));
  });
}

struct ServerFixture {
  explicit ServerFixture(ServerSettings settings = {})
      : served(
            commands, store, [this](Router& router) { add(router); }, settings) {}

  void add(Router& router) {
    router.get("/echo/{id}",
               [](const Request& r, Services&) { return json_response("\"" + r.segments[1] + "\""); });
    router.get("/echo/{id}/xml", [](const Request&, Services&) { return json_response("{}"); });
    router.get("/slow", [](const Request&, Services&) {
      std::this_thread::sleep_for(150ms);
      return json_response("{}");
    });
    router.get("/fails", [](const Request&, Services&) -> Response { throw std::runtime_error("our bug"); });
    router.write("POST", "/body", [](const Request& r, Services&, Respond respond) {
      respond(json_response(std::to_string(r.body.size())));
    });
    router.write("POST", "/command", [](const Request&, Services& s, Respond respond) {
      submit(s, engine::AdvanceClock{5}, respond);
    });
    router.write("POST", "/after-commit", [](const Request&, Services& s, Respond respond) {
      submit_then_read(s, engine::AdvanceClock{5}, respond, [](engine::Reply&, Services& fresh) {
        return count_response(fresh.reader.count(engine::Query<engine::Task>{}));
      });
    });
    router.write("POST", "/lost", [](const Request&, Services&, Respond) {});
    router.write("POST", "/throws",
                 [](const Request&, Services&, Respond) { throw Refused(Refused::Kind::Forbidden, "no"); });
    router.write("POST", "/twice", [](const Request&, Services&, Respond respond) {
      respond(json_response("1"));
      respond(json_response("2"));
    });
    router.write("POST", "/poll/{ms}", [this](const Request& r, Services& s, Respond respond) {
      poll(polls, parse_number_id(r.segments[1]), s, std::move(respond));
    });
  }

  NotedCommands commands;
  storage::MemoryStore store;
  Polls polls;
  Served served;
};

std::string get(const std::string& path) { return request_text("GET", "/engine-rest" + path, "", ""); }
std::string post(const std::string& path, const std::string& body = "{}") {
  return request_text("POST", "/engine-rest" + path, body);
}

}  // namespace

TEST_CASE("A connection is kept and serves request after request") {
  ServerFixture f;
  Client client(f.served.server->port());
  for (int i = 1; i <= 50; ++i) {
    client.send(get("/echo/" + std::to_string(i)));
    const Answer answer = client.receive();
    CHECK(answer.status == 200);
    CHECK(answer.body == "\"" + std::to_string(i) + "\"");
    CHECK(answer.header("Content-Type") == "application/json");
    CHECK(answer.header("Cache-Control") == "no-cache");
  }
}

TEST_CASE("Requests sent ahead are answered in their order") {
  ServerFixture f;
  f.commands.answer = [](const engine::Command&) { return engine::Result{}; };
  Client client(f.served.server->port());
  std::string all;
  for (int i = 0; i < 40; ++i) all += i % 2 ? post("/command") : get("/echo/" + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 40; ++i) {
    const Answer answer = client.receive();
    CHECK(answer.status == (i % 2 ? 204 : 200));
    if (i % 2 == 0) CHECK(answer.body == "\"" + std::to_string(i) + "\"");
  }
}

TEST_CASE("A request may come byte by byte, and its body in chunks") {
  ServerFixture f;
  Client client(f.served.server->port());
  for (const char c : get("/echo/a")) client.send(std::string_view(&c, 1));
  CHECK(client.receive().status == 200);
  client.send("POST /engine-rest/body HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (const char* chunk : {"3\r\nabc\r\n", "A\r\n0123456789\r\n", "0\r\n\r\n"}) {
    std::this_thread::sleep_for(5ms);
    client.send(chunk);
  }
  CHECK(client.receive().body == "13");
}

TEST_CASE("HEAD has GET's head and no body; OPTIONS names the methods") {
  ServerFixture f;
  Client client(f.served.server->port());
  client.send(request_text("HEAD", "/engine-rest/echo/abc", "", "") + get("/echo/b"));
  const Answer head = client.receive(5'000, true);
  CHECK(head.status == 200);
  CHECK(head.header("Content-Length") == "5");  // of what GET would answer
  CHECK(client.receive().body == "\"b\"");
  const Answer options = f.served.ask("OPTIONS", "/engine-rest/echo/a");
  CHECK(options.status == 204);
  CHECK(options.header("Allow") == "GET, HEAD, OPTIONS");
  CHECK(f.served.ask("OPTIONS", "/engine-rest/nothing").status == 404);
  CHECK(f.served.ask("DELETE", "/engine-rest/echo/a").header("Allow") == "GET");
}

TEST_CASE("Paths that end in xml may be cached") {
  ServerFixture f;
  CHECK(f.served.ask("GET", "/engine-rest/echo/a/xml").header("Cache-Control").empty());
}

TEST_CASE("What is no HTTP is refused in the contract's form") {
  ServerFixture f;
  for (const char* bad :
       {"hello\r\n\r\n", "GET / HTTP/3.0\r\nHost: a\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nA\r\n\r\n"}) {
    INFO(bad);
    Client client(f.served.server->port());
    client.send(bad);
    const Answer answer = client.receive();
    CHECK(answer.status == 400);
    CHECK_THAT(answer.body, Contains("\"type\":\"InvalidRequestException\""));
    CHECK(answer.header("Connection") == "close");
    CHECK(client.is_closed());
  }
  Client client(f.served.server->port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n");
  CHECK(client.receive().status == 501);
}

TEST_CASE("HTTP/1.0 closes unless asked not to") {
  ServerFixture f;
  Client closing(f.served.server->port());
  closing.send("GET /engine-rest/echo/a HTTP/1.0\r\n\r\n");
  CHECK(closing.receive().status == 200);
  CHECK(closing.is_closed());
  Client keeping(f.served.server->port());
  keeping.send("GET /engine-rest/echo/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(keeping.receive().header("Connection") == "keep-alive");
  keeping.send(get("/echo/b"));
  CHECK(keeping.receive().status == 200);
}

TEST_CASE("A client that waits to be asked for its body is asked") {
  ServerFixture f;
  Client client(f.served.server->port());
  client.send(
      "POST /engine-rest/body HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  CHECK(client.receive().status == 100);
  client.send("abc");
  CHECK(client.receive().body == "3");
}

TEST_CASE("What handlers throw becomes an answer, and the connection goes on") {
  ServerFixture f;
  Client client(f.served.server->port());
  client.send(get("/fails") + post("/throws") + post("/lost") + get("/echo/a"));
  const Answer bug = client.receive();
  CHECK(bug.status == 500);
  CHECK_THAT(bug.body, Contains("our bug"));
  CHECK(client.receive().status == 403);
  const Answer lost = client.receive();
  CHECK(lost.status == 500);
  CHECK_THAT(lost.body, Contains("without an answer"));
  CHECK(client.receive().status == 200);
}

TEST_CASE("The first of two answers counts") {
  ServerFixture f;
  Client client(f.served.server->port());
  client.send(post("/twice") + get("/echo/a"));
  CHECK(client.receive().body == "1");
  CHECK(client.receive().body == "\"a\"");
}

TEST_CASE("An answer read after the commit is read on a thread with a reader") {
  ServerFixture f;
  f.commands.answer = [](const engine::Command&) { return engine::Result{}; };
  CHECK(f.served.ask("POST", "/engine-rest/after-commit", "{}").body == "{\"count\":0}");
}

TEST_CASE("A refusal at once, such as a full queue, is an answer") {
  ServerFixture f;
  f.commands.answer = [](const engine::Command&) -> engine::Result {
    throw Refused(Refused::Kind::Overloaded, "queue full");
  };
  const Answer answer = f.served.ask("POST", "/engine-rest/command", "{}");
  CHECK(answer.status == 503);
  CHECK(answer.header("Retry-After") == "1");
}

TEST_CASE("A costly read does not hold up the connections of its thread") {
  ServerSettings settings;
  settings.threads = 1;
  ServerFixture f(settings);
  f.served.ask("GET", "/engine-rest/slow");  // now it is known to be costly
  Client slow(f.served.server->port()), quick(f.served.server->port());
  slow.send(get("/slow"));
  const auto began = std::chrono::steady_clock::now();
  quick.send(get("/echo/a"));
  CHECK(quick.receive().status == 200);
  CHECK(std::chrono::steady_clock::now() - began < 100ms);
  CHECK(slow.receive().status == 200);
}

TEST_CASE("A long poll is answered at its time") {
  ServerFixture f;
  Client client(f.served.server->port());
  const auto began = std::chrono::steady_clock::now();
  client.send(post("/poll/120"));
  CHECK(client.receive().body == "[]");
  CHECK(std::chrono::steady_clock::now() - began >= 120ms);
  CHECK(f.polls.wakes == std::vector<Services::Wake>{Services::Wake::Time});
  CHECK_FALSE(f.polls.gone);
}

TEST_CASE("A client that leaves during a long poll is noticed") {
  ServerFixture f;
  {
    Client client(f.served.server->port());
    client.send(post("/poll/60000"));
    for (int i = 0; i < 300 && f.polls.started == 0; ++i) std::this_thread::sleep_for(10ms);
  }
  CHECK(f.polls.has(Services::Wake::ClientGone));
  CHECK(f.polls.gone);
}

TEST_CASE("A client that leaves while requests wait behind its long poll is noticed") {
  ServerFixture f;
  {
    Client client(f.served.server->port());
    client.send(post("/poll/60000") + get("/echo/a"));
    for (int i = 0; i < 300 && f.polls.started == 0; ++i) std::this_thread::sleep_for(10ms);
  }
  CHECK(f.polls.has(Services::Wake::ClientGone));
}

TEST_CASE("Stopping tells long polls, ends idle connections and lets answers be given") {
  ServerFixture f;
  Client polling(f.served.server->port()), idle(f.served.server->port());
  polling.send(post("/poll/60000"));
  idle.send(get("/echo/a"));
  CHECK(idle.receive().status == 200);
  for (int i = 0; i < 300 && f.polls.started == 0; ++i) std::this_thread::sleep_for(10ms);
  const auto began = std::chrono::steady_clock::now();
  f.served.server->stop();
  CHECK(std::chrono::steady_clock::now() - began < 2s);
  const Answer told = polling.receive();
  CHECK(told.status == 500);
  CHECK_THAT(told.body, Contains("shutdown"));
  CHECK(told.header("Connection") == "close");
  CHECK(idle.is_closed());
}

TEST_CASE("Stopping does not wait for ever for an answer that does not come") {
  ServerSettings settings;
  settings.stop_ms_max = 200;
  ServerFixture f(settings);
  Client client(f.served.server->port());
  client.send(post("/command"));  // nobody answers
  for (int i = 0; i < 300; ++i) {
    std::this_thread::sleep_for(10ms);
    const std::lock_guard lock(f.commands.mutex);
    if (!f.commands.commands.empty()) break;
  }
  const auto began = std::chrono::steady_clock::now();
  f.served.server->stop();
  CHECK(std::chrono::steady_clock::now() - began < 2s);
  CHECK(client.is_closed());
}

TEST_CASE("A server stops while its look at the deadlines is due") {
  ServerSettings settings;
  settings.sweep_ms = 0;  // always due
  for (int i = 0; i < 20; ++i) {
    ServerFixture f(settings);
    std::atomic<bool> stopped = false;
    std::thread watchdog([&] {
      for (int k = 0; k < 1'000 && !stopped; ++k) std::this_thread::sleep_for(10ms);
      if (!stopped) std::abort();  // a server that does not stop could not be destroyed either
    });
    f.served.server->stop();
    stopped = true;
    watchdog.join();
    CHECK(stopped);
  }
}

TEST_CASE("A port that is taken is named") {
  ServerFixture f;
  ServerSettings settings;
  settings.port = f.served.server->port();
  Router router;
  Server second(settings, router, f.commands, [&] { return f.store.reader(); });
  // The first listens with the same option, so only a listening socket keeps the second out.
  CHECK_THROWS_WITH(second.start(), Contains("cannot listen on 127.0.0.1:" + std::to_string(settings.port)));
}

TEST_CASE("Pages of another origin may look but not touch") {
  ServerFixture f;
  f.commands.answer = [](const engine::Command&) { return engine::Result{}; };
  const auto ask = [&](const char* method, const char* path, const std::string& origin) {
    Client client(f.served.server->port());
    client.send(
        request_text(method, std::string("/engine-rest") + path, "", "", "Origin: " + origin + "\r\n"));
    return client.receive().status;
  };
  CHECK(ask("POST", "/command", "http://evil.example") == 403);
  CHECK(ask("POST", "/command", "null") == 403);
  CHECK(ask("POST", "/command", "http://127.0.0.1") == 204);
  CHECK(ask("GET", "/echo/a", "http://evil.example") == 200);
}
