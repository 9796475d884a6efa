#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include "base/json.h"
#include "tests/adapters/support.h"

namespace lienthong::adapters {
namespace {

std::vector<Topic> registries() {
  std::vector<Topic> found;
  std::ranges::copy_if(topics(), std::back_inserter(found),
                       [](const Topic& t) { return t.kind == Topic::Kind::Registry; });
  return found;
}

std::string member(const Topic& topic) { return topic.service.substr(0, topic.service.find('/')); }

Answer call_peer(const std::string& topic, const Peer& peer, std::int64_t attempt = 1) {
  const std::atomic<bool> go_on{false};
  Settings settings;
  settings.security_server = peer.url();
  return call(topic_named(topic), settings, request(5, good_fields(topic), attempt), go_on);
}

/// A service's whole answer, as the agency would give it.
const std::string registered =
    R"({"bookNo":"01/2022","certificateNo":"7/2022","personalId":"006222000123","pdfRef":"civil:7"})";

}  // namespace

TEST_CASE("every registry answers a correct request with the fields of its topic") {
  World world;
  for (const Topic& topic : registries()) {
    INFO(topic.name);
    const Answer answer = call(topic, world.settings(), request(100, good_fields(topic.name)), world.go_on);
    INFO(answer.error_code << " " << answer.message);
    REQUIRE(answer.outcome == Outcome::Answered);
    for (const std::string& field : topic.response) CHECK(answer.body.find(field));
    CHECK(answer.request_hash.size() == 64);
    CHECK(answer.response_hash.size() == 64);
  }
}

TEST_CASE("every business error of every topic arrives as a refusal with its code") {
  World world;
  std::int64_t job = 200;
  for (const Topic& topic : registries())
    for (const std::string& code : topic.errors) {
      INFO(topic.name << " " << code);
      world.order(member(topic), {{"mode", "refuse"}, {"error", code}, {"times", 1}});
      const Answer answer =
          call(topic, world.settings(), request(++job, good_fields(topic.name)), world.go_on);
      CHECK(answer.outcome == Outcome::Refused);
      CHECK(answer.error_code == code);
    }
}

TEST_CASE("the agencies find what is wrong with a request themselves") {
  World world;
  struct Case {
    const char *topic, *field, *value, *code;
  };
  const std::vector<Case> cases{{"npd.verify", "idNumber", "006190999999", "NPD_NOT_FOUND"},
                                {"npd.verify", "fullName", "Nguyễn Thị Hòa", "NPD_MISMATCH"},
                                {"npd.verify", "birthDate", "1990-05-21", "NPD_MISMATCH"},
                                {"civil.registerBirth", "childName", "", "CIVIL_INVALID"},
                                {"residence.register", "consentRef", "", "RES_NO_CONSENT"},
                                {"bhyt.issueCard", "clinicCode", "00000", "BHYT_BAD_CLINIC"}};
  std::int64_t job = 300;
  for (const Case& one : cases) {
    INFO(one.topic << " " << one.field << "=" << one.value);
    Context fields = good_fields(one.topic);
    fields.put(one.field, Value(one.value));
    const Answer answer = call(topic_named(one.topic), world.settings(), request(++job, fields), world.go_on);
    CHECK(answer.outcome == Outcome::Refused);
    CHECK(answer.error_code == one.code);
  }
  Context dead = good_fields("npd.verify");
  dead.put("idNumber", Value("006188000022"));
  CHECK(call(topic_named("npd.verify"), world.settings(), request(++job, dead), world.go_on).error_code ==
        "NPD_DECEASED");
}

TEST_CASE("a second dossier for what is registered already is refused as a duplicate") {
  World world;
  for (const auto& [name, code] :
       {std::pair{"civil.registerBirth", "CIVIL_DUPLICATE"}, {"bhyt.issueCard", "BHYT_DUPLICATE"}}) {
    INFO(name);
    REQUIRE(call(topic_named(name), world.settings(), request(401, good_fields(name)), world.go_on).outcome ==
            Outcome::Answered);
    const Answer second =
        call(topic_named(name), world.settings(), request(402, good_fields(name)), world.go_on);
    CHECK(second.outcome == Outcome::Refused);
    CHECK(second.error_code == code);
  }
}

TEST_CASE("the portal's duplicate counts as success") {
  World world;
  const Topic& topic = topic_named("portal.syncDossier");
  for (const std::int64_t job : {501, 502}) {
    const Answer answer = call(topic, world.settings(), request(job, good_fields(topic.name)), world.go_on);
    CHECK(answer.outcome == Outcome::Answered);
    CHECK(text_at(answer.body, "error_code") == (job == 501 ? "0" : "1"));
  }
}

TEST_CASE("an agency that is down is unavailable, and nothing is accepted") {
  World world;
  Settings nowhere = world.settings();
  nowhere.security_server = "http://" + dead_url();
  for (const Topic& topic : registries()) {
    INFO(topic.name);
    world.order(member(topic), {{"mode", "down"}});
    CHECK(call(topic, world.settings(), request(601, good_fields(topic.name)), world.go_on).outcome ==
          Outcome::Unavailable);
    CHECK(world.arrivals(topic.service, {601}) == 0);
    CHECK(call(topic, nowhere, request(602, good_fields(topic.name)), world.go_on).outcome ==
          Outcome::Unavailable);
  }
}

TEST_CASE("a reply that is dropped after accepting is found by looking it up, and the act is done once") {
  World world;
  for (const Topic& topic : registries()) {
    INFO(topic.name);
    world.order(member(topic), {{"mode", "drop-reply"}, {"times", 1}});
    const Answer answer = call(topic, world.settings(), request(701, good_fields(topic.name)), world.go_on);
    CHECK(answer.outcome == Outcome::Answered);
    CHECK(world.arrivals(topic.service, {701}) == 1);
  }
}

TEST_CASE("an agency slower than the time-out leaves the outcome unknown until it is looked up") {
  World world;
  for (Topic topic : registries()) {
    INFO(topic.name);
    topic.timeout_ms = 150;
    world.order(member(topic), {{"mode", "slow"}, {"delayMs", 500}, {"times", 1}});
    const auto began = std::chrono::steady_clock::now();
    const Answer answer = call(topic, world.settings(), request(801, good_fields(topic.name)), world.go_on);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(450));
    CHECK(answer.outcome == Outcome::Answered);
    CHECK(world.arrivals(topic.service, {801}) == 1);
  }
}

