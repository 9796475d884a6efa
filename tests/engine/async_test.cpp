// camunda:asyncBefore and camunda:asyncAfter on every element that may carry them. bpmn-extensions 18.1
#include <algorithm>
#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

/// An element `x`, its attributes at the @, on the way to the user task `next`.
struct AsyncPlace {
  std::string name;
  std::string inside;  ///< of the process
  std::string happens = "";
  bool before = true, after = true;
};

/// s → x → next → e
std::string amid(const std::string& x) {
  return "<startEvent id='s'/>" + x + "<userTask id='next'/><endEvent id='e'/>" + flow("s", "x") +
         flow("x", "next") + flow("next", "e");
}

/// The same for something that ends a scope, which `next` stands behind.
std::string at_end(const std::string& x, const std::string& beside = "") {
  return "<startEvent id='s'/><subProcess id='box'><startEvent id='bs'/>" + x + flow("bs", "x") +
         "</subProcess>" + beside + "<userTask id='next'/><endEvent id='e'/>" + flow("s", "box") +
         flow("box", "next") + flow("next", "e");
}

std::string caught_at(const std::string& boundary) {
  return "<boundaryEvent id='c' attachedToRef='box'>" + boundary + "</boundaryEvent>" + flow("c", "next");
}

const std::string on_message = "<messageEventDefinition messageRef='m'/>",
                  on_signal = "<signalEventDefinition signalRef='g'/>",
                  on_timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
                  on_condition =
                      "<conditionalEventDefinition><condition>${v &gt; 5}</condition>"
                      "</conditionalEventDefinition>",
                  on_error = "<errorEventDefinition errorRef='E'/>",
                  on_escalation = "<escalationEventDefinition escalationRef='S'/>",
                  on_compensation = "<compensateEventDefinition/>", on_cancel = "<cancelEventDefinition/>";

std::string on_boundary(const std::string& event) {
  return "<startEvent id='s'/><userTask id='host'/><boundaryEvent id='x' attachedToRef='host' @>" + event +
         "</boundaryEvent><userTask id='next'/><endEvent id='e'/>" + flow("s", "host") + flow("host", "e") +
         flow("x", "next") + flow("next", "e");
}

/// `x` is its start event, or (`whole`) the event sub-process itself.
std::string in_event_sub_process(const std::string& event, bool whole = false) {
  const std::string start = whole ? "<startEvent id='es'>" : "<startEvent id='x' @>";
  const std::string box = whole ? "<subProcess id='x' triggeredByEvent='true' @>"
                                : "<subProcess id='sub' triggeredByEvent='true'>";
  const std::string inside =
      whole ? "<endEvent id='ee'/>" + flow("es", "ee")
            : "<userTask id='next'/><endEvent id='ee'/>" + flow("x", "next") + flow("next", "ee");
  return "<startEvent id='s'/><subProcess id='outer'><startEvent id='os'/><userTask id='host'/>" +
         flow("os", "host") + box + start + event + "</startEvent>" + inside + "</subProcess></subProcess>" +
         (whole ? "<userTask id='next'/>" : "<task id='on'/>") + "<endEvent id='e'/>" + flow("s", "outer") +
         flow("outer", whole ? "next" : "on") + flow(whole ? "next" : "on", "e");
}

std::string starting(const std::string& event) {
  return "<startEvent id='x' @>" + event + "</startEvent><userTask id='next'/><endEvent id='e'/>" +
         flow("x", "next") + flow("next", "e");
}

std::string compensating(const std::string& handler) {
  return "<startEvent id='s'/><task id='done'/><boundaryEvent id='b' attachedToRef='done'>" +
         on_compensation + "</boundaryEvent>" + handler +
         "<association id='a' sourceRef='b' targetRef='x'/>" + "<intermediateThrowEvent id='undo'>" +
         on_compensation + "</intermediateThrowEvent><userTask id='next'/><endEvent id='e'/>" +
         flow("s", "done") + flow("done", "undo") + flow("undo", "next") + flow("next", "e");
}

