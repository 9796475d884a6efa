// Who may still be called while the program stops. Each window is held open by a call that takes as long as
// the test needs, so that a call too late is seen by the sanitizers every time.
#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include "adapters/workers.h"
#include "app/runner.h"
#include "storage/memory_store.h"

namespace lienthong::app {
namespace {

const std::string procedure = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">
  <process id="letter" isExecutable="true" camunda:historyTimeToLive="P1D">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="tell"/>
    <serviceTask id="tell" camunda:type="external" camunda:topic="notify.email"/>
    <sequenceFlow id="f2" sourceRef="tell" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>)";

/// The commands as they are, with a count of the fetches that were answered.
struct Counted : engine::Commands {
  explicit Counted(engine::Commands& real) : real(real) {}
  void submit(engine::Command command, std::function<void(engine::Result)> done) override {
    if (!std::holds_alternative<engine::FetchAndLock>(command))
      return real.submit(std::move(command), std::move(done));
    real.submit(std::move(command), [this, done](engine::Result result) {
      done(std::move(result));
      ++fetched;
      fetched.notify_all();
    });
  }
  Waiting wait_for_topics(std::vector<std::string> topics, std::function<void()> wake) override {
    return real.wait_for_topics(std::move(topics), std::move(wake));
  }
  ClockReport clock() const override { return real.clock(); }
  void wait_for_fetches(int count) {
    for (int seen = fetched; seen < count; seen = fetched) fetched.wait(seen);
  }

  engine::Commands& real;
  std::atomic<int> fetched{0};
};

struct Program {
  Program() {
    const Clocks clocks = Clocks::agreeing({1'775'000'000'000});
    engine.open(clocks);
    runner = std::make_unique<Runner>(
        engine, store, [clocks] { return clocks; }, [](const std::string& why) { FAIL(why); });
    runner->start();
    engine::Deploy deploy;
    deploy.resources = {{"letter.bpmn", procedure}};
    engine::ask(*runner, std::move(deploy));
  }
  void send_letter() {
    engine::StartProcess start;
    start.key = "letter";
    engine::ask(*runner, std::move(start));
  }

  storage::MemoryStore store;
  engine::Engine engine{store};
  std::unique_ptr<Runner> runner;
};

}  // namespace

TEST_CASE("A worker that has stopped is not called any more, though the writer is calling who waits") {
  Program program;
  std::promise<void> entered, gone;
  const Waiting slow = program.runner->wait_for_topics({"notify.email"}, [&] {
    entered.set_value();
    gone.get_future().get();
  });
  Counted commands(*program.runner);
  adapters::Settings settings;
  settings.smtp = "smtp://127.0.0.1:9";
  settings.without = {"notify.webhook"};
  adapters::Workers workers(commands, settings);
  workers.start();
  commands.wait_for_fetches(1);  // there is nothing, so it waits from now on
  program.send_letter();
  entered.get_future().get();  // the writer has the worker among those it calls, behind the slow one
  workers.stop();
  gone.set_value();
  program.runner->stop();
}

}  // namespace lienthong::app
