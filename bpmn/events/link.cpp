#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"
#include "xml/tree.h"

namespace lienthong::bpmn {
namespace {

std::string local(std::string_view reference) {
  return std::string(reference.substr(reference.find(':') + 1));
}

void read_link(Reading&, const xml::Element& from, EventDefinition& event) {
  event.name = from.attribute("name");
  for (const xml::Element child : from.children()) {
    if (child.is("target")) event.link_target = local(child.text());
    if (child.is("source")) event.link_sources.push_back(local(child.text()));
  }
}

void check_link(Checking& checking, const Node& node, const EventDefinition& event) {
  if (event.name.empty() && node.link_end < 0)
    checking.error(event.place, node.id, "link-without-name",
                   "The link of the " + describe(node) + " needs a name");
}

}  // namespace

// That its two ends find each other is checked in check_events.cpp.
const EventType link_event{.kind = EventKind::Link,
                           .may_stand = {EventPlace::Catch, EventPlace::Throw},
                           .waits_beside_others = false,
                           .words = {"", "intermediateLinkCatch", "intermediateNoneThrowEvent", "", ""},
                           .attributes = "!name",
                           .children = "source* target?",
                           .read = read_link,
                           .check = check_link,
                           .waits_for = may_repeat};

}  // namespace lienthong::bpmn
