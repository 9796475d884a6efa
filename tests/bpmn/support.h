#pragma once
#include <string>
#include <vector>
#include "bpmn/reader.h"

namespace lienthong::bpmn::testing {

/// A whole file around the given definitions-level elements. The body starts in line 2.
std::string file(const std::string& body, const std::string& attributes = "");
/// An executable process "p" around flow elements; `before` stands in front of the process.
std::string process(const std::string& body, const std::string& before = "");
/// start → (body with one node "a") → end, every node linked.
std::string around(const std::string& node, const std::string& before = "");

/// The rule names of all errors, joined by spaces, in the order of their places.
std::string errors(const std::string& xml);
std::string warnings(const std::string& xml);
/// The message of the first problem with this rule; "" when there is none.
std::string message_of(const std::string& xml, const std::string& rule);
const Problem* find(const std::vector<Problem>& problems, const std::string& rule);

}  // namespace lienthong::bpmn::testing
