// From what the search found to what a person reads.
#include <algorithm>
#include <set>
#include "bpmn/checking.h"
#include "bpmn/soundness/explore.h"
#include "bpmn/soundness/telling.h"

namespace lienthong::bpmn {

using namespace soundness;

std::optional<bool> Soundness::sound() const {
  std::optional<bool> all = true;
  for (const auto& one : {safe, option_to_complete, proper_completion, no_dead_activities}) {
    if (one == false) return false;
    if (!one) all.reset();
  }
  return all;
}

namespace {

Problem warning(std::string rule, std::string message, const std::string& id, Place place) {
  return {Problem::Severity::Warning, std::move(rule), std::move(message), id, place.line, place.column, {}};
}

/// What one search says, added to what the others of the same file said.
class Report {
 public:
  Report(const Net& net, const StateSpace& space, const Found& found, Judgement& out)
      : net_(net), space_(space), found_(found), out_(out) {}

  void write() {
    Soundness& all = *out_.soundness;
    all.states += found_.states;
    all.bounded = all.bounded && found_.bounded;
    lower(all.option_to_complete, !found_.endless);
    lower(all.safe, found_.doubled.empty());
    lower(all.proper_completion, found_.twice.empty());
    // A dead activity may come to life behind the bound; the others stay as they are.
    if (!found_.dead.empty() && !found_.bounded)
      lower(all.no_dead_activities, true);
    else if (!found_.dead.empty())
      all.no_dead_activities = false;
    if (found_.stuck)
      stuck(*found_.stuck);
    else if (found_.endless)
      endless(*found_.endless);
    if (found_.unsafe) unsafe(*found_.unsafe);
    if (found_.ends_twice) ends_twice(*found_.ends_twice);
    if (found_.bounded) dead();
    if (found_.grows)
      unbounded(*found_.grows);
    else if (!found_.bounded)
      bound_reached();
  }

 private:
  void lower(std::optional<bool>& property, bool holds) const {
    if (!holds)
      property = false;
    else if (!found_.bounded && property == true)
      property.reset();
  }
  void tell(const std::string& rule, const std::string& message, const std::string& id, Place place) {
    out_.problems.push_back(warning(rule, message, id, place));
  }
  std::string given(Code node) const { return nearest_given_id(*net_.nodes[node].process, net_.node(node)); }
  /// The first violation of the file gives the counterexample.
  std::string trace(const std::vector<Step>& steps) {
    std::vector<std::string>& ids = out_.soundness->counterexample;
    if (ids.empty()) ids = ids_of(net_, steps);
    return text_of(net_, steps);
  }

  void stuck(Code state) {
    const std::vector<Step> steps = space_.steps_to(state);
    const Waiting waiting = waiting_in(net_, space_.state(state));
    const Node& node = net_.node(waiting.node);
    tell("soundness-stuck",
         "A run can get stuck at the " + describe(node) + ": " + trace(steps) + " → stuck: " + waiting.text,
         given(waiting.node), node.place);
  }
  void endless(Code state) {
    const std::vector<Step> steps = space_.steps_to(state);
    const Code last = steps.empty() ? net_.processes.front() : steps.back().node;
    tell("soundness-endless",
         "A run can go on for ever without a way to its end: " + trace(steps) +
             " → from here on no end can be reached",
         given(last), net_.node(last).place);
  }
  void unsafe(const Witness& witness) {
    const std::string way = trace(space_.steps_of(witness));
    std::size_t named = 0;
    for (const Code place : found_.doubled)
      for (const Code code : net_.stems[place]) {
        const Flow& flow = *net_.flows[code].flow;
        if (++named > soundness_named_max) return;
        tell("soundness-unsafe",
             named == 1 ? flow_label(net_, code) +
                              " can hold two tokens at once, so that what follows runs twice: " + way
                        : flow_label(net_, code) + " can hold two tokens at once, too",
             nearest_given_id(*net_.nodes[net_.flows[code].source].process, flow), flow.place);
      }
  }
  void ends_twice(const Witness& witness) {
    const std::string way = trace(space_.steps_of(witness));
    for (std::size_t i = 0; i < std::min(found_.twice.size(), soundness_named_max); ++i) {
      const Node& node = net_.node(found_.twice[i]);
      const std::string text = "The " + describe(node) + " can be executed twice in one run";
      tell("soundness-ends-twice", i == 0 ? text + ": " + way : text + ", too", given(found_.twice[i]),
           node.place);
    }
  }
  void dead() {
    for (std::size_t i = 0; i < std::min(found_.dead.size(), soundness_named_max); ++i) {
      const Node& node = net_.node(found_.dead[i]);
      tell("soundness-dead-activity", "The " + describe(node) + " is executed in no run",
           given(found_.dead[i]), node.place);
    }
  }
  void unbounded(const Found::Growth& growth) {
    const Code target = net_.target(growth.place);
    const Node& node = net_.node(target);
    tell("soundness-unbounded",
         "Ever more tokens can gather at the " + describe(node) +
             ": a loop leads more of them there than go on: " + trace(space_.steps_of(growth.witness)),
         given(target), node.place);
  }
  void bound_reached() {
    const Node& process = net_.node(net_.processes.front());
    tell("soundness-unknown",
         "Not judged to the end within " + std::to_string(found_.states) +
             " states; what is not said to be violated is unknown",
         process.id, process.place);
  }

  const Net& net_;
  const StateSpace& space_;
  const Found& found_;
  Judgement& out_;
};

void judge(const std::vector<const Process*>& together, const Document& document, SoundnessBounds bounds,
           Judgement& out) {
  const Net net(together, document);
  StateSpace space(net, bounds);
  const Found found = space.explore();
  Report(net, space, found, out).write();
}

}  // namespace

Judgement judge_soundness(const Document& document, SoundnessBounds bounds) {
  Judgement out;
  Soundness& all = out.soundness.emplace();
  all.safe = all.option_to_complete = all.proper_completion = all.no_dead_activities = true;
  const auto outside = [&](const std::string& why, const std::string& id, Place place) {
    out.soundness.reset();
    out.problems = {warning("soundness-outside", "Soundness cannot be judged: " + why, id, place)};
    return out;
  };
  try {
    const auto groups = judged_together(document);
    if (groups.empty()) return outside("there is no process with flow nodes", "", {1, 1});
    for (const auto& together : groups) judge(together, document, bounds, out);
  } catch (const Outside& o) {
    return outside(o.why, o.id, o.place);
  }
  return out;
}

}  // namespace lienthong::bpmn
