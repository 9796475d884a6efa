#include "engine/tokens/compensation.h"
#include <algorithm>
#include "engine/steps/activity.h"
#include "engine/steps/incidents.h"
#include "engine/tokens/loops.h"
#include "engine/tokens/tokens.h"
#include "engine/waits/waits.h"
#include "engine/waits/walk.h"

namespace lienthong::engine {
using lifecycle::ActivityOperation;
using lifecycle::ActivityState;

namespace {

bool throws(const bpmn::Node& node, bpmn::EventKind kind) {
  if (node.kind != bpmn::Kind::EndEvent && node.kind != bpmn::Kind::IntermediateThrowEvent) return false;
  for (const bpmn::EventDefinition& event : node.events)
    if (event.kind == kind) return true;
  return false;
}

/// One of a multi-instance body's instances.
bool is_inner(const Instance& self, const Instance& scope) { return scope.body && scope.node == self.node; }

/// The scopes whose Compensables an event or a kept instance undoes: an event sub-process is looked through,
/// and cancelling a transaction undoes what was completed anywhere in it.
std::vector<InstanceId> compensated_scopes(Run& run, const Instance& by) {
  if (by.state == ActivityState::Compensating) return {by.id};
  std::vector<InstanceId> scopes;
  if (!throws(run.node(by), bpmn::EventKind::Cancel)) {
    for (const Instance* at = run.parent(by); at; at = run.parent(*at)) {
      scopes.push_back(at->id);
      if (run.node(*at).kind != bpmn::Kind::EventSubProcess) break;
    }
    return scopes;
  }
  Table<Instance>& instances = run.work().tree(by.root.value)->of<Instance>();
  scopes.push_back(transaction_around(run, by).id);
  for (std::size_t i = 0; i < scopes.size(); ++i)
    for (const std::int64_t id : instances.owned_by(scopes[i].value))
      if (instances.find(id)->state == ActivityState::Active) scopes.push_back(InstanceId{id});
  return scopes;
}

/// Whether something in it, or below it, was completed and can be undone.
bool holds_compensables(Run& run, const Instance& self) {
  Tree& tree = *run.work().tree(self.root.value);
  std::vector<std::int64_t> below{self.id.value};
  for (std::size_t i = 0; i < below.size(); ++i) {
    if (tree.of<Compensable>().owns_any(below[i])) return true;
    for (const std::int64_t id : tree.of<Instance>().owned_by(below[i])) below.push_back(id);
  }
  return false;
}

/// Ends every token of a transaction but the cancelling one. The scopes that hold completed work stay, empty,
/// until it is undone in them; their own events are over.
void terminate_inside(Run& run, const Instance& transaction, const Instance& end) {
  std::vector<InstanceId> path;
  for (const Instance* at = &end; at->id != transaction.id; at = run.parent(*at)) path.push_back(at->id);
  std::vector<InstanceId> scopes{transaction.id};
  Table<Instance>& instances = run.work().tree(end.root.value)->of<Instance>();
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    Instance* scope = run.instance(end.root, scopes[i]);
    if (!scope) continue;
    run.work().update(*scope, [&](Instance& at) { at.interrupted_by = end.node; });
    close_subscriptions(run, *scope);
    for (const std::int64_t id : instances.owned_by(scope->id.value)) {
      Instance* child = instances.find(id);
      if (!child || child->id == end.id || is_kept(*child)) continue;
      const bool on_path = std::find(path.begin(), path.end(), child->id) != path.end();
      if (on_path || (child->state == ActivityState::Active && holds_compensables(run, *child)))
        scopes.push_back(child->id);
      else
        run.life.cancel(*child);
    }
    drop_waiting(run, *scope);
  }
}

/// A kept instance has been undone.
void compensated(Run& run, Instance& kept) {
  move_activity(run, kept, ActivityOperation::Ended);
  handler_ended(run, kept);
  run.life.cancel(kept);  // what it held was undone with it
}

void begin_compensating(Run& run, Compensable& undo, Instance& by) {
  const Definition& definition = run.definition(by);
  const bpmn::Node* handler = definition.compensation_handler(definition.node(undo.node));
  Instance* kept = undo.kept ? run.instance(undo.root, undo.kept) : nullptr;
  run.work().update(undo, [&](Compensable& c) {
    c.by = by.id;
    c.begun = true;
    c.handler = c.kept;
  });
  Enter step;
  step.root = undo.root;
  step.definition = by.definition;
  if (handler) step.node = handler->index;
  if (!kept) {
    step.scope = undo.scope;
    step.compensates = undo.id;
    return run.agenda.put(step);
  }
  move_activity(run, *kept, ActivityOperation::Compensate);
  if (!handler || kept->body) return compensate_next(run, *kept);  // as deep as sub-processes are nested
  step.scope = kept->id;
  run.agenda.put(step);
}

/// An event has nothing left to undo.
void all_compensated(Run& run, Instance& event) {
  const bpmn::Node& node = run.node(event);
  if (throws(node, bpmn::EventKind::Cancel)) {
    close_history(run, event, false);
    Instance& transaction = transaction_around(run, event);
    Instance* around = run.parent(transaction);
    const bpmn::Node& cancelled = run.node(transaction);
    const bool inner = is_inner(transaction, *around);
    for (const bpmn::NodeIndex index : cancelled.boundary)
      if (const bpmn::Node& boundary = run.definition(transaction).node(index);
          boundary.has_event(bpmn::EventKind::Cancel))
        run.agenda.enter(boundary, inner ? *run.parent(*around) : *around, -1, true);
    const InstanceId body = around->id, root = around->root;
    run.life.cancel(transaction);
    if (inner) run.loops.instance_cancelled(*run.instance(root, body), cancelled);
    return;
  }
  if (event.state == ActivityState::Active) return run.agenda.complete(event);
  move_activity(run, event, ActivityOperation::Completed);  // it has left long ago
  run.agenda.ended_in(*run.parent(event));
  run.life.remove(event);
}

}  // namespace

