#include "adapters/workers.h"
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include "base/json.h"
#include "tests/adapters/support.h"

namespace lienthong::adapters {
namespace {

const Value* variable(const engine::Variables& variables, const std::string& name) {
  const auto found = std::ranges::find(variables, name, [](const auto& v) { return v.first; });
  return found == variables.end() ? nullptr : &found->second.value;
}

struct Serving {
  explicit Serving(Settings settings) : workers(engine, std::move(settings)) { workers.start(); }
  bool completed(JobId job) {
    return soon([&] { return engine.job(job).completed; });
  }
  bool failed(JobId job, std::size_t times = 1) {
    return soon([&] { return engine.job(job).failures.size() >= times; });
  }
  FakeEngine engine;
  Workers workers;
};

}  // namespace

TEST_CASE("a worker calls the agency and completes the task with the answer's fields") {
  World world;
  Serving serving(world.settings());
  const JobId job = serving.engine.add("civil.registerBirth", good_fields("civil.registerBirth"));
  REQUIRE(serving.completed(job));
  const FakeEngine::Job done = serving.engine.job(job);
  CHECK(done.task.worker == "lienthong/civil.registerBirth");
  for (const std::string& field : topic_named("civil.registerBirth").response)
    CHECK(variable(done.local_variables, field));
  CHECK(text(*variable(done.local_variables, "personalId")).size() == 12);
  CHECK(world.arrivals("CIVIL/REGISTER/registerBirth", job) == 1);
}

TEST_CASE("every topic is served at once, without asking again and again") {
  World world;
  Serving serving(world.settings());
  std::vector<JobId> jobs;
  for (const Topic& topic : topics()) {
    if (topic.kind == Topic::Kind::Registry)
      jobs.push_back(serving.engine.add(topic.name, good_fields(topic.name)));
  }
  jobs.push_back(serving.engine.add("notify.email",
                                    {{"to", "hoa@citizen.example.vn"}, {"subject", "s"}, {"text", "t"}}));
  for (const JobId job : jobs) CHECK(serving.completed(job));
}

TEST_CASE("a declared business error becomes a BPMN error, any other refusal an incident") {
  World world;
  Serving serving(world.settings());
  world.order("RESIDENCE", {{"mode", "refuse"}, {"error", "RES_NOT_ELIGIBLE"}, {"times", 1}});
  const JobId declared = serving.engine.add("residence.register", good_fields("residence.register"));
  CHECK(soon([&] { return serving.engine.job(declared).error_code == "RES_NOT_ELIGIBLE"; }));
  world.order("RESIDENCE", {{"mode", "refuse"}, {"error", "SOMETHING_ELSE"}, {"times", 1}});
  const JobId other = serving.engine.add("residence.register", good_fields("residence.register", 2));
  REQUIRE(serving.failed(other));
  CHECK(serving.engine.job(other).error_code.empty());
  CHECK(serving.engine.job(other).failures[0].retries == 0);
  CHECK_THAT(serving.engine.job(other).failures[0].message.value_or(""), Catch::Contains("SOMETHING_ELSE"));
}

TEST_CASE("an agency that is down is tried again after a growing pause, and the task is done once it is up") {
  World world;
  Serving serving(world.settings());
  world.order("CIVIL", {{"mode", "down"}});
  const JobId job = serving.engine.add("civil.registerBirth", good_fields("civil.registerBirth"));
  for (std::size_t times = 1; times <= 3; ++times) {
    REQUIRE(serving.failed(job, times));
    const engine::FailExternalTask failure = serving.engine.job(job).failures.back();
    CHECK(failure.retries > 0);
    CHECK(failure.retry_timeout_ms == back_off_ms(for_agencies, job, static_cast<std::int64_t>(times)));
    if (times < 3) serving.engine.release(job);
  }
  world.order("CIVIL", {{"mode", "ok"}});
  serving.engine.release(job);
  REQUIRE(serving.completed(job));
  CHECK(world.arrivals("CIVIL/REGISTER/registerBirth", job) == 1);
}

TEST_CASE("tries come to an end in an incident, except the portal's") {
  Settings settings;
  settings.security_server = "http://" + dead_url();
  settings.smtp = "smtp://" + dead_url();
  settings.breaker_pause_ms = 0;
  Serving serving(settings);
  const JobId mail =
      serving.engine.add("notify.email", {{"to", "hoa@citizen.example.vn"}, {"subject", "s"}, {"text", "t"}});
  const JobId portal = serving.engine.add("portal.syncDossier", good_fields("portal.syncDossier"));
  const auto tries = static_cast<std::size_t>(for_people.tries());
  for (std::size_t times = 1; times <= tries; ++times) {
    REQUIRE(serving.failed(mail, times));
    const engine::FailExternalTask failure = serving.engine.job(mail).failures.back();
    CHECK(failure.retries == static_cast<std::int64_t>(tries - times));
    CHECK((failure.retry_timeout_ms == 0) == (times == tries));  // a person's "try again" waits for nothing
    REQUIRE(serving.failed(portal, times));
    CHECK(serving.engine.job(portal).failures.back().retries > 0);
    serving.engine.release(portal);
    if (times < tries) serving.engine.release(mail);
  }
}

TEST_CASE("a person who sets retries gets so many tries more") {
  Settings settings;
  settings.smtp = "smtp://" + dead_url();
  Serving serving(settings);
  const JobId mail = serving.engine.add(
      "notify.email", {{"to", "hoa@citizen.example.vn"}, {"subject", "s"}, {"text", "t"}}, 2);
  REQUIRE(serving.failed(mail, 1));
  CHECK(serving.engine.job(mail).failures.back().retries == 1);
  serving.engine.release(mail);
  REQUIRE(serving.failed(mail, 2));
  CHECK(serving.engine.job(mail).failures.back().retries == 0);
}

TEST_CASE("a dropped reply is one registration, and the task is completed with it") {
  World world;
  Serving serving(world.settings());
  world.order("CIVIL", {{"mode", "drop-reply"}, {"times", 1}});
  const JobId job = serving.engine.add("civil.registerBirth", good_fields("civil.registerBirth"));
  REQUIRE(serving.completed(job));
  CHECK(world.arrivals("CIVIL/REGISTER/registerBirth", job) == 1);
}

TEST_CASE(
    "each call leaves an audit row that names purpose, dossier, outcome and hashes, and no personal record") {
  World world;
  Serving serving(world.settings());
  Context fields = good_fields("npd.verify");
  const JobId job = serving.engine.add("npd.verify", fields);
  REQUIRE(serving.completed(job));
  const auto rows = serving.engine.audit_rows();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].kind == "called");
  CHECK(rows[0].subject == "npd.verify");
  CHECK(rows[0].actor.value_or("") == "lienthong/npd.verify");
  CHECK(rows[0].root.value == 11);
  CHECK(rows[0].instance.value == 12);
  const Value detail = json::parse(rows[0].detail);
  CHECK(text_at(detail, "dossier") == "H03-1");
  CHECK(text_at(detail, "outcome") == "answered");
  CHECK(text_at(detail, "purposeCode") == "birth-linked/verify-parent");
  CHECK(text_at(detail, "officer") == "lan");
  CHECK(text_at(detail, "requestId") == request_id(job));
  CHECK(text_at(detail, "requestHash").size() == 64);
  CHECK(text_at(detail, "responseHash").size() == 64);
  CHECK(detail.find("durationMs")->is_number());
  CHECK(detail.find("fieldsRead")->list().size() == topic_named("npd.verify").response.size());
  for (const char* secret : {"006190000011", "Nguyễn Thị Hoa", "1990-05-20"})
    CHECK(rows[0].detail.find(secret) == std::string::npos);
}