TEST_CASE("what cannot be looked up stays unknown and is not sent a second time") {
  for (const Topic& topic : registries()) {
    if (topic.idempotent) continue;
    INFO(topic.name);
    Peer hangs_up({});
    CHECK(call_peer(topic.name, hangs_up).outcome == Outcome::Unknown);
    REQUIRE(hangs_up.heads().size() == 2);
    CHECK(hangs_up.heads()[0].starts_with("POST "));
    CHECK(hangs_up.heads()[1].starts_with("GET "));
    Peer still({});
    CHECK(call_peer(topic.name, still, 2).outcome == Outcome::Unknown);
    REQUIRE(still.heads().size() == 1);
    CHECK(still.heads()[0].starts_with("GET "));
  }
}

TEST_CASE("a later try looks up first, and sends only what never arrived") {
  World world;
  for (const Topic& topic : registries()) {
    if (topic.idempotent) continue;
    INFO(topic.name);
    const Answer first = call(topic, world.settings(), request(901, good_fields(topic.name)), world.go_on);
    const Answer again = call(topic, world.settings(), request(901, good_fields(topic.name), 2), world.go_on);
    CHECK(again.outcome == Outcome::Answered);
    CHECK(again.body == first.body);
    CHECK(world.arrivals(topic.service, {901}) == 1);
    const Answer lost =
        call(topic, world.settings(), request(902, good_fields(topic.name, 2), 2), world.go_on);
    CHECK(lost.outcome == Outcome::Answered);
    CHECK(world.arrivals(topic.service, {902}) == 1);
  }
}

