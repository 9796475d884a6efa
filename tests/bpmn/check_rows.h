#pragma once
// Rows of models with the rules that they break, and the parts that such models are made of.
#include <catch2/catch.hpp>
#include <string>
#include <vector>
#include "tests/bpmn/support.h"

namespace lienthong::bpmn::testing::rows {

struct Row {
  std::string xml, errors, warnings = "";
};

inline void hold(const std::vector<Row>& table) {
  for (const Row& row : table) {
    INFO(row.xml);
    CHECK(errors(row.xml) == row.errors);
    CHECK(warnings(row.xml) == row.warnings);
  }
}

inline const std::string start = "<startEvent id='s'/>";

/// A start event, a gateway "g", and flows g0, g1 and so on with the given insides from it to "e".
inline std::string gateway(const std::string& tag, const std::string& attributes,
                           const std::vector<std::string>& flows,
                           const std::string& target = "<endEvent id='e'/>") {
  std::string body = start + "<sequenceFlow id='f' sourceRef='s' targetRef='g'/><" + tag + " id='g' " +
                     attributes + "/>" + target;
  for (std::size_t i = 0; i < flows.size(); ++i)
    body += "<sequenceFlow id='g" + std::to_string(i) + "' sourceRef='g' targetRef='e'>" + flows[i] +
            "</sequenceFlow>";
  return process(body);
}

inline const std::string condition = "<conditionExpression>${a}</conditionExpression>";

inline std::string task(const std::string& tag, const std::string& attributes = "",
                        const std::string& inside = "") {
  return around("<" + tag + " id='a' " + attributes + ">" + inside + "</" + tag + ">");
}

inline std::string extended(const std::string& tag, const std::string& attributes,
                            const std::string& extension) {
  return task(tag, attributes, "<extensionElements>" + extension + "</extensionElements>");
}

inline const std::string external = "camunda:type='external' camunda:topic='t'";

}  // namespace lienthong::bpmn::testing::rows
