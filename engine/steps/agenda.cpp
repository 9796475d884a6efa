#include "engine/steps/agenda.h"
#include <iterator>
#include "engine/rows/limits.h"

namespace lienthong::engine {

void Agenda::put(Step step) {
  if (const Enter* enter = std::get_if<Enter>(&step)) ++leading_in_[enter->scope.value];
  put_.push_back(std::move(step));
}

void Agenda::enter(const bpmn::Node& target, const Instance& scope, bpmn::FlowIndex flow, bool happened) {
  Enter step = entering(scope, target.index);
  step.flow = flow;
  step.happened = happened;
  put(std::move(step));
}

void Agenda::enter_inner(const Instance& body, const bpmn::Node& node, std::int64_t loop_counter,
                         std::int64_t loop_end, std::optional<Elements> elements) {
  Enter step = entering(body, node.index);
  step.inner = true;
  step.loop_counter = loop_counter;
  step.loop_end = loop_end;
  step.elements = std::move(elements);
  put(std::move(step));
}

void Agenda::merge() {
  to_do_.insert(to_do_.end(), std::make_move_iterator(put_.rbegin()), std::make_move_iterator(put_.rend()));
  put_.clear();
}

std::optional<Step> Agenda::next() {
  merge();
  if (to_do_.empty()) return std::nullopt;
  std::optional<Step> step = std::move(to_do_.back());
  to_do_.pop_back();
  if (const Enter* enter = std::get_if<Enter>(&*step)) --leading_in_[enter->scope.value];
  ++taken_;
  return step;
}

bool Agenda::leads_into(const Instance& scope) const {
  const auto found = leading_in_.find(scope.id.value);
  return found != leading_in_.end() && found->second > 0;
}

void Agenda::forget(const Instance& scope) {
  if (!leads_into(scope)) return;
  const auto enters = [&](const Step& step) {
    const Enter* enter = std::get_if<Enter>(&step);
    return enter && enter->scope == scope.id;
  };
  std::erase_if(to_do_, enters);
  std::erase_if(put_, enters);
  leading_in_.erase(scope.id.value);
}

bool Agenda::spent() const { return taken_ >= limits::steps_per_command_max; }

std::vector<Step> Agenda::left() {
  merge();
  return {to_do_.rbegin(), to_do_.rend()};
}

void Agenda::clear() {
  to_do_.clear();
  put_.clear();
  leading_in_.clear();
}

}  // namespace lienthong::engine