const std::vector<AsyncPlace>& async_activities() {
  static const std::vector<AsyncPlace> all{
      {"task", amid("<task id='x' @/>")},
      {"manual task", amid("<manualTask id='x' @/>")},
      {"user task", amid("<userTask id='x' @/>")},
      {"service task", amid("<serviceTask id='x' camunda:expression='${1}' @/>")},
      {"external task", amid("<serviceTask id='x' camunda:type='external' camunda:topic='t' @/>")},
      {"send task", amid("<sendTask id='x' camunda:type='external' camunda:topic='t' @/>")},
      {"receive task", amid("<receiveTask id='x' messageRef='m' @/>"), "message"},
      {"script task", amid("<scriptTask id='x' scriptFormat='feel' @><script>1</script></scriptTask>")},
      {"business rule task", amid("<businessRuleTask id='x' camunda:expression='${1}' @/>")},
      {"call activity", amid("<callActivity id='x' calledElement='q' @/>")},
      {"sub-process", amid("<subProcess id='x' @><startEvent id='xs'/></subProcess>")},
      {"transaction", amid("<transaction id='x' @><startEvent id='xs'/></transaction>")},
      {"ad-hoc sub-process",
       amid("<adHocSubProcess id='x' lienthong:activeElements='one' @><task id='one'/></adHocSubProcess>")},
      {"multi-instance body",
       amid("<task id='x' @><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
            "</multiInstanceLoopCharacteristics></task>")},
      {"instance of a multi-instance",
       amid("<task id='x'><multiInstanceLoopCharacteristics @><loopCardinality>1</loopCardinality>"
            "</multiInstanceLoopCharacteristics></task>"),
       "", true, true},
      {"standard loop", amid("<task id='x' @><standardLoopCharacteristics loopMaximum='2'/></task>")},
      {"compensation handler", compensating("<task id='x' isForCompensation='true' @/>"), "", true, false},
  };
  return all;
}

const std::vector<AsyncPlace>& async_gateways_and_events() {
  static const std::vector<AsyncPlace> all{
      {"exclusive gateway", amid("<exclusiveGateway id='x' @/>")},
      {"parallel gateway", amid("<parallelGateway id='x' @/>")},
      {"inclusive gateway", amid("<inclusiveGateway id='x' @/>")},
      {"complex gateway", amid("<complexGateway id='x' @/>")},
      {"event-based gateway",
       "<startEvent id='s'/><eventBasedGateway id='x' @/><intermediateCatchEvent id='c'>" + on_message +
           "</intermediateCatchEvent><intermediateCatchEvent id='d'>" + on_timer +
           "</intermediateCatchEvent><userTask id='next'/><endEvent id='e'/>" + flow("s", "x") +
           flow("x", "c") + flow("x", "d") + flow("c", "next") + flow("d", "e") + flow("next", "e"),
       "message", true, false},
      {"none throw event", amid("<intermediateThrowEvent id='x' @/>")},
      {"message throw event",
       amid("<intermediateThrowEvent id='x' @>" + on_message + "</intermediateThrowEvent>")},
      {"signal throw event",
       amid("<intermediateThrowEvent id='x' @>" + on_signal + "</intermediateThrowEvent>")},
      {"escalation throw event",
       amid("<intermediateThrowEvent id='x' @>" + on_escalation + "</intermediateThrowEvent>")},
      {"compensation throw event",
       amid("<intermediateThrowEvent id='x' @>" + on_compensation + "</intermediateThrowEvent>")},
      {"message catch event",
       amid("<intermediateCatchEvent id='x' @>" + on_message + "</intermediateCatchEvent>"), "message"},
      {"signal catch event",
       amid("<intermediateCatchEvent id='x' @>" + on_signal + "</intermediateCatchEvent>"), "signal"},
      {"timer catch event",
       amid("<intermediateCatchEvent id='x' @>" + on_timer + "</intermediateCatchEvent>"), "time"},
      {"conditional catch event",
       amid("<intermediateCatchEvent id='x' @>" + on_condition + "</intermediateCatchEvent>"), "variable"},
      {"none end event", at_end("<endEvent id='x' @/>")},
      {"message end event", at_end("<endEvent id='x' @>" + on_message + "</endEvent>")},
      {"signal end event", at_end("<endEvent id='x' @>" + on_signal + "</endEvent>")},
      {"terminate end event", at_end("<endEvent id='x' @><terminateEventDefinition/></endEvent>")},
      {"error end event", at_end("<endEvent id='x' @>" + on_error + "</endEvent>", caught_at(on_error)), "",
       true, false},
      {"escalation end event", at_end("<endEvent id='x' @>" + on_escalation + "</endEvent>")},
      {"compensation end event", at_end("<endEvent id='x' @>" + on_compensation + "</endEvent>")},
  };
  return all;
}

