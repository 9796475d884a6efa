// What people are told when a limit is near, from the ladder's rung to the mail server, on a development
// clock.
#include <catch2/catch.hpp>
#include "adapters/simulator/simulator.h"
#include "adapters/transfer.h"
#include "adapters/workers.h"
#include "api/engine_rest/engine_rest.h"
#include "api/server.h"
#include "api/v1/v1.h"
#include "app/runner.h"
#include "base/json.h"
#include "storage/memory_store.h"
#include "tests/unused_port.h"

namespace lienthong::app {
namespace {

const std::string procedure_with_limit = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:lienthong="urn:lienthong:bpmn:1.0"
             targetNamespace="t" id="d">
  <process id="examination" isExecutable="true" camunda:historyTimeToLive="P1D">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="examine"/>
    <userTask id="examine" name="Examine the papers">
      <extensionElements>
        <lienthong:deadline id="own" limit="P1D">
          <lienthong:rung id="soon" offset="-PT1H" to="one-stop@commune.example.vn"/>
        </lienthong:deadline>
      </extensionElements>
    </userTask>
    <sequenceFlow id="f2" sourceRef="examine" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>)";

/// The whole program on a store in memory; time moves only when it is told to.
class Whole {
 public:
  explicit Whole(std::vector<std::string> without = {}) {
    const auto clocks = [] { return Clocks::agreeing({1'775'000'000'000}); };
    engine_.open(clocks());
    runner_ = std::make_unique<Runner>(engine_, store_, clocks, [](const std::string& why) { FAIL(why); });
    runner_->start();
    api::add_engine_rest(router_);
    api::add_own_routes(router_, {true});
    api::ServerSettings settings;
    settings.port = 0;
    server_ = std::make_unique<api::Server>(settings, router_, *runner_, [this] { return store_.reader(); });
    server_->start();
    adapters::Settings outside;
    outside.smtp = "smtp://127.0.0.1:" + std::to_string(mail_port_);
    outside.mail_from = "office@commune.example.vn";
    outside.without = std::move(without);
    outside.breaker_pause_ms = 0;
    workers_ = std::make_unique<adapters::Workers>(*runner_, outside);
    workers_->start();
    engine::Deploy deploy;
    deploy.resources = {{"examination.bpmn", procedure_with_limit}};
    engine::ask(*runner_, std::move(deploy));
    engine::StartProcess start;
    start.key = "examination";
    start.business_key = "H03-7";
    root_ = to_string(std::get<engine::Started>(engine::ask(*runner_, std::move(start))).root);
  }
  ~Whole() {
    workers_->stop();
    server_->stop();
    runner_->stop();
  }

