#include "bpmn/reader.h"

namespace lienthong::bpmn {
namespace {

std::string_view start_type(EventKind event) {
  switch (event) {
    case EventKind::Timer: return "startTimerEvent";
    case EventKind::Message: return "messageStartEvent";
    case EventKind::Signal: return "signalStartEvent";
    case EventKind::Error: return "errorStartEvent";
    case EventKind::Escalation: return "escalationStartEvent";
    case EventKind::Compensate: return "compensationStartEvent";
    case EventKind::Conditional: return "conditionalStartEvent";
    default: return "startEvent";
  }
}

std::string_view catch_type(EventKind event) {
  switch (event) {
    case EventKind::Timer: return "intermediateTimer";
    case EventKind::Message: return "intermediateMessageCatch";
    case EventKind::Signal: return "intermediateSignalCatch";
    case EventKind::Conditional: return "intermediateConditional";
    case EventKind::Link: return "intermediateLinkCatch";
    default: return "intermediateCatchEvent";
  }
}

std::string_view throw_type(EventKind event) {
  switch (event) {
    case EventKind::Message: return "intermediateMessageThrowEvent";
    case EventKind::Signal: return "intermediateSignalThrow";
    case EventKind::Escalation: return "intermediateEscalationThrowEvent";
    case EventKind::Compensate: return "intermediateCompensationThrowEvent";
    default: return "intermediateNoneThrowEvent";
  }
}

std::string_view boundary_type(EventKind event) {
  switch (event) {
    case EventKind::Timer: return "boundaryTimer";
    case EventKind::Message: return "boundaryMessage";
    case EventKind::Signal: return "boundarySignal";
    case EventKind::Error: return "boundaryError";
    case EventKind::Escalation: return "boundaryEscalation";
    case EventKind::Conditional: return "boundaryConditional";
    case EventKind::Cancel: return "cancelBoundaryCatch";
    case EventKind::Compensate: return "compensationBoundaryCatch";
    default: return "boundaryEvent";
  }
}

std::string_view end_type(EventKind event) {
  switch (event) {
    case EventKind::Message: return "messageEndEvent";
    case EventKind::Signal: return "signalEndEvent";
    case EventKind::Error: return "errorEndEvent";
    case EventKind::Escalation: return "escalationEndEvent";
    case EventKind::Compensate: return "compensationEndEvent";
    case EventKind::Cancel: return "cancelEndEvent";
    case EventKind::Terminate: return "terminateEndEvent";
    default: return "noneEndEvent";
  }
}

}  // namespace

std::string_view activity_type(const Node& node) {
  switch (node.kind) {
    case Kind::Process: return "processDefinition";
    case Kind::StartEvent: return start_type(node.event());
    case Kind::EndEvent: return end_type(node.event());
    case Kind::IntermediateCatchEvent: return catch_type(node.event());
    case Kind::IntermediateThrowEvent: return throw_type(node.event());
    case Kind::BoundaryEvent: return boundary_type(node.event());
    case Kind::EventSubProcess: return "subProcess";
    default: return name_of(node.kind);
  }
}

std::string_view body_type(const Node& node) {
  return node.loop && node.loop->standard ? "loopBody" : "multiInstanceBody";
}

}  // namespace lienthong::bpmn
