#pragma once
// The table of waits: how each kind of event waits for what it catches, a row a kind, each in the file of
// this folder that knows what happens then. What the kind is in BPMN: bpmn/events/event_type.h. By what its
// subscriptions are found: Indexes::found_by.
#include "engine/data/data.h"

namespace lienthong::engine {

struct Wait {
  enum class As {
    Nothing,                   ///< whoever throws it walks to its handler, or it leads on at once
    Subscription,              ///< a row that leads to the event while its owner lives
    SubscriptionBesideOthers,  ///< one only in a parallel multiple event
    Job                        ///< a timer
  };

  bpmn::EventKind kind;
  As as;
  bool listed;  ///< by /event-subscription
  /// The name its subscription is found by. No owner: it starts a process, and nothing can be computed yet.
  std::string (*subject)(Run&, const bpmn::EventDefinition&, const Instance* owner) = nullptr;
  /// It may have happened already. `again`: it has just led to the event.
  void (*armed)(Run&, Instance& owner, const Subscription&, bool again) = nullptr;
  /// As::Job: makes it. `part`: which of the node's definitions it is.
  void (*job)(Run&, Instance& owner, const bpmn::Node&, std::int64_t part) = nullptr;
};

const Wait& wait_of(bpmn::EventKind);

/// The kinds that /event-subscription lists.
std::vector<std::string> listed_events();

// What the rows have in common.
std::string event_name(Run&, const bpmn::EventDefinition&, const Instance* owner);
inline void nothing_yet(Run&, Instance&, const Subscription&, bool) {}

extern const Wait message_wait, timer_wait, signal_wait, conditional_wait, escalation_wait;

}  // namespace lienthong::engine