TEST_CASE("refusals and failures leave audit rows too") {
  World world;
  Serving serving(world.settings());
  world.order("BHYT", {{"mode", "refuse"}, {"error", "BHYT_BAD_CLINIC"}, {"times", 1}});
  const JobId refused = serving.engine.add("bhyt.issueCard", good_fields("bhyt.issueCard"));
  REQUIRE(soon([&] { return !serving.engine.job(refused).error_code.empty(); }));
  world.order("BHYT", {{"mode", "down"}});
  const JobId down = serving.engine.add("bhyt.issueCard", good_fields("bhyt.issueCard", 2));
  REQUIRE(serving.failed(down));
  const std::vector<Value> details = serving.engine.audit("bhyt.issueCard");
  REQUIRE(details.size() == 2);
  CHECK(text_at(details[0], "outcome") == "refused");
  CHECK(text_at(details[0], "error") == "BHYT_BAD_CLINIC");
  CHECK(text_at(details[1], "outcome") == "unavailable");
}

TEST_CASE("a notification is sent to the units it names and then completed") {
  World world;
  Settings settings = world.settings();
  settings.directory = Directory::parse(R"({"units":[{"id":"one-stop","email":"one-stop@commune.example.vn",
    "head":{"email":"head@commune.example.vn"}}]})");
  Serving serving(settings);
  const JobId job = serving.engine.notify("notify.email", {{"to", List{Value("one-stop")}},
                                                           {"level", Value(1)},
                                                           {"kind", "escalation"},
                                                           {"subject", "Late: Thẩm định"},
                                                           {"text", "It is late."},
                                                           {"dossier", "H03"},
                                                           {"root", "11"}});
  REQUIRE(serving.completed(job));
  REQUIRE(world.mails().size() == 1);
  CHECK(text(world.mails()[0].find("to")->list().at(0)) == "head@commune.example.vn");
}

