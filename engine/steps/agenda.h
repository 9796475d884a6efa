#pragma once
#include <optional>
#include <unordered_map>
#include <vector>
#include "engine/steps/step.h"

namespace lienthong::engine {

/// What is left to do in this command. Depth-first: what a step puts here runs before what was waiting, so a
/// token runs on to its next wait state before the next branch starts.
class Agenda {
 public:
  void put(Step);
  void enter(const bpmn::Node&, const Instance& scope, bpmn::FlowIndex flow = -1, bool happened = false);
  /// The instance number `loop_counter` of a body, and those behind it up to `loop_end`.
  void enter_inner(const Instance& body, const bpmn::Node&, std::int64_t loop_counter,
                   std::int64_t loop_end = -1, std::optional<Elements> = {});
  void complete(const Instance& self) { put(Complete{self.root, self.id}); }
  void ended_in(const Instance& scope) { put(Ended{scope.root, scope.id}); }
  void data_changed(InstanceId root, InstanceId self) { put(Again{root, self, false}); }
  void collect(const Instance& owner) { put(Collect{owner.root, owner.id}); }

  /// The next one; none: at rest.
  std::optional<Step> next();
  bool at_rest() const { return to_do_.empty() && put_.empty(); }
  /// A token is on its way into `scope`.
  bool leads_into(const Instance& scope) const;
  /// No token goes into `scope` any more.
  void forget(const Instance& scope);

  /// This command has done as much as one may (limits::steps_per_command_max).
  bool spent() const;
  /// Steps since the last wait state, those of the commands before included.
  std::int64_t taken_without_rest() const { return before_ + taken_; }
  /// Goes on where another command stopped.
  void continue_from(std::int64_t taken_before) { before_ = taken_before; }
  /// All that is left, the next one first.
  std::vector<Step> left();
  void clear();

 private:
  void merge();

  std::vector<Step> to_do_;                           ///< the next one last
  std::vector<Step> put_;                             ///< by the step that is running, in order
  std::unordered_map<std::int64_t, int> leading_in_;  ///< Enter steps, by scope
  std::int64_t taken_ = 0, before_ = 0;
};

}  // namespace lienthong::engine
