#pragma once
#include <set>
#include <utility>
#include <vector>
#include "engine/data/data.h"

namespace lienthong::engine {

/// Gateways whose tokens wait for one another (BPMN 13.4). A parallel join counts; inclusive and complex
/// joins must know whether anything can still arrive, so they are looked at whenever the agenda is at rest.
/// Owns the scopes in which a token has moved since somebody looked; the parked tokens are rows (Arrival).
class Joins {
 public:
  explicit Joins(Run& run) : run_(run) {}

  /// A token of `scope` moves.
  void moved(const Definition& definition, const Instance& scope) {
    const std::pair at(scope.root, scope.id);
    if (definition.has_waiting_joins() && (moved_.empty() || moved_.back() != at)) moved_.push_back(at);
  }
  /// False: the token was parked.
  [[nodiscard]] bool admits(const bpmn::Node&, const Instance& scope, const Enter&);
  /// A token of any of its scopes may have: it is active again.
  void moved_in(InstanceId root);
  /// True when one of the joins that wait goes on; those of a stopped process instance do not.
  bool look();
  /// Those of `scope` are looked at once its job is resumed.
  void leave_to_job(const Instance& scope);

 private:
  /// The tokens parked before a join, by incoming flow: the oldest, and how many.
  struct Parked {
    std::vector<ArrivalId> first;
    std::vector<std::int64_t> count;
  };
  Parked parked_at(const Instance& scope, const bpmn::Node& gateway);
  std::string take_parked(const Parked&, const bpmn::Node& gateway, const Instance& scope,
                          const std::string& skip);
  void enter_joined(const bpmn::Node& gateway, const Instance& scope, const std::string& arrived_by);
  bool try_activation(const bpmn::Node& gateway, const Instance& scope);
  bool try_reset(Instance& active, const bpmn::Node& gateway, const Instance& scope);
  bool try_inclusive(const bpmn::Node& gateway, const Instance& scope);
  std::vector<bpmn::NodeIndex> to_look_at(const Instance& scope);
  void note_moved();

  Run& run_;
  std::vector<std::pair<InstanceId, InstanceId>> moved_;  ///< root and scope in which tokens have moved
  std::set<std::pair<InstanceId, InstanceId>> unseen_;    ///< those whose joins nobody has looked at since
};

}  // namespace lienthong::engine
