#include "bpmn/soundness/state.h"
#include <algorithm>
#include <tuple>

namespace lienthong::bpmn::soundness {
namespace {

std::size_t hash(std::span<const Code> words) {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (const Code word : words) {
    h = (h ^ word) * 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
  }
  return static_cast<std::size_t>(h);
}

Scope read_at(std::span<const Code> row, std::size_t& at) {
  Scope scope;
  scope.node = row[at++];
  const std::size_t places = row[at++];
  scope.places.assign(row.begin() + static_cast<std::ptrdiff_t>(at),
                      row.begin() + static_cast<std::ptrdiff_t>(at + places));
  at += places;
  const std::size_t children = row[at++];
  scope.children.reserve(children);
  for (std::size_t i = 0; i < children; ++i) scope.children.push_back(read_at(row, at));
  return scope;
}

}  // namespace

std::size_t Scope::count(Code place) const {
  const auto [first, last] = std::equal_range(places.begin(), places.end(), place);
  return static_cast<std::size_t>(last - first);
}

void Scope::put(Code place) { places.insert(std::upper_bound(places.begin(), places.end(), place), place); }

void Scope::take(Code place) {
  const auto at = std::lower_bound(places.begin(), places.end(), place);
  if (at != places.end() && *at == place) places.erase(at);
}

void Scope::sort() {
  for (Scope& child : children) child.sort();
  std::sort(children.begin(), children.end());
}

bool operator==(const Scope& a, const Scope& b) {
  return a.node == b.node && a.places == b.places && a.children == b.children;
}
bool operator<(const Scope& a, const Scope& b) {
  return std::tie(a.node, a.places, a.children) < std::tie(b.node, b.places, b.children);
}

void write(const Scope& scope, Words& out) {
  out.push_back(scope.node);
  out.push_back(static_cast<Code>(scope.places.size()));
  out.insert(out.end(), scope.places.begin(), scope.places.end());
  out.push_back(static_cast<Code>(scope.children.size()));
  for (const Scope& child : scope.children) write(child, out);
}

Scope read(std::span<const Code> row) {
  std::size_t at = 0;
  return read_at(row, at);
}

States::States() : slots_(1024, none) {}

std::span<const Code> States::row(std::size_t state) const {
  const std::size_t begin = state == 0 ? 0 : ends_[state - 1];
  return {words_.data() + begin, ends_[state] - begin};
}

std::pair<Code, bool> States::add(const Words& words) {
  if (2 * size() >= slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash(words) & mask;
  for (; slots_[slot] != none; slot = (slot + 1) & mask)
    if (std::ranges::equal(row(slots_[slot]), words)) return {slots_[slot], false};
  const Code number = slots_[slot] = static_cast<Code>(size());
  words_.insert(words_.end(), words.begin(), words.end());
  ends_.push_back(words_.size());
  return {number, true};
}

void States::grow() {
  const std::size_t mask = slots_.size() * 2 - 1;
  slots_.assign(mask + 1, none);
  for (std::size_t state = 0; state < size(); ++state) {
    std::size_t slot = hash(row(state)) & mask;
    while (slots_[slot] != none) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<Code>(state);
  }
}

}  // namespace lienthong::bpmn::soundness
