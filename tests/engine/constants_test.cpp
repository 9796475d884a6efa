// What a model writes down and no reader will ever read is refused with the model, and what a deadline is
// given while it runs is understood or stops the process.
#include <algorithm>
#include <catch2/catch.hpp>
#include "engine/definitions/members.h"
#include "engine/rows/limits.h"
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;
using tests::why;

namespace {

std::string model_with(const std::string& task, const std::string& beside = "") {
  return "<startEvent id='s'/>" + task + beside + "<endEvent id='e'/>" + flow("s", "a") + flow("a", "e");
}

/// The errors of a deployment as "rule rule"; empty: it was taken.
std::string refused_for(const std::string& inside) {
  Office office;
  Deploy deploy;
  deploy.resources.emplace_back("p.bpmn",
                                "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
                                "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' "
                                "xmlns:lienthong='urn:lienthong:bpmn:1.0' id='d' targetNamespace='t'>"
                                "<message id='m' name='m'/>"
                                "<process id='p' isExecutable='true'>" +
                                    inside + "</process></definitions>");
  const engine::Result result = office.try_one(deploy);
  std::string rules;
  try {
    if (result.error) std::rethrow_exception(result.error);
  } catch (const Refused& refused) {
    for (const Problem& p : refused.problems)
      if (p.severity == Problem::Severity::Error) rules += (rules.empty() ? "" : " ") + p.rule;
  }
  return rules;
}

std::string with_timer(const std::string& form, const std::string& text) {
  return model_with("<userTask id='a'/>",
                    "<boundaryEvent id='b' attachedToRef='a' cancelActivity='false'><timerEventDefinition><" +
                        form + ">" + text + "</" + form +
                        "></timerEventDefinition></boundaryEvent><endEvent id='be'/>" + flow("b", "be"));
}

std::string task_saying(const std::string& attributes, const std::string& inside = "") {
  return model_with("<userTask id='a' " + attributes + ">" + inside + "</userTask>");
}

std::string deadline(const std::string& attributes, const std::string& id = "d") {
  return "<extensionElements><x:deadline xmlns:x='urn:lienthong:bpmn:1.0' id='" + id + "' " + attributes +
         "/></extensionElements>";
}

TypedValue date(const std::string& iso) { return TypedValue::of(Value(*parse_date_time(iso))); }

/// When the only deadline is due, or why the process cannot start.
std::string due_of(const std::string& attributes, Variables variables = {}) {
  Office office;
  const DefinitionId id = office.deploy(task_saying("", deadline(attributes)));
  StartProcess start;
  start.definition = id;
  start.variables = std::move(variables);
  const engine::Result result = office.try_one(start);
  if (result.error) return why(result);
  return text(date_time_of(office.all<Deadline>().at(0).due, 7 * 3600));
}

}  // namespace

TEST_CASE("A constant timer that can never be read is an error of the model") {
  for (const char* text : {"PT1D", "5minutes", "P", "PT", "1D", "P1H", "ten", "P-1D", "PT1.5H", "R/PT1H"})
    CHECK(refused_for(with_timer("timeDuration", text)) == "timer-unreadable");
  for (const char* text : {"tomorrow", "2026-13-01", "2026-02-30T08:00:00", "01.12.2026", "8:00"})
    CHECK(refused_for(with_timer("timeDate", text)) == "timer-unreadable");
  for (const char* text : {"PT10H", "R0/PT1H", "R/PT1D", "R3", "0 0 8 * *", "0 0 0 30 2 ?", "R/PT0S"})
    CHECK(refused_for(with_timer("timeCycle", text)) == "timer-unreadable");
  for (const char* text :
       {"PT24H", "P1D", "P2W", "P1Y2M", "PT0S", "${x}", "P${n}D", "2026-12-01T08:00:00/P1D"})
    CHECK(refused_for(with_timer("timeDuration", text)).empty());
  for (const char* text : {"2026-12-01", "2026-12-01T08:00:00", "2026-12-01T08:00:00Z", "P3D", "${at}"})
    CHECK(refused_for(with_timer("timeDate", text)).empty());
  for (const char* text :
       {"R/PT10H", "R3/PT10H", "0 0 8 * * MON-FRI", "@daily", "R3/PT10H/2022-05-01", "${c}"})
    CHECK(refused_for(with_timer("timeCycle", text)).empty());
}