bool compensates(const bpmn::Node& node) {
  return throws(node, bpmn::EventKind::Compensate) || throws(node, bpmn::EventKind::Cancel);
}

// ---- what can be undone

/// Records a completed activity where something can undo it; true when its instance stays.
bool keep_compensable(Run& run, Instance& self, const bpmn::Node& node, const Instance& scope) {
  const Definition& definition = run.definition(self);
  const bpmn::Node* handler = definition.compensation_handler(node);
  if (!handler && !self.body && node.children.empty()) return false;
  const bool work_inside = run.work().tree(self.root.value)->of<Compensable>().owns_any(self.id.value);
  if ((!handler && !work_inside) || node.for_compensation || (self.body && !work_inside)) return false;
  if (node.parent >= 0 && definition.compensation_handler(definition.node(node.parent)) == &node)
    return false;  // the event sub-process that has just compensated its scope
  const bool beside = handler && handler->kind != bpmn::Kind::EventSubProcess;
  const bool keep = self.body || is_inner(self, scope) || !beside;
  Compensable undo;
  undo.id.value = run.next_id();
  undo.root = self.root;
  undo.scope = scope.id;
  undo.node = node.id;
  if (keep) undo.kept = self.id;
  const CompensableId id = run.work().insert(std::move(undo)).id;
  if (!keep) return false;
  run.work().update(self, [&](Instance& i) { i.compensates = id; });
  if (beside && !self.body) forget_compensables(run, self);  // its own handler undoes it as a whole
  end_incidents_of(run, self);
  return true;
}

/// Completed, and waiting to be undone.
bool is_kept(const Instance& self) { return self.state == ActivityState::Completed && self.compensates; }

void forget_compensables(Run& run, const Instance& scope) {
  Table<Compensable>& table = run.work().tree(scope.root.value)->of<Compensable>();
  if (!table.owns_any(scope.id.value)) return;
  for (const std::int64_t id : table.owned_by(scope.id.value)) {
    Compensable* undo = table.find(id);
    if (!undo) continue;
    const InstanceId kept = undo->kept;
    run.work().erase(*undo);
    if (Instance* instance = run.instance(scope.root, kept)) run.life.cancel(*instance);
  }
}

// ---- undoing

