#pragma once
// What is in memory of running instances: one Tree a process instance, and one (root 0) for what belongs to
// none.
#include <list>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>
#include "engine/rows/records.h"

namespace lienthong::engine {

/// The id of what a record belongs to within its tree: the parent of an instance, the owner of a subscription
/// or job, the scope of a variable …
template <class R>
std::int64_t owner_of(const R& r) {
  if constexpr (
      requires { r.parent.value; } && requires { r.loop_counter; })
    return r.parent.value;
  else if constexpr (requires { r.owner.value; })
    return r.owner.value;
  else if constexpr (requires { r.join; } || std::is_same_v<R, Compensable>)
    return r.scope.value;
  else if constexpr (std::is_same_v<R, Rung>)
    return r.deadline.value;
  else if constexpr (std::is_same_v<R, KeptValue>)
    return r.message.value;
  else if constexpr (std::is_same_v<R, CarriedValue>)
    return r.job.value;
  else if constexpr (std::is_same_v<R, SweepValue>)
    return r.sweep.value;
  else if constexpr (std::is_same_v<R, Variable>)
    return r.task ? r.task.value : r.scope.value;
  else if constexpr (std::is_same_v<R, IdentityLink>)
    return r.task.value;
  else if constexpr (requires { r.instance.value; })
    return r.instance.value;
  else
    return 0;
}

/// Which tree a record lives in; 0 for records of no instance.
template <class R>
std::int64_t root_of(const R& r) {
  if constexpr (requires { r.root.value; })
    return r.root.value;
  else
    return 0;
}

/// What a table knows of its records besides: nothing …
template <class R>
struct Beside {
  void add(const R&) {}
  void remove(const R&) {}
};
/// … but of the tokens parked in a scope the flows they came by, so that a join counts flows, not tokens.
template <>
struct Beside<Arrival> {
  using Flows = std::map<std::string, std::set<std::int64_t>>;  ///< ids by flow, oldest first
  std::map<std::pair<std::int64_t, std::string>, Flows> joins;  ///< by scope and join
  void add(const Arrival& a) { joins[{a.scope.value, a.join}][a.flow].insert(a.id.value); }
  void remove(const Arrival& a) {
    const auto join = joins.find({a.scope.value, a.join});
    const auto flow = join->second.find(a.flow);
    flow->second.erase(a.id.value);
    if (flow->second.empty()) join->second.erase(flow);
    if (join->second.empty()) joins.erase(join);
  }
  const Flows& at(std::int64_t scope, const std::string& join) const {
    static const Flows none;
    const auto found = joins.find({scope, join});
    return found == joins.end() ? none : found->second;
  }
  /// Calls `visit(join)` for each join of a scope before which tokens wait.
  template <class Visit>
  void each_join(std::int64_t scope, Visit&& visit) const {
    for (auto at = joins.lower_bound({scope, ""}); at != joins.end() && at->first.first == scope; ++at)
      visit(at->first.second);
  }
};

/// … of variables their names, so that a scope of many is not gone through for one.
template <>
struct Beside<Variable> {
  void add(const Variable& v) { by_name_[{owner_of(v), v.name}] = v.id.value; }
  void remove(const Variable& v) { by_name_.erase({owner_of(v), v.name}); }
  /// The id of the one that a scope or task has under a name; 0: none.
  std::int64_t named(std::int64_t owner, std::string_view name) const {
    const auto found = by_name_.find({owner, name});
    return found == by_name_.end() ? 0 : found->second;
  }