const std::vector<AsyncPlace>& async_starts() {
  static const std::vector<AsyncPlace> all{
      {"none start event", starting("")},
      {"message start event", starting(on_message), "message"},
      {"signal start event", starting(on_signal), "signal"},
      {"timer start event", starting(on_timer), "time"},
      {"conditional start event", starting(on_condition), "conditions"},
      {"receive task that begins a process",
       "<receiveTask id='x' instantiate='true' messageRef='m' @/><userTask id='next'/><endEvent id='e'/>" +
           flow("x", "next") + flow("next", "e"),
       "message"},
      {"event-based gateway that begins a process",
       "<eventBasedGateway id='x' instantiate='true' @/><intermediateCatchEvent id='c'>" + on_message +
           "</intermediateCatchEvent><intermediateCatchEvent id='d'>" + on_signal +
           "</intermediateCatchEvent><userTask id='next'/><endEvent id='e'/>" + flow("x", "c") +
           flow("x", "d") + flow("c", "next") + flow("d", "e") + flow("next", "e"),
       "message", true, false},
      {"event behind an event-based gateway",
       "<startEvent id='s'/><eventBasedGateway id='gate'/><intermediateCatchEvent id='d'>" + on_timer +
           "</intermediateCatchEvent><intermediateCatchEvent id='x' @>" + on_message +
           "</intermediateCatchEvent><userTask id='next'/><endEvent id='e'/>" + flow("s", "gate") +
           flow("gate", "x") + flow("gate", "d") + flow("x", "next") + flow("d", "e") + flow("next", "e"),
       "message", false, true},
      {"start event of a sub-process",
       "<startEvent id='s'/><subProcess id='box'><startEvent id='x' @/><userTask id='next'/>" +
           flow("x", "next") + "</subProcess>" + flow("s", "box")},
      {"message start of an event sub-process", in_event_sub_process(on_message), "message"},
      {"signal start of an event sub-process", in_event_sub_process(on_signal), "signal"},
      {"timer start of an event sub-process", in_event_sub_process(on_timer), "time"},
      {"conditional start of an event sub-process", in_event_sub_process(on_condition), "variable"},
      {"error start of an event sub-process", in_event_sub_process(on_error), "error"},
      {"escalation start of an event sub-process", in_event_sub_process(on_escalation), "escalation"},
      {"event sub-process", in_event_sub_process(on_message, true), "message"},
      {"message boundary event", on_boundary(on_message), "message"},
      {"signal boundary event", on_boundary(on_signal), "signal"},
      {"timer boundary event", on_boundary(on_timer), "time"},
      {"conditional boundary event", on_boundary(on_condition), "variable"},
      {"error boundary event", on_boundary(on_error), "error"},
      {"escalation boundary event", on_boundary(on_escalation), "escalation"},
      {"cancel boundary event",
       "<startEvent id='s'/><transaction id='host'><startEvent id='hs'/><endEvent id='he'>" + on_cancel +
           "</endEvent>" + flow("hs", "he") + "</transaction><boundaryEvent id='x' attachedToRef='host' @>" +
           on_cancel + "</boundaryEvent><userTask id='next'/><endEvent id='e'/>" + flow("s", "host") +
           flow("host", "e") + flow("x", "next") + flow("next", "e")},
  };
  return all;
}

