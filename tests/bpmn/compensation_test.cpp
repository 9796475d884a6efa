// What BPMN 10.7 asks of compensation and transactions.
#include <catch2/catch.hpp>
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

using RuleTable = std::vector<std::pair<std::string, std::string>>;

void hold_rules(const RuleTable& table) {
  for (const auto& [xml, expected] : table) {
    INFO(xml);
    CHECK(errors(xml) == expected);
  }
}

const std::string event =
    "<boundaryEvent id='b' attachedToRef='a'><compensateEventDefinition/></boundaryEvent>";
const std::string handler = "<userTask id='h' isForCompensation='true'/>";

std::string tie(const std::string& from, const std::string& to) {
  return "<association id='" + from + to + "' sourceRef='" + from + "' targetRef='" + to + "'/>";
}
/// An activity "a" that `more` undoes.
std::string undone(const std::string& more, const std::string& activity = "<userTask id='a'/>") {
  return around(activity + more);
}
std::string thrown(const std::string& attributes, const std::string& more = "") {
  return around("<intermediateThrowEvent id='a'><compensateEventDefinition " + attributes +
                "/></intermediateThrowEvent>" + more);
}
std::string undo_inside(const std::string& id = "u") {
  return "<subProcess id='" + id + "' triggeredByEvent='true'><startEvent id='" + id +
         "s'><compensateEventDefinition/></startEvent></subProcess>";
}
std::string sub(const std::string& inside, const std::string& tag = "subProcess") {
  return "<" + tag + " id='a'><startEvent id='i'/>" + inside + "</" + tag + ">";
}
const std::string cancels = "<endEvent id='c'><cancelEventDefinition/></endEvent>";
const std::string cancelled =
    "<boundaryEvent id='b' attachedToRef='a'><cancelEventDefinition/></boundaryEvent>";

}  // namespace

TEST_CASE("a compensation boundary event leads to its handler by an association, in either direction") {
  hold_rules(
      {{undone(event + handler + tie("b", "h")), ""},
       {undone(event + handler + tie("h", "b")), ""},
       {undone(event + handler), "compensation-without-handler"},
       {undone(event + "<textAnnotation id='n'/>" + tie("b", "n")), "compensation-without-handler"},
       {undone(event + "<userTask id='h'/>" + tie("b", "h")), "compensation-handler"},
       {undone(event + "<subProcess id='o'><startEvent id='i'/>" + handler + "</subProcess>" + tie("b", "h")),
        "compensation-handler"},
       {undone(event + handler + "<task id='h2' isForCompensation='true'/>" + tie("b", "h") + tie("b", "h2")),
        "compensation-handler-twice"},
       {undone(event + handler + tie("b", "h") + "<sequenceFlow id='f' sourceRef='b' targetRef='e'/>"),
        "compensation-boundary-flow"},
       {undone(event + handler + tie("b", "h") + "<sequenceFlow id='f' sourceRef='h' targetRef='e'/>"),
        "flow-at-compensation"},
       {undone(event + handler + tie("b", "h") +
               "<boundaryEvent id='b2' attachedToRef='a'><compensateEventDefinition/></boundaryEvent>" +
               tie("b2", "h")),
        "subscribed-twice"}});
  const std::string xml = undone(event + handler);
  const Problem problem = *find(check(read(xml)), "compensation-without-handler");
  CHECK(problem.element_id == "b");
  CHECK(problem.line == 4);
  CHECK(warnings(undone(handler)) == "compensation-never");
  CHECK(warnings(undone(event + handler + tie("b", "h"),
                        "<userTask id='a'/><boundaryEvent id='x' attachedToRef='h'>"
                        "<compensateEventDefinition/></boundaryEvent>" +
                            tie("x", "h"))) == "compensation-of-handler");
}