TEST_CASE("a topic that is switched off is left to the office's own worker") {
  World world;
  Settings settings = world.settings();
  settings.without = {"bhyt.issueCard"};
  Serving serving(settings);
  const JobId off = serving.engine.add("bhyt.issueCard", good_fields("bhyt.issueCard"));
  const JobId on = serving.engine.add("sign.sign", good_fields("sign.sign"));
  REQUIRE(serving.completed(on));
  CHECK(serving.engine.job(off).task.worker.empty());
}

TEST_CASE("without a security server or a mail server nothing is served, and 'all' switches everything off") {
  World world;
  Settings nothing;
  Settings all = world.settings();
  all.without = {"all"};
  for (const Settings& settings : {nothing, all}) {
    Serving serving(settings);
    const JobId registry = serving.engine.add("sign.sign", good_fields("sign.sign"));
    const JobId mail = serving.engine.add("notify.email", {{"to", "a@b.vn"}});
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    CHECK(serving.engine.job(registry).task.worker.empty());
    CHECK(serving.engine.job(mail).task.worker.empty());
  }
}

TEST_CASE("a slow agency does not delay another") {
  World world;
  Serving serving(world.settings());
  world.order("CIVIL", {{"mode", "slow"}, {"delayMs", 2'000}, {"times", 1}});
  const JobId slow = serving.engine.add("civil.registerBirth", good_fields("civil.registerBirth"));
  REQUIRE(soon([&] { return serving.engine.is_locked(slow); }));
  const auto began = std::chrono::steady_clock::now();
  const JobId quick = serving.engine.add("sign.sign", good_fields("sign.sign"));
  REQUIRE(serving.completed(quick));
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(1'500));
  CHECK_FALSE(serving.engine.job(slow).completed);
  CHECK(serving.completed(slow));
}

TEST_CASE("a receiver that is down or hangs delays no other, and is left alone") {
  constexpr int deliveries = 12;
  for (const bool hangs : {false, true}) {
    INFO(hangs);
    Peer bad(std::vector<std::string>(deliveries, http_answer(503, "")), hangs ? 2'000 : 0);
    Peer good({http_answer(200, "")});
    Serving serving(allowing({bad.url(), good.url()}));
    std::vector<JobId> bad_jobs;
    for (int i = 0; i < deliveries; ++i)
      bad_jobs.push_back(serving.engine.add("notify.webhook", {{"url", Value(bad.url() + "/bad")}}));
    REQUIRE(soon([&] { return !bad.heads().empty(); }));
    const auto began = std::chrono::steady_clock::now();
    const JobId job = serving.engine.add("notify.webhook", {{"url", Value(good.url() + "/good")}});
    REQUIRE(serving.completed(job));
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(1'500));
    if (hangs) continue;
    for (const JobId one : bad_jobs) REQUIRE(serving.failed(one));
    CHECK(bad.heads().size() == 5);
    int put_off = 0;
    for (const JobId one : bad_jobs) {
      const engine::FailExternalTask failure = serving.engine.job(one).failures.front();
      const bool tried = failure.retries == for_people.tries() - 1;
      if (!tried) CHECK(failure.retries == for_people.tries());
      if (!tried) CHECK(failure.retry_timeout_ms > 1'000);
      put_off += tried ? 0 : 1;
    }
    CHECK(put_off == deliveries - 5);
  }
}

TEST_CASE("one path of a host that is away does not stand for another") {
  std::vector<std::string> answers(5, http_answer(503, ""));
  answers.push_back(http_answer(200, ""));
  Peer host(answers);
  Serving serving(allowing({host.url()}));
  for (int i = 0; i < 5; ++i) {
    const JobId bad = serving.engine.add("notify.webhook", {{"url", Value(host.url() + "/bad")}});
    REQUIRE(serving.failed(bad));
  }
  CHECK(serving.completed(serving.engine.add("notify.webhook", {{"url", Value(host.url() + "/good")}})));
}

TEST_CASE("recipients that the mail server cannot take now do not stop mail to others") {
  World world;
  Serving serving(world.settings());
  for (int i = 0; i < 6; ++i)
    REQUIRE(serving.failed(serving.engine.add("notify.email", {{"to", "away@later"}, {"text", "t"}})));
  CHECK(serving.completed(serving.engine.add("notify.email", {{"to", "a@b.vn"}, {"text", "t"}})));
}

TEST_CASE("a mail that is tried again for one recipient reaches the others once, and is told at its end") {
  World world;
  Serving serving(world.settings());
  const Value to(List{Value("a@b.vn"), Value("away@later")});
  const JobId job = serving.engine.add("notify.email", {{"to", to}, {"text", "t"}});
  for (std::size_t times = 1; times <= 3; ++times) {
    REQUIRE(serving.failed(job, times));
    serving.engine.release(job);
  }
  CHECK(world.mails().size() == 1);
  const JobId other = serving.engine.add(
      "notify.email", {{"to", Value(List{Value("a@b.vn"), Value("gone@invalid")})}, {"text", "t"}});
  REQUIRE(serving.completed(other));
  CHECK(text(*variable(serving.engine.job(other).local_variables, "refused")) == R"(["gone@invalid"])");
  CHECK(text_at(serving.engine.audit("notify.email").back(), "refused") == "1");
}

TEST_CASE("workers stop soon, in the middle of a call too, and the task stays to be taken up again") {
  Peer never({}, 3'500);
  Settings settings;
  settings.security_server = never.url();
  Serving serving(settings);
  const JobId job = serving.engine.add("civil.registerBirth", good_fields("civil.registerBirth"));
  REQUIRE(soon([&] { return !never.heads().empty(); }));
  const auto began = std::chrono::steady_clock::now();
  serving.workers.stop();
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(2'500));
  CHECK_FALSE(serving.engine.job(job).completed);
  CHECK(serving.engine.job(job).failures.empty());
  CHECK(serving.engine.job(job).error_code.empty());
}

}  // namespace lienthong::adapters
