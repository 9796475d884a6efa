#pragma once
// A message from outside or over a message flow, from the moment it is known to the moment somebody has it.
#include "engine/waits/correlation.h"

namespace lienthong::engine {

struct Message {
  std::string name;
  Variables payload;
  std::optional<std::string> business_key;
  InstanceId receiver;  ///< only this process instance; 0: any
  InstanceId sender;    ///< process instance that sent it over a message flow; 0: from outside
  std::string sender_process;
  std::string process, target;  ///< where its flow leads; empty: wherever its name is waited for
  bool to_partner = false;      ///< only for an instance that has talked to the sender
};

/// The waiting element gets the message: keys, payload, and what then happens there.
void receive(Run&, Subscription&, const Message&);
/// A start event of `row` gets it.
InstanceId receive_at_start(Run&, const DefinitionRow& row, const bpmn::Node& start, const Message&);

/// Sends the message of a throwing element over its message flows into other processes of the file; false
/// when it has none. The element is complete then, or waits with an incident that says why nobody got it.
bool send_over_flows(Run&, Instance& self, const bpmn::Node&, const bpmn::EventDefinition* = nullptr);

// Early messages (lienthong:timeToLive, docs/formats/extensions.md).
/// How long a message of this name that nobody waits for is kept, by the longest span that a newest
/// definition asks for; false when none does, and the message was not kept.
bool can_keep(Run&, const Message&);
bool keep_message(Run&, const Message&, const Variables& matched = {});
/// A kept message may fit what has just been armed.
bool may_have_kept(Run&, const Subscription&);
/// What a process instance waits for is asked after among the kept messages: it is active again.
void collect_kept(Run&, InstanceId root);
/// Gives the oldest kept message that fits to what `owner` waits for; false when none does.
bool offer_kept(Run&, Instance& owner);
void forget_kept(Run&, MessageId);
/// The definition that asked for keeping them is deleted.
void forget_kept_by(Run&, DefinitionId);

}  // namespace lienthong::engine