TEST_CASE("an idempotent request that arrives twice has one effect and one answer") {
  World world;
  for (const Topic& topic : registries()) {
    INFO(topic.name);
    const Answer first = call(topic, world.settings(), request(951, good_fields(topic.name)), world.go_on);
    const Answer again = call(topic, world.settings(), request(951, good_fields(topic.name)), world.go_on);
    CHECK(again.outcome == Outcome::Answered);
    CHECK(again.body == first.body);
    CHECK(world.arrivals(topic.service, {951}) == 2);
  }
}

TEST_CASE("an agency that answers twice is believed once") {
  Peer twice({http_answer(200, registered) + http_answer(200, registered), http_answer(200, registered)});
  CHECK(call_peer("civil.registerBirth", twice).outcome == Outcome::Answered);
  CHECK(call_peer("civil.registerBirth", twice).outcome == Outcome::Answered);
  World world;
  world.order("CIVIL", {{"mode", "twice"}});
  const Answer answer = call(topic_named("civil.registerBirth"), world.settings(),
                             request(961, good_fields("civil.registerBirth")), world.go_on);
  CHECK(answer.outcome == Outcome::Answered);
}

TEST_CASE("each HTTP answer belongs to one of the four outcomes") {
  struct Case {
    std::string answer;
    Outcome outcome;
  };
  const std::string xroad = "X-Road-Error: Server.ServerProxy.ServiceFailed\r\n";
  const std::vector<Case> cases{
      {http_answer(200, registered), Outcome::Answered},
      {http_answer(200, R"({"error":"CIVIL_DUPLICATE","message":"known"})"), Outcome::Refused},
      {http_answer(409, R"({"error":"CIVIL_DUPLICATE"})"), Outcome::Refused},
      {http_answer(400, "no json"), Outcome::Refused},
      {http_answer(403, "{}"), Outcome::Refused},
      {http_answer(429, "{}"), Outcome::Unavailable},
      {http_answer(503, "{}"), Outcome::Unavailable},
      {http_answer(400, R"({"type":"Client.BadRequest","message":"x"})",
                   "X-Road-Error: Client.BadRequest\r\n"),
       Outcome::Refused},
      {http_answer(500, R"({"type":"Server.ServerProxy.UnknownService","message":"x"})", xroad),
       Outcome::Unavailable},
      {http_answer(500, "{}"), Outcome::Unknown},
      {http_answer(502, "<html>"), Outcome::Unknown},
      {http_answer(200, "<html>"), Outcome::Unknown},
      {http_answer(200, "{\"bookNo\":"), Outcome::Unknown},
      {http_answer(302, "{}", "Location: http://127.0.0.1:1/elsewhere\r\n"), Outcome::Unknown},
      {"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"bookNo\"", Outcome::Unknown}};
  for (const Case& one : cases) {
    INFO(one.answer);
    // The look-up after an unknown outcome is answered by nobody.
    Peer peer({one.answer, "", ""});
    CHECK(call_peer("civil.registerBirth", peer).outcome == one.outcome);
  }
}

