// What an element could not do the first time: it waits for a person, or for a message that came early.
#include "engine/messages.h"
#include "engine/step.h"

namespace lienthong::engine {
using lifecycle::ActivityState;

void Execution::wait_for_help(const Instance& self, const bpmn::Node& node, const char* configuration,
                              const std::string& why) {
  Step again;
  again.kind = Step::Kind::Again;
  again.root = self.root;
  again.instance = self.id;
  Job job;
  job.root = self.root;
  job.instance = self.id;
  job.definition = self.definition;
  job.node = node.id;
  job.configuration = configuration;
  job.retries = 0;
  job.error_message = why.substr(0, limits::error_message_characters_max);
  job.failed_node = node.id;
  job.payload = write_steps(*this, {again}, 0);
  const Job& kept = add_job(std::move(job));
  raise_incident(self, "failedJob", node.id, node.id, kept.error_message, to_string(kept.id));
}

void Execution::do_again(const Step& step) {
  Instance* self = instance(step.root, step.instance);
  if (!self) return;
  const bpmn::Node& node = this->node(*self);
  if (self->state == ActivityState::Ready) {
    stop_waiting_for_data(*self);  // what it writes itself is no news to it
    return begin(*self, node);
  }
  if (self->state == ActivityState::Active) behavior_of(node.kind).start(*this, *self, node);
}

void Execution::collect_later(const Instance& owner) {
  Step collect;
  collect.kind = Step::Kind::Collect;
  collect.root = owner.root;
  collect.instance = owner.id;
  queue(collect);
}

void Execution::do_collect(const Step& step) {
  Instance* owner = instance(step.root, step.instance);
  if (!owner || owner->state != ActivityState::Active || !offer_kept(*this, *owner)) return;
  queue(step);  // it may wait for more
}

}  // namespace lienthong::engine
