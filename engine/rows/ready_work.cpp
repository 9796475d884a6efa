#include "engine/rows/ready_work.h"
#include <algorithm>
#include <limits>
#include "base/check.h"
#include "engine/rows/limits.h"

namespace lienthong::engine {
namespace {

ReadyWork::Topic topic_of(const Job& job) { return {job.is<Notify>(), job.topic}; }
ReadyWork::Entry entry_of(const Job& job) { return {job.priority, job.id.value, job.root.value}; }

bool by_priority(ReadyWork::Order order) {
  return order == ReadyWork::Order::PriorityThenOldest || order == ReadyWork::Order::PriorityThenNewest;
}
bool newest_first(ReadyWork::Order order) {
  return order == ReadyWork::Order::Newest || order == ReadyWork::Order::PriorityThenNewest;
}

bool goes_before(ReadyWork::Order order, const ReadyWork::Entry& a, const ReadyWork::Entry& b) {
  if (by_priority(order) && a.priority != b.priority) return a.priority > b.priority;
  return newest_first(order) ? a.id > b.id : a.id < b.id;
}

}  // namespace

void ReadyWork::Queue::put(const Entry& entry) {
  by_priority.insert(entry);
  by_id.insert(entry);
}

bool ReadyWork::Queue::take(const Entry& entry) {
  return by_id.erase(entry) > 0 && by_priority.erase(entry) > 0;
}

std::optional<ReadyWork::Entry> ReadyWork::Queue::next(Order order, const std::optional<Entry>& last) const {
  const auto at_or_none = [](const auto& set, auto at) {
    return at == set.end() ? std::nullopt : std::optional(*at);
  };
  switch (order) {
    case Order::Oldest: return at_or_none(by_id, last ? by_id.upper_bound(*last) : by_id.begin());
    case Order::Newest: {
      const auto end = last ? by_id.lower_bound(*last) : by_id.end();
      return end == by_id.begin() ? std::nullopt : std::optional(*std::prev(end));
    }
    case Order::PriorityThenOldest:
      return at_or_none(by_priority, last ? by_priority.upper_bound(*last) : by_priority.begin());
    case Order::PriorityThenNewest: break;
  }
  constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();
  auto lower = by_priority.begin();  // the first of the next lower priority
  if (last) {
    const auto at = by_priority.lower_bound(*last);
    if (at != by_priority.begin() && std::prev(at)->priority == last->priority) return *std::prev(at);
    lower = by_priority.upper_bound({last->priority, newest, 0});
  }
  if (lower == by_priority.end()) return std::nullopt;
  return *std::prev(by_priority.upper_bound({lower->priority, newest, 0}));
}

void ReadyWork::add(const Job& job) {
  const auto topic = topics_.try_emplace(topic_of(job)).first;
  Queue& queue = topic->second[job.definition];
  if (!job.locked_until) {
    queue.put(entry_of(job));
    woken.insert(job.topic);
    return;
  }
  ++queue.locked;
  locked_.emplace(std::pair(*job.locked_until, job.id.value),
                  Lock{entry_of(job), &queue, &topic->first.second});
}

void ReadyWork::remove(const Job& job) {
  const auto topic = topics_.find(topic_of(job));
  check(topic != topics_.end(), "a topic is known while it has work");
  const auto queue = topic->second.find(job.definition);
  check(queue != topic->second.end(), "a definition is known while it has work on a topic");
  const bool locked = job.locked_until && locked_.erase({*job.locked_until, job.id.value}) > 0;
  if (locked)
    --queue->second.locked;
  else
    check(queue->second.take(entry_of(job)), "work is locked or ready");
  drop_when_empty(topic, queue);
}

void ReadyWork::drop_when_empty(std::map<Topic, Queues>::iterator topic, Queues::iterator queue) {
  if (!queue->second.by_id.empty() || queue->second.locked > 0) return;
  topic->second.erase(queue);
  if (topic->second.empty()) topics_.erase(topic);
}

bool ReadyWork::release(Steady now, std::size_t max) {
  while (!locked_.empty() && locked_.begin()->first.first <= now) {
    if (max-- == 0) return false;
    const Lock& lock = locked_.begin()->second;
    lock.queue->put(lock.entry);
    --lock.queue->locked;
    woken.insert(*lock.topic);
    locked_.erase(locked_.begin());
  }
  return true;
}

void ReadyWork::note_asked_by_variables(const std::string& topic) {
  if (asked_by_variables_.size() < limits::topics_asked_by_variables_max) asked_by_variables_.insert(topic);
}

void ReadyWork::wake_if_asked(const Job& job) {
  if (is_for_workers(job) && asked_by_variables_.contains(job.topic)) woken.insert(job.topic);
}

std::optional<Steady> ReadyWork::next_unlock() const {
  return locked_.empty() ? std::nullopt : std::optional(locked_.begin()->first.first);
}

const ReadyWork::Queue* ReadyWork::find(const Topic& name, DefinitionId definition) const {
  const auto topic = topics_.find(name);
  if (topic == topics_.end()) return nullptr;
  const auto queue = topic->second.find(definition);
  return queue == topic->second.end() ? nullptr : &queue->second;
}

void ReadyWork::Walk::add(Topic topic, const std::function<bool(DefinitionId)>& wants) {
  const auto known = work_.topics_.find(topic);
  topics_.push_back({std::move(topic), std::nullopt});
  if (known == work_.topics_.end()) return;
  for (const auto& [definition, queue] : known->second)
    if (wants(definition)) look(definition, topics_.size() - 1, behind_);
}

void ReadyWork::Walk::add_only(Topic topic, const std::vector<const Job*>& jobs) {
  Queues only;
  for (const Job* job : jobs) only[job->definition].put(entry_of(*job));
  topics_.push_back({std::move(topic), std::move(only)});
  for (const auto& [definition, queue] : *topics_.back().only) look(definition, topics_.size() - 1, behind_);
}

void ReadyWork::Walk::look(DefinitionId definition, std::size_t topic, const std::optional<Entry>& last) {
  const Asked& asked = topics_[topic];
  const Queue* ready = work_.find(asked.topic, definition);
  if (!ready) return;
  const Queue& queue = asked.only ? asked.only->at(definition) : *ready;
  std::optional<Entry> next = queue.next(order_, last);
  while (next && !ready->by_id.contains(*next)) next = queue.next(order_, next);
  if (!next) return;
  heads_.push_back({*next, definition, topic});
  std::ranges::push_heap(
      heads_, [&](const Candidate& a, const Candidate& b) { return goes_before(order_, b.entry, a.entry); });
}

std::optional<ReadyWork::Candidate> ReadyWork::Walk::next() {
  if (heads_.empty()) return std::nullopt;
  std::ranges::pop_heap(
      heads_, [&](const Candidate& a, const Candidate& b) { return goes_before(order_, b.entry, a.entry); });
  const Candidate next = heads_.back();
  heads_.pop_back();
  look(next.definition, next.topic, next.entry);
  return next;
}

}  // namespace lienthong::engine
