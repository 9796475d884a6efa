// Messages that came before anybody waited for them: kept where a definition asks for it, given to the first
// wait that fits, once.
#include <algorithm>
#include "engine/data/data.h"
#include "engine/rows/limits.h"
#include "engine/steps/gate.h"
#include "engine/steps/jobs.h"
#include "engine/waits/correlation.h"
#include "engine/waits/messages.h"
#include "engine/waits/wait.h"

namespace lienthong::engine {
namespace {

bool catches(const bpmn::Node& node) {
  return node.kind != bpmn::Kind::EndEvent && node.kind != bpmn::Kind::IntermediateThrowEvent;
}

struct Keeping {
  Instant until;
  DefinitionId definition;
  std::string node;
};

/// The longest time that a newest definition keeps such a message.
std::optional<Keeping> keeping_for(Run& run, const Message& message) {
  std::optional<Keeping> best;
  for (const auto& [id, row] : run.work().globals().of<DefinitionRow>().rows) {
    if (!row.latest || (!message.process.empty() && row.key != message.process)) continue;
    const DefinitionPtr definition = run.definition(row.id);
    for (const bpmn::Node& node : definition->process().nodes)
      for (const bpmn::EventDefinition& event : node.events) {
        if (event.kind != bpmn::EventKind::Message || event.time_to_live.empty() || !catches(node)) continue;
        if (message.target.empty() ? event.name != message.name : node.id != message.target) continue;
        const auto span = calendar::parse_span(event.time_to_live);
        if (!span) continue;
        const Instant until = run.core().settings.calendar->shift(run.now(), *span);
        if (!best || until > best->until) best = Keeping{until, row.id, node.id};
      }
  }
  return best;
}

void erase_kept(Run& run, KeptMessage& kept) {
  Tree& globals = run.work().globals();
  for (const std::int64_t id : globals.of<KeptValue>().owned_by(kept.id.value))
    run.work().erase(*globals.of<KeptValue>().find(id));
  if (Job* expiry = globals.of<Job>().find(kept.expiry.value)) erase_job(run, *expiry);
  run.work().erase(kept);
}

void add_values(Run& run, MessageId message, const Variables& values, bool matched) {
  for (const auto& [name, value] : values) {
    KeptValue row;
    row.id.value = run.next_id();
    row.message = message;
    row.name = name;
    row.value = value;
    row.matched = matched;
    run.work().insert(std::move(row));
  }
}

Message message_of(Run& run, const KeptMessage& kept) {
  Message message{kept.name,           {},           kept.business_key, kept.receiver,  kept.sender,
                  kept.sender_process, kept.process, kept.target,       kept.to_partner};
  Table<KeptValue>& values = run.work().globals().of<KeptValue>();
  for (const std::int64_t id : values.owned_by(kept.id.value))
    message.payload.emplace_back(values.find(id)->name, values.find(id)->value);
  return message;
}

bool leads_to(Run& run, const KeptMessage& kept, const Subscription& s) {
  if (s.event != "message") return false;
  if (kept.process.empty()) return s.name == kept.name;
  if (run.core().definition_row(s.definition).key != kept.process) return false;
  return kept.target.empty() ? s.name == kept.name : s.target == kept.target;
}

bool fits(Run& run, const KeptMessage& kept, const Instance& root) {
  if (is_stopped(run, root.id) || (kept.receiver && kept.receiver != root.id)) return false;
  if (kept.business_key && !kept.sender && root.business_key != kept.business_key) return false;
  Table<KeptValue>& values = run.work().globals().of<KeptValue>();
  for (const std::int64_t id : values.owned_by(kept.id.value)) {
    const KeptValue& wanted = *values.find(id);
    if (!wanted.matched) continue;
    const auto found = run.data.variable(root, wanted.name);
    if (!found || !(found->value == wanted.value.value)) return false;
  }
  const KeyFit fit = fit_by_keys(run, root, kept.name, message_of(run, kept).payload);
  if (fit == KeyFit::No) return false;
  if (!kept.sender || fit == KeyFit::Exact) return true;
  const auto partners = partners_of(run, root, kept.sender_process);
  if (std::ranges::find(partners, kept.sender) != partners.end()) return true;
  if (kept.to_partner) return false;
  return !kept.business_key || !root.business_key || kept.business_key == root.business_key;
}

}  // namespace

const Wait message_wait{.kind = bpmn::EventKind::Message,
                        .as = Wait::As::Subscription,
                        .listed = true,
                        .subject = event_name,
                        .armed = [](Run& run, Instance& owner, const Subscription& fresh, bool) {
                          if (may_have_kept(run, fresh)) run.agenda.collect(owner);
                        }};

bool can_keep(Run& run, const Message& message) { return keeping_for(run, message).has_value(); }

bool keep_message(Run& run, const Message& message, const Variables& matched) {
  const auto keeping = keeping_for(run, message);
  if (!keeping) return false;
  KeptMessage kept;
  kept.id.value = run.next_id();
  kept.name = message.name;
  kept.business_key = message.business_key;
  kept.receiver = message.receiver;
  kept.sender = message.sender;
  kept.sender_process = message.sender_process;
  kept.process = message.process;
  kept.target = message.target;
  kept.to_partner = message.to_partner;
  kept.received = run.now();
  const MessageId id = kept.id;
  Job job = job_of(keeping->definition, keeping->node, ForgetKept{id});
  job.due = keeping->until;
  kept.expiry = add_job(run, std::move(job)).id;
  run.work().insert(std::move(kept));
  add_values(run, id, message.payload, false);
  add_values(run, id, matched, true);
  return true;
}

bool may_have_kept(Run& run, const Subscription& s) {
  for (const auto& [id, kept] : run.work().globals().of<KeptMessage>().rows)
    if (leads_to(run, kept, s)) return true;
  return false;
}

void collect_kept(Run& run, InstanceId root) {
  Table<Subscription>& waiting = run.work().tree(root.value)->of<Subscription>();
  for (const auto& [id, s] : waiting.rows)
    if (const Instance* owner = may_have_kept(run, s) ? run.instance(root, s.owner) : nullptr)
      run.agenda.collect(*owner);
}

bool offer_kept(Run& run, Instance& owner) {
  Tree& globals = run.work().globals();
  Tree& tree = *run.work().tree(owner.root.value);
  for (auto& [id, kept] : globals.of<KeptMessage>().rows)
    for (const std::int64_t waiting : tree.of<Subscription>().owned_by(owner.id.value)) {
      Subscription& s = *tree.of<Subscription>().find(waiting);
      if (!leads_to(run, kept, s) || !fits(run, kept, run.root(owner))) continue;
      const Message message = message_of(run, kept);
      erase_kept(run, kept);
      receive(run, s, message);
      return true;
    }
  return false;
}

void forget_kept(Run& run, MessageId id) {
  if (KeptMessage* kept = run.work().globals().of<KeptMessage>().find(id.value)) erase_kept(run, *kept);
}

void forget_kept_by(Run& run, DefinitionId definition) {
  std::vector<MessageId> messages;
  for (const auto& [id, job] : run.work().globals().of<Job>().rows)
    if (const ForgetKept* expiry = std::get_if<ForgetKept>(&job.work); expiry && job.definition == definition)
      messages.push_back(expiry->message);
  for (const MessageId message : messages) forget_kept(run, message);
}

}  // namespace lienthong::engine
