#pragma once
// Who talks to whom: pools, the messages between them, and what tells one conversation from another.
// BPMN 9, 8.4.2
#include <optional>
#include <string>
#include <vector>
#include "bpmn/expression.h"

namespace lienthong::bpmn {

/// A pool. Without a process of this file it is a black box: drawn, never run.
struct Participant {
  std::string id, name;
  std::string process_id;        ///< as written; empty: black box
  int process = -1;              ///< into Document::processes; -1: none in this file
  int minimum = 1, maximum = 1;  ///< participantMultiplicity
  bool multiple = false;         ///< a participantMultiplicity is given
  Place place;
};

/// One end of a message flow: a pool, or a flow node of one.
struct MessageFlowEnd {
  std::string reference;
  int participant = -1;  ///< into Collaboration::participants; -1: unknown
  int process = -1;      ///< into Document::processes
  NodeIndex node = -1;   ///< -1: the pool as a whole
};

struct MessageFlow {
  std::string id, name;
  std::string message_name;  ///< of its messageRef; empty: none
  MessageFlowEnd source, target;
  Place place;
};

/// How one property is read out of one message: `messagePath`, evaluated on the message's payload.
struct CorrelationRetrieval {
  std::string message_name;
  std::optional<Expression> path;
  Place place;
};
struct CorrelationProperty {
  std::string id, name;
  std::vector<CorrelationRetrieval> retrievals;
  Place place;
};
/// Conversations that are told apart by equal values of all its properties. BPMN 8.4.2
struct CorrelationKey {
  std::string id, name;
  std::vector<CorrelationProperty> properties;
  std::vector<std::string> unknown;  ///< property references that resolve to nothing
  Place place;
};
/// Values of a key that a process gives itself, from its own data.
struct CorrelationSubscription {
  struct Binding {
    std::string property;  ///< id
    std::optional<Expression> path;
    Place place;
  };
  std::string id, key;  ///< id of the key
  std::vector<Binding> bindings;
  Place place;
};

struct Collaboration {
  std::string id, name;
  std::vector<Participant> participants;
  std::vector<MessageFlow> message_flows;
  std::vector<CorrelationKey> keys;
  Place place;
};

/// A message flow as its sender knows it: out of one of its nodes into another executable process.
struct MessageOut {
  std::string flow;  ///< id
  NodeIndex source = -1;
  std::string message_name;            ///< what the receiving element waits for; empty: any
  std::string target_process, target;  ///< process id; id of the flow node that receives
  bool target_starts = false;          ///< a message there begins an instance of the process
  bool target_waits = true;            ///< an instance may wait for it there
  int participants_max = 0;            ///< of its pool's multiplicity; 0: as many as are needed
};

}  // namespace lienthong::bpmn
