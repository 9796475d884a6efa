#pragma once
// Undoing what has been done. BPMN 10.7, 13.5.5; bpmn-extensions 17
//
// A completed activity that something can undo leaves a Compensable in its flow scope. A completed
// sub-process, and a multi-instance body with its instances, are kept for that in state Completed: their
// variables are the snapshot, and the Compensables inside them stay theirs. Compensating lets a kept instance
// live again, in state Compensating, as the scope that its handlers run in.
//
// An event that compensates, and a kept instance that is compensated, undo their Compensables one at a time,
// newest first: the next begins when an Ended step tells that a handler is gone. All of it stands in rows.
#include "engine/data/data.h"

namespace lienthong::engine {

/// A throw or end event that compensates, or a cancel end event.
bool compensates(const bpmn::Node&);

/// Records a completed activity where something can undo it; true when its instance stays.
[[nodiscard]] bool keep_compensable(Run&, Instance& self, const bpmn::Node&, const Instance& scope);
/// Completed, and waiting to be undone.
bool is_kept(const Instance&);
/// What was completed in `scope` can no longer be undone.
void forget_compensables(Run&, const Instance& scope);

/// A compensation event has been reached: undoes what it names, or all that it sees. BPMN 13.5.5
void throw_compensation(Run&, Instance& self, const bpmn::EventDefinition&);
/// A cancel end event has been reached: undoes the transaction around it and leaves by its boundary event.
void cancel_transaction(Run&, Instance& self);
/// Begins the newest that is left, unless one is being undone.
void compensate_next(Run&, Instance& by);
bool has_left_to_undo(Run&, const Instance& event);
/// A handler has completed or was cancelled: whoever waits for it goes on.
void handler_ended(Run&, const Instance& handler);
/// The event that compensates is cancelled, and its handlers with it.
void stop_compensation(Run&, const Instance& self);
/// A transaction whose tokens are gone and whose work is being undone: it will not complete.
bool is_being_cancelled(Run&, const Instance& scope);

}  // namespace lienthong::engine
