#include "tests/reference/generator.h"
#include <algorithm>

namespace lienthong::reference {
namespace {

const std::vector<std::string> messages{"M1", "M2", "M3"}, signals{"S1", "S2"}, errors{"E1", "E2"},
    escalations{"C1", "C2"};

}  // namespace

Model random_model(Dice& dice) { return Generator(dice).make(); }

Model Generator::make() {
  nodes_max_ = dice_.between(6, 34);
  const int first = process("p");
  fill(first, dice_.between(1, 4));
  if (called_ >= 0) {
    in_called_ = true;
    nodes_max_ = static_cast<int>(model_.nodes.size()) + dice_.between(4, 10);
    fill(called_, 2);
  }
  name_compensated();
  model_.index();
  return std::move(model_);
}

int Generator::process(const std::string& id) {
  Node n;
  n.id = id;
  n.kind = Kind::Process;
  return model_.add(std::move(n));
}

int Generator::node(int scope, Kind kind, const std::string& prefix, Event event) {
  Node n;
  n.id = prefix + std::to_string(model_.nodes.size());
  n.kind = kind;
  n.parent = scope;
  n.event = event;
  return model_.add(std::move(n));
}

Condition Generator::condition() {
  Condition c;
  c.variable = dice_.one_of(variable_names);
  c.op = dice_.one_of(std::vector<std::string>{">=", "<", "=="});
  c.value = dice_.between(0, 3);
  c.feel = dice_.chance(30);
  return c;
}

/// Gives an event what it is about, so that its subscriber does not hear the
/// same thing twice. False when nothing is left for it.
bool Generator::name_event(Node& event, int subscriber, const std::vector<Event>& kinds) {
  for (int attempt = 0; attempt < 6; ++attempt) {
    event.event = dice_.one_of(kinds);
    event.reference.clear();
    std::set<std::string>& heard = heard_[subscriber];
    std::string what;
    switch (event.event) {
      case Event::Timer:
        event.minutes = 5 * dice_.between(1, 6);
        event.repeat = !event.interrupting && dice_.chance(50) ? dice_.between(2, 3) : 0;
        return true;
      case Event::Message: event.reference = dice_.one_of(messages); break;
      case Event::Signal: event.reference = dice_.one_of(signals); break;
      case Event::Error:
        event.interrupting = true;
        if (!dice_.chance(30)) event.reference = dice_.one_of(errors);
        what = event.kind == Kind::Boundary ? "at the border " : "inside ";
        break;
      case Event::Escalation:
        // All codes, or single ones: not both in one scope.
        if (heard.contains("escalation")) continue;
        if (dice_.chance(30) && !heard.contains("escalation C1") && !heard.contains("escalation C2")) {
          heard.insert("escalation");
          return true;
        }
        event.reference = dice_.one_of(escalations);
        what = "escalation ";
        break;
      default: return true;
    }
    what += event.reference;
    if (heard.insert(what).second) return true;
  }
  return false;
}

// ---- single nodes

int Generator::task(int scope, Kind kind) {
  const char* prefix = kind == Kind::UserTask      ? "user"
                       : kind == Kind::ServiceTask ? "work"
                       : kind == Kind::ScriptTask  ? "script"
                       : kind == Kind::ReceiveTask ? "receive"
                                                   : "call";
  const int made = node(scope, kind, prefix);
  Node& n = model_.node(made);
  if (kind == Kind::ReceiveTask) n.reference = dice_.one_of(messages);
  if (kind == Kind::ReceiveTask) heard_[made].insert(n.reference);
  if (kind == Kind::ScriptTask) {
    n.script.variable = dice_.one_of(variable_names);
    n.script.amount = dice_.between(0, 3);
    if (dice_.chance(70)) n.script.source = dice_.one_of(variable_names);
  }
  if (kind == Kind::CallActivity) {
    if (called_ < 0) {
      called_ = process("called");
    }
    Node& call = model_.node(made);
    call.called = called_;
    const std::size_t shift = dice_.next() % 4;
    for (std::size_t i = 0; i < 4; ++i)
      call.in.push_back({variable_names[(i + shift) % 4], variable_names[i]});
    for (int i = dice_.roll(3); i > 0; --i)
      call.out.push_back({dice_.one_of(variable_names), dice_.one_of(variable_names)});
  }
  decorate(made);
  return made;
}

int Generator::leaf(int scope) {
  const int roll = dice_.roll(100);
  if (roll < 38) return task(scope, Kind::UserTask);
  if (roll < 53) return task(scope, Kind::ServiceTask);
  if (roll < 69) return task(scope, Kind::ScriptTask);
  if (roll < 73) return task(scope, Kind::ReceiveTask);
  if (roll < 80) return catch_event(scope, -1);
  if (roll < 92 || in_called_) return throw_event(scope);
  return task(scope, Kind::CallActivity);
}

int Generator::throw_event(int scope) {
  const int made = node(scope, Kind::Throw, "throw");
  Node& n = model_.node(made);
  n.event = dice_.one_of(std::vector<Event>{Event::None, Event::Signal, Event::Signal, Event::Escalation,
                                            Event::Escalation, Event::Message, Event::Compensate});
  if (n.event == Event::Signal) n.reference = dice_.one_of(signals);
  if (n.event == Event::Message) n.reference = dice_.one_of(messages);
  if (n.event == Event::Escalation) n.reference = dice_.one_of(escalations);
  n.async_before = dice_.chance(6);
  return made;
}

int Generator::catch_event(int scope, int subscriber) {
  const int made = node(scope, Kind::Catch, "catch");
  Node n = model_.node(made);
  if (!name_event(n, subscriber < 0 ? made : subscriber, {Event::Message, Event::Timer, Event::Signal})) {
    n.event = Event::Timer;
    n.minutes = 7;
  }
  model_.node(made) = n;
  return made;
}

int Generator::end_event(int scope) {
  const int made = node(scope, Kind::End, "end");
  Node& n = model_.node(made);
  if (in_transaction(scope) && dice_.chance(30)) {
    n.event = Event::Cancel;
    return made;
  }
  const int roll = dice_.roll(100);
  if (roll < 8)
    n.event = Event::Terminate;
  else if (roll < 16)
    n.event = Event::Error, n.reference = dice_.one_of(errors);
  else if (roll < 24)
    n.event = Event::Escalation, n.reference = dice_.one_of(escalations);
  else if (roll < 30)
    n.event = Event::Signal, n.reference = dice_.one_of(signals);
  else if (roll < 34)
    n.event = Event::Message, n.reference = dice_.one_of(messages);
  else if (roll < 42)
    n.event = Event::Compensate;
  return made;
}

bool Generator::in_transaction(int scope) const {
  for (int at = scope; at >= 0; at = model_.node(at).parent)
    if (model_.node(at).transaction) return true;
  return false;
}

void Generator::cancel_boundary(int host) {
  const int scope = model_.node(host).parent;
  const int made = node(scope, Kind::Boundary, "boundary", Event::Cancel);
  model_.node(made).host = host;
  const int next = leaf(scope);
  model_.connect(made, next);
  if (dice_.chance(75)) model_.connect(next, end_event(scope));
}

/// Something that undoes an activity once it has completed.
void Generator::compensation(int host) {
  const Kind kind = dice_.one_of(std::vector<Kind>{Kind::UserTask, Kind::ServiceTask, Kind::ScriptTask});
  const int handler = node(model_.node(host).parent, kind, "undo");
  if (kind == Kind::ScriptTask)
    model_.node(handler).script = {dice_.one_of(variable_names), dice_.one_of(variable_names), 1};
  if (kind == Kind::ScriptTask && model_.node(host).loop && dice_.chance(50))
    model_.node(handler).script.source = "loopCounter";
  model_.node(host).undone_by = handler;
}

/// Some compensation events are about one activity of their scope.
void Generator::name_compensated() {
  for (Node& event : model_.nodes) {
    if (event.event != Event::Compensate || !dice_.chance(35)) continue;
    std::vector<std::string> candidates;
    for (const Node& n : model_.nodes)
      if (n.parent == event.parent && (n.undone_by >= 0 || n.kind == Kind::SubProcess))
        candidates.push_back(n.id);
    if (!candidates.empty()) event.reference = dice_.one_of(candidates);
  }
}

void Generator::decorate(int activity, bool with_mapping) {
  if (dice_.chance(14)) {
    Loop loop;
    loop.sequential = dice_.chance(50);
    loop.count = dice_.chance(5) ? 0 : dice_.between(1, 3);
    if (dice_.chance(40)) {
      loop.enough = condition();
      if (dice_.chance(70))
        loop.enough = Condition{"nrOfCompletedInstances", ">=", dice_.between(1, 2), false};
    }
    Node& n = model_.node(activity);
    n.loop = loop;
    if (n.kind == Kind::ScriptTask && dice_.chance(50)) n.script.source = "loopCounter";
  }
  if (!model_.node(activity).loop && dice_.chance(5)) {
    Loop loop;
    loop.standard = true;
    loop.test_before = dice_.chance(50);
    loop.count = dice_.chance(70) ? dice_.between(1, 3) : -1;
    if (loop.count < 0 || dice_.chance(60)) loop.again = condition();
    if (loop.again && dice_.chance(30))
      loop.again = Condition{"loopCounter", "<", dice_.between(0, 2), false};
    model_.node(activity).loop = loop;
  }
  Node& n = model_.node(activity);
  if (dice_.chance(3)) n.start_quantity = 2;
  if (dice_.chance(3)) n.completion_quantity = 2;
  n.async_before = dice_.chance(5);
  n.async_after = dice_.chance(4);
  if (with_mapping && dice_.chance(10)) {
    n.inputs.push_back({dice_.one_of(variable_names), dice_.one_of(variable_names)});
    if ((!n.loop || n.loop->standard) && dice_.chance(60))
      n.outputs.push_back({n.inputs[0].target, dice_.one_of(variable_names)});
  }
  const bool waits = n.kind != Kind::ScriptTask;
  for (int percent = waits ? 28 : 5; dice_.chance(percent); percent /= 2) boundary(activity);
  if (dice_.chance(in_transaction(model_.node(activity).parent) ? 40 : 12)) compensation(activity);
}

void Generator::boundary(int host) {
  const Kind kind = model_.node(host).kind;
  std::vector<Event> kinds{Event::Message, Event::Timer, Event::Signal, Event::Error};
  if (kind == Kind::SubProcess || kind == Kind::UserTask || kind == Kind::CallActivity)
    kinds.push_back(Event::Escalation);
  if (kind == Kind::SubProcess || kind == Kind::CallActivity) kinds.push_back(Event::Error);
  const int scope = model_.node(host).parent;
  Node event;
  event.id = "boundary" + std::to_string(model_.nodes.size());
  event.kind = Kind::Boundary;
  event.parent = scope;
  event.host = host;
  event.interrupting = dice_.chance(55);
  if (!name_event(event, host, kinds)) return;
  const int made = model_.add(std::move(event));
  int last = made;
  if (dice_.chance(60) && !small()) {
    const int next = leaf(scope);
    model_.connect(last, next);
    last = next;
  }
  if (dice_.chance(75)) model_.connect(last, end_event(scope));
}

int Generator::sub_process(int scope, int depth) {
  const int made = node(scope, Kind::SubProcess, "sub");
  model_.node(made).transaction = dice_.chance(20);
  if (model_.node(made).transaction && dice_.chance(50))
    booking(made);
  else
    fill(made, depth - 1);
  decorate(made);
  if (model_.node(made).transaction) cancel_boundary(made);
  return made;
}

// ---- scopes

void Generator::fill(int scope, int depth) {
  const int start = node(scope, Kind::Start, "start");
  if (model_.node(scope).kind == Kind::EventSubProcess) {
    Node n = model_.node(start);
    n.interrupting = dice_.chance(50);
    if (!name_event(n, model_.node(scope).parent,
                    {Event::Message, Event::Timer, Event::Signal, Event::Error, Event::Error,
                     Event::Escalation, Event::Escalation})) {
      n.event = Event::Timer;
      n.minutes = 11;
    }
    model_.node(start) = n;
  }
  if (dice_.chance(35))
    free_form(scope, start, depth);
  else
    blocks(scope, start, depth);
  const bool inside = model_.node(scope).kind == Kind::EventSubProcess;
  for (int percent = inside ? 4 : 22; !small() && dice_.chance(percent); percent /= 2)
    event_sub_process(scope, depth);
}

void Generator::event_sub_process(int scope, int depth) {
  const int made = node(scope, Kind::EventSubProcess, "handler");
  fill(made, std::min(depth - 1, 1));
}

}  // namespace lienthong::reference
