#include "engine/waits/walk.h"
#include "engine/data/mappings.h"
#include "engine/steps/gate.h"

namespace lienthong::engine {

std::vector<const bpmn::Node*> handlers_of(Run& run, const Instance& at, bpmn::EventKind kind,
                                           const bpmn::Node* came_from) {
  std::vector<const bpmn::Node*> handlers;
  if (at.state != lifecycle::ActivityState::Active) return handlers;
  const Definition& definition = run.definition(at);
  const bpmn::Node& node = run.node(at);
  if (is_scope(node) && !at.body && at.interrupted_by.empty())
    for (const bpmn::NodeIndex index : definition.event_sub_processes(node)) {
      const bpmn::Node& handler = definition.node(index);
      const bpmn::Node& start = definition.start_of(handler);
      if (&handler != came_from && start.has_event(kind)) handlers.push_back(&start);
    }
  const bool inner = at.loop_counter >= 0 && !at.body;  // boundary events belong to the body
  if (!inner)
    for (const bpmn::NodeIndex index : node.boundary)
      if (definition.node(index).has_event(kind)) handlers.push_back(&definition.node(index));
  return handlers;
}

std::optional<Caught> walk_outwards(Run& run, Instance& from, bool from_itself,
                                    const std::function<Handler(const Instance&, const bpmn::Node*)>& finds) {
  std::vector<std::pair<Instance*, Instance*>> calls;  // called process, call activity
  Instance* at = &from;
  const bpmn::Node* came_from = nullptr;
  bool ask = from_itself;
  for (;;) {
    if (const Handler handler = ask ? finds(*at, came_from) : Handler{}; handler.node) {
      const InstanceId root = at->root, id = at->id;
      const bool stopped = root != from.root && is_stopped(run, root);
      for (const auto& [called, caller] : calls) {
        const std::vector<Return::Result> results = results_of(run, *called, *caller);
        if (stopped && caller->root == root)
          return Caught{at, handler, Return{root, caller->id, Return::How::Completed, "", {}, results},
                        called};
        write_results(run, *caller, results);
      }
      return Caught{run.instance(root, id), handler, std::nullopt};
    }
    ask = true;
    if (Instance* by = compensated_by(run, *at)) {  // on from where compensation was asked for
      at = by;
      came_from = nullptr;
      continue;
    }
    came_from = &run.node(*at);
    if (Instance* scope = run.parent(*at)) {
      at = scope;
      continue;
    }
    if (!at->called_by) return std::nullopt;
    Instance* caller = run.instance(at->calling_root, at->called_by);  // the calling process' call activity
    if (!caller) return std::nullopt;
    calls.emplace_back(at, caller);
    at = caller;
    came_from = nullptr;
  }
}

void return_later(Run& run, const Caught& caught, Return::How how, const std::string& code,
                  const std::optional<std::string>& message) {
  Return back = *caught.by_return;
  back.how = how;
  back.code = code;
  back.message = message;
  run.agenda.put(std::move(back));
  if (caught.by.node->interrupting) run.life.cancel(*caught.leaves);
}

Instance& transaction_around(Run& run, const Instance& inside) {
  Instance* at = run.parent(inside);
  while (at && run.node(*at).kind != bpmn::Kind::Transaction) at = run.parent(*at);
  check(at, "a cancel end event stands in a transaction");
  return *at;
}

Instance* compensated_by(Run& run, const Instance& handler) {
  if (!handler.compensates) return nullptr;
  const Compensable* undone = run.work().find<Compensable>(handler.root.value, handler.compensates.value);
  Instance* by = undone ? run.instance(undone->root, undone->by) : nullptr;
  return by && run.node(*by).has_event(bpmn::EventKind::Cancel) ? &transaction_around(run, *by) : by;
}

}  // namespace lienthong::engine
