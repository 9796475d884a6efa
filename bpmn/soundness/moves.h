#pragma once
// The rules of the token game: every step that a state allows.
#include <string>
#include <vector>
#include "bpmn/soundness/net.h"
#include "bpmn/soundness/state.h"

namespace lienthong::bpmn::soundness {

/// What a person is told of a step: a node, what it does, and the flows it leaves by.
struct Step {
  enum class What { Passes, Begins, Ends, Joins, Happens, Interrupts };
  What what = What::Passes;
  Code node = none;
  std::vector<Code> flows;
};

struct Move {
  Words state;                       ///< where it leads
  std::vector<Code> doubled, twice;  ///< places that hold two tokens now; end events executed again
  std::size_t length = 0;            ///< of its steps
  std::vector<Step> steps;           ///< only when asked for
};

class Moves {
 public:
  explicit Moves(const Net& net) : executed(net.nodes.size(), false), net_(net) {}
  /// Always in the same order for the same state.
  const std::vector<Move>& of(const Scope& state, bool with_steps = false);

  std::vector<bool> executed;  ///< by node, over all states asked about

 private:
  using Path = std::vector<std::size_t>;

  void begin();
  void visit(const Scope&);
  void start_by_message();
  void token(const Scope&, Code place);
  void interruptions(const Scope&);
  void choose(Code place, Code node);
  void pass(Code place, Code node, Step::What);
  void gather(const Scope&, Code place, Code node);
  void activity(Code place, Code node);
  void work(Code place, Code node);
  void join_all(const Scope&, Code place, Code node);
  void join_reached(const Scope&, Code place, Code node);
  void activate(const Scope&, Code place, Code node);
  void reset(const Scope& active, Code node);
  struct Full {
    std::uint64_t bits = 0;  ///< by incoming flow
    std::vector<Code> places;
  };
  Full full_flows(const Scope&, Code node) const;
  bool must_wait(const Scope&, Code node, std::uint64_t full) const;
  void choose_event(Code place, Code node);
  void end(Code place, Code node);
  void leave_freely(const Scope&);

  /// A fresh copy of the state, and in it the scope that is being looked at.
  Scope& copy();
  Scope& find_way();
  void done();

  void put(Scope&, Code flow);
  void put_all(Scope&, Code node, const std::vector<Code>& flows, Step::What);
  /// Leaves the node, or lets a later move choose how.
  void leave(Scope&, Code node, Step::What);
  void take(Scope&, Code place);
  void send(Code node);
  Scope begun(Code scope);
  void interrupt(Scope&);
  void trigger(Scope&, Code start);
  bool throw_from_here(EventKind, const std::string& code);
  void settle(Scope&);
  void tell(Step::What, Code node, std::vector<Code> flows = {});
  /// Calls `then` once for each way the event may occur: by each waiting message, or from outside.
  template <typename Then>
  void occurs(Code node, Then then) {
    if (!net_.nodes[node].awaits) return then(none);
    for (const Code letter : net_.nodes[node].receives)
      if (state_->has(letter)) then(letter);
  }

  const Net& net_;
  const Scope* state_ = nullptr;
  bool with_steps_ = false;
  Path path_;
  Scope next_;
  std::vector<Scope*> way_;     ///< from next_ to the scope being looked at
  std::vector<Code> gathered_;  ///< taken together with the next token
  Move move_;
  std::vector<Move> moves_;
};

}  // namespace lienthong::bpmn::soundness