bool has_left_to_undo(Run& run, const Instance& event) {
  Table<Compensable>& table = run.work().tree(event.root.value)->of<Compensable>();
  for (const InstanceId scope : compensated_scopes(run, event))
    if (table.last_owned_by(scope.value, [&](const Compensable& c) { return c.by == event.id; })) return true;
  return false;
}

void throw_compensation(Run& run, Instance& self, const bpmn::EventDefinition& event) {
  Table<Compensable>& table = run.work().tree(self.root.value)->of<Compensable>();
  bool any = false;
  for (const InstanceId scope : compensated_scopes(run, self))
    for (const std::int64_t id : table.owned_by(scope.value)) {
      Compensable& undo = *table.find(id);
      if (undo.by || (!event.activity_ref.empty() && undo.node != event.activity_ref)) continue;
      run.work().update(undo, [&](Compensable& c) { c.by = self.id; });
      any = true;
    }
  if (!any || !event.wait_for_completion) run.agenda.complete(self);
  if (any) compensate_next(run, self);
}

/// Begins the newest that is left, unless one is being undone.
void compensate_next(Run& run, Instance& by) {
  const bool kept = by.state == ActivityState::Compensating;
  if (kept && !by.body && has_tokens(run, by)) return;
  if (kept && !by.body && run.definition(by).compensation_handler(run.node(by))) return compensated(run, by);
  Table<Compensable>& table = run.work().tree(by.root.value)->of<Compensable>();
  Compensable* next = nullptr;
  for (const InstanceId scope : compensated_scopes(run, by)) {
    Compensable* newest = table.last_owned_by(
        scope.value, [&](const Compensable& c) { return kept ? !c.by || c.by == by.id : c.by == by.id; });
    if (newest && (!next || newest->id > next->id)) next = newest;
  }
  if (!next) return kept ? compensated(run, by) : all_compensated(run, by);
  if (!next->begun) begin_compensating(run, *next, by);
}

/// Completed or cancelled: either way it is over, and whoever waits for it goes on.
void handler_ended(Run& run, const Instance& handler) {
  if (!handler.compensates) return;
  Compensable* undone = run.work().find<Compensable>(handler.root.value, handler.compensates.value);
  if (!undone) return;
  if (Instance* by = run.instance(undone->root, undone->by)) run.agenda.ended_in(*by);
  run.work().erase(*undone);
}

void stop_compensation(Run& run, const Instance& self) {
  const bpmn::Node& node = run.node(self);
  if (!compensates(node)) return;
  Table<Compensable>& table = run.work().tree(self.root.value)->of<Compensable>();
  for (const InstanceId scope : compensated_scopes(run, self))
    for (const std::int64_t id : table.owned_by(scope.value)) {
      Compensable* undo = table.find(id);
      if (!undo || undo->by != self.id) continue;
      if (!undo->begun)
        run.work().update(*undo, [](Compensable& c) { c.by = {}; });
      else if (Instance* handler = run.instance(undo->root, undo->handler))
        run.life.cancel(*handler);
      else
        run.work().erase(*undo);
    }
  if (!throws(node, bpmn::EventKind::Cancel)) return;
  for (const InstanceId scope : compensated_scopes(run, self))  // those that go on without it may complete
    if (Instance* left = run.instance(self.root, scope); left && left->state == ActivityState::Active) {
      run.work().update(*left, [](Instance& i) { i.interrupted_by.clear(); });
      run.agenda.ended_in(*left);
    }
}

// ---- transactions

/// Its tokens are gone and what was completed in it is being undone: it will not complete.
bool is_being_cancelled(Run& run, const Instance& scope) {
  return !scope.interrupted_by.empty() &&
         throws(run.definition(scope).node(scope.interrupted_by), bpmn::EventKind::Cancel);
}

void cancel_transaction(Run& run, Instance& self) {
  Instance& transaction = transaction_around(run, self);
  terminate_inside(run, transaction, self);
  Table<Compensable>& table = run.work().tree(self.root.value)->of<Compensable>();
  for (const InstanceId scope : compensated_scopes(run, self))
    for (const std::int64_t id : table.owned_by(scope.value))
      run.work().update(*table.find(id), [&](Compensable& c) { c.by = self.id; });
  compensate_next(run, self);
}

}  // namespace lienthong::engine
