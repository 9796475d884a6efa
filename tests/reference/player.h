#pragma once
// The token game on one state. Each step is one the standard regards as a
// whole: a token enters a node, an instantaneous node passes its tokens on, an
// event happens, a scope without tokens completes.
#include <functional>
#include "tests/reference/choices.h"
#include "tests/reference/state.h"
#include "tests/reference/stimulus.h"

namespace lienthong::reference {

/// The run leaves what the interpreter judges: too many states, or a node
/// without a way out.
struct Aside {};

struct Step {
  enum class Kind { Token, Join, Gather, Finish, CompleteScope, Timer, Undo, Parked };
  Kind kind = Kind::Token;
  int activity = 0;
  Token token;
  int node = -1;  ///< the join, what gathers, the scope, or the timer's event
};

class Player {
 public:
  Player(const Model& model, State& state, Choices& choices)
      : model_(model), state_(state), choices_(choices) {}

  std::vector<Step> enabled() const;
  void perform(const Step& step) {
    play(step);
    end_what_lost_its_undoer();
  }
  /// False when the stimulus is refused: nothing has changed then.
  bool apply(const Stimulus& stimulus) {
    const bool accepted = play(stimulus);
    end_what_lost_its_undoer();
    return accepted;
  }

 private:
  void play(const Step&);
  bool play(const Stimulus&);

  using Path = std::vector<Activity*>;  ///< from the process instance inwards

  // Looking
  Path path_to(int id) const;
  Activity* find(int id) const;
  std::vector<int> waiting_at(int node, bool suspended_too = false) const;
  std::vector<std::pair<int, int>> listening(Event, const std::string& name) const;
  int value(const Path&, const std::string& name) const;
  bool holds(const std::optional<Condition>&, const Path&) const;
  void set(Path, const std::string& name, int value);
  void set(int id, const Variables&);

  // Moving
  void enabled_in(const Activity&, std::vector<Step>&, bool suspended) const;
  void enabled_parked(const Activity& process, std::vector<Step>&) const;
  void enabled_nodes(const Activity& scope, std::vector<Step>&) const;
  void enter(int scope, int node);
  Activity& add(int scope, int node, Activity::Role);
  void begin(int id);
  void begin_body(int id);
  void start(int scope);
  void arm(Activity&, int event);
  void throw_event(int id);
  void complete(int id);
  void event_chosen(int id);
  void end_process(int id);
  void inner_completed(int body, int inner);
  void inner_cancelled(int body);
  void next_inner(int body);
  void round_completed(int body, int inner);
  void leave(int id, int scope, int node);
  void remove(int id);
  void cancel(int id);
  void cancel_children(int scope, int except = -1);
  void end_cancelled(const Activity&);

  // Compensation
  void keep(Activity& scope, const Activity& completed);
  std::vector<Activity*> compensated_scopes(int undoer) const;
  bool may_undo(const Activity&) const;
  void throw_compensation(int id);
  int transaction_around(int id) const;
  void cancel_transaction(int id);
  void transaction_cancelled(int id);
  void undo_next(int id);
  void end_what_lost_its_undoer();

  // Events
  void happen(int id, int event);
  void fire(const Step&);
  void broadcast(const std::string& name, const Variables&);
  bool walk_outwards(int from, bool from_itself, const std::function<int(const Activity&, int)>& catcher);
  bool raise_error(int from, bool from_itself, const std::string& code);
  bool raise_escalation(int from, bool from_itself, const std::string& code);
  std::vector<int> handlers(const Activity&, Event, int came_from, bool at_boundary) const;
  void map_out(int process, int caller);

  // Suspension
  using Visit = std::function<void(const Activity&, bool suspended)>;  ///< whether its process is
  void visit_all(const Visit&) const;
  bool is_suspended(int id) const;
  bool set_suspended(int process, bool suspended);
  Variables results(int process, int caller) const;
  void park(int id, int event, Variables results);
  void take_up(int id);

  const Model& model_;
  State& state_;
  Choices& choices_;
};

/// BPMN 13.4.3: whether an inclusive gateway may fire in this scope.
bool inclusive_ready(const Model&, const Activity& scope, int gateway);

}  // namespace lienthong::reference
