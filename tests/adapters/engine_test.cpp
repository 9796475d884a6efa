// Everything real: engine, writer thread, workers, sockets, agencies.
#include <catch2/catch.hpp>
#include "adapters/workers.h"
#include "app/runner.h"
#include "base/json.h"
#include "storage/memory_store.h"
#include "tests/adapters/support.h"

namespace lienthong::adapters {
namespace {

const std::string procedure_with_error = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">
  <error id="mismatch" errorCode="NPD_MISMATCH"/>
  <process id="birth" isExecutable="true" camunda:historyTimeToLive="P1D">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="verify"/>
    <serviceTask id="verify" camunda:type="external" camunda:topic="npd.verify"/>
    <boundaryEvent id="differs" attachedToRef="verify">
      <errorEventDefinition errorRef="mismatch"/>
    </boundaryEvent>
    <sequenceFlow id="f2" sourceRef="differs" targetRef="clarify"/>
    <userTask id="clarify"/>
    <sequenceFlow id="f3" sourceRef="clarify" targetRef="end"/>
    <sequenceFlow id="f4" sourceRef="verify" targetRef="register"/>
    <serviceTask id="register" camunda:type="external" camunda:topic="civil.registerBirth">
      <extensionElements><camunda:inputOutput>
        <camunda:outputParameter name="personalId">${personalId}</camunda:outputParameter>
      </camunda:inputOutput></extensionElements>
    </serviceTask>
    <sequenceFlow id="f5" sourceRef="register" targetRef="tell"/>
    <serviceTask id="tell" camunda:type="external" camunda:topic="notify.email">
      <extensionElements><camunda:inputOutput>
        <camunda:inputParameter name="to">hoa@citizen.example.vn</camunda:inputParameter>
        <camunda:inputParameter name="subject">Hồ sơ ${dossierCode}</camunda:inputParameter>
        <camunda:inputParameter name="text">Số định danh: ${personalId}</camunda:inputParameter>
      </camunda:inputOutput></extensionElements>
    </serviceTask>
    <sequenceFlow id="f6" sourceRef="tell" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>)";

struct Office {
  Office()
      : engine(store),
        opened((engine.open(Clocks::agreeing({1'775'000'000'000})), true)),
        runner(
            engine, store, [] { return Clocks::agreeing({1'775'000'000'000}); },
            [](const std::string& why) { FAIL(why); }),
        workers(runner, world.settings()) {
    runner.start();
    engine::Deploy deploy;
    deploy.resources = {{"birth.bpmn", procedure_with_error}};
    engine::ask(runner, deploy);
    workers.start();
  }
  ~Office() {
    workers.stop();
    runner.stop();
  }
  InstanceId start(const std::string& mother_name) {
    engine::StartProcess start;
    start.key = "birth";
    start.business_key = "H03";
    Context fields = good_fields("civil.registerBirth");
    for (const auto& [name, value] : good_fields("npd.verify").entries) fields.put(name, value);
    fields.put("birthDate", Value("1990-05-20"));
    fields.put("fullName", Value(mother_name));
    for (const auto& [name, value] : fields.entries)
      start.variables.emplace_back(name, TypedValue::of(value));
    return std::get<engine::Started>(engine::ask(runner, start)).root;
  }
  bool ended(InstanceId root) {
    return soon([&] { return store.reader()->find<engine::ProcessHistory>(root.value)->ended.has_value(); });
  }
  template <class Row>
  std::vector<Row> rows() {
    return store.reader()->select(engine::Query<Row>());
  }

  World world;
  storage::MemoryStore store;
  engine::Engine engine;
  bool opened;
  app::Runner runner;
  Workers workers;
};

}  // namespace

TEST_CASE("a real process is led through two agencies and a mail by the built-in workers") {
  Office office;
  office.world.order("CIVIL", {{"mode", "drop-reply"}, {"times", 1}});
  const InstanceId root = office.start("Nguyễn Thị Hoa");
  REQUIRE(office.ended(root));
  REQUIRE(office.world.mails().size() == 1);
  std::string personal_id;
  for (const auto& row : office.rows<engine::VariableHistory>())
    if (row.name == "personalId" && row.scope == root) personal_id = text(row.value.value);
  CHECK(personal_id.size() == 12);
  const std::string raw = text_at(office.world.mails()[0], "raw");
  CHECK(raw.find(base64("Số định danh: " + personal_id)) != std::string::npos);
  std::int64_t registrations = 0;
  for (const Value& row : office.world.journal())
    if (text_at(row, "service") == "CIVIL/REGISTER/registerBirth") ++registrations;
  CHECK(registrations == 1);
  std::vector<std::string> called;
  for (const auto& row : office.rows<engine::AuditEvent>())
    if (row.kind == "called" && row.root == root) called.push_back(row.subject);
  CHECK(called == std::vector<std::string>{"npd.verify", "civil.registerBirth", "notify.email"});
}

TEST_CASE("a business error leads the real process to its boundary event") {
  Office office;
  office.start("Nguyễn Thị Hòa");
  REQUIRE(soon([&] { return !office.rows<engine::Task>().empty(); }));
  CHECK(office.rows<engine::Task>()[0].node == "clarify");
}

TEST_CASE("a refusal that no procedure foresees is an incident of the real engine") {
  Office office;
  office.world.order("NPD", {{"mode", "refuse"}, {"error", "LICENCE_EXPIRED"}});
  office.start("Nguyễn Thị Hoa");
  REQUIRE(soon([&] { return !office.rows<engine::Incident>().empty(); }));
  CHECK_THAT(office.rows<engine::Incident>()[0].message.value_or(""), Catch::Contains("LICENCE_EXPIRED"));
}

}  // namespace lienthong::adapters