TEST_CASE("Constant dates, priorities and retry cycles are read at deployment") {
  for (const char* attribute : {"dueDate", "followUpDate"}) {
    const std::string name = std::string("camunda:") + attribute;
    for (const char* text : {"tomorrow", "in 3 days", "3 working days", "P3", "2026-02-30", "12/04/2026"})
      CHECK(refused_for(task_saying(name + "='" + text + "'")) == "date-unreadable");
    for (const char* text : {"2026-12-01", "2026-12-01T08:00", "2026-12-01T08:00:00.000+0700", "P3D", "PT1H",
                             "${due}", "", "2026-12-01T08:00:00+07:00"})
      CHECK(refused_for(task_saying(name + "='" + text + "'")).empty());
  }
  for (const char* attribute : {"camunda:priority", "camunda:jobPriority"}) {
    const std::string name(attribute);
    for (const char* text : {"high", "1,5", "0x10", "ten"})
      CHECK(refused_for(task_saying(name + "='" + text + "'")) == "priority");
    for (const char* text : {"70", "-1", "${p}"})
      CHECK(refused_for(task_saying(name + "='" + text + "'")).empty());
  }
  const auto retries = [](const std::string& text) {
    return task_saying("", "<extensionElements><camunda:failedJobRetryTimeCycle>" + text +
                               "</camunda:failedJobRetryTimeCycle></extensionElements>");
  };
  for (const char* text : {"often", "R5", "R/PT5M", "R0/PT5M", "PT5", "PT1M,soon", "5"})
    CHECK(refused_for(retries(text)) == "retry-cycle");
  for (const char* text : {"R5/PT5M", "PT1M,PT10M", "PT1M, PT10M", "${cycle}", "R3/P1D"})
    CHECK(refused_for(retries(text)).empty());
}

TEST_CASE("What a deadline writes down is read at deployment") {
  const auto rules = [](const std::string& attributes) {
    return refused_for(task_saying("", deadline(attributes)));
  };
  for (const char* text : {"yes", "no", "1", "TRUE", "on"})
    CHECK(rules("limit='1 working day' cutOff='" + std::string(text) + "'") == "cut-off");
  for (const char* text : {"true", "false", "${c}", "#{c}", "= c"})
    CHECK(rules("limit='1 working day' cutOff='" + std::string(text) + "'").empty());
  for (const char* text : {"2026-02-30", "1st of May", "12:00"})
    CHECK(rules("limit='1 working day' start='" + std::string(text) + "'") == "date-unreadable");
  for (const char* text : {"at", "${at}", "2026-12-01", "2026-12-01T08:00", "2026-12-01T08:00:00.000+0700"})
    CHECK(rules("limit='1 working day' start='" + std::string(text) + "'").empty());
  for (const char* text : {"soon", "3 dogs", "-1 working day", "P1M", "-PT1H"})
    CHECK(rules("limit='" + std::string(text) + "'") == "bad-span");
  CHECK(rules("due='soon'") == "date-unreadable");
  CHECK(rules("due='2026-12-01'").empty());
}

TEST_CASE("A limit means one thing wherever it comes from") {
  const auto on = [](const char* iso) { return date(iso); };
  struct {
    const char *limit, *at;
  } const rows[]{
      {"1 working day", "2022-04-16T10:00:00+07:00"},  // a Saturday
      {"1 working day", "2022-04-13T16:00:00+07:00"},  // after the cut-off hour
      {"3 working days", "2022-04-13T09:00:00+07:00"},     {"4 working hours", "2022-04-13T16:00:00+07:00"},
      {"90 working minutes", "2022-04-16T10:00:00+07:00"}, {"P1D", "2022-04-16T10:00:00+07:00"}};
  for (const auto& row : rows)
    for (const std::string cut : {"", " cutOff='true'", " cutOff='false'"}) {
      CAPTURE(row.limit, row.at, cut);
      const std::string written =
          due_of("start='at' limit='" + std::string(row.limit) + "'" + cut, {{"at", on(row.at)}});
      CHECK(written.starts_with("2022-04-1"));
      CHECK(due_of("start='at' limit='${limit}'" + cut,
                   {{"at", on(row.at)}, {"limit", TypedValue::of(Value(row.limit))}}) == written);
    }
  CHECK(due_of("start='at' limit='1 working day'", {{"at", on("2022-04-16T10:00:00+07:00")}}) ==
        "2022-04-19T17:00:00+07:00");
}

