// The built-in workers on a real engine, without the program around it: what the trail holds, and what a
// restart in the middle of a call leaves behind.
#include <algorithm>
#include <catch2/catch.hpp>
#include <mutex>
#include "adapters/workers.h"
#include "base/json.h"
#include "engine/engine.h"
#include "storage/memory_store.h"
#include "tests/adapters/support.h"

namespace lienthong::adapters {
namespace {

const std::string procedure = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">
  <process id="birth" isExecutable="true" camunda:historyTimeToLive="P1D">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="register"/>
    <serviceTask id="register" camunda:type="external" camunda:topic="civil.registerBirth">
      <extensionElements><camunda:inputOutput>
        <camunda:outputParameter name="personalId">${personalId}</camunda:outputParameter>
      </camunda:inputOutput></extensionElements>
    </serviceTask>
    <sequenceFlow id="f2" sourceRef="register" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>)";

/// Runs each command at once, in the thread that hands it in.
class Desk : public engine::Commands {
 public:
  Desk(engine::Store& store, Instant wall) : engine_(store), wall_(wall) {
    engine_.open(Clocks::agreeing(wall));
  }

  void submit(engine::Command command, std::function<void(engine::Result)> done) override {
    std::set<std::string> topics;
    engine::Result result;
    {
      const std::lock_guard lock(mutex_);
      result = engine_.run({&command, 1}, Clocks::agreeing(wall_)).front();
      for (auto more = engine_.due(100); !more.empty(); more = engine_.due(100))
        engine_.run(more, Clocks::agreeing(wall_));
      topics = engine_.take_woken_topics();
    }
    waiting_.call(topics);
    if (done) done(std::move(result));
  }
  Waiting wait_for_topics(std::vector<std::string> topics, std::function<void()> wake) override {
    return waiting_.add(std::move(topics), std::move(wake));
  }
  ClockReport clock() const override {
    const std::lock_guard lock(mutex_);
    return engine_.clock();
  }

  engine::Reply ask(engine::Command command) { return engine::ask(*this, std::move(command)); }

 private:
  mutable std::mutex mutex_;
  engine::Engine engine_;
  Instant wall_;
  Waiters waiting_;
};

constexpr Instant morning{1'775'000'000'000};
constexpr std::int64_t longer_than_a_lock_ms = 301'000;

InstanceId start_birth(Desk& desk) {
  engine::Deploy deploy;
  deploy.resources = {{"birth.bpmn", procedure}};
  desk.ask(deploy);
  engine::StartProcess start;
  start.key = "birth";
  start.business_key = "H03";
  for (const auto& [name, value] : good_fields("civil.registerBirth").entries)
    start.variables.emplace_back(name, TypedValue::of(value));
  return std::get<engine::Started>(desk.ask(start)).root;
}

bool ended(storage::MemoryStore& store, InstanceId root) {
  return soon([&] { return store.reader()->find<engine::ProcessHistory>(root.value)->ended.has_value(); });
}

std::string personal_id(storage::MemoryStore& store, InstanceId root) {
  for (const auto& row : store.reader()->select(engine::Query<engine::VariableHistory>()))
    if (row.name == "personalId" && row.scope == root) return text(row.value.value);
  return {};
}

std::vector<engine::AuditEvent> calls_of(storage::MemoryStore& store, InstanceId root) {
  std::vector<engine::AuditEvent> rows = store.reader()->select(engine::Query<engine::AuditEvent>());
  std::erase_if(rows, [&](const auto& row) { return row.kind != "called" || row.root != root; });
  return rows;
}

}  // namespace

TEST_CASE("the trail of a real process tells purpose and outcome of a call, and nothing of the child") {
  World world;
  storage::MemoryStore store;
  Desk desk(store, morning);
  Workers workers(desk, world.settings());
  workers.start();
  const InstanceId root = start_birth(desk);
  REQUIRE(ended(store, root));
  const std::string id = personal_id(store, root);
  REQUIRE(id.size() == 12);
  const auto rows = calls_of(store, root);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].subject == "civil.registerBirth");
  const Value detail = json::parse(rows[0].detail);
  CHECK(text_at(detail, "purpose") == topic_named("civil.registerBirth").purpose);
  CHECK(text_at(detail, "outcome") == "answered");
  CHECK(text_at(detail, "attempt") == "1");
  CHECK(text_at(detail, "dossier") == "H03-1");
  const Context sent = good_fields("civil.registerBirth");
  for (const char* field : {"childName", "birthDate", "birthPlace", "motherId", "motherName"}) {
    INFO(field);
    CHECK(rows[0].detail.find(text(*sent.find(field))) == std::string::npos);
  }
  CHECK(rows[0].detail.find(id) == std::string::npos);
}

TEST_CASE("a birth that was being registered when the program stopped is looked up after the restart") {
  World world;
  storage::MemoryStore store;
  InstanceId root;
  {
    Desk desk(store, morning);
    Workers workers(desk, world.settings());
    world.order("CIVIL", {{"mode", "slow"}, {"delayMs", 1'500}, {"times", 1}});
    workers.start();
    root = start_birth(desk);
    REQUIRE(soon([&] { return world.journal().size() == 1; }));
    workers.stop();
    REQUIRE(personal_id(store, root).empty());
  }
  Desk desk(store, {morning.ms + longer_than_a_lock_ms});
  Workers workers(desk, world.settings());
  workers.start();
  REQUIRE(ended(store, root));
  CHECK(personal_id(store, root).size() == 12);
  const List journal = world.journal();
  REQUIRE(journal.size() == 1);
  CHECK(text_at(journal[0], "times") == "1");
  const auto rows = calls_of(store, root);
  REQUIRE_FALSE(rows.empty());
  CHECK(text_at(json::parse(rows.back().detail), "attempt") == "2");
}

}  // namespace lienthong::adapters
