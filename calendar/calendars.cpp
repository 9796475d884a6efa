#include "calendar/calendars.h"
#include <algorithm>
#include <cstdio>
#include <set>
#include "base/refused.h"

namespace lienthong::calendar {

namespace {

[[noreturn]] void refuse_version(const std::string& text) { throw Refused(Refused::Kind::Invalid, text); }

/// FNV-1a: tells contents apart, and is no protection against those who want them alike.
std::string content_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  char out[17];
  std::snprintf(out, sizeof out, "%016llx", static_cast<unsigned long long>(hash));
  return out;
}

}  // namespace

Calendars::Calendars(std::shared_ptr<const Calendar> office) : office_(std::move(office)) {
  CalendarVersion version;
  version.id = office_->id();
  version.valid_from = Instant::first();
  version.calendar = office_;
  version.hash = content_hash(version.id);
  put({std::move(version), office_->layers()});
}

const CalendarVersion& Calendars::add(std::string_view json, Instant valid_from) {
  Rules rules = read_rules(json);
  CalendarVersion version;
  version.id = rules.id;
  version.hash = content_hash(json);
  version.valid_from = valid_from;
  if (const auto before = kept_.find(version.id); before != kept_.end()) {
    const CalendarVersion& last = before->second.back()->version;
    if (!last.layers.empty()) refuse_version("Calendar '" + last.id + "' is merged from others");
    if (last.hash == version.hash) return last;
  }
  // One that only names days is good for merging.
  if (rules.weekly)
    version.calendar =
        std::make_shared<const Calendar>(std::make_shared<const Days>(std::span<const Rules>(&rules, 1)));
  return put({std::move(version), {std::move(rules)}});
}

void Calendars::merge(const std::string& id, const std::vector<std::string>& layers) {
  if (kept_.contains(id)) refuse_version("There is a calendar '" + id + "' already");
  if (layers.empty() || layers.size() > layers_max)
    refuse_version("Calendar '" + id + "' is merged from 1 to " + std::to_string(layers_max) + " others");
  std::set<Instant> begins;
  for (const std::string& layer : layers) {
    const auto found = kept_.find(layer);
    if (found == kept_.end()) refuse_version("Calendar '" + id + "': there is no calendar '" + layer + "'");
    for (const auto& kept : found->second) {
      if (kept->layers.empty()) refuse_version("Calendar '" + id + "': '" + layer + "' is merged itself");
      begins.insert(kept->version.valid_from);
    }
  }
  for (const Instant begin : begins) {
    CalendarVersion version;
    version.id = id;
    version.valid_from = begin;
    std::vector<Rules> rules;
    std::string hashes;
    for (const std::string& layer : layers) {
      const Kept& kept = *kept_at(layer, begin);
      rules.insert(rules.end(), kept.layers.begin(), kept.layers.end());
      version.layers.push_back(layer + "/" + std::to_string(kept.version.number));
      hashes += kept.version.hash;
    }
    const auto days = std::make_shared<const Days>(rules, id);
    version.calendar = std::make_shared<const Calendar>(days);
    version.hash = content_hash(hashes);
    put({std::move(version), {}});
  }
}

const CalendarVersion& Calendars::put(Kept kept) {
  auto& versions = kept_[kept.version.id];
  if (versions.size() >= versions_max)
    refuse_version("Calendar '" + kept.version.id + "' has " + std::to_string(versions_max) + " versions");
  if (!versions.empty()) {
    if (kept.version.valid_from <= versions.back()->version.valid_from)
      refuse_version("Calendar '" + kept.version.id + "': a version begins after those before it");
    kept.version.number = versions.back()->version.number + 1;
  }
  versions.push_back(std::make_shared<const Kept>(std::move(kept)));
  return versions.back()->version;
}

const Calendars::Kept* Calendars::kept_at(std::string_view id, Instant when) const {
  const auto found = kept_.find(id);
  if (found == kept_.end()) return nullptr;
  const auto& versions = found->second;
  const auto later = std::upper_bound(
      versions.begin(), versions.end(), when,
      [](Instant at, const std::shared_ptr<const Kept>& kept) { return at < kept->version.valid_from; });
  return (later == versions.begin() ? versions.front() : *(later - 1)).get();
}

const CalendarVersion* Calendars::at(std::string_view id, Instant when) const {
  const Kept* kept = kept_at(id, when);
  return kept ? &kept->version : nullptr;
}

const CalendarVersion* Calendars::version(std::string_view id, int number) const {
  for (const CalendarVersion* one : versions(id))
    if (one->number == number) return one;
  return nullptr;
}

std::vector<const CalendarVersion*> Calendars::versions(std::string_view id) const {
  std::vector<const CalendarVersion*> all;
  if (const auto found = kept_.find(id); found != kept_.end())
    for (const auto& kept : found->second) all.push_back(&kept->version);
  return all;
}

}  // namespace lienthong::calendar