TEST_CASE("The start of a limit is a date however it is written, and never now where it is none") {
  for (const char* text : {"2022-04-12T14:00:00.000+0700", "2022-04-12T14:00:00+07:00", "2022-04-12T14:00",
                           "2022-04-12T14:00:00", "2022-04-12", "2022-04-12T07:00:00Z"}) {
    CAPTURE(text);
    const Variables at{{"at", TypedValue::of(Value(text))}};
    CHECK(due_of("start='at' limit='3 working days'", at) == "2022-04-15T17:00:00+07:00");
    CHECK(due_of("start='${at}' limit='3 working days'", at) == "2022-04-15T17:00:00+07:00");
    CHECK(due_of("start='= at' limit='3 working days'", at) == "2022-04-15T17:00:00+07:00");
    CHECK(due_of("start='" + std::string(text) + "' limit='3 working days'") == "2022-04-15T17:00:00+07:00");
  }
  for (const Value& value : {Value("today"), Value("P1D"), Value(5), Value(true), Value(), Value(List{})}) {
    CAPTURE(text(value));
    for (const char* start : {"at", "${at}"})
      CHECK(
          due_of("limit='1 working day' start='" + std::string(start) + "'", {{"at", TypedValue::of(value)}})
              .find("must be a date") != std::string::npos);
  }
  CHECK(due_of("limit='1 working day' start='at'").find("no variable 'at'") != std::string::npos);
  CHECK(due_of("limit='1 working day' start='${at}'").find("at") != std::string::npos);
}

TEST_CASE("The cut-off of a deadline is what its expression gives") {
  const TypedValue late = date("2022-04-16T10:00:00+07:00");
  const auto due = [&](const std::string& cut, const Value& c) {
    return due_of("limit='1 working day' start='at' cutOff='" + cut + "'",
                  {{"at", late}, {"c", TypedValue::of(c)}});
  };
  CHECK(due("true", {}) != due("false", {}));
  for (const bool cut : {true, false}) {
    const std::string word = cut ? "true" : "false";
    CHECK(due("${c}", Value(cut)) == due(word, {}));
    CHECK(due("= c", Value(cut)) == due(word, {}));
    CHECK(due("${c}", Value(word)) == due(word, {}));
  }
  for (const Value& c : {Value("yes"), Value(1), Value()})
    CHECK(due("${c}", c).find("must be true or false") != std::string::npos);
}

TEST_CASE("Each member of execution that deployment takes is there, and no other is taken") {
  const auto task = [](const std::string& expression) {
    return model_with("<serviceTask id='a' camunda:resultVariable='r' camunda:expression=\"${" + expression +
                      "}\"/>");
  };
  const auto runs = [&](const std::string& expression) {
    Office office;
    StartProcess start;
    start.definition = office.deploy(task(expression));
    start.variables = {{"v", TypedValue::of(Value(1))}};
    return why(office.try_one(start));
  };
  for (const std::string_view property : execution_properties) {
    const std::string name(property);
    CAPTURE(name);
    std::string getter = "get" + name;
    getter[3] = static_cast<char>(getter[3] - 32);
    CHECK(runs("execution." + name).empty());
    CHECK(runs("execution['" + name + "']").empty());
    CHECK(runs("execution." + getter + "()").empty());
  }
  for (const HostMethod& method : variable_methods) {
    const std::string name(method.name);
    CAPTURE(name);
    const auto given = [&](std::size_t count) {
      std::string arguments = count > 0 ? "'v'" : "";
      for (std::size_t i = 1; i < count; ++i) arguments += ", 2";
      return "execution." + name + "(" + arguments + ")";
    };
    CHECK(runs(given(method.arguments)).empty());
    for (const std::size_t wrong : {method.arguments - 1, method.arguments + 1})
      CHECK(refused_for(task(given(wrong))) == "unknown-member");
  }
  for (const char* unknown :
       {"execution.mood", "execution['mood']", "execution.getMood()", "execution.doIt(1)",
        "1 + execution.cancelled", "execution.variables.v == execution.Id",
        "empty execution.currentTransition ? 1 : 2"}) {
    CAPTURE(unknown);
    CHECK(refused_for(task(unknown)) == "unknown-member");
  }
  CHECK(refused_for(
            "<startEvent id='s'/><exclusiveGateway id='a' default='a_e'/><endEvent id='e'/>" +
            flow("s", "a") + flow("a", "e") +
            "<sequenceFlow id='c' sourceRef='a' targetRef='e'><conditionExpression>${execution.mood == 1}"
            "</conditionExpression></sequenceFlow>") == "unknown-member");
  for (const char* fine : {"order.mood", "order.getMood()", "execution.variables.mood", "mood", "task.mood",
                           "externalTask.mood", "currentUser()", "now()"})
    CHECK(refused_for(task(fine)).empty());
}

