// What a deployment tells of a model whose runs can get stuck.
#include <catch2/catch.hpp>
#include "engine/engine.h"
#include "storage/memory_store.h"
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;

namespace {

/// A choice closed by a parallel join: whatever is chosen, the join waits for the other.
const std::string stuck =
    "<startEvent id='s'/><exclusiveGateway id='x' default='x_b'/><task id='a'/><task id='b'/>"
    "<parallelGateway id='j'/><endEvent id='e'/><sequenceFlow id='x_a' sourceRef='x' "
    "targetRef='a'><conditionExpression xsi:type='tFormalExpression'>${n > "
    "1}</conditionExpression></sequenceFlow>" +
    flow("s", "x") + flow("x", "b") + flow("a", "j") + flow("b", "j") + flow("j", "e");
const std::string sound =
    "<startEvent id='s'/><task id='a'/><endEvent id='e'/>" + flow("s", "a") + flow("a", "e");

Result deployed(SoundnessPolicy policy, const std::string& inside) {
  storage::MemoryStore store;
  Settings settings;
  settings.soundness = policy;
  Engine engine(store, settings);
  const Clocks now = Clocks::agreeing({1'649'732'400'000});
  engine.open(now);
  Deploy deploy;
  deploy.resources.emplace_back("p.bpmn",
                                "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\" "
                                "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                                "targetNamespace=\"t\"><process id=\"p\" isExecutable=\"true\">" +
                                    inside + "</process></definitions>");
  const Command command = std::move(deploy);
  return engine.run(std::span(&command, 1), now).front();
}

}  // namespace

TEST_CASE("a model that can get stuck deploys with a warning that tells the run") {
  const Result result = deployed(SoundnessPolicy::Warn, stuck);
  REQUIRE_FALSE(result.error);
  const auto& answer = std::get<Deployed>(result.reply);
  CHECK(answer.definitions.size() == 1);
  REQUIRE(answer.warnings.size() == 1);
  const Problem& warning = answer.warnings.front();
  CHECK(warning.severity == Problem::Severity::Warning);
  CHECK(warning.rule == "soundness-stuck");
  CHECK(warning.element_id == "j");
  CHECK(warning.resource == "p.bpmn");
  CHECK(warning.message.find("1. start s → 2. gateway x takes ") != std::string::npos);
}

TEST_CASE("where it is asked for, such a model is refused whole") {
  const Result result = deployed(SoundnessPolicy::Refuse, stuck);
  REQUIRE(result.error);
  try {
    std::rethrow_exception(result.error);
  } catch (const Refused& refused) {
    CHECK(refused.kind == Refused::Kind::Unparsable);
    REQUIRE(refused.problems.size() == 1);
    CHECK(refused.problems.front().severity == Problem::Severity::Error);
    CHECK(refused.problems.front().element_id == "j");
  }
}

TEST_CASE("a sound model, and any when it is off, deploys without a word") {
  for (const auto& result :
       {deployed(SoundnessPolicy::Refuse, sound), deployed(SoundnessPolicy::Off, stuck)}) {
    REQUIRE_FALSE(result.error);
    CHECK(std::get<Deployed>(result.reply).warnings.empty());
  }
}

TEST_CASE("what is too large to be judged is said and taken, even where unsound models are refused") {
  std::string inside =
      "<startEvent id='s'/><parallelGateway id='f'/><parallelGateway id='j'/><endEvent id='e'/>" +
      flow("s", "f") + flow("j", "e");
  for (int i = 0; i < 12; ++i) {
    const std::string k = std::to_string(i);
    for (const std::string c : {"v", "w"})
      inside += "<exclusiveGateway id='" + c + k + "' default='" + c + k + "_" + c + "b" + k +
                "'/><task id='" + c + "a" + k + "'/><task id='" + c + "b" + k + "'/><exclusiveGateway id='" +
                c + "y" + k + "'/><sequenceFlow id='" + c + "c" + k + "' sourceRef='" + c + k +
                "' targetRef='" + c + "a" + k +
                "'><conditionExpression xsi:type='tFormalExpression'>${n > "
                "1}</conditionExpression></sequenceFlow>" +
                flow(c + k, c + "b" + k) + flow(c + "a" + k, c + "y" + k) + flow(c + "b" + k, c + "y" + k);
    inside += flow("f", "v" + k) + flow("vy" + k, "w" + k) + flow("wy" + k, "j");
  }
  const Result result = deployed(SoundnessPolicy::Refuse, inside);
  REQUIRE_FALSE(result.error);
  const auto& answer = std::get<Deployed>(result.reply);
  REQUIRE(answer.warnings.size() == 1);
  CHECK(answer.warnings.front().rule == "soundness-unknown");
}