  Value rest(const std::string& method, const std::string& path, const std::string& body = "") {
    const std::string url = "http://127.0.0.1:" + std::to_string(server_->port()) + path;
    const auto got =
        adapters::http({method, url, body, {{"Content-Type", "application/json"}}, 10'000}, go_on_);
    INFO(method << " " << path << ": " << got.status << " " << got.body);
    REQUIRE(got.status / 100 == 2);
    return got.body.empty() ? Value() : json::parse(got.body);
  }
  void advance(const std::string& by) { rest("POST", "/api/v1/clock", R"({"advance":")" + by + R"("})"); }
  Value get(const std::string& path) { return rest("GET", "/engine-rest" + path); }
  void mail_server_comes() {
    simulator::Options options;
    options.smtp_port = mail_port_;
    mail_server_ = std::make_unique<simulator::Simulator>(options);
  }
  List mails() {
    const std::string url = "http://127.0.0.1:" + std::to_string(mail_server_->port()) + "/control/mails";
    return json::parse(adapters::http({"GET", url, "", {}, 5'000}, go_on_).body).list();
  }
  const std::string& root() const { return root_; }

 private:
  std::atomic<bool> go_on_{false};
  std::uint16_t mail_port_ = tests::unused_port();
  std::unique_ptr<simulator::Simulator> mail_server_;
  storage::MemoryStore store_;
  engine::Engine engine_{store_};
  std::unique_ptr<Runner> runner_;
  api::Router router_;
  std::unique_ptr<api::Server> server_;
  std::unique_ptr<adapters::Workers> workers_;
  std::string root_;
};

/// The notification as operators see it, once it has failed so often; null when it never does.
Value failed(Whole& office, std::int64_t retries) {
  for (int i = 0; i < 2'000; ++i) {
    const List all = office.get("/external-task?topicName=notify.email").list();
    if (all.size() == 1 && text_at(all[0], "retries") == std::to_string(retries)) return all[0];
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return {};
}

/// The rung falls due, and every try fails until so many are left.
void fail_until(Whole& office, std::int64_t left) {
  office.advance("PT23H30M");
  for (std::int64_t retries = adapters::for_people.tries() - 1;; --retries) {
    INFO(retries);
    REQUIRE_FALSE(failed(office, retries).is_null());
    if (retries == left) return;
    office.advance("PT5H");  // longer than any pause
  }
}

bool is_told(Whole& office) {
  const auto is_over = [&] {  // the mail is there before its sender says so
    return !office.mails().empty() && office.get("/external-task").list().empty();
  };
  for (int i = 0; i < 2'000 && !is_over(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return is_over() && office.mails().size() == 1;
}

}  // namespace

TEST_CASE("A warning waits for a mail server that is away for days, and is then mailed once") {
  Whole office;
  fail_until(office, 10);
  CHECK(office.get("/incident").list().empty());
  office.mail_server_comes();
  office.advance("PT5H");
  REQUIRE(is_told(office));
  CHECK(text_at(office.mails()[0], "raw").find("one-stop@commune.example.vn") != std::string::npos);
}

TEST_CASE("A warning that nobody could be given is an incident, until a person has it tried again") {
  Whole office;
  fail_until(office, 0);
  const Value task = failed(office, 0);
  CHECK_THAT(text_at(task, "errorMessage"), Catch::StartsWith("unavailable: "));
  CHECK(text_at(task, "activityId") == "examine");
  const List open = office.get("/incident").list();
  REQUIRE(open.size() == 1);
  CHECK(text_at(open[0], "incidentType") == "failedExternalTask");
  CHECK(text_at(open[0], "activityId") == "examine");
  office.mail_server_comes();
  office.rest("PUT", "/engine-rest/external-task/" + text_at(task, "id") + "/retries", R"({"retries":1})");
  REQUIRE(is_told(office));
  CHECK(office.get("/incident").list().empty());
}

TEST_CASE("Without the built-in sender a worker over REST fetches what people are to be told") {
  Whole office({"notify.email"});
  office.advance("PT23H30M");
  const auto fetch = [&] {
    return office
        .rest(
            "POST", "/engine-rest/external-task/fetchAndLock",
            R"({"workerId":"own","maxTasks":5,"topics":[{"topicName":"notify.email","lockDuration":60000}]})")
        .list();
  };
  const List fetched = fetch();
  REQUIRE(fetched.size() == 1);
  CHECK(text_at(fetched[0], "businessKey") == "H03-7");
  const Value& variables = *fetched[0].find("variables");
  CHECK(text_at(*variables.find("to"), "value") == R"(["one-stop@commune.example.vn"])");
  CHECK_FALSE(text_at(*variables.find("text"), "value").empty());
  office.rest("POST", "/engine-rest/external-task/" + text_at(fetched[0], "id") + "/complete",
              R"({"workerId":"own"})");
  CHECK(office.get("/external-task").list().empty());
  const List moments = office.rest("GET", "/api/v1/process-instance/" + office.root() + "/timeline").list();
  CHECK(std::ranges::count_if(moments, [](const Value& m) { return text_at(m, "kind") == "notified"; }) == 1);
}

}  // namespace lienthong::app
