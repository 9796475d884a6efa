// Undoing what has been done. BPMN 10.7, 13.5.5; bpmn-extensions 17
//
// A completed activity that something can undo leaves a Compensable in its flow scope. A completed
// sub-process, and a multi-instance body with its instances, are kept for that in state Completed: their
// variables are the snapshot, and the Compensables inside them stay theirs. Compensating lets a kept instance
// live again, in state Compensating, as the scope that its handlers run in.
//
// An event that compensates, and a kept instance that is compensated, undo their Compensables one at a time,
// newest first: the next begins when an Ended step tells that a handler is gone. All of it stands in rows.
#include <algorithm>
#include "engine/execution.h"

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

}  // namespace

bool compensates(const bpmn::Node& node) {
  return throws(node, bpmn::EventKind::Compensate) || throws(node, bpmn::EventKind::Cancel);
}

// ---- what can be undone

/// Records a completed activity where something can undo it; true when its instance stays.
bool Execution::keep_compensable(Instance& self, const bpmn::Node& node, const Instance& scope) {
  const Definition& definition = this->definition(self);
  const bpmn::Node* handler = definition.compensation_handler(node);
  if (!handler && !self.body && node.children.empty()) return false;
  const bool work_inside = work_.tree(self.root.value)->of<Compensable>().owns_any(self.id.value);
  if ((!handler && !work_inside) || node.for_compensation || (self.body && !work_inside)) return false;
  if (node.parent >= 0 && definition.compensation_handler(definition.node(node.parent)) == &node)
    return false;  // the event sub-process that has just compensated its scope
  const bool beside = handler && handler->kind != bpmn::Kind::EventSubProcess;
  const bool keep = self.body || is_inner(self, scope) || !beside;
  Compensable undo;
  undo.id.value = next_id();
  undo.root = self.root;
  undo.scope = scope.id;
  undo.node = node.id;
  if (keep) undo.kept = self.id;
  const CompensableId id = work_.insert(std::move(undo)).id;
  if (!keep) return false;
  work_.update(self, [&](Instance& i) { i.compensates = id; });
  if (beside && !self.body) forget_compensables(self);  // its own handler undoes it as a whole
  end_incidents_of(self);
  return true;
}

/// Completed, and waiting to be undone.
bool Execution::is_kept(const Instance& self) {
  return self.state == ActivityState::Completed && self.compensates;
}

void Execution::forget_compensables(const Instance& scope) {
  Table<Compensable>& table = work_.tree(scope.root.value)->of<Compensable>();
  if (!table.owns_any(scope.id.value)) return;
  for (const std::int64_t id : table.owned_by(scope.id.value)) {
    Compensable* undo = table.find(id);
    if (!undo) continue;
    const InstanceId kept = undo->kept;
    work_.erase(*undo);
    if (Instance* instance = this->instance(scope.root, kept)) cancel(*instance);
  }
}

// ---- undoing

bool Execution::has_left_to_undo(const Instance& event) {
  Table<Compensable>& table = work_.tree(event.root.value)->of<Compensable>();
  for (const InstanceId scope : compensated_scopes(event))
    if (table.last_owned_by(scope.value, [&](const Compensable& c) { return c.by == event.id; })) return true;
  return false;
}

/// The scopes whose Compensables an event or a kept instance undoes: an event sub-process is looked through,
/// and cancelling a transaction undoes what was completed anywhere in it.
std::vector<InstanceId> Execution::compensated_scopes(const Instance& by) {
  if (by.state == ActivityState::Compensating) return {by.id};
  std::vector<InstanceId> scopes;
  if (!throws(node(by), bpmn::EventKind::Cancel)) {
    for (const Instance* at = parent(by); at; at = parent(*at)) {
      scopes.push_back(at->id);
      if (node(*at).kind != bpmn::Kind::EventSubProcess) break;
    }
    return scopes;
  }
  Table<Instance>& instances = work_.tree(by.root.value)->of<Instance>();
  scopes.push_back(transaction_around(by).id);
  for (std::size_t i = 0; i < scopes.size(); ++i)
    for (const std::int64_t id : instances.owned_by(scopes[i].value))
      if (instances.find(id)->state == ActivityState::Active) scopes.push_back(InstanceId{id});
  return scopes;
}