TEST_CASE("Members of a task are known where there is one") {
  const auto assigned = [](const std::string& expression) {
    return task_saying("camunda:assignee=\"${" + expression + "}\"");
  };
  const auto listened = [](const std::string& expression) {
    return task_saying("", "<extensionElements><camunda:taskListener event='create' expression=\"${" +
                               expression + "}\"/></extensionElements>");
  };
  const auto runs = [](const std::string& model) {
    Office office;
    StartProcess start;
    start.definition = office.deploy(model);
    return why(office.try_one(start));
  };
  for (const std::string_view property : task_properties) {
    const std::string name(property);
    CAPTURE(name);
    CHECK(runs(listened("task." + name)).empty());
    if (name == "eventName") continue;
    CHECK(runs(assigned("task." + name)).empty());
    for (const char* attribute : {"candidateUsers", "candidateGroups"})
      CHECK(runs(task_saying(std::string("camunda:") + attribute + "='${task." + name + "}'")).empty());
  }
  for (const HostMethod& setter : task_setters) {
    const std::string name(setter.name);
    CAPTURE(name);
    const std::string argument = name == "setPriority" ? "5" : name.ends_with("Date") ? "now()" : "'kim'";
    CHECK(runs(listened("task." + name + "(" + argument + ")")).empty());
    CHECK(refused_for(listened("task." + name + "()")) == "unknown-member");
    CHECK(refused_for(listened("task." + name + "(1, 2)")) == "unknown-member");
    CHECK(refused_for(assigned("task." + name + "(1)")) == "unknown-member");
  }
  for (const char* unknown : {"task.mood", "task['mood']", "task.getMood()", "task.setPriorty(5)",
                              "execution.getVariable()", "task.getVariable('a', 'b')", "task.getName(1)"}) {
    CAPTURE(unknown);
    CHECK(refused_for(assigned(unknown)) == "unknown-member");
    CHECK(refused_for(listened(unknown)) == "unknown-member");
  }
  CHECK(refused_for(task_saying("camunda:dueDate='${task.mood}'")) == "unknown-member");
}

TEST_CASE("Members of the task for workers are known to its error rules") {
  const auto rule = [](const std::string& expression) {
    return "<startEvent id='s'/><serviceTask id='a' camunda:type='external' camunda:topic='t'>"
           "<extensionElements><camunda:errorEventDefinition id='x' errorRef='C' expression=\"${" +
           expression + "}\"/></extensionElements></serviceTask><endEvent id='e'/>" + flow("s", "a") +
           flow("a", "e");
  };
  for (const std::string_view property : external_task_properties)
    CHECK(refused_for(rule("externalTask." + std::string(property) + " == 1")).empty());
  for (const char* unknown : {"externalTask.errorMesage == 'no'", "externalTask.getErrorMessage() == 'no'",
                              "execution.mood == 1", "externalTask['mood'] == 1"}) {
    CAPTURE(unknown);
    CHECK(refused_for(rule(unknown)) == "unknown-member");
  }
}

TEST_CASE("Names and texts with an expression are looked at like every other") {
  for (const std::string& model :
       {task_saying("name='${execution.mood}'"), task_saying("camunda:formKey='${execution.mood}'"),
        model_with("<businessRuleTask id='a' camunda:decisionRef='${execution.mood}'/>"),
        model_with("<callActivity id='a' calledElement='q' camunda:calledElementBinding='version' "
                   "camunda:calledElementVersion='${execution.mood}'/>"),
        model_with("<intermediateThrowEvent id='a'><signalEventDefinition signalRef='g'/>"
                   "</intermediateThrowEvent>") +
            "</process><signal id='g' name='${isOpen(x)}'/><process id='other'>"}) {
    CAPTURE(model);
    CHECK(refused_for(model).find("unknown-member") != std::string::npos);
  }
}

