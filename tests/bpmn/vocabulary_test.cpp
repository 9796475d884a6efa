// Words beyond BPMN: known ones are silent where they belong, all others are told, with the nearest name.
#include "bpmn/vocabulary.h"
#include <boost/regex.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

std::string task_with_extension(const std::string& inside, const std::string& attributes = "") {
  return around("<userTask id='a' " + attributes + "><extensionElements>" + inside +
                "</extensionElements></userTask>");
}

std::string deadline(const std::string& attributes, const std::string& rungs = "") {
  return task_with_extension("<lienthong:deadline id='d' limit='P1D' " + attributes + ">" + rungs +
                             "</lienthong:deadline>");
}

/// The problems whose rule is one of the vocabulary's, as "error rule" or "warning rule".
std::string told_rules(const std::string& xml) {
  static const std::set<std::string> rules{"unknown-extension",  "misplaced-extension", "extension-not-read",
                                           "nearly-a-namespace", "other-engine",        "extension-value"};
  std::string out;
  for (const Problem& p : read(xml).problems)
    if (rules.contains(p.rule))
      out += (out.empty() ? "" : ", ") +
             std::string(p.severity == Problem::Severity::Error ? "error " : "warning ") + p.rule;
  return out;
}

/// The message of the only problem of the vocabulary's.
std::string told_words(const std::string& xml) {
  for (const Problem& p : read(xml).problems)
    if (p.rule != "attribute-unknown") return p.message;
  return "";
}

std::string with_namespace(const std::string& prefix, const std::string& uri, const std::string& inside,
                           bool executable = true) {
  return file("<process id='p' isExecutable='" + std::string(executable ? "true" : "false") +
                  "'><startEvent id='s'/><sequenceFlow id='f1' sourceRef='s' targetRef='a'/>" + inside +
                  "<sequenceFlow id='f2' sourceRef='a' targetRef='e'/><endEvent id='e'/></process>",
              "xmlns:" + prefix + "='" + uri + "'");
}

}  // namespace

TEST_CASE("A misspelt word of ours is an error that names the nearest one") {
  const struct {
    std::string xml, nearest;
  } rows[]{{deadline("cutoff='true'"), "cutOff"},
           {deadline("strat='at'"), "start"},
           {deadline("calender='vn'"), "calendar"},
           {task_with_extension("<lienthong:deadline id='d' limi='P1D' due='2026-01-01'/>"), "limit"},
           {deadline("", "<lienthong:rung id='r' to='x' ofset='P1D'/>"), "offset"},
           {deadline("", "<lienthong:rung id='r' to='x' chanel='notify.email'/>"), "channel"},
           {deadline("", "<lienthong:rung id='r' to='x' escalaton='LATE'/>"), "escalation"},
           {deadline("", "<lienthong:rungs id='r' to='x'/>"), "rung"},
           {task_with_extension("<lienthong:deadlin id='d' limit='P1D'/>"), "deadline"},
           {around("<adHocSubProcess id='a' lienthong:activeElement='x'><task id='x'/></adHocSubProcess>"),
            "activeElements"},
           {around("<receiveTask id='a' messageRef='m' lienthong:timetolive='PT1H'/>",
                   "<message id='m' name='m'/>"),
            "timeToLive"}};
  for (const auto& row : rows) {
    INFO(row.nearest);
    CHECK(told_rules(row.xml) == "error unknown-extension");
    CHECK(told_words(row.xml).find("do you mean " + row.nearest + "?") != std::string::npos);
  }
  CHECK(told_rules(deadline("mood='good'")) == "error unknown-extension");
  CHECK(told_words(deadline("mood='good'")).find("do you mean") == std::string::npos);
}

TEST_CASE("A word of ours in the wrong place is an error that says where it belongs") {
  for (const std::string& xml :
       {around("<userTask id='a' lienthong:candidateGroup='g'/>"),
        around("<userTask id='a' lienthong:timeToLive='PT1H'/>"),
        around("<userTask id='a' lienthong:limit='P1D'/>"),
        around("<userTask id='a'><lienthong:deadline id='d' limit='P1D'/></userTask>"),
        task_with_extension("<lienthong:rung id='r' to='x'/>"), deadline("lienthong:cutOff='true'")})
    CHECK(told_rules(xml) == "error misplaced-extension");
  CHECK(told_words(around("<userTask id='a' lienthong:candidateGroup='g'/>")).find("lane") !=
        std::string::npos);
}