/// The name of the element `x`.
std::string element_of(const AsyncPlace& place) {
  const std::size_t id = place.inside.find(" id='x'"), begin = place.inside.rfind('<', id);
  return place.inside.substr(begin + 1, id - begin - 1);
}

/// By what happens, and not by a none start event.
bool begins_by_itself(const AsyncPlace& place) {
  return !place.happens.empty() && place.inside.find("<startEvent id='s'") == std::string::npos;
}

/// Boundary events and starts happen first, and wait in a job then; what stands amid is waited for behind it.
bool happens_before_it(const AsyncPlace& place) {
  const std::string element = element_of(place);
  const bool amid =
      element == "intermediateCatchEvent" || element == "receiveTask" || element == "eventBasedGateway";
  return !place.happens.empty() && (!amid || begins_by_itself(place));
}

/// Plays one place; `attribute` empty: as it is without.
class AsyncPlay {
 public:
  AsyncPlay(const AsyncPlace& place, const std::string& attribute) : place_(place) {
    std::string inside = place.inside;
    inside.replace(inside.find('@'), 1, attribute);
    Deploy deploy;
    deploy.resources.emplace_back(
        "p.bpmn",
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
        "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' xmlns:lienthong='urn:lienthong:bpmn:1.0' "
        "id='defs' "
        "targetNamespace='t'><message id='m' name='m'/><signal id='g' name='g'/><error id='E' errorCode='E'/>"
        "<escalation id='S' escalationCode='S'/><process id='p' isExecutable='true'>" +
            inside +
            "</process><process id='q' isExecutable='true'><startEvent id='qs'/></process></definitions>");
    office_.ask<Deployed>(deploy);
  }

