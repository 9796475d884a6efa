#include "engine/rows/indexes.h"
#include <algorithm>
#include "base/check.h"

namespace lienthong::engine {
namespace {

Indexes::Place place_of(const Job& job) { return {job.root.value, job.id.value, job.definition.value}; }
bool is_exhausted(const Job& job) { return job.retries && *job.retries <= 0; }

}  // namespace

Indexes::FoundBy Indexes::found_by(std::string_view event) {
  if (event == "message") return {.name = true, .element = true};
  if (event == "signal") return {.name = true};
  if (event == "conditional") return {.instance = true};
  return {};
}

void Indexes::add(const Subscription& s) {
  if (is_aside(s)) return;
  const FoundBy by = found_by(s.event);
  if (by.name) subscriptions_[{s.event, s.name}].insert({s.root.value, s.id.value, s.definition.value});
  if (s.event == "data") data_waits_.insert({s.root.value, s.id.value});
  if (by.element && s.root) waiting_at_[s.target].insert({s.root.value, s.id.value});
  if (by.instance) waiting_in_[s.event][s.root.value].insert(s.id.value);
}

void Indexes::remove(const Subscription& s) {
  if (is_aside(s)) return;
  if (s.event == "data") data_waits_.erase({s.root.value, s.id.value});
  const FoundBy by = found_by(s.event);
  if (by.instance) {
    auto& roots = waiting_in_[s.event];
    const auto waiting = roots.find(s.root.value);
    check(waiting != roots.end(), "a subscription found by its instance is indexed while it lives");
    waiting->second.erase(s.id.value);
    if (waiting->second.empty()) roots.erase(waiting);
  }
  if (by.element && s.root) {
    const auto at = waiting_at_.find(s.target);
    check(at != waiting_at_.end(), "a subscription found by its element is indexed while it lives");
    at->second.erase({s.root.value, s.id.value});
    if (at->second.empty()) waiting_at_.erase(at);
  }
  if (!by.name) return;
  const auto found = subscriptions_.find(std::pair{s.event, s.name});
  check(found != subscriptions_.end(), "a subscription is indexed while it lives");
  found->second.erase({s.root.value, s.id.value});
  if (found->second.empty()) subscriptions_.erase(found);
}

void Indexes::add(const Job& job) {
  if (job.suspended || is_exhausted(job) || is_aside(job)) return;
  if (is_for_workers(job)) return ready_.add(job);
  due_.insert({job.due.value_or(Instant{0}), place_of(job)});
}

void Indexes::remove(const Job& job) {
  if (job.suspended || is_exhausted(job) || is_aside(job)) return;
  if (is_for_workers(job)) return ready_.remove(job);
  due_.erase({job.due.value_or(Instant{0}), place_of(job)});
}

bool Indexes::pass_over(JobId job) {
  const auto found = std::ranges::find_if(due_, [&](const auto& due) { return due.second.id == job.value; });
  if (found == due_.end()) return false;
  due_.erase(found);
  return true;
}

std::vector<Indexes::Place> Indexes::subscriptions(std::string_view event, std::string_view name) const {
  const auto found = subscriptions_.find(std::pair{std::string(event), std::string(name)});
  if (found == subscriptions_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

std::vector<Indexes::Place> Indexes::subscriptions(std::string_view event, std::string_view name,
                                                   std::int64_t root) const {
  const auto found = subscriptions_.find(std::pair{std::string(event), std::string(name)});
  if (found == subscriptions_.end()) return {};
  std::vector<Place> places;
  for (auto at = found->second.lower_bound({root, 0}); at != found->second.end() && at->root == root; ++at)
    places.push_back(*at);
  return places;
}

std::vector<std::int64_t> Indexes::waiting_roots(std::string_view event, std::string_view name,
                                                 std::int64_t last, std::size_t max) const {
  const auto found = subscriptions_.find(std::pair{std::string(event), std::string(name)});
  std::vector<std::int64_t> roots;
  if (found == subscriptions_.end()) return roots;
  const std::set<Place>& places = found->second;
  for (auto at = places.lower_bound({last + 1}); at != places.end() && roots.size() < max;
       at = places.lower_bound({roots.back() + 1}))
    roots.push_back(at->root);
  return roots;
}

std::int64_t Indexes::count(std::string_view event, std::string_view name) const {
  const auto found = subscriptions_.find(std::pair{std::string(event), std::string(name)});
  return found == subscriptions_.end() ? 0 : static_cast<std::int64_t>(found->second.size());
}

bool Indexes::waits(std::string_view event, std::string_view name, std::int64_t root,
                    std::int64_t before) const {
  const auto found = subscriptions_.find(std::pair{std::string(event), std::string(name)});
  if (found == subscriptions_.end()) return false;
  const auto at = found->second.lower_bound({root});
  return at != found->second.end() && at->root == root && at->id < before;
}

std::vector<Indexes::Place> Indexes::waiting_at(const std::string& element) const {
  const auto found = waiting_at_.find(element);
  if (found == waiting_at_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

std::vector<Indexes::Place> Indexes::data_waits(std::int64_t root) const {
  std::vector<Place> places;
  for (auto at = data_waits_.lower_bound({root, 0});
       at != data_waits_.end() && (root == 0 || at->root == root); ++at)
    places.push_back(*at);
  return places;
}

bool Indexes::waits_in(std::int64_t root, std::string_view event) const {
  const auto roots = waiting_in_.find(event);
  return roots != waiting_in_.end() && roots->second.contains(root);
}

std::vector<std::int64_t> Indexes::waiting_in(std::int64_t root, std::string_view event) const {
  if (!waits_in(root, event)) return {};
  const std::set<std::int64_t>& found = waiting_in_.find(event)->second.at(root);
  return {found.begin(), found.end()};
}

}  // namespace lienthong::engine
