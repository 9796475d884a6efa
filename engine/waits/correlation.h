#pragma once
#include "engine/data/names.h"
// What tells one conversation from another: partners of message flows, and correlation keys. BPMN 8.4.2

namespace lienthong::engine {

/// How a message fits a process instance by its keys. Open: no key of the instance speaks of this message, or
/// those that do have no value yet.
enum class KeyFit { No, Open, Exact };
KeyFit fit_by_keys(Run&, const Instance& root, const std::string& message, const Variables& payload);
/// Whether a correlation key of the definition speaks of such a message.
bool has_keys_for(Run&, DefinitionId, const std::string& message);
/// The first message with a key gives the key its value.
void remember_keys(Run&, const Instance& root, const std::string& message, const Variables& payload);

/// `a` and `b` have talked to each other.
void join_partners(Run&, const Instance& a, const Instance& b);
/// The process instances of `process` that `root` has talked to, ended ones included.
std::vector<InstanceId> partners_of(Run&, const Instance& root, std::string_view process);
/// The rows of a conversation end with their process instance.
void forget_conversation(Run&, const Instance& root);

}  // namespace lienthong::engine