 private:
  std::map<std::pair<std::int64_t, std::string_view>, std::int64_t>
      by_name_;  ///< names as the rows hold them
};
/// … and of incidents what they are about.
template <>
struct Beside<Incident> {
  void add(const Incident& i) {
    by_cause_[i.root_cause.value].insert(i.id.value);
    if (i.job) by_job_[i.job.value] = i.root_cause;
  }
  void remove(const Incident& i) {
    const auto caused = by_cause_.find(i.root_cause.value);
    caused->second.erase(i.id.value);
    if (caused->second.empty()) by_cause_.erase(caused);
    if (i.job) by_job_.erase(i.job.value);
  }
  /// Those that a root cause has here, itself among them.
  std::vector<std::int64_t> caused_by(IncidentId root_cause) const {
    const auto found = by_cause_.find(root_cause.value);
    if (found == by_cause_.end()) return {};
    return {found->second.begin(), found->second.end()};
  }
  /// The one of a job; none: it has not failed.
  IncidentId of(JobId job) const {
    const auto found = by_job_.find(job.value);
    return found == by_job_.end() ? IncidentId{} : found->second;
  }

 private:
  std::map<std::int64_t, std::set<std::int64_t>> by_cause_;
  std::map<std::int64_t, IncidentId> by_job_;
};

/// Records of one type, by id, and by owner in order of creation.
template <class R>
struct Table {
  std::map<std::int64_t, R> rows;
  std::set<std::pair<std::int64_t, std::int64_t>> by_owner;
  [[no_unique_address]] Beside<R> beside;

  void attach(const R& row) {
    by_owner.insert({owner_of(row), key_of(row)});
    beside.add(row);
  }
  void detach(const R& row) {
    by_owner.erase({owner_of(row), key_of(row)});
    beside.remove(row);
  }
  R* find(std::int64_t id) {
    const auto at = rows.find(id);
    return at == rows.end() ? nullptr : &at->second;
  }
  bool owns_any(std::int64_t owner) const {
    const auto at = by_owner.lower_bound({owner, 0});
    return at != by_owner.end() && at->first == owner;
  }
  /// The ids, copied, since callers change the table while they go through them.
  std::vector<std::int64_t> owned_by(std::int64_t owner) const {
    std::vector<std::int64_t> ids;
    for (auto at = by_owner.lower_bound({owner, 0}); at != by_owner.end() && at->first == owner; ++at)
      ids.push_back(at->second);
    return ids;
  }
  /// Calls `visit(row)` until it answers true; the row then, else null. `visit` must not change the table.
  template <class Visit>
  R* first_owned_by(std::int64_t owner, Visit&& visit) {
    for (auto at = by_owner.lower_bound({owner, 0}); at != by_owner.end() && at->first == owner; ++at) {
      R& row = rows.find(at->second)->second;
      if (visit(row)) return &row;
    }
    return nullptr;
  }
  /// The same, newest first.
  template <class Visit>
  R* last_owned_by(std::int64_t owner, Visit&& visit) {
    for (auto at = by_owner.lower_bound({owner + 1, 0}); at != by_owner.begin();) {
      if ((--at)->first != owner) break;
      R& row = rows.find(at->second)->second;
      if (visit(row)) return &row;
    }
    return nullptr;
  }
};

/// History rows that are still open are kept with the tree, so that ending them reads nothing.
using OpenHistory = Records<ProcessHistory, ActivityHistory, TaskHistory, VariableHistory, IncidentHistory>;
using CachedRecords =
    Records<Instance, Subscription, Arrival, Compensable, Variable, Task, IdentityLink, Job, Deadline, Rung,
            Incident, ProcessHistory, ActivityHistory, TaskHistory, VariableHistory, IncidentHistory,
            DefinitionRow, DecisionRow, RequirementsRow, Deployment, Partner, KeyValue, CarriedValue,
            KeptMessage, KeptValue, StoredData, Sweep, SweepValue>;

struct Tree {
  template <class... R>
  using Tables = std::tuple<Table<R>...>;
  CachedRecords::apply<Tables> tables;
  std::list<std::int64_t>::iterator use;  ///< place in the order of last use
  template <class R>
  Table<R>& of() {
    return std::get<Table<R>>(tables);
  }
};

}  // namespace lienthong::engine
