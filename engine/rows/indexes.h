#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>
#include "engine/rows/ready_work.h"

namespace lienthong::engine {

/// What must be found across all instances, whether their trees are in memory or not: waiting messages and
/// signals, work that is due, work for workers. Follows every change of a subscription or job at once,
/// rollbacks included.
class Indexes {
 public:
  struct Place {
    std::int64_t root = 0, id = 0;
    std::int64_t definition = 0;  ///< told along, no part of the place
    friend auto operator<=>(const Place& a, const Place& b) {
      return std::tie(a.root, a.id) <=> std::tie(b.root, b.id);
    }
    friend bool operator==(const Place& a, const Place& b) { return a.root == b.root && a.id == b.id; }
  };

  void add(const Subscription&);
  void remove(const Subscription&);
  void add(const Job&);
  void remove(const Job&);

  /// By what subscriptions to an event are found beside their owner.
  struct FoundBy {
    bool name = false, element = false, instance = false;
  };
  static FoundBy found_by(std::string_view event);

  /// Subscriptions to a message or signal, start subscriptions (root 0) first.
  std::vector<Place> subscriptions(std::string_view event, std::string_view name) const;

  /// Those of one process instance.
  std::vector<Place> subscriptions(std::string_view event, std::string_view name, std::int64_t root) const;

  /// The process instances behind `last` that wait for it, at most `max`; and whether one has been waiting
  /// since before an id was given.
  std::vector<std::int64_t> waiting_roots(std::string_view event, std::string_view name, std::int64_t last,
                                          std::size_t max) const;
  std::int64_t count(std::string_view event, std::string_view name) const;
  bool waits(std::string_view event, std::string_view name, std::int64_t root, std::int64_t before) const;

  /// Waits for a message at the element of this id.
  std::vector<Place> waiting_at(const std::string& element) const;

  /// Activities of an instance that wait for their data inputs; root 0: of all.
  std::vector<Place> data_waits(std::int64_t root) const;

  /// Whether anybody in an instance waits for such an event (root 0: start events), and who.
  bool waits_in(std::int64_t root, std::string_view event) const;
  std::vector<std::int64_t> waiting_in(std::int64_t root, std::string_view event) const;

  /// Jobs that the machine runs by itself, by due instant.
  const std::set<std::pair<Instant, Place>>& due() const { return due_; }

  ReadyWork& ready() { return ready_; }

  /// Is no longer due, whatever its row says; false: it was not.
  bool pass_over(JobId);

  /// What belongs to it is in no index any more; what was must have been removed before.
  void set_aside(InstanceId root) { roots_aside_.insert(root.value); }
  void set_aside(DefinitionId definition) { definitions_aside_.insert(definition.value); }
  bool is_aside(DefinitionId definition) const { return definitions_aside_.contains(definition.value); }

 private:
  template <class R>
  bool is_aside(const R& row) const {
    return (!roots_aside_.empty() && roots_aside_.contains(row.root.value)) ||
           (!definitions_aside_.empty() && definitions_aside_.contains(row.definition.value));
  }
  std::map<std::pair<std::string, std::string>, std::set<Place>, std::less<>> subscriptions_;
  std::set<Place> data_waits_;
  std::map<std::string, std::set<Place>> waiting_at_;  ///< of running instances, for message flows
  /// By event and root.
  std::map<std::string, std::unordered_map<std::int64_t, std::set<std::int64_t>>, std::less<>> waiting_in_;
  std::set<std::pair<Instant, Place>> due_;
  ReadyWork ready_;
  std::unordered_set<std::int64_t> roots_aside_, definitions_aside_;
};

}  // namespace lienthong::engine
