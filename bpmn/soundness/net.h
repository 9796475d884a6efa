#pragma once
// The token game's board, made from the processes that are judged together: nodes and flows under dense
// codes, every choice of outgoing flows spelled out. Where a token can only go on, and always can, it does so
// at once: the flows of such a row are one place, named by its last flow. (BPMN 13.3 to 13.5)
#include <cstdint>
#include <string>
#include <utility>
#include <vector>
#include "bpmn/model.h"

namespace lienthong::bpmn::soundness {

/// A node, a flow or a place, by number. Places are tokens' positions and what a scope remembers.
using Code = std::uint32_t;
inline constexpr Code none = ~Code{0};
inline constexpr Code beginning = none - 1;  ///< the only token of the state before anything has started

struct NetNode {
  const Node* node = nullptr;
  const Process* process = nullptr;
  Code scope = none;
  std::vector<Code> in, out;
  std::vector<std::vector<Code>> choices;        ///< the sets of flows it may leave by; at least one
  std::vector<std::vector<Code>> reset_choices;  ///< of a complex gateway that joins
  std::vector<Code> boundaries;                  ///< without compensation
  std::vector<Code> event_sub_processes;         ///< of a scope; without compensation
  std::vector<Code> sends, receives;             ///< message flows to and from nodes that are judged with it
  bool awaits = false;    ///< occurs only when a message has come; otherwise the outside may cause it
  bool caught = false;    ///< a handler that something in its scope throws to: it occurs only then
  bool is_scope = false;  ///< has an inside of its own while it runs
  bool is_activity = false;
  bool judged = true;  ///< false for what only compensation runs
  Code link = none;    ///< of a throwing link event: the catching one
};

struct NetFlow {
  const Flow* flow = nullptr;
  Code source = none, target = none;
  Code place = none;  ///< the last flow of its row
};

/// A message flow between two nodes of the board.
struct Letter {
  std::string id;
  Code from = none, to = none;
};

class Net {
 public:
  /// Throws Outside when the processes hold something that cannot be judged.
  explicit Net(const std::vector<const Process*>&, const Document&);

  std::vector<NetNode> nodes;
  std::vector<NetFlow> flows;
  std::vector<Letter> letters;
  std::vector<Code> processes;           ///< their nodes
  std::vector<std::vector<Code>> rows;   ///< by first flow: how a token goes on by itself
  std::vector<std::vector<Code>> stems;  ///< by place: the flows that every token there has passed

  // Positions in front of and behind a node, and what a scope remembers: an end event that was executed, an
  // event that may occur once only and has, its own interruption.
  Code entering(Code node) const { return flow_count() + node; }
  Code leaving(Code node) const { return flow_count() + node_count() + node; }
  Code ended(Code node) const { return flow_count() + 2 * node_count() + node; }
  Code spent(Code node) const { return flow_count() + 3 * node_count() + node; }
  bool is_flow(Code place) const { return place < flow_count(); }
  bool is_entering(Code place) const { return !is_flow(place) && place < leaving(0); }
  bool is_leaving(Code place) const { return place >= leaving(0) && place < ended(0); }
  bool is_token(Code place) const { return place < ended(0); }
  /// The node of any position that is no flow.
  Code node_of(Code place) const { return (place - flow_count()) % node_count(); }
  /// The node that a token there goes to next.
  Code target(Code place) const { return is_flow(place) ? flows[place].target : node_of(place); }
  const Node& node(Code code) const { return *nodes[code].node; }
  Kind kind(Code code) const { return nodes[code].node->kind; }
  EventKind event(Code code) const { return nodes[code].node->event(); }

  /// Of an inclusive gateway: which of its incoming flows (as bits) can be reached from a place without
  /// visiting it, by sequence flows alone or also by boundary events.
  struct Reached {
    std::uint64_t by_flows = 0, by_events = 0;
  };
  Reached reached(Code gateway, Code place) const;
  /// The start events and the nodes without incoming flow that a new scope begins with.
  std::vector<Code> beginnings(Code scope) const;
  /// The events of which each alone starts the process, apart from none start events.
  std::vector<Code> alternatives(Code process) const;

 private:
  Code flow_count() const { return static_cast<Code>(flows.size()); }
  Code node_count() const { return static_cast<Code>(nodes.size()); }
  void add(const Process&);
  void add_letters(const Document&);
  void make_choices(NetNode&);
  void link_events();
  void find_caught();
  void find_catcher(Code scope, const EventDefinition& thrown);
  void join_rows();
  bool goes_on(Code node) const;
  std::vector<std::uint64_t> find_reached(Code gateway, bool by_events) const;
  std::vector<Code> predecessors(Code node, bool by_events) const;

  using Masks = std::vector<std::uint64_t>;       ///< by flow or entering node
  std::vector<std::pair<Masks, Masks>> reached_;  ///< by gateway
};

/// Why a model cannot be judged, and where.
struct Outside {
  std::string why, id;
  Place place;
};

/// The handlers in one scope for what is thrown there, in the order in which they are asked: event
/// sub-processes (their start events' codes) before boundary events, for errors the same code before any.
std::vector<Code> handlers(const Net&, Code scope, EventKind, const std::string& code, Code came_from);
/// The start event of an event sub-process.
Code start_of(const Net&, Code event_sub_process);

}  // namespace lienthong::bpmn::soundness