void Execution::throw_compensation(Instance& self, const bpmn::EventDefinition& event) {
  Table<Compensable>& table = work_.tree(self.root.value)->of<Compensable>();
  bool any = false;
  for (const InstanceId scope : compensated_scopes(self))
    for (const std::int64_t id : table.owned_by(scope.value)) {
      Compensable& undo = *table.find(id);
      if (undo.by || (!event.activity_ref.empty() && undo.node != event.activity_ref)) continue;
      work_.update(undo, [&](Compensable& c) { c.by = self.id; });
      any = true;
    }
  if (!any || !event.wait_for_completion) complete(self);
  if (any) compensate_next(self);
}

/// Begins the newest that is left, unless one is being undone.
void Execution::compensate_next(Instance& by) {
  const bool kept = by.state == ActivityState::Compensating;
  if (kept && !by.body && has_tokens(by)) return;
  if (kept && !by.body && definition(by).compensation_handler(node(by))) return compensated(by);
  Table<Compensable>& table = work_.tree(by.root.value)->of<Compensable>();
  Compensable* next = nullptr;
  for (const InstanceId scope : compensated_scopes(by)) {
    Compensable* newest = table.last_owned_by(
        scope.value, [&](const Compensable& c) { return kept ? !c.by || c.by == by.id : c.by == by.id; });
    if (newest && (!next || newest->id > next->id)) next = newest;
  }
  if (!next) return kept ? compensated(by) : all_compensated(by);
  if (!next->begun) begin_compensating(*next, by);
}

void Execution::begin_compensating(Compensable& undo, Instance& by) {
  const Definition& definition = this->definition(by);
  const bpmn::Node* handler = definition.compensation_handler(definition.node(undo.node));
  Instance* kept = undo.kept ? instance(undo.root, undo.kept) : nullptr;
  work_.update(undo, [&](Compensable& c) {
    c.by = by.id;
    c.begun = true;
    c.handler = c.kept;
  });
  Step step;
  step.root = undo.root;
  step.definition = by.definition;
  if (handler) step.node = handler->index;
  if (!kept) {
    step.instance = undo.scope;
    step.compensates = undo.id;
    return queue(step);
  }
  move(*kept, ActivityOperation::Compensate);
  if (!handler || kept->body) return compensate_next(*kept);  // as deep as sub-processes are nested
  step.instance = kept->id;
  queue(step);
}

/// A kept instance has been undone.
void Execution::compensated(Instance& kept) {
  move(kept, ActivityOperation::Ended);
  handler_ended(kept);
  cancel(kept);  // what it held was undone with it
}

/// An event has nothing left to undo.
void Execution::all_compensated(Instance& event) {
  const bpmn::Node& node = this->node(event);
  if (throws(node, bpmn::EventKind::Cancel)) {
    close_history(event, false);
    Instance& transaction = transaction_around(event);
    Instance* around = parent(transaction);
    const bpmn::Node& cancelled = this->node(transaction);
    const bool inner = is_inner(transaction, *around);
    for (const bpmn::NodeIndex index : cancelled.boundary)
      if (const bpmn::Node& boundary = definition(transaction).node(index);
          boundary.has_event(bpmn::EventKind::Cancel))
        enter(boundary, inner ? *parent(*around) : *around, -1, true);
    const InstanceId body = around->id, root = around->root;
    cancel(transaction);
    if (inner) loop_instance_cancelled(*instance(root, body), cancelled);
    return;
  }
  if (event.state == ActivityState::Active) return complete(event);
  move(event, ActivityOperation::Completed);  // it has left long ago
  ended_in(*parent(event));
  remove(event);
}

/// Completed or cancelled: either way it is over, and whoever waits for it goes on.
void Execution::handler_ended(const Instance& handler) {
  if (!handler.compensates) return;
  Compensable* undone = work_.find<Compensable>(handler.root.value, handler.compensates.value);
  if (!undone) return;
  if (Instance* by = instance(undone->root, undone->by)) ended_in(*by);
  work_.erase(*undone);
}

