#pragma once
#include <map>
#include <set>
#include "tests/reference/dice.h"
#include "tests/reference/model.h"
#include "tests/reference/state.h"
#include "tests/reference/stimulus.h"

namespace lienthong::reference {

/// A random model: block-structured scopes and free-form ones, mixed. Same
/// dice, same model.
Model random_model(Dice&);

/// What could happen to a process that is seen like this; none when nothing is
/// left to do. `suspension`: instances are suspended and activated, too.
std::optional<Stimulus> random_stimulus(const Model&, const Observation&, int now, Dice&, bool suspension);
Stimulus random_start(Dice&);

/// Makes nodes and remembers what keeps a model deployable.
class Generator {
 public:
  explicit Generator(Dice& dice) : dice_(dice) {}
  Model make();

 private:
  struct Part {
    int first = -1, last = -1;
  };

  // Scopes
  void fill(int scope, int depth);
  int process(const std::string& id);
  void blocks(int scope, int start, int depth);
  void booking(int transaction);
  int undoable_task(int scope);
  void free_form(int scope, int start, int depth);
  void free_flows(const std::vector<int>& nodes);
  void name_conditions(int node);
  void event_sub_process(int scope, int depth);

  // Blocks
  Part part(int scope, int depth);
  Part branches(int scope, int depth, Kind split, Kind join);
  Part loop_back(int scope, int depth);
  Part event_choice(int scope, int depth);
  Part activity_split(int scope, int depth);
  Part sequence(int scope, int depth);
  void link(int scope, int from, int to);

  // Single nodes
  int node(int scope, Kind kind, const std::string& prefix, Event event = Event::None);
  int leaf(int scope);
  int task(int scope, Kind kind);
  int sub_process(int scope, int depth);
  int throw_event(int scope);
  int catch_event(int scope, int subscriber);
  int end_event(int scope);
  void decorate(int activity, bool with_mapping = true);
  void boundary(int host);
  bool in_transaction(int scope) const;
  void cancel_boundary(int host);
  void compensation(int host);
  void name_compensated();
  bool name_event(Node& event, int subscriber, const std::vector<Event>& kinds);
  Condition condition();
  bool small() const { return static_cast<int>(model_.nodes.size()) >= nodes_max_; }

  Dice& dice_;
  Model model_;
  int nodes_max_ = 0;
  int called_ = -1;                             ///< the process that call activities call, once there is one
  bool in_called_ = false;                      ///< it calls no other
  std::map<int, std::set<std::string>> heard_;  ///< what an activity listens to already
};

}  // namespace lienthong::reference
