// What a model writes down and no reader will ever read is refused with the model, and what a deadline is
// given while it runs is understood or stops the process.
#include <algorithm>
#include <catch2/catch.hpp>
#include "engine/definitions/members.h"
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
  for (const std::string_view method : execution_methods) {
    const std::string name(method);
    CAPTURE(name);
    CHECK(runs("execution." + name + (name.starts_with("set") ? "('v', 2)" : "('v')")).empty());
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
  for (const char* fine : {"order.mood", "order.getMood()", "execution.variables.mood", "mood"})
    CHECK(refused_for(task(fine)).empty());
}
