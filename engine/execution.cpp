#include "engine/execution.h"
#include <algorithm>
#include "base/json.h"
#include "bpmn/reader.h"
#include "engine/data/data_flow.h"
#include "engine/listeners.h"
#include "engine/step.h"

namespace lienthong::engine {
using lifecycle::ActivityOperation;
using lifecycle::ActivityState;

void Execution::enter(const bpmn::Node& target, const Instance& scope, bpmn::FlowIndex flow, bool happened) {
  Step step;
  step.root = scope.root;
  step.instance = scope.id;
  step.definition = scope.definition;
  step.node = target.index;
  step.flow = flow;
  step.happened = happened;
  queue(step);
}

void Execution::enter_inner(const Instance& body, std::int64_t loop_counter, std::int64_t loop_end) {
  Step step;
  step.root = body.root;
  step.instance = body.id;
  step.definition = body.definition;
  step.node = node(body).index;
  step.inner = true;
  step.loop_counter = loop_counter;
  step.loop_end = loop_end;
  queue(step);
}

void Execution::complete(Instance& self) {
  Step step;
  step.kind = Step::Kind::Complete;
  step.root = self.root;
  step.instance = self.id;
  queue(step);
}

void Execution::queue(Step step) {
  if (step.kind == Step::Kind::Enter) ++pending_[step.instance.value];
  queued_.push_back(std::move(step));
}

void Execution::run() {
  for (;;) {
    agenda_.insert(agenda_.end(), std::make_move_iterator(queued_.rbegin()),
                   std::make_move_iterator(queued_.rend()));
    queued_.clear();
    if (!checks_.empty()) {
      check_conditions();
      continue;
    }
    if (agenda_.empty() && !loop_outputs_.empty()) {
      write_loop_outputs();
      continue;
    }
    if (agenda_.empty()) {
      if ((moved_.empty() && to_look_at_.empty()) || !look_at_joins()) return;
      continue;
    }
    if (steps_ >= limits::steps_per_command_max) {
      write_loop_outputs();
      return store_agenda();
    }
    ++steps_;
    const Step step = std::move(agenda_.back());
    agenda_.pop_back();
    if (step.kind == Step::Kind::Enter) --pending_[step.instance.value];
    perform(step);
  }
}

void Execution::perform(const Step& step) {
  switch (step.kind) {
    case Step::Kind::Enter: return do_enter(step);
    case Step::Kind::Complete: return do_complete(step);
    case Step::Kind::Ended: return do_ended(step);
    case Step::Kind::Again: return do_again(step);
    case Step::Kind::Collect: return do_collect(step);
  }
}

/// Steps become a job of the scope they act in: it holds the scope open, and goes when the scope goes.
void Execution::wait_in_job(const Instance& scope, const std::string& node, const char* configuration,
                            const std::vector<Step>& steps, std::int64_t steps_before) {
  Job job;
  job.root = scope.root;
  job.instance = scope.id;
  job.definition = scope.definition;
  job.node = node;
  job.configuration = configuration;
  job.retries = limits::job_retries_default;
  job.payload = write_steps(*this, steps, steps_before);
  add_job(std::move(job));
}

/// The rest of a long agenda goes on in jobs, due at once, one for each scope.
void Execution::store_agenda() {
  const std::int64_t done = steps_before_ + steps_;
  if (done >= limits::steps_without_rest_max)
    throw Refused(Refused::Kind::Failed, "the process took " + std::to_string(done) +
                                             " steps without reaching a wait state (limit " +
                                             std::to_string(limits::steps_without_rest_max) + ")");
  for (;;) {
    put_agenda_in_jobs(done);
    if (!look_at_joins()) return;  // of scopes without a job: the next command may move nothing in them
    agenda_.assign(std::make_move_iterator(queued_.rbegin()), std::make_move_iterator(queued_.rend()));
    queued_.clear();
  }
}

void Execution::put_agenda_in_jobs(std::int64_t done) {
  const auto scope_of = [this](const Step& step) {
    Instance* at = instance(step.root, step.instance);
    return at && step.kind == Step::Kind::Complete && at->parent ? parent(*at) : at;
  };
  std::vector<std::pair<const Instance*, std::vector<Step>>> by_scope;
  std::unordered_map<const Instance*, std::size_t> place;  // in by_scope
  for (auto at = agenda_.rbegin(); at != agenda_.rend(); ++at) {
    const Step& step = *at;
    const Instance* scope = scope_of(step);
    if (!scope) continue;  // it was cancelled meanwhile
    if (step.kind == Step::Kind::Ended && !is_ad_hoc(*scope) && has_tokens(*scope))
      continue;  // asked again when the last token ends
    const auto [known, fresh] = place.try_emplace(scope, by_scope.size());
    if (fresh) by_scope.push_back({scope, {}});
    by_scope[known->second].second.push_back(step);
  }
  agenda_.clear();
  pending_.clear();
  to_look_at_.insert(moved_.begin(), moved_.end());
  moved_.clear();
  for (const auto& [scope, steps] : by_scope) {
    wait_in_job(*scope, scope->node, "agenda", steps, done);
    to_look_at_.erase({scope->root, scope->id});  // once the job is resumed
  }
}

void Execution::resume(const Job& job) {
  auto [steps, before] = read_steps(*this, job);
  steps_before_ = before;
  if (const Instance* scope = instance(job.root, job.instance)) note_moved(definition(*scope), *scope);
  for (const Step& step : steps) queue(step);
}

const DefinitionPtr& Execution::definition(DefinitionId id) {
  if (last_definition_ && last_definition_->first == id.value) return last_definition_->second;
  auto& known = *definitions_.try_emplace(id.value).first;
  if (!known.second) known.second = core_.definition(id);
  last_definition_ = &known;
  return known.second;
}

Instance& Execution::root(const Instance& self) {
  Instance* found = instance(self.root, self.root);
  check(found, "a running instance has its root");
  return *found;
}

bool Execution::is_scope(const bpmn::Node& node) const {
  using enum bpmn::Kind;
  return node.kind == Process || node.kind == SubProcess || node.kind == EventSubProcess ||
         node.kind == AdHocSubProcess || node.kind == Transaction;
}

// ---- entering

void Execution::do_enter(const Step& step) {
  enter_one(step);
  if (step.loop_end <= step.loop_counter + 1) return;
  const Instance* body = instance(step.root, step.instance);
  if (body && body->state == ActivityState::Active) enter_inner(*body, step.loop_counter + 1, step.loop_end);
}

void Execution::enter_one(const Step& step) {
  Instance* scope = instance(step.root, step.instance);
  const bool open =
      scope && (scope->state == ActivityState::Active || scope->state == ActivityState::Compensating);
  if (!open) return;  // the scope was cancelled meanwhile
  if (step.compensates && !work_.find<Compensable>(step.root.value, step.compensates.value))
    return ended_in(*scope);  // whoever asked for it was
  if (step.flow >= 0 && !step.resumed && !pass_flow(step, *scope)) return;
  const DefinitionPtr definition = this->definition(step.definition);
  const bpmn::Node& node = definition->node(step.node);
  note_moved(*definition, *scope);
  if (!quantity_ready(node, *scope, step) || !ad_hoc_admits(node, *scope, step)) return;
  if (!step.resumed && wait_before(step, node, *scope)) return;
  if (definition->is_join(node) && !join_ready(node, *scope, step)) return;
  Instance& self = create(step, node, *scope);
  if (!step.happened && step.occurred < 0) return begin(self, node);
  move(self, ActivityOperation::Activate);
  if (!node.listeners.empty() && !announce(self, node, "start")) return;
  if (step.happened) return complete(self);
  wait_for_others(self, node, step.occurred);  // for what else is needed
}

bool Execution::announce(const Instance& self, const bpmn::Node& node, std::string_view event) {
  tell(*this, node.listeners, self, {event, node});
  return checks_.empty() || settle(self, event == "end");
}

bool Execution::pass_flow(const Step& step, const Instance& scope) {
  const bpmn::Flow& flow = definition(scope).process().flow(step.flow);
  if (flow.listeners.empty()) return true;
  tell(*this, flow.listeners, scope, {"take", definition(scope).node(flow.source)});
  return checks_.empty() || settle(scope, false);
}

/// A parallel multiple start event, or a parallel event-based gateway, of which one event has happened.
void Execution::wait_for_others(Instance& self, const bpmn::Node& node, std::int64_t occurred) {
  if (node.kind == bpmn::Kind::StartEvent) return arm(self, node, occurred);
  for (const bpmn::FlowIndex index : node.outgoing) {
    const bpmn::Node& event = definition(self).node(definition(self).process().flow(index).target);
    if (event.index != occurred) arm(self, event);
  }
  if (!is_armed(self)) complete(self);
}

/// camunda:asyncBefore: the token waits in a job.
bool Execution::wait_before(const Step& step, const bpmn::Node& node, const Instance& scope) {
  if (step.happened || !(step.inner ? node.loop->async_before : node.async_before)) return false;
  Step later = step;
  later.resumed = true;
  later.loop_end = -1;
  wait_in_job(scope, node.id, "async-before", {later}, 0);
  return true;
}

Instance& Execution::create(const Step& step, const bpmn::Node& node, const Instance& scope) {
  Instance self;
  self.id.value = next_id();
  self.root = scope.root;
  self.parent = scope.id;
  self.definition = scope.definition;
  self.node = node.id;
  self.body = node.loop.has_value() && !step.inner;
  self.loop_counter = step.loop_counter;
  self.started = now();
  self.arrived_by = step.flow >= 0 ? definition(scope).process().flow(step.flow).id : step.arrived_by;
  self.compensates = step.compensates;
  if (self.compensates)
    work_.update(*work_.find<Compensable>(self.root.value, self.compensates.value),
                 [&](Compensable& c) { c.handler = self.id; });
  if (node.event() == bpmn::EventKind::Link) return work_.insert(std::move(self));  // no history. 15
  ActivityHistory row;
  row.id.value = next_id();
  row.root = self.root;
  row.instance = self.id;
  row.parent = self.parent;
  row.definition = self.definition;
  row.type = self.body ? bpmn::body_type(node) : bpmn::activity_type(node);
  row.node = self.body ? node.id + "#" + row.type : node.id;
  if (!node.name.empty()) row.name = node.name;
  row.started = now();
  self.history = row.id;
  work_.insert(std::move(row));
  return work_.insert(std::move(self));
}

void Execution::move(Instance& self, ActivityOperation operation) {
  const auto state = lifecycle::next(self.state, operation);
  check(state.has_value(), "the driver only asks for what the activity lifecycle allows");
  work_.update(self, [&](Instance& i) { i.state = *state; });
}

void Execution::begin(Instance& self, const bpmn::Node& node) {
  const bool inner = self.loop_counter >= 0 && !self.body;
  if (!self.body) map_inputs(self, node);
  const bool data = !node.data.empty() || (node.loop && !node.loop->output_item.empty());
  if (data && !fill_data_inputs(*this, self, node)) return;
  if (!inner)
    for (const bpmn::NodeIndex event : node.boundary) arm(self, definition(self).node(event));
  if (is_scope(node) && !self.body)
    for (const bpmn::NodeIndex handler : definition(self).event_sub_processes(node))
      arm(self, definition(self).start_of(definition(self).node(handler)));
  if (!self.body) open_deadlines(self, node);
  move(self, ActivityOperation::Activate);
  if (!checks_.empty() && !settle(self, true)) return;
  if (!self.body && !node.listeners.empty() && !announce(self, node, "start")) return;
  if (self.body)
    start_loop(self, node);
  else
    behavior_of(node.kind).start(*this, self, node);
}

// ---- completing

void Execution::do_complete(const Step& step) {
  Instance* found = instance(step.root, step.instance);
  if (!found) return;
  Instance& self = *found;
  const bpmn::Node& node = this->node(self);
  if (step.resumed) return inner_completed(self, node, step);
  if (self.state == ActivityState::Ready)
    move(self, ActivityOperation::Activate);  // an event that has happened already
  if (self.state != ActivityState::Active) return;
  if (!self.body && behavior_of(node.kind).goes_on(*this, self, node)) return;
  if (!self.body) {
    behavior_of(node.kind).completing(*this, self, node);
    if (!node.listeners.empty() && is_scope(node)) close_subscriptions_inside(self);
    if (!node.listeners.empty() && !announce(self, node, "end")) return;
    if (!checks_.empty() && !settle(self, true)) return;
  }
  move(self, ActivityOperation::Complete);
  if (!self.body) map_outputs(self, node);
  if (!node.data.empty() || self.body) copy_data_outputs(*this, self, node);
  close_subscriptions(self);
  close_deadlines(self, true);
  if (compensates(node) && has_left_to_undo(self)) {  // waitForCompletion="false": its handlers run on
    note_moved(definition(self), *parent(self));
    leave(self, node);
    return close_history(self, false);
  }
  move(self, ActivityOperation::Completed);
  if (!self.parent) return end_root(self);
  Instance& scope = *parent(self);
  note_moved(definition(self), scope);
  if (scope.body && scope.node == self.node) return inner_completed(self, node, step);
  if (ad_hoc_goes_on(self, node)) leave(self, node);
  const bool last = node.outgoing.empty() && !has_tokens(scope);
  close_history(self, false, last);
  ended_in(scope);
  if (keep_compensable(self, node, scope)) return;
  handler_ended(self);
  remove(self);
}

void Execution::ended_in(const Instance& scope) {
  Step ended;
  ended.kind = Step::Kind::Ended;
  ended.root = scope.root;
  ended.instance = scope.id;
  queue(ended);
}

void Execution::leave(Instance& self, const bpmn::Node& node) {
  if (self.body) return behavior_of(bpmn::Kind::Task).leave(*this, self, node);
  behavior_of(node.kind).leave(*this, self, node);
}

void Execution::take_once(const Instance& self, const bpmn::Node& node, bpmn::FlowIndex index) {
  move_on(self, node, definition(self).node(definition(self).process().flow(index).target), index);
}

void Execution::take_link(const Instance& self, const bpmn::Node& link_throw) {
  move_on(self, link_throw, definition(self).link_target(link_throw), -1);
}

/// camunda:asyncAfter: one job a token.
void Execution::move_on(const Instance& self, const bpmn::Node& node, const bpmn::Node& target,
                        bpmn::FlowIndex flow) {
  Instance& scope = *parent(self);
  if (!node.async_after) return enter(target, scope, flow);
  Step later;
  later.root = scope.root;
  later.instance = scope.id;
  later.definition = scope.definition;
  later.node = target.index;
  later.flow = flow;
  wait_in_job(scope, node.id, "async-after", {later}, 0);
}

bool Execution::has_tokens(const Instance& scope) {
  return has_work(scope) || work_.tree(scope.root.value)->of<Arrival>().owns_any(scope.id.value);
}

/// Tokens that wait for others to come are not counted.
bool Execution::has_work(const Instance& scope) {
  Tree& tree = *work_.tree(scope.root.value);
  if (is_pending(scope)) return true;
  const auto lives = [](const Instance& child) { return child.state != ActivityState::Completed; };
  return tree.of<Instance>().last_owned_by(scope.id.value, lives) ||
         tree.of<Job>().first_owned_by(scope.id.value,
                                       [](const Job& job) { return job.kind == JobKind::Step; });
}

void Execution::do_ended(const Step& step) {
  Instance* scope = instance(step.root, step.instance);
  if (!scope) return;
  if (scope->state == ActivityState::Compensating) return compensate_next(*scope);
  const bool lives = scope->state == ActivityState::Active || scope->state == ActivityState::Completing;
  if (!lives || scope->body) return;
  const bpmn::Node& node = this->node(*scope);
  if (compensates(node)) return compensate_next(*scope);
  if (scope->state != ActivityState::Active || is_being_cancelled(*scope)) return;
  if (node.kind == bpmn::Kind::AdHocSubProcess) return ad_hoc_rests(*scope);
  if (is_scope(node) && !has_tokens(*scope)) complete(*scope);
}

void Execution::close_history(Instance& self, bool canceled, bool completes_scope) {
  ActivityHistory* row = work_.find<ActivityHistory>(self.root.value, self.history.value);
  if (!row || row->ended) return;
  work_.close(*row, [&](ActivityHistory& h) {
    h.ended = now();
    h.canceled = canceled;
    h.completes_scope = completes_scope;
  });
}

void Execution::remove(Instance& self) {
  forget_compensables(self);
  remove_all_variables(self.id.value, self.root);
  end_incidents_of(self);
  work_.erase(self);
}

void Execution::end_incidents_of(const Instance& self) {
  Tree& tree = *work_.tree(self.root.value);
  for (const std::int64_t id : tree.of<Incident>().owned_by(self.id.value)) {
    const Incident& incident = *tree.of<Incident>().find(id);
    end_incidents(self.root.value, incident.configuration.value_or(""), "deleted");
  }
}

}  // namespace lienthong::engine