TEST_CASE("An empty value of ours is an error and never one that was left out") {
  for (const std::string blank : {"", " ", "\t\n"}) {
    const auto is = [&](const std::string& name) { return name + "='" + blank + "' "; };
    for (const std::string name : {"start", "cutOff", "due", "calendar"}) {
      INFO(name);
      CHECK(told_rules(deadline(is(name))) == "error extension-value");
      CHECK(told_words(deadline(is(name))).find("\"" + name + "\" is empty") != std::string::npos);
    }
    for (const std::string name : {"offset", "message", "escalation"})
      CHECK(told_rules(deadline("", "<lienthong:rung id='r' to='x' " + is(name) + "/>")) ==
            "error extension-value");
    // What is needed is told as missing, once.
    CHECK(errors(task_with_extension("<lienthong:deadline id='d' " + is("limit") + "/>")) ==
          "deadline-limit");
    CHECK(told_rules(around("<adHocSubProcess id='a' " + is("lienthong:activeElements") +
                            "><task id='x'/></adHocSubProcess>")) == "error extension-value");
    CHECK(told_rules(around("<receiveTask id='a' messageRef='m'/>",
                            "<message id='m' name='m' " + is("lienthong:timeToLive") + "/>")) ==
          "error extension-value");
    CHECK(told_rules(around("<laneSet id='l'><lane id='n' " + is("lienthong:candidateGroup") +
                            "/></laneSet><task id='a'/>")) == "error extension-value");
  }
  CHECK(told_rules(around("<userTask id='a' camunda:assignee=''/>")).empty());
}

TEST_CASE("A forgotten prefix inside an extension's element is told") {
  const struct {
    std::string xml, told, words;
  } rows[]{
      {deadline("", "<rung id='r' to='x'/>"), "error unknown-extension", "do you mean <lienthong:rung>?"},
      {deadline("", "<rong id='r' to='x'/>"), "error unknown-extension", "do you mean rung?"},
      {deadline("", "<rung xmlns='' id='r' to='x'/>"), "error unknown-extension", "<lienthong:rung>"},
      {deadline("", "<x:rung xmlns:x='urn:else' id='r' to='x'/>"), "error unknown-extension",
       "<lienthong:rung>"},
      {task_with_extension("<camunda:inputOutput><inputParameter name='p'>1</inputParameter>"
                           "</camunda:inputOutput>"),
       "warning unknown-extension", "do you mean <camunda:inputParameter>?"},
      {task_with_extension("<camunda:formData><formField id='x'/></camunda:formData>"),
       "warning unknown-extension", "do you mean <camunda:formField>?"},
      {deadline("", "soon"), "error extension-value", "The text \"soon\""},
      {deadline("", "<lienthong:rung id='r' to='x'>late</lienthong:rung>"), "error extension-value", "late"},
      {task_with_extension("<camunda:formData>x</camunda:formData>"), "warning extension-value", "\"x\""}};
  for (const auto& row : rows) {
    INFO(row.xml);
    CHECK(told_rules(row.xml) == row.told);
    CHECK(told_words(row.xml).find(row.words) != std::string::npos);
  }
  for (const std::string& xml :
       {task_with_extension("<camunda:taskListener event='timeout' id='t' expression='${x}'>"
                            "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
                            "</camunda:taskListener>"),
        task_with_extension("<camunda:inputOutput><camunda:inputParameter name='p'><v:note "
                            "xmlns:v='urn:else'/></camunda:inputParameter></camunda:inputOutput>")})
    CHECK(told_rules(xml).empty());
}

TEST_CASE("A namespace that is nearly ours is an error") {
  for (const std::string uri :
       {"urn:lienthong:bpmn:1", "urn:lienthong:bpmn:1.1", "urn:lienthong:bpmn", "urn:Lienthong:bpmn:1.0",
        "http://lienthong.vn/bpmn", "urn:lien-thong:bpmn:1.0"}) {
    INFO(uri);
    const std::string xml = with_namespace("x", uri, "<userTask id='a' x:deadline='P1D'/>");
    CHECK(told_rules(xml) == "error nearly-a-namespace");
    CHECK(told_words(xml).find("urn:lienthong:bpmn:1.0") != std::string::npos);
  }
  for (const std::string uri : {"http://camunda.org/schema/1.0/bpm", "http://camunda.org/schema/1.1/bpmn",
                                "https://camunda.org/schema/1.0/bpmn"})
    CHECK(told_rules(with_namespace("x", uri, "<userTask id='a' x:assignee='kim'/>")) ==
          "error nearly-a-namespace");
  for (const std::string uri :
       {"http://camunda.org/schema/modeler/1.0", "http://bpmn.io/schema/bpmn/biocolor/1.0", "urn:else",
        "http://www.signavio.com", "urn:lienthong:processes"})
    CHECK(told_rules(with_namespace("x", uri, "<userTask id='a' x:y='z'/>")).empty());
}

