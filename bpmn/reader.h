#pragma once
#include <string_view>
#include "bpmn/model.h"
#include "bpmn/validate.h"
#include "xml/scan.h"

namespace lienthong::xml {
class Element;
}

namespace lienthong::bpmn {

// Limits of a file, with those of xml/scan.h each tested one below, at, and one above. The largest of 440
// files of public suites has 241 KB, depth 12, 2,430 elements, 42 attributes and an attribute value of 1,305
// characters.
inline constexpr xml::Limits xml_limits{4u << 20, 100'000};
inline constexpr int sub_process_depth_max = 64;
inline constexpr int flow_nodes_max = 20'000;  ///< one takes 2 KB of memory; no real file has a thousand

/// Reads BPMN 2.0 XML (any prefixes; elements matched by namespace URI). Never throws for bad input: what is
/// wrong stands in `Document::problems` with line, column and element id. A DOCTYPE is refused before
/// anything is parsed. Without `imports`, imported files are not looked at.
Document read(std::string_view xml, const Imports& imports = {});

/// The ids by which call activities can call what this file holds: executable processes and global tasks.
std::vector<std::string> callable_ids(const xml::Element& definitions);

/// Every rule of the standard and of Camunda 7 that a deployable model must keep (bpmn-extensions section
/// 20), and every element that this release does not execute. Includes `document.problems`. Warnings never
/// block.
std::vector<Problem> check(const Document&);

/// The `activityType` word of the wire contract (engine-rest 19.1), e.g. "boundaryTimer".
std::string_view activity_type(const Node&);
/// The same for the body around a looping activity's instances; behind a `#` also the end of its activity id.
std::string_view body_type(const Node&);

}  // namespace lienthong::bpmn