TEST_CASE("a request carries X-Road's headers, the dossier and a key that no try changes") {
  std::vector<std::string> heads;
  for (const std::int64_t attempt : {1, 1, 2}) {
    Peer peer({http_answer(200, R"({"match":"YES","evidenceId":"E1","mismatched":[],"status":"ALIVE"})")});
    REQUIRE(call_peer("npd.verify", peer, attempt).outcome == Outcome::Answered);
    heads.push_back(peer.heads().at(0));
  }
  const auto header = [](const std::string& head, const std::string& name) {
    const std::size_t at = head.find("\n" + name + ": ");
    return at == std::string::npos
               ? ""
               : head.substr(at + name.size() + 3, head.find('\n', at + 1) - at - name.size() - 3);
  };
  CHECK(heads[0].starts_with("POST /r1/VN/GOV/NPD/POPULATION/verify HTTP/1.1"));
  CHECK(header(heads[0], "X-Road-Client") == "VN/GOV/COMMUNE/lienthong");
  CHECK(header(heads[0], "X-Road-Issue") == "H03-1");
  CHECK(header(heads[0], "X-Request-Key") == request_id({5}));
  const std::string id = header(heads[0], "X-Road-Id");
  CHECK(id.size() == 36);
  CHECK(id[14] == '4');
  CHECK(header(heads[1], "X-Road-Id") == id);
  CHECK(header(heads[2], "X-Road-Id") != id);
  CHECK(header(heads[2], "X-Request-Key") == request_id({5}));
}

TEST_CASE("a dossier code cannot smuggle a header in") {
  Peer peer({http_answer(200, R"({"match":"YES","evidenceId":"E1"})")});
  const std::atomic<bool> go_on{false};
  Settings settings;
  settings.security_server = peer.url();
  Request asked = request(5, good_fields("npd.verify"));
  asked.dossier = "H03\r\nX-Road-UserId: chair\r\n\r\nGET / HTTP/1.1";
  call(topic_named("npd.verify"), settings, asked, go_on);
  REQUIRE(peer.heads().size() == 1);
  CHECK(peer.heads()[0].find("\nX-Road-UserId: chair") == std::string::npos);
  CHECK(peer.heads()[0].find("X-Road-Issue: H03X-Road-UserId:chairGET/HTTP/1.1\n") != std::string::npos);
}

TEST_CASE("only the topic's own fields are sent to an agency") {
  Peer peer({http_answer(200, R"({"match":"YES","evidenceId":"E1"})")});
  const std::atomic<bool> go_on{false};
  Settings settings;
  settings.security_server = peer.url();
  Context fields = good_fields("npd.verify");
  fields.put("citizenEmail", Value("hoa@citizen.example.vn"));
  call(topic_named("npd.verify"), settings, request(5, fields), go_on);
  const Value sent = json::parse(peer.bodies().at(0));
  const std::vector<std::string>& allowed = topic_named("npd.verify").request;
  for (const auto& [name, value] : sent.context().entries)
    CHECK((name == "requestId" || std::ranges::find(allowed, name) != allowed.end()));
  CHECK_FALSE(sent.find("citizenEmail"));
}

TEST_CASE("a call in the middle ends soon after a stop") {
  Peer never({http_answer(200, registered)}, 4'000);
  std::atomic<bool> stop{false};
  Settings settings;
  settings.security_server = never.url();
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop = true;
  });
  const auto began = std::chrono::steady_clock::now();
  const Answer answer = call(topic_named("civil.registerBirth"), settings,
                             request(5, good_fields("civil.registerBirth")), stop);
  stopper.join();
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(2'500));
  CHECK(answer.outcome == Outcome::Unknown);
}

TEST_CASE("a no that stands in the population database's own fields is a refusal, not an answer") {
  struct Row {
    const char *body, *code;
  };
  for (const Row& row : {Row{R"({"match":"NO","evidenceId":"E","status":"ALIVE"})", "NPD_MISMATCH"},
                         Row{R"({"match":"PARTIAL","evidenceId":"E","status":"ALIVE"})", "NPD_MISMATCH"},
                         Row{R"({"match":"YES","evidenceId":"E","status":"DECEASED"})", "NPD_DECEASED"},
                         Row{R"({"match":"NO","evidenceId":"E","status":"NOT_FOUND"})", "NPD_NOT_FOUND"}}) {
    INFO(row.body);
    Peer peer({http_answer(200, row.body)});
    const Answer answer = call_peer("npd.verify", peer);
    CHECK(answer.outcome == Outcome::Refused);
    CHECK(answer.error_code == row.code);
  }
}

}  // namespace lienthong::adapters