  /// Up to what happens of itself in one command.
  void begin() {
    if (begins_by_itself(place_)) return;
    StartProcess start;
    start.key = "p";
    office_.ask<Started>(start);
  }
  void happen() {
    const std::string& what = place_.happens;
    if (what == "message") {
      CorrelateMessage command;
      command.name = "m";
      office_.ask<Correlated>(command);
    } else if (what == "signal") {
      office_.ask(BroadcastSignal{"g", {}, {}});
    } else if (what == "variable") {
      const InstanceId root = office_.all<Instance>().front().root;
      office_.ask(ChangeVariables{root, {}, false, {{"v", TypedValue::of(Value(9))}}, {}});
    } else if (what == "conditions") {
      EvaluateConditions command;
      command.variables = {{"v", TypedValue::of(Value(9))}};
      office_.ask<Correlated>(command);
    } else if (what == "error") {
      office_.ask(RaiseTaskError{task("host"), "E", {}, {}});
    } else if (what == "escalation") {
      office_.ask(RaiseTaskEscalation{task("host"), "S", {}});
    } else if (what == "time") {
      office_.now = office_.now + 3'600'000;
      office_.engine.read(office_.clocks());
      office_.engine.run(office_.engine.due(1), office_.clocks());
    }
  }
  /// People and workers do what is theirs.
  void work() {
    for (const Task& one : office_.all<Task>())
      if (one.node == "x") office_.ask<CompletedTask>(CompleteTask{one.id, {}, false, false, {}});
    for (const Job& job : office_.all<Job>()) {
      if (!job.is<ForWorker>()) continue;
      office_.ask(LockExternalTask{job.id, "w", 60'000});
      office_.ask(CompleteExternalTask{job.id, "w", {}, {}});
    }
  }
  void run_jobs() { office_.run_due(); }

  bool waits_in_job() {
    const auto jobs = office_.all<Job>();
    return std::ranges::count_if(jobs, [](const Job& job) {
             return job.is<Continue>() && job.node == "x" && job.retries.value_or(1) > 0;
           }) == 1;
  }
  bool open(const std::string& node) {
    const auto tasks = office_.all<Task>();
    return std::ranges::any_of(tasks, [&](const Task& one) { return one.node == node; });
  }
  /// How often `x` has been entered, left by its end, and cancelled; and everything else that was.
  std::vector<std::string> history() {
    std::vector<std::string> rows;
    for (const ActivityHistory& row : office_.all<ActivityHistory>())
      rows.push_back(row.node + (row.canceled ? " cancelled" : row.ended ? " ended" : " active"));
    std::ranges::sort(rows);
    return rows;
  }
  long entered() {
    const auto rows = office_.all<ActivityHistory>();
    return std::ranges::count_if(
        rows, [](const ActivityHistory& row) { return row.node == "x" && row.type != "multiInstanceBody"; });
  }

 private:
  TaskId task(const std::string& node) {
    for (const Task& one : office_.all<Task>())
      if (one.node == node) return one.id;
    return {};
  }

  const AsyncPlace& place_;
  Office office_;
};

std::vector<std::string> without_async(const AsyncPlace& place) {
  AsyncPlay play(place, "");
  play.begin();
  play.happen();
  play.work();
  play.run_jobs();
  REQUIRE(play.open("next"));
  return play.history();
}

void check_async_before(const AsyncPlace& place) {
  INFO("asyncBefore on a " << place.name);
  AsyncPlay play(place, "camunda:asyncBefore='true'");
  play.begin();
  if (happens_before_it(place)) play.happen();
  CHECK(play.waits_in_job());
  CHECK(play.entered() == 0);
  CHECK_FALSE(play.open("next"));
  CHECK_FALSE(play.open("host"));
  play.run_jobs();
  if (!happens_before_it(place)) play.happen();
  play.work();
  play.run_jobs();
  CHECK(play.history() == without_async(place));
}

void check_async_after(const AsyncPlace& place) {
  INFO("asyncAfter on a " << place.name);
  AsyncPlay play(place, "camunda:asyncAfter='true'");
  play.begin();
  play.happen();
  play.work();
  CHECK(play.waits_in_job());
  CHECK(play.entered() > 0);
  CHECK_FALSE(play.open("next"));
  play.run_jobs();
  CHECK(play.history() == without_async(place));
}

void check_all(const std::vector<AsyncPlace>& places) {
  for (const AsyncPlace& place : places) {
    if (place.before) check_async_before(place);
    if (place.after) check_async_after(place);
  }
}

}  // namespace

TEST_CASE("activities wait in a job before and after") { check_all(async_activities()); }

TEST_CASE("gateways, throw, catch and end events wait in a job before and after") {
  check_all(async_gateways_and_events());
}

TEST_CASE("start events and boundary events wait in a job before and after") { check_all(async_starts()); }

TEST_CASE("an event behind an event-based gateway waits in a job once it has happened") {
  const auto& all = async_starts();
  const auto behind = std::ranges::find(all, "event behind an event-based gateway", &AsyncPlace::name);
  AsyncPlay play(*behind, "camunda:asyncBefore='true'");
  play.begin();
  play.happen();
  CHECK(play.waits_in_job());
  CHECK(play.entered() == 0);
  CHECK_FALSE(play.open("next"));
  play.run_jobs();
  CHECK(play.history() == without_async(*behind));
}

TEST_CASE("what waits behind the last element of a scope holds the scope open") {
  Office office;
  const InstanceId root = office.start(
      office.deploy("<startEvent id='s'/><task id='x' camunda:asyncAfter='true'/>" + flow("s", "x")));
  REQUIRE(office.all<Instance>().size() == 1);
  CHECK(office.all<Job>().front().node == "x");
  SECTION("until its job has run") {
    office.run_due();
    CHECK(office.all<ProcessHistory>().front().state == Outcome::Completed);
  }
  SECTION("and goes with it") {
    office.ask(DeleteInstance{root, {}, {}, false, false});
    CHECK(office.all<ProcessHistory>().front().state == Outcome::ExternallyTerminated);
  }
  CHECK(office.all<Instance>().empty());
  CHECK(office.all<Job>().empty());
}