TEST_CASE("A call that can never work is an error of the model") {
  const auto condition = [](const std::string& text, const std::string& language = "") {
    return "<startEvent id='s'/><exclusiveGateway id='a' default='a_e'/><endEvent id='e'/>" + flow("s", "a") +
           flow("a", "e") + "<sequenceFlow id='c' sourceRef='a' targetRef='e'><conditionExpression " +
           language + ">" + text + "</conditionExpression></sequenceFlow>";
  };
  for (const char* feel : {"flor(x) = 1", "substring(x) = \"a\"", "substring(x, 1, 2, 3) = \"a\"",
                           "contains(string: x, mach: \"a\")", "if true then sume([1]) = 1 else false",
                           "some y in [1] satisfies foo(y)", "count() = 0"}) {
    CAPTURE(feel);
    CHECK(refused_for(condition(feel, "language='feel'")) == "impossible-call");
    CHECK(refused_for(condition(std::string("=") + feel)) == "impossible-call");
  }
  for (const char* feel : {"floor(x) = 1", "substring(x, 1) = \"a\"", "contains(string: x, match: \"a\")",
                           "{f: function(a) a > 1, r: f(2)}.r", "sum(1, 2, 3) = 6", "today() = x"}) {
    CAPTURE(feel);
    CHECK(refused_for(condition(feel, "language='feel'")).empty());
  }
  for (const char* unknown : {"${isOpen(x)}", "${currentUser(x) == 'kim'}", "${!curentUser()}"})
    CHECK(refused_for(condition(unknown)) == "unknown-member");
  for (const char* wrong : {"${now(1) == x}", "${JSON() == x}", "${XML('a', 'b') == x}"})
    CHECK(refused_for(condition(wrong)) == "impossible-call");
}

TEST_CASE("A kept message's time is more than none") {
  for (const char* kept : {"-PT1H", "PT0S", "0 working days", "-1 working days", "soon"}) {
    CAPTURE(kept);
    CHECK(refused_for(model_with("<intermediateCatchEvent id='a'><messageEventDefinition messageRef='m' "
                                 "lienthong:timeToLive='" +
                                 std::string(kept) + "'/></intermediateCatchEvent>")) == "bad-span");
  }
  CHECK(refused_for(model_with("<intermediateCatchEvent id='a'><messageEventDefinition messageRef='m' "
                               "lienthong:timeToLive='PT1H'/></intermediateCatchEvent>"))
            .empty());
}

TEST_CASE("What a form asks for is something that its reader knows") {
  const auto field = [](const std::string& attributes, const std::string& constraint = "") {
    const std::string inside =
        constraint.empty() ? "" : "<camunda:validation>" + constraint + "</camunda:validation>";
    return task_saying("", "<extensionElements><camunda:formData><camunda:formField id='f' " + attributes +
                               ">" + inside +
                               "<camunda:value id='x' name='X'/></camunda:formField></camunda:formData>"
                               "</extensionElements>");
  };
  const auto constraint = [](const std::string& name, const std::string& config) {
    return "<camunda:constraint name='" + name + "' config='" + config + "'/>";
  };
  for (const auto& [name, config] :
       std::initializer_list<std::pair<const char*, const char*>>{{"minlen", "3"},
                                                                  {"validator", "a.B"},
                                                                  {"", "1"},
                                                                  {"Required", ""},
                                                                  {"minlength", "three"},
                                                                  {"minlength", ""},
                                                                  {"max", "1.5"},
                                                                  {"max", "${n}"},
                                                                  {"required", "yes"},
                                                                  {"readonly", "1"}}) {
    CAPTURE(name, config);
    CHECK(refused_for(field("type='string'", constraint(name, config))) == "form-constraint");
  }
  for (const auto& [name, config] : std::initializer_list<std::pair<const char*, const char*>>{
           {"minlength", "3"}, {"required", ""}, {"required", "true"}, {"readonly", "false"}, {"max", "-5"}})
    CHECK(refused_for(field("type='string'", constraint(name, config))).empty());
  for (const char* attributes :
       {"type='long' defaultValue='abc'", "type='long' defaultValue='1.5'",
        "type='boolean' defaultValue='perhaps'", "type='date' defaultValue='soon'",
        "type='date' datePattern='dd.MM.yyyy' defaultValue='1/2/2026x'", "type='enum' defaultValue='y'"})
    CHECK(refused_for(field(attributes)) == "form-default");
  for (const char* attributes :
       {"type='long' defaultValue='-12'", "type='long' defaultValue='${n}'",
        "type='boolean' defaultValue='true'", "type='date' defaultValue='01/02/2026'",
        "type='enum' defaultValue='x'", "type='string' defaultValue='abc'", "type='long' defaultValue=''"})
    CHECK(refused_for(field(attributes)).empty());
}