Instance* Execution::compensated_by(const Instance& handler) {
  if (!handler.compensates) return nullptr;
  const Compensable* undone = work_.find<Compensable>(handler.root.value, handler.compensates.value);
  Instance* by = undone ? instance(undone->root, undone->by) : nullptr;
  return by && throws(node(*by), bpmn::EventKind::Cancel) ? &transaction_around(*by) : by;
}

void Execution::stop_compensation(const Instance& self) {
  const bpmn::Node& node = this->node(self);
  if (!compensates(node)) return;
  Table<Compensable>& table = work_.tree(self.root.value)->of<Compensable>();
  for (const InstanceId scope : compensated_scopes(self))
    for (const std::int64_t id : table.owned_by(scope.value)) {
      Compensable* undo = table.find(id);
      if (!undo || undo->by != self.id) continue;
      if (!undo->begun)
        work_.update(*undo, [](Compensable& c) { c.by = {}; });
      else if (Instance* handler = instance(undo->root, undo->handler))
        cancel(*handler);
      else
        work_.erase(*undo);
    }
  if (!throws(node, bpmn::EventKind::Cancel)) return;
  for (const InstanceId scope : compensated_scopes(self))  // those that go on without it may complete
    if (Instance* left = instance(self.root, scope); left && left->state == ActivityState::Active) {
      work_.update(*left, [](Instance& i) { i.interrupted_by.clear(); });
      ended_in(*left);
    }
}

// ---- transactions

Instance& Execution::transaction_around(const Instance& inside) {
  Instance* at = parent(inside);
  while (at && node(*at).kind != bpmn::Kind::Transaction) at = parent(*at);
  check(at, "a cancel end event stands in a transaction");
  return *at;
}

/// Its tokens are gone and what was completed in it is being undone: it will not complete.
bool Execution::is_being_cancelled(const Instance& scope) {
  return !scope.interrupted_by.empty() &&
         throws(definition(scope).node(scope.interrupted_by), bpmn::EventKind::Cancel);
}

/// Whether something in it, or below it, was completed and can be undone.
bool Execution::holds_compensables(const Instance& self) {
  Tree& tree = *work_.tree(self.root.value);
  std::vector<std::int64_t> below{self.id.value};
  for (std::size_t i = 0; i < below.size(); ++i) {
    if (tree.of<Compensable>().owns_any(below[i])) return true;
    for (const std::int64_t id : tree.of<Instance>().owned_by(below[i])) below.push_back(id);
  }
  return false;
}

/// Ends every token of a transaction but the cancelling one. The scopes that hold completed work stay, empty,
/// until it is undone in them; their own events are over.
void Execution::terminate_inside(const Instance& transaction, const Instance& end) {
  std::vector<InstanceId> path;
  for (const Instance* at = &end; at->id != transaction.id; at = parent(*at)) path.push_back(at->id);
  std::vector<InstanceId> scopes{transaction.id};
  Table<Instance>& instances = work_.tree(end.root.value)->of<Instance>();
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    Instance* scope = instance(end.root, scopes[i]);
    if (!scope) continue;
    work_.update(*scope, [&](Instance& at) { at.interrupted_by = end.node; });
    close_subscriptions(*scope);
    for (const std::int64_t id : instances.owned_by(scope->id.value)) {
      Instance* child = instances.find(id);
      if (!child || child->id == end.id || is_kept(*child)) continue;
      const bool on_path = std::find(path.begin(), path.end(), child->id) != path.end();
      if (on_path || (child->state == ActivityState::Active && holds_compensables(*child)))
        scopes.push_back(child->id);
      else
        cancel(*child);
    }
    drop_waiting(*scope);
  }
}

void Execution::cancel_transaction(Instance& self) {
  Instance& transaction = transaction_around(self);
  terminate_inside(transaction, self);
  Table<Compensable>& table = work_.tree(self.root.value)->of<Compensable>();
  for (const InstanceId scope : compensated_scopes(self))
    for (const std::int64_t id : table.owned_by(scope.value))
      work_.update(*table.find(id), [&](Compensable& c) { c.by = self.id; });
  compensate_next(self);
}

}  // namespace lienthong::engine
