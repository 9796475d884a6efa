// What nobody would read, or what could never be true or false, is told.
#include "tests/bpmn/check_rows.h"

namespace lienthong::bpmn::testing::rows {

TEST_CASE("what must be true or false is no plain text, wherever a condition stands") {
  const auto told = [](const std::string& written, bool fails) {
    const auto formal = [&](const std::string& name) {
      return "<" + name + " xsi:type='tFormalExpression'>" + written + "</" + name + ">";
    };
    const std::string rule = fails ? "condition-without-expression" : "";
    const std::string many = "<loopCardinality>2</loopCardinality>";
    INFO(written);
    hold({{gateway("exclusiveGateway", "default='g1'", {formal("conditionExpression"), ""}), rule},
          {gateway("inclusiveGateway", "", {formal("conditionExpression"), ""}), rule},
          {task("task", "",
                "<multiInstanceLoopCharacteristics>" + many + formal("completionCondition") +
                    "</multiInstanceLoopCharacteristics>"),
           rule},
          {around("<task id='a'><multiInstanceLoopCharacteristics behavior='Complex'>" + many +
                      "<complexBehaviorDefinition>" + formal("condition") +
                      "<event id='t'><signalEventDefinition signalRef='g'/></event>"
                      "</complexBehaviorDefinition></multiInstanceLoopCharacteristics></task>",
                  "<signal id='g' name='g'/>"),
           rule},
          {task("task", "",
                "<standardLoopCharacteristics>" + formal("loopCondition") + "</standardLoopCharacteristics>"),
           rule},
          {task("adHocSubProcess", "", "<task id='i'/>" + formal("completionCondition")), rule},
          {process(start + "<complexGateway id='g'>" + formal("activationCondition") +
                   "</complexGateway><sequenceFlow id='f' sourceRef='s' targetRef='g'/>"),
           rule},
          {task("intermediateCatchEvent", "",
                "<conditionalEventDefinition>" + formal("condition") + "</conditionalEventDefinition>"),
           rule}});
  };
  for (const char* text : {"approved", "true", "x == 1", "${true} and ${false}", " ${x} or so", "${x}${y}",
                           "not ${x}", "${'}'} }"})
    told(text, true);
  for (const char* text : {"${x}", "#{x == 1}", "= x", "${x == '}'}", "${a['b}'] &amp;&amp; c}"})
    told(text, false);
  const std::string rule = "<camunda:errorEventDefinition id='r' errorRef='f' expression='";
  const std::string fault = "<error id='f' errorCode='F'/>";
  for (const auto& [text, errors] : std::initializer_list<std::pair<const char*, const char*>>{
           {"yes", "condition-without-expression"}, {"${externalTask.retries == 0}", ""}})
    hold({{around("<serviceTask id='a' " + external + "><extensionElements>" + rule + text +
                      "'/></extensionElements></serviceTask>",
                  fault),
           errors}});
}

TEST_CASE("what a parameter holds beside its value, or holds twice, is told") {
  const auto parameter = [](const std::string& inside) {
    return extended("task", "",
                    "<camunda:inputOutput><camunda:inputParameter name='p'>" + inside +
                        "</camunda:inputParameter></camunda:inputOutput>");
  };
  const std::string list = "<camunda:list><camunda:value>1</camunda:value></camunda:list>";
  const auto entry = [](const std::string& key) {
    return "<camunda:entry key='" + key + "'>1</camunda:entry>";
  };
  hold({{parameter(list), ""},
        {parameter("one " + list), "parameter-several-values"},
        {parameter(list + " and more"), "parameter-several-values"},
        {parameter("<camunda:map><camunda:entry key='k'>x" + list + "</camunda:entry></camunda:map>"),
         "parameter-several-values"},
        {parameter("<camunda:list>1<camunda:value>1</camunda:value></camunda:list>"), "", "extension-value"},
        {parameter("<camunda:map>" + entry("a") + entry("b") + "</camunda:map>"), ""},
        {parameter("<camunda:map>" + entry("a") + entry("a") + "</camunda:map>"), "", "entry-key-twice"},
        {parameter("<camunda:map>" + entry("${a}") + entry("${a}") + "</camunda:map>"), ""},
        {extended("task", "",
                  "<camunda:inputOutput><camunda:inputParameter name='p'>1</camunda:inputParameter>"
                  "<camunda:inputParameter name='p'>2</camunda:inputParameter></camunda:inputOutput>"),
         "", "parameter-twice"}});
}

TEST_CASE("a call says which variables go along in words that are read") {
  const auto call = [](const std::string& attributes) {
    return extended("callActivity", "calledElement='q'", "<camunda:in " + attributes + "/>");
  };
  hold({{call("variables='all'"), ""},
        {call("variables='some'"), "mapping"},
        {call("variables=''"), "mapping"},
        {call("variables='All'"), "mapping"},
        {extended("callActivity", "calledElement='q'", "<camunda:out variables='x,y'/>"), "mapping"},
        {extended("sendTask", external, "<camunda:in variables='some'/>"), "mapping"}});
}

}  // namespace lienthong::bpmn::testing::rows