TEST_CASE("A word of Camunda's that is unknown or not read is a warning that says what happens") {
  CHECK(told_rules(around("<userTask id='a' camunda:assigne='kim'/>")) == "warning unknown-extension");
  CHECK(told_words(around("<userTask id='a' camunda:assigne='kim'/>")) ==
        "The attribute \"assigne\" in userTask is not known and has no effect: do you mean assignee?");
  const struct {
    std::string xml, told;
  } rows[]{{around("<userTask id='a' camunda:topic='t'/>"), "warning misplaced-extension"},
           {around("<task id='a' camunda:assignee='kim'/>"), "warning misplaced-extension"},
           {around("<userTask id='a' camunda:skipExpression='${x}'/>"), "warning extension-not-read"},
           {around("<userTask id='a' camunda:asyncBefore='yes'/>"), "warning extension-value"},
           {around("<userTask id='a' camunda:exclusive='${x}'/>"), "warning extension-value"},
           {task_with_extension("<camunda:formProperty id='x'/>"), "warning extension-not-read"},
           {task_with_extension("<camunda:inputOutputs/>"), "warning unknown-extension"},
           {task_with_extension("<camunda:inputParameter name='x'>1</camunda:inputParameter>"),
            "warning misplaced-extension"},
           {task_with_extension("<camunda:formData><camunda:formField id='x' type='long' defaultVal='1'/>"
                                "</camunda:formData>"),
            "warning unknown-extension"},
           {around("<userTask id='a'><camunda:inputOutput/></userTask>"), "warning misplaced-extension"},
           {around("<callActivity id='a' calledElement='q' camunda:caseBinding='latest'/>"),
            "warning extension-not-read"}};
  for (const auto& row : rows) {
    INFO(row.xml);
    CHECK(told_rules(row.xml) == row.told);
  }
}

TEST_CASE("What is read, and what only an editor reads, is not told") {
  for (const std::string& xml :
       {task_with_extension(
            "<camunda:properties><camunda:property name='a' value='b'/></camunda:properties>"
            "<camunda:failedJobRetryTimeCycle>R3/PT1M</camunda:failedJobRetryTimeCycle>"
            "<camunda:taskListener event='create' expression='${x}'><camunda:field name='f'/>"
            "</camunda:taskListener><camunda:formData businessKey='k'><camunda:formField id='k' "
            "label='K' type='enum' defaultValue='x'><camunda:properties><camunda:property id='i' "
            "value='v'/></camunda:properties><camunda:validation><camunda:constraint name='required' "
            "config='true'/></camunda:validation><camunda:value id='x' name='X'/></camunda:formField>"
            "</camunda:formData><camunda:inputOutput><camunda:inputParameter name='m'><camunda:map>"
            "<camunda:entry key='k'>1</camunda:entry></camunda:map></camunda:inputParameter>"
            "<camunda:inputParameter name='l'><camunda:list><camunda:value>1</camunda:value>"
            "</camunda:list></camunda:inputParameter><camunda:outputParameter name='s'>"
            "<camunda:script scriptFormat='feel'>1</camunda:script></camunda:outputParameter>"
            "</camunda:inputOutput>",
            "camunda:assignee='kim' camunda:modelerTemplate='t' camunda:asyncBefore='true' "
            "camunda:asyncAfter='false' camunda:exclusive='0' camunda:dueDate='${d}'"),
        deadline("cutOff='true' start='at' calendar='vn-public-sector'",
                 "<lienthong:rung id='r' offset='P1D' to='x' level='1' channel='notify.email' "
                 "escalation='L' message='m'/>"),
        around("<serviceTask id='a' camunda:type='external' camunda:topic='t' camunda:taskPriority='1'>"
               "<extensionElements><camunda:in source='x' target='y'/></extensionElements></serviceTask>")}) {
    INFO(xml);
    CHECK(told_rules(xml).empty());
  }
}

