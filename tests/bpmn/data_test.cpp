#include <catch2/catch.hpp>
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

std::string with_data(const std::string& inside, const std::string& data = "",
                      const std::string& before = "") {
  return process("<startEvent id='s'/><sequenceFlow id='f1' sourceRef='s' targetRef='a'/>" + data +
                     "<task id='a'>" + inside +
                     "</task><sequenceFlow id='f2' sourceRef='a' targetRef='e'/><endEvent id='e'/>",
                 before);
}

const std::string order = "<dataObject id='o' name='order' isCollection='true' itemSubjectRef='t'/>";

}  // namespace

TEST_CASE("data items are read with name, structure, state and scope") {
  const Document document = read(with_data(
      "<property id='prop' name='two words'/>",
      order + "<dataObjectReference id='r' name='Other' dataObjectRef='o'><dataState name='paid'/>"
              "</dataObjectReference><dataStoreReference id='d' dataStoreRef='st'/>",
      "<itemDefinition id='t' structureRef='Order'/><dataStore id='st' name='stock' capacity='3'/>"));
  CHECK(check(document).empty());
  const auto& data = document.processes.front().data;
  CHECK(data.at("o").name == "order");
  CHECK(data.at("o").collection);
  CHECK(data.at("o").structure == "Order");
  CHECK(data.at("r").name == "order");
  CHECK(data.at("r").state == "paid");
  CHECK(data.at("d").name == "stock");
  CHECK(data.at("d").capacity == 3);
  CHECK(data.at("prop").name == "prop");
  CHECK(document.processes.front().node(data.at("prop").scope).id == "a");
}

TEST_CASE("a data object without name takes that of its first reference, else its id") {
  const auto name = [](const std::string& reference) {
    return read(with_data("", "<dataObject id='o'/>" + reference)).processes.front().data.at("o").name;
  };
  CHECK(name("<dataObjectReference id='r' name='form' dataObjectRef='o'/>") == "form");
  CHECK(name("<dataObjectReference id='r' name='The form' dataObjectRef='o'/>") == "o");
  CHECK(name("") == "o");
}

TEST_CASE("associations that only draw are accepted") {
  CHECK(errors(with_data("<property id='prop' name='__targetRef_placeholder'/><dataInputAssociation>"
                         "<sourceRef>o</sourceRef><targetRef>prop</targetRef></dataInputAssociation>"
                         "<dataOutputAssociation><targetRef>o</targetRef></dataOutputAssociation>",
                         order)) == "");
}

TEST_CASE("contradictory data is refused") {
  const auto input = [](const std::string& inside) {
    return errors(with_data("<dataInputAssociation>" + inside + "</dataInputAssociation>", order));
  };
  CHECK(input("<assignment/>") == "assignment-without-from assignment-without-to");
  CHECK(input("<assignment><from>1</from><to>a b(</to></assignment>") == "assignment-target");
  CHECK(input("<sourceRef>x</sourceRef>") == "data-association-item");
  CHECK(input("<sourceRef>o</sourceRef><transformation>${order}</transformation>") ==
        "data-association-target");
  CHECK(errors(with_data("", "<dataObjectReference id='r' dataObjectRef='x'/>")) == "unknown-reference");
  CHECK(errors(with_data("", "<dataStoreReference id='r' dataStoreRef='x'/>")) == "unknown-reference");
  CHECK(errors(with_data("", "", "<dataStore id='st' capacity='none'/>")) == "data-store-capacity");
  CHECK(errors(with_data("", "", "<dataStore id='st' capacity='-1'/>")) == "data-store-capacity");
  CHECK(errors(with_data("", "", "<dataStore id='st' capacity='0' isUnlimited='false'/>")) == "");
}

TEST_CASE("a lane's candidate group belongs to what stands in it") {
  const Document document = read(process(
      "<laneSet id='l'><lane id='outer' name='Outer' "
      "lienthong:candidateGroup='all'><flowNodeRef>s</flowNodeRef>"
      "<flowNodeRef>a</flowNodeRef><childLaneSet id='c'><lane id='inner' name='Inner' "
      "lienthong:candidateGroup='${few}'><flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane></laneSet>"
      "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='a'/><userTask id='a'/>"));
  CHECK(document.processes.front().nodes[1].lane_group->text == "all");
  CHECK(document.processes.front().nodes[2].lane_group->text == "${few}");
}