TEST_CASE("Limits that every run would meet are told before any does") {
  const auto loop = [](const std::string& count) {
    return task_saying("", "<multiInstanceLoopCharacteristics><loopCardinality>" + count +
                               "</loopCardinality></multiInstanceLoopCharacteristics>");
  };
  CHECK(refused_for(loop(std::to_string(limits::loop_cardinality_max))).empty());
  CHECK(refused_for(loop(std::to_string(limits::loop_cardinality_max + 1))) == "over-limit");
  const auto calls = [](const std::string& inside, const std::string& called = "p") {
    return "<startEvent id='s'/>" + inside + "<callActivity id='a' calledElement='" + called +
           "'/><endEvent id='e'/>" + flow("a", "e");
  };
  for (const std::string& endless :
       {calls(flow("s", "a")), calls("<userTask id='t'/>" + flow("s", "t") + flow("t", "a")),
        calls("<parallelGateway id='g'/><endEvent id='o'/>" + flow("s", "g") + flow("g", "a") +
              flow("g", "o")),
        calls("<exclusiveGateway id='g'/>" + flow("s", "g") + flow("g", "a"))}) {
    CAPTURE(endless);
    CHECK(refused_for(endless) == "endless-call");
  }
  const std::string decided = "<exclusiveGateway id='g' default='g_o'/><endEvent id='o'/>" + flow("s", "g") +
                              flow("g", "o") +
                              "<sequenceFlow id='c' sourceRef='g' targetRef='a'><conditionExpression>${n > 0}"
                              "</conditionExpression></sequenceFlow>";
  for (const std::string& fine :
       {calls(decided), calls(flow("s", "a"), "q"), calls(flow("s", "a"), "${p}"),
        calls(flow("s", "a") +
              "<boundaryEvent id='b' attachedToRef='a'><errorEventDefinition/></boundaryEvent>"
              "<endEvent id='o'/>" +
              flow("b", "o")),
        calls("<parallelGateway id='g'/><endEvent id='o'><terminateEventDefinition/></endEvent>" +
              flow("s", "g") + flow("g", "o") + flow("g", "a")),
        calls("<subProcess id='u'><startEvent id='us'/><callActivity id='ua' calledElement='q'/>" +
              flow("us", "ua") + "</subProcess>" + flow("s", "u") + flow("u", "a"))}) {
    CAPTURE(fine);
    CHECK(refused_for(fine).empty());
  }
  const std::string each_other =
      calls(flow("s", "a"), "q") + "</process><process id='q' isExecutable='true'>" +
      "<startEvent id='qs'/><callActivity id='qa' calledElement='p'/><endEvent id='qe'/>" + flow("qs", "qa") +
      flow("qa", "qe");
  CHECK(refused_for(each_other) == "endless-call endless-call");
}

TEST_CASE(
    "A way of very many gateways, and processes that call each other in a row, are followed to their end") {
  std::string gateways = "<startEvent id='s'/>", last = "s";
  for (int i = 0; i < 9'000; ++i) {
    const std::string id = "g" + std::to_string(i);
    gateways += "<parallelGateway id='" + id + "'/>" + flow(last, id);
    last = id;
  }
  const std::string self = "<callActivity id='a' calledElement='p'/><endEvent id='e'/>" + flow("a", "e");
  CHECK(refused_for(gateways + flow(last, "a") + self) == "endless-call");
  std::string row = "<startEvent id='s'/><endEvent id='e'/>" + flow("s", "e");
  for (int i = 0; i < 300; ++i) {
    const std::string n = std::to_string(i);
    row += "</process><process id='r" + n + "' isExecutable='true'><startEvent id='s" + n +
           "'/><callActivity id='a" + n + "' calledElement='r" + std::to_string(i + 1) + "'/>" +
           flow("s" + n, "a" + n);
  }
  CHECK(refused_for(row).empty());
}
