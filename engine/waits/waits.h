#pragma once
// Whoever waits. Boundary events, event sub-processes, catch events, receive tasks, event-based gateways and
// start events are all one record: "while `owner` lives, this event leads to `target`" (Subscription; of a
// timer, a Job). Errors and escalations need no record: the definition names their handlers.
#include "engine/data/data.h"

namespace lienthong::engine {

/// Waits for everything that leads to `event`, except for the definition that has happened already.
/// `again`: it has just led there, so that conditions are not looked at before the next change.
void arm(Run&, Instance& owner, const bpmn::Node& event, std::int64_t occurred = -1, bool again = false);
/// Whether `owner` still waits for something, or for something that leads to `target`.
bool is_armed(Run&, const Instance& owner, const bpmn::Node* target = nullptr);
/// All that `owner` waits for, or all that leads to `target`.
void close_subscriptions(Run&, const Instance& owner, const bpmn::Node* target = nullptr);
/// Those that event sub-processes of a scope hold; its boundary events stay armed.
void close_subscriptions_inside(Run&, const Instance& scope);

// What follows may end the instance that the caller holds.

/// It has happened. `triggered_scope`: variables of the scope that it leads into.
void trigger(Run&, Subscription&, const Variables& triggered_scope = {});
/// One of the things that `target` waits for has happened: leads there, unless it needs others too. What
/// waited for it must be gone then.
bool occur(Run&, Instance& owner, const bpmn::Node& target, const Variables& = {});
/// Leads to a boundary event or event sub-process of `owner`; false when `owner` can no longer react.
bool handle_at(Run&, Instance& owner, const bpmn::Node& target, const Variables& = {});

}  // namespace lienthong::engine
