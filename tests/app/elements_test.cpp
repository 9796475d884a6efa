// The samples of docs/elements.md deploy, have no error, and leave out no element that a designer may use.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include "app/problems.h"

namespace lienthong::app {
namespace {

constexpr const char* head =
    R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" )"
    R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )"
    R"(xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:lienthong="urn:lienthong:bpmn:1.0" )"
    R"(targetNamespace="urn:office">)";

struct Sample {
  int line = 0;      ///< of the page
  std::string text;  ///< as it stands there
};

std::vector<Sample> samples_of(const std::string& page) {
  std::vector<Sample> samples;
  std::ifstream in(page);
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (!inside && line == "```xml") samples.push_back({number, ""});
    inside = inside ? line != "```" : line == "```xml";
    if (inside && line != "```xml") samples.back().text += line + "\n";
  }
  return samples;
}

/// The elements at the top of a sample, one text each: they begin at the left margin.
std::vector<std::string> top_elements(const std::string& sample) {
  std::vector<std::string> elements;
  std::istringstream in(sample);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('<') && !line.starts_with("</")) elements.emplace_back();
    REQUIRE_FALSE(elements.empty());
    elements.back() += line + "\n";
  }
  return elements;
}

bool is_of_definitions(const std::string& element) {
  for (const char* tag :
       {"<message ", "<signal ", "<error ", "<escalation ", "<dataStore ", "<collaboration ", "<process "})
    if (element.starts_with(tag)) return true;
  return false;
}

std::string id_of(const std::string& element) {
  const std::size_t at = element.find(" id=\"");
  REQUIRE(at != std::string::npos);
  return element.substr(at + 5, element.find('"', at + 5) - at - 5);
}

/// What the page tells its reader to write around a sample.
std::string whole(const std::string& sample) {
  std::string outside, inside, first;
  for (const std::string& element : top_elements(sample)) {
    if (!is_of_definitions(element) && first.empty()) first = element;
    (is_of_definitions(element) ? outside : inside) += element;
  }
  if (!inside.empty() && inside.find("<startEvent") == std::string::npos)
    inside = R"(<startEvent id="start"/><sequenceFlow sourceRef="start" targetRef=")" + id_of(first) +
             "\"/>" + inside + R"(<sequenceFlow sourceRef=")" + id_of(first) +
             R"(" targetRef="end"/><endEvent id="end"/>)";
  if (!inside.empty()) inside = R"(<process id="sample" isExecutable="true">)" + inside + "</process>";
  // The schema wants what is referred to first, and pools behind the messages that flow between them.
  return head + outside + inside + "</definitions>";
}

std::vector<Sample> page() { return samples_of(LIENTHONG_SOURCE_DIR "/docs/elements.md"); }

}  // namespace

TEST_CASE("Each sample of docs/elements.md deploys and has no error") {
  const std::vector<Sample> samples = page();
  CHECK(samples.size() > 30);
  for (const Sample& sample : samples) {
    INFO("docs/elements.md, line " << sample.line << ": " << sample.text);
    const Examined examined = examine("sample.bpmn", whole(sample.text), engine::Settings{});
    CHECK(examined.deployable);
    CHECK_FALSE(examined.definitions.empty());
    for (const Problem& problem : examined.problems)
      FAIL_CHECK("line " << problem.line << " of it: " << problem.rule << ": " << problem.message);
  }
}

TEST_CASE("A sample that is wrong is found") {
  const auto deploys = [](const std::string& sample) {
    return examine("sample.bpmn", whole(sample), engine::Settings{}).deployable;
  };
  CHECK(deploys("<userTask id=\"a\" camunda:priority=\"7\" />\n"));
  CHECK_FALSE(deploys("<userTask id=\"a\" camunda:priority=\"high\" />\n"));
}

TEST_CASE("docs/elements.md has a sample of each element that executes") {
  std::string all;
  for (const Sample& sample : page()) all += sample.text;
  for (const char* name : {"task",
                           "manualTask",
                           "userTask",
                           "serviceTask",
                           "sendTask",
                           "receiveTask",
                           "scriptTask",
                           "businessRuleTask",
                           "exclusiveGateway",
                           "parallelGateway",
                           "inclusiveGateway",
                           "eventBasedGateway",
                           "complexGateway",
                           "startEvent",
                           "intermediateCatchEvent",
                           "intermediateThrowEvent",
                           "boundaryEvent",
                           "endEvent",
                           "messageEventDefinition",
                           "timerEventDefinition",
                           "signalEventDefinition",
                           "conditionalEventDefinition",
                           "errorEventDefinition",
                           "escalationEventDefinition",
                           "compensateEventDefinition",
                           "cancelEventDefinition",
                           "terminateEventDefinition",
                           "linkEventDefinition",
                           "subProcess",
                           "transaction",
                           "adHocSubProcess",
                           "callActivity",
                           "multiInstanceLoopCharacteristics",
                           "standardLoopCharacteristics",
                           "dataObject",
                           "dataStore",
                           "property",
                           "lane",
                           "messageFlow",
                           "camunda:formData",
                           "camunda:executionListener",
                           "camunda:taskListener",
                           "camunda:inputOutput",
                           "lienthong:deadline"}) {
    INFO(name);
    const std::string tag = std::string("<") + name;
    CHECK((all.find(tag + " ") != std::string::npos || all.find(tag + ">") != std::string::npos));
  }
}

}  // namespace lienthong::app
