#pragma once
// A process model in small: what the generator makes, the interpreter plays and
// `to_bpmn` writes down for the engine. Nothing of the engine is used here.
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lienthong::reference {

enum class Kind {
  Process,
  SubProcess,
  EventSubProcess,
  Start,
  End,
  Throw,
  Catch,
  Boundary,
  UserTask,
  ServiceTask,
  ScriptTask,
  ReceiveTask,
  CallActivity,
  Exclusive,
  Parallel,
  Inclusive,
  Complex,  ///< one that only splits
  EventBased
};
enum class Event { None, Message, Signal, Timer, Error, Escalation, Terminate, Compensate, Cancel, Link };

/// `variable op value`, e.g. v1 >= 2. `feel`: written as FEEL rather than ${…}.
struct Condition {
  std::string variable, op;
  int value = 0;
  bool feel = false;
};

/// A script task sets `variable` to `source` + `amount`, or to `amount` alone.
struct Script {
  std::string variable, source;
  int amount = 0;
};

struct Loop {
  bool sequential = false;
  int count = 0;
  std::optional<Condition> enough;  ///< the completion condition
  bool standard = false;            ///< a standard loop: `count` is its maximum, below 0: none …
  bool test_before = false;
  std::optional<Condition> again;  ///< … and this its condition
};

/// `target` gets the value of `source`.
struct Mapping {
  std::string source, target;
};

struct Node {
  std::string id;
  Kind kind = Kind::UserTask;
  int parent = -1;  ///< the scope; -1: a process
  Event event = Event::None;
  std::string reference;  ///< name of the message or signal; code of the error
                          ///< or escalation, empty: any; what is to be
                          ///< compensated, empty: all of the scope
  int minutes = 0,
      repeat = 0;  ///< of a timer; repeat 0: a duration, else a cycle of so many
  bool interrupting = true;
  int host = -1;         ///< of a boundary event
  int link_target = -1;  ///< of a throwing link event: the catching one
  int default_flow = -1;
  Script script;
  std::optional<Loop> loop;
  int undone_by = -1;            ///< the activity that compensates this one
  int called = -1;               ///< the process that a call activity calls
  std::vector<Mapping> in, out;  ///< of a call activity
  std::vector<Mapping> inputs,
      outputs;  ///< local variables of an activity, and what becomes of them
  int start_quantity = 1, completion_quantity = 1;
  bool transaction = false;  ///< of a sub-process
  bool async_before = false, async_after = false;
  bool removed = false;

  // Filled by Model::index().
  std::vector<int> incoming, outgoing, children, boundary, handlers;
  int start = -1;
  bool for_compensation = false;
};

struct Flow {
  std::string id;
  int source = -1, target = -1;
  std::optional<Condition> condition;
  bool removed = false;
};

struct Model {
  std::vector<Node> nodes;  ///< the first is the process that is started
  std::vector<Flow> flows;

  const Node& node(int index) const { return nodes[static_cast<std::size_t>(index)]; }
  Node& node(int index) { return nodes[static_cast<std::size_t>(index)]; }
  const Flow& flow(int index) const { return flows[static_cast<std::size_t>(index)]; }
  Flow& flow(int index) { return flows[static_cast<std::size_t>(index)]; }
  int add(Node node);
  int connect(int source, int target, std::optional<Condition> condition = {});
  /// Works out who belongs to whom. Call after every change.
  void index();
  int size() const;  ///< nodes and flows that are there
};

using Variables = std::vector<std::pair<std::string, int>>;
inline const std::array<std::string, 4> variable_names{"v0", "v1", "v2", "v3"};

bool is_scope(Kind);
bool is_activity(Kind);
bool is_gateway(Kind);
/// A gateway that waits for tokens of several flows.
bool is_join(const Node&);

/// Everything a person would call a feature of the model, for counting.
std::vector<std::string> features_of(const Model&);

}  // namespace lienthong::reference