TEST_CASE("Another engine's words are errors where work would be lost, once for each element") {
  constexpr const char* zeebe = "http://camunda.org/schema/zeebe/1.0";
  const auto extended = [](const std::string& element, const std::string& inside) {
    return "<" + element + " id='a'><extensionElements>" + inside + "</extensionElements></" + element + ">";
  };
  const std::string models[]{
      extended("serviceTask",
               "<z:taskDefinition type='t'/><z:ioMapping><z:input source='=x' target='y'/></z:ioMapping>"),
      extended("userTask",
               "<z:userTask/><z:assignmentDefinition assignee='=x'/><z:formDefinition formId='f'/>"),
      extended("callActivity", "<z:calledElement processId='q'/>"),
      extended("scriptTask", "<z:script expression='=1' resultVariable='r'/>"),
      extended("businessRuleTask", "<z:calledDecision decisionId='d' resultVariable='r'/>"),
      extended("subProcess", "<z:ioMapping><z:output source='=x' target='y'/></z:ioMapping>"),
      extended("task", "<z:executionListeners><z:executionListener type='t'/></z:executionListeners>")};
  for (const std::string& model : models) {
    INFO(model);
    CHECK(told_rules(with_namespace("z", zeebe, model)) == "error other-engine");
    CHECK(told_rules(with_namespace("z", zeebe, model, false)) == "warning other-engine");
  }
  CHECK(told_words(with_namespace("z", zeebe, models[0])).find("camunda:topic") != std::string::npos);
  CHECK(told_rules(
            with_namespace("z", zeebe,
                           extended("task", "<z:properties><z:property name='a' value='b'/></z:properties>")))
            .empty());
  constexpr const char* flowable = "http://flowable.org/bpmn";
  CHECK(told_rules(
            with_namespace("fl", flowable, "<userTask id='a' fl:assignee='kim' fl:candidateGroups='g'/>")) ==
        "error other-engine");
  CHECK(told_rules(with_namespace("fl", flowable, "<userTask id='a' fl:exclusive='true'/>")).empty());
  CHECK(told_rules(with_namespace("d", "http://www.jboss.org/drools", "<userTask id='a' d:taskName='t'/>")) ==
        "error other-engine");
  // Camunda 7 reads Activiti's words as its own.
  CHECK(told_rules(with_namespace("act", "http://activiti.org/bpmn", "<userTask id='a' act:assignee='kim'/>"))
            .empty());
  CHECK(told_rules(with_namespace("act", "http://activiti.org/bpmn",
                                  "<userTask id='a' act:assigne='kim'/>")) == "warning unknown-extension");
}

TEST_CASE("Every word that the readers ask for is in the vocabulary") {
  std::set<std::string, std::less<>> known;
  for (const Word& word : vocabulary()) known.insert(std::string(word.name));
  const boost::regex asked(
      R"re((?:find|attribute|flag|is|child)\("(\w+)",[^)]*Space::(?:Camunda|Lienthong))re"
      R"re(|expression_attribute\(\w+, "(\w+)"(?:, (?:xml::)?Space::Lienthong)?\))re");
  std::set<std::string> asked_for;
  for (const char* folder : {"/bpmn", "/bpmn/events"})
    for (const auto& entry : std::filesystem::directory_iterator(std::string(LIENTHONG_ROOT) + folder)) {
      if (entry.path().extension() != ".cpp") continue;
      std::ifstream in(entry.path());
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      for (auto at = boost::sregex_iterator(text.begin(), text.end(), asked); at != boost::sregex_iterator();
           ++at)
        asked_for.insert((*at)[1].matched ? (*at)[1].str() : (*at)[2].str());
    }
  CHECK(asked_for.size() > 40);
  for (const std::string& word : asked_for) {
    INFO(word);
    CHECK(known.contains(word));
  }
}

TEST_CASE("Places are names of elements or of groups, and no word is in two rows for one place") {
  std::set<std::string> seen;
  for (const Word& word : vocabulary()) {
    std::istringstream places{std::string(word.at)};
    for (std::string place; places >> place;)
      CHECK(seen.insert(std::string(word.name) + " " + place +
                        (word.kind == Word::Kind::Element ? " e" : " a") +
                        (word.space == xml::Space::Camunda ? "c" : "l"))
                .second);
  }
  CHECK(is_among("userTask", "process NODE"));
  CHECK_FALSE(is_among("lane", "process NODE"));
  CHECK_FALSE(is_among("ACTIVIT", "NODE"));
}