TEST_CASE("a compensation event sub-process stands in an embedded sub-process, alone") {
  hold_rules(
      {{around(sub(undo_inside())), ""},
       {around(sub(undo_inside(), "transaction")), ""},
       {around(sub(undo_inside() + undo_inside("v"))), "subscribed-twice"},
       {around("<task id='a'/>" + undo_inside()), "compensation-start-place"},
       {around(sub("<subProcess id='n' triggeredByEvent='true'><startEvent id='ns'>"
                   "<signalEventDefinition signalRef='g'/></startEvent>" +
                   undo_inside() + "</subProcess>"),
               "<signal id='g' name='g'/>"),
        "compensation-start-place"},
       {around(sub(undo_inside()) + event + handler + tie("b", "h")), "subscribed-twice"},
       {around(sub("<subProcess id='n' triggeredByEvent='true' isForCompensation='true'><startEvent id='ns'>"
                   "<signalEventDefinition signalRef='g'/></startEvent></subProcess>"),
               "<signal id='g' name='g'/>"),
        "compensation-activity"},
       {around(sub("<subProcess id='n' triggeredByEvent='true' isForCompensation='true'><startEvent id='ns'>"
                   "<compensateEventDefinition/></startEvent></subProcess>")),
        ""}});
}

TEST_CASE("a reference names an activity that the event sees") {
  const std::string inside = "<subProcess id='o'><startEvent id='i'/><task id='x'/></subProcess>";
  const auto from_event_sub = [](const std::string& ref) {
    return around(sub("<task id='t'/><subProcess id='u' triggeredByEvent='true'><startEvent id='us'>"
                      "<compensateEventDefinition/></startEvent><endEvent id='ue'>"
                      "<compensateEventDefinition activityRef='" +
                      ref + "'/></endEvent></subProcess>") +
                  "<task id='out'/>");
  };
  hold_rules({{thrown(""), ""},
              {thrown("activityRef='o'", inside), ""},
              {thrown("activityRef='ns:o'", inside), ""},
              {thrown("activityRef='none'"), "compensation-reference"},
              {thrown("activityRef='s'"), "compensation-reference"},
              {thrown("activityRef='x'", inside), "compensation-reference"},
              {from_event_sub("t"), ""},
              {from_event_sub("out"), "compensation-reference"}});
}

TEST_CASE("a cancel end event stands in a transaction that can be left by a cancel boundary event") {
  const std::string nested = "<subProcess id='n'><startEvent id='ni'/>" + cancels + "</subProcess>";
  hold_rules({{around(sub(cancels, "transaction") + cancelled), ""},
              {around(sub(nested, "transaction") + cancelled), ""},
              {around(sub(cancels, "transaction")), "cancel-without-boundary"},
              {around(sub(cancels)), "cancel-outside-transaction"},
              {around(sub("<subProcess id='n' isForCompensation='true'><startEvent id='ni'/>" + cancels +
                              "</subProcess>",
                          "transaction") +
                      cancelled),
               "cancel-outside-transaction"},
              {around(sub("") + cancelled), "cancel-boundary"},
              {around(sub("", "transaction") + cancelled), ""},
              {around(sub("", "transaction") + cancelled +
                      "<boundaryEvent id='b2' attachedToRef='a'><cancelEventDefinition/></boundaryEvent>"),
               "subscribed-twice"}});
}

TEST_CASE("an asynchronous continuation that would never be is named") {
  const auto with = [](std::string xml, const std::string& element, const std::string& attribute) {
    return xml.insert(xml.find(" id='" + element + "'"), " camunda:" + attribute + "='true'");
  };
  const std::string plain = undone(event + handler + tie("b", "h"));
  CHECK(warnings(plain).empty());
  CHECK(warnings(with(plain, "b", "asyncBefore")) == "async-ignored");
  CHECK(warnings(with(plain, "b", "asyncAfter")) == "async-ignored");
  CHECK(warnings(with(plain, "h", "asyncBefore")).empty());
  CHECK(warnings(with(plain, "h", "asyncAfter")) == "async-ignored");
  CHECK(warnings(with(plain, "a", "asyncAfter")).empty());
}
