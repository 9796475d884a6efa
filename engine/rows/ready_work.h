#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>
#include "engine/rows/records.h"

namespace lienthong::engine {

/// What workers may take: external tasks and notifications, by topic and definition, in order of priority and
/// of creation. Holds ids and no rows. What is locked comes back when its lock has run out.
class ReadyWork {
 public:
  struct Entry {
    std::int64_t priority = 0, id = 0, root = 0;
  };
  enum class Order { Oldest, Newest, PriorityThenOldest, PriorityThenNewest };
  using Topic = std::pair<bool, std::string>;  ///< whether notifications, which nobody else is offered; name
  struct Candidate {
    Entry entry;
    DefinitionId definition;
    std::size_t topic = 0;  ///< which of those of the walk, from 0
  };
  class Walk;

  /// None that is suspended or has no retries left.
  void add(const Job&);
  void remove(const Job&);

  /// Takes back locks that have run out, the earliest first, at most `max`. True when none is left.
  bool release(Steady now, std::size_t max);
  /// When the next of those locks runs out, or has; none: nobody holds one.
  std::optional<Steady> next_unlock() const;

  std::set<std::string> woken;  ///< topics on which something became ready; the reader clears it
  /// Somebody asks for this topic by variables of the process: what was there for nobody may become fit for
  /// him when a variable changes.
  void note_asked_by_variables(const std::string& topic);
  bool is_asked_by_variables() const { return !asked_by_variables_.empty(); }
  /// A variable of the job's process instance changes.
  void wake_if_asked(const Job&);

 private:
  struct ByPriority {
    bool operator()(const Entry& a, const Entry& b) const {
      return a.priority != b.priority ? a.priority > b.priority : a.id < b.id;
    }
  };
  struct ById {
    bool operator()(const Entry& a, const Entry& b) const { return a.id < b.id; }
  };
  struct Queue {
    std::set<Entry, ByPriority> by_priority;
    std::set<Entry, ById> by_id;
    std::size_t locked = 0;

    void put(const Entry&);
    bool take(const Entry&);
    /// The first, or the one behind `last`.
    std::optional<Entry> next(Order, const std::optional<Entry>& last) const;
  };
  struct Lock {
    Entry entry;
    Queue* queue;  ///< lives while it counts this lock
    const std::string* topic;
  };
  using Queues = std::map<DefinitionId, Queue>;

  const Queue* find(const Topic&, DefinitionId) const;
  void drop_when_empty(std::map<Topic, Queues>::iterator, Queues::iterator);

  std::map<Topic, Queues> topics_;
  std::set<std::string> asked_by_variables_;
  std::map<std::pair<Steady, std::int64_t>, Lock> locked_;  ///< by end and id
};

/// Goes through the ready work of some topics in one order. Each step looks anew, so that what was offered
/// may be taken meanwhile.
class ReadyWork::Walk {
 public:
  /// `behind`: goes on there.
  Walk(const ReadyWork& work, Order order, std::optional<Entry> behind)
      : work_(work), order_(order), behind_(behind) {}
  /// Of a topic, what belongs to the definitions that `wants` takes.
  void add(Topic, const std::function<bool(DefinitionId)>& wants);
  /// Of a topic, these and no others, as far as they are ready.
  void add_only(Topic, const std::vector<const Job*>&);
  std::optional<Candidate> next();

 private:
  struct Asked {
    Topic topic;
    std::optional<Queues> only;
  };
  /// The next one of the same queue becomes a head too.
  void look(DefinitionId, std::size_t topic, const std::optional<Entry>& last);

  const ReadyWork& work_;
  const Order order_;
  const std::optional<Entry> behind_;
  std::vector<Asked> topics_;
  std::vector<Candidate> heads_;  ///< the next one of each queue; a heap
};

}  // namespace lienthong::engine
