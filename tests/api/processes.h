#pragma once
// Small processes, and words for looking at answers.
#include "tests/api/support.h"

namespace lienthong::api {

inline constexpr const char* waits =
    R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
<userTask id="t" name="Check the papers"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
    <endEvent id="e"/>)";
inline constexpr const char* runs_through =
    R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="e"/><endEvent id="e"/>)";
inline constexpr const char* waits_for_message =
    R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
<intermediateCatchEvent id="c"><messageEventDefinition messageRef="papersMessage"/></intermediateCatchEvent>
<sequenceFlow id="f2" sourceRef="c" targetRef="t"/><userTask id="t"/>
    <sequenceFlow id="f3" sourceRef="t" targetRef="e"/><endEvent id="e"/>)";

inline std::string text(const Value& value, const char* key) {
  const Value* found = value.find(key);
  return !found ? "absent" : found->is_string() ? found->string() : json::write(*found);
}

inline std::vector<std::string> keys(const Value& value) {
  std::vector<std::string> names;
  for (const auto& [name, ignored] : value.context().entries) names.push_back(name);
  return names;
}

inline std::size_t count(const Answer& list) { return list.list().size(); }

}  // namespace lienthong::api
