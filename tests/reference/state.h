#pragma once
// What a run looks like between two moments: tokens on flows (BPMN 13.2),
// running activities as a tree, what they wait for, and how often each element
// has completed or was cancelled.
#include <array>
#include <map>
#include "tests/reference/model.h"

namespace lienthong::reference {

/// A token that is under way in a scope.
struct Token {
  enum class At {
    Flow,      ///< on a sequence flow; before a join it waits there
    Happened,  ///< at an event that has just happened: a boundary event, or
               ///< behind an event-based gateway
    Handler,   ///< at an event sub-process that has been triggered
    Inner      ///< at one instance of a multi-instance activity, not begun yet
  };
  At at = At::Flow;
  int index = -1;  ///< flow, event, event sub-process, or number of the instance
  auto operator<=>(const Token&) const = default;
};

struct Timer {
  int event = -1, due = 0, left = 0;  ///< left: repetitions after this one
  auto operator<=>(const Timer&) const = default;
};

/// What compensates: an event, or an activity that is being compensated.
struct Undoer {
  int id = 0, node = -1;  ///< 0: none
};

struct Undo;

/// What came to an activity from a called process while its own process was suspended.
struct Parked {
  int event = -1;  ///< of the activity or its scope, which happens; -1: the called process has ended
  int order = 0;
  Variables results;
};

struct Activity {
  enum class Role { Plain, Body, Inner };  ///< Body: a multi-instance around its Inner ones
  int id = 0, node = 0;
  Role role = Role::Plain;
  int counter = -1;           ///< loopCounter of an Inner one
  int completed = 0;          ///< of a Body: instances that have completed
  int terminated = 0;         ///< of a Body: transactions that were cancelled
  bool done = false;          ///< its work is done, it only has to leave
  bool failed = false;        ///< a person must look at it
  int chosen = -1;            ///< of an event-based gateway: the event that has happened
  int interrupted_by = -1;    ///< the event sub-process that has interrupted this scope
  bool cancelling = false;    ///< a scope of a transaction that is being cancelled: its own events are over
  bool compensating = false;  ///< a completed scope in which its own activities are being compensated
  Undoer undoes_for;          ///< of that, and of a compensation handler
  bool suspended = false;     ///< of a process
  std::vector<Parked> parked;
  std::map<std::string, int> variables;
  std::vector<Token> tokens;
  std::vector<Timer> timers;
  std::vector<Activity> children;
  std::vector<Undo> undoable;  ///< oldest first
};

/// An activity that has completed and can be compensated. BPMN 13.5.5
struct Undo {
  int node = -1, order = 0;
  Undoer by;                   ///< the event that will do it
  std::vector<Activity> kept;  ///< without a handler of its own: what it was on completion
};

struct State {
  enum class End { Running, Completed, Cancelled };
  int now = 0;      ///< minutes since the start
  int horizon = 0;  ///< the clock is being turned to here
  Activity root;
  End end = End::Running;
  struct Count {
    int completed = 0, cancelled = 0, body_completed = 0, body_cancelled = 0;
  };
  std::vector<Count> counts;  ///< by node
  int next_id = 1;
};

/// Equal for states that differ in nothing but the order in which things came
/// about.
std::string key_of(const State&);

/// What can be seen from outside: "task t1" → 2 open ones, "done t1",
/// "cancelled t1", "active t1", "timer b1 at 15", "waits m1", "joins j1", "incident s1",
/// "variable v0", "suspended p", "process".
using Observation = std::map<std::string, long>;
Observation observe(const Model&, const State&);
std::string text_of(const Observation&);

/// Events that an activity listens to (messages, signals): itself, its boundary
/// events, the starts of its event sub-processes, or what stands behind an
/// event-based gateway.
std::vector<int> listens_to(const Model&, const Activity&);

}  // namespace lienthong::reference
