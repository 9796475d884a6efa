// The table of waits, walked: each kind of event in each place where it may be caught.
#include <catch2/catch.hpp>
#include "bpmn/events/event_type.h"
#include "engine/rows/indexes.h"
#include "engine/waits/wait.h"
#include "tests/bpmn/event_samples.h"
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using bpmn::EventKind;
using bpmn::EventPlace;
using tests::flow;
using tests::Office;

namespace {

std::string model(const std::string& inside) {
  return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d' targetNamespace='t'>" +
         bpmn::testing::declared + "<process id='p' isExecutable='true'>" + inside +
         "</process></definitions>";
}

/// A transaction with a task, so that there is something to cancel and to undo.
std::string around(const std::string& inside, const std::string& beside) {
  return "<startEvent id='s'/>" + flow("s", "a") + "<transaction id='a'><startEvent id='i'/>" +
         flow("i", "t") + "<userTask id='t'/>" + inside + "</transaction>" + beside;
}

std::string boundary(const std::string& definitions, const std::string& attributes = "") {
  return "<boundaryEvent id='e' attachedToRef='a' " + attributes + ">" + definitions + "</boundaryEvent>";
}

/// The event is "e".
std::string model_with(EventKind kind, EventPlace place) {
  const std::string event = bpmn::testing::definition(std::string(name_of(kind)));
  const std::string caught = "<intermediateCatchEvent id='e'>" + event + "</intermediateCatchEvent>";
  switch (place) {
    case EventPlace::Start: return model("<startEvent id='e'>" + event + "</startEvent>");
    case EventPlace::EventSubProcess:
      return model(around("<subProcess id='h' triggeredByEvent='true'><startEvent id='e'>" + event +
                              "</startEvent></subProcess>",
                          ""));
    case EventPlace::Boundary:
      return model(around("", boundary(event) + (kind == EventKind::Compensate
                                                     ? "<task id='undo' isForCompensation='true'/>"
                                                       "<association id='u' sourceRef='e' targetRef='undo'/>"
                                                     : "")));
    case EventPlace::Catch:
      if (kind == EventKind::Link)
        return model("<startEvent id='s'/>" + flow("s", "l") + "<intermediateThrowEvent id='l'>" + event +
                     "</intermediateThrowEvent>" + caught + flow("e", "t") + "<userTask id='t'/>");
      return model("<startEvent id='s'/>" + flow("s", "e") + caught);
    case EventPlace::AfterGateway:
      return model("<startEvent id='s'/><eventBasedGateway id='choice'/>" + flow("s", "choice") +
                   flow("choice", "e") + flow("choice", "late") + caught +
                   "<intermediateCatchEvent id='late'>" + bpmn::testing::definition("timer") +
                   "</intermediateCatchEvent>");
    default: return "";
  }
}

struct Found {
  std::int64_t subscriptions = 0, jobs = 0;
  bool operator==(const Found&) const = default;
};

/// Deploys it, starts it unless the event does, and counts what waits for the event.
Found waits_in(const std::string& xml, EventKind kind, bool start) {
  Office office;
  Deploy deploy;
  deploy.resources.emplace_back("p.bpmn", xml);
  const DefinitionId definition = office.ask<Deployed>(deploy).definitions.front();
  if (start) office.start(definition);
  Found found;
  for (const Subscription& s : office.all<Subscription>())
    found.subscriptions += s.target == "e" && s.event == name_of(kind);
  for (const Job& job : office.all<Job>()) found.jobs += job.node == "e" && job.is<FireTimer>();
  return found;
}

std::string empty_cells(const Wait& row) {
  const std::string kind(name_of(row.kind));
  std::string found;
  const bool subscribes = row.as == Wait::As::Subscription || row.as == Wait::As::SubscriptionBesideOthers;
  const Indexes::FoundBy by = Indexes::found_by(kind);
  if (subscribes && !row.subject) found += kind + ", subject; ";
  if (subscribes && !row.armed) found += kind + ", armed; ";
  if (row.as == Wait::As::Subscription && !by.name && !by.element && !by.instance)
    found += kind + ", found by; ";
  if (row.as == Wait::As::Job && !row.job) found += kind + ", job; ";
  return found;
}

}  // namespace

TEST_CASE("each kind of event waits in each place where it may be caught as its row says") {
  for (const EventKind kind : bpmn::event_kinds())
    for (const EventPlace place : {EventPlace::Start, EventPlace::EventSubProcess, EventPlace::Catch,
                                   EventPlace::Boundary, EventPlace::AfterGateway}) {
      if (!bpmn::type_of(kind).may_stand.contains(place)) continue;
      const Wait::As as = wait_of(kind).as;
      const std::string xml = model_with(kind, place);
      INFO(name_of(kind) << ", " << name_of(place) << "\n" << xml);
      CHECK(waits_in(xml, kind, place != EventPlace::Start) ==
            Found{as == Wait::As::Subscription, as == Wait::As::Job});
    }
}

TEST_CASE("each kind that waits beside others has a row or a job of its own then") {
  for (const EventKind kind : bpmn::event_kinds()) {
    if (!bpmn::type_of(kind).waits_beside_others) continue;
    const bool timer = kind == EventKind::Timer;
    const std::string xml = model(
        around("", boundary(bpmn::testing::definition(std::string(name_of(kind))) +
                                bpmn::testing::definition(kind == EventKind::Signal ? "message" : "signal"),
                            "parallelMultiple='true'")));
    INFO(xml);
    CHECK(waits_in(xml, kind, true) == Found{!timer, timer});
  }
}

TEST_CASE("no row of the waits has an empty cell, and one that has is found") {
  for (std::size_t i = 0; i < Names<EventKind>::values.size(); ++i) {
    const auto kind = static_cast<EventKind>(i);
    CHECK(wait_of(kind).kind == kind);
    CHECK(empty_cells(wait_of(kind)) == "");
    CHECK((!wait_of(kind).listed || wait_of(kind).as == Wait::As::Subscription));
  }
  CHECK(listed_events() == std::vector<std::string>{"message", "signal", "conditional"});
  Wait row = wait_of(EventKind::Message);
  row.subject = nullptr;
  row.armed = nullptr;
  CHECK(empty_cells(row) == "message, subject; message, armed; ");
  row = wait_of(EventKind::Timer);
  row.job = nullptr;
  CHECK(empty_cells(row) == "timer, job; ");
  row = wait_of(EventKind::Signal);
  row.kind = EventKind::Terminate;  // no index knows it
  CHECK(empty_cells(row) == "terminate, found by; ");
}
