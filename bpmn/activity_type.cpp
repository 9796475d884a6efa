#include "bpmn/events/event_type.h"
#include "bpmn/reader.h"

namespace lienthong::bpmn {
namespace {

/// An event in the wrong place is called like one without definition.
std::string_view event_word(const Node& node, std::string_view EventWords::*place) {
  const std::string_view own = type_of(node.event()).words.*place;
  return own.empty() ? type_of(EventKind::None).words.*place : own;
}

}  // namespace

std::string_view activity_type(const Node& node) {
  switch (node.kind) {
    case Kind::Process: return "processDefinition";
    case Kind::StartEvent: return event_word(node, &EventWords::start);
    case Kind::EndEvent: return event_word(node, &EventWords::end);
    case Kind::IntermediateCatchEvent: return event_word(node, &EventWords::caught);
    case Kind::IntermediateThrowEvent: return event_word(node, &EventWords::thrown);
    case Kind::BoundaryEvent: return event_word(node, &EventWords::boundary);
    case Kind::EventSubProcess: return "subProcess";
    default: return name_of(node.kind);
  }
}

std::string_view body_type(const Node& node) {
  return node.loop && node.loop->standard ? "loopBody" : "multiInstanceBody";
}

}  // namespace lienthong::bpmn
