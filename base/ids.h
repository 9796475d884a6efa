#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace lienthong {

/// How the outside writes the number of a record: a UUID that no other number has, in which near numbers
/// differ from the first digit on; of 0 the nil UUID.
std::string wire_id(std::int64_t number);
/// The number of such a text, also of the decimal digits that ids were before; 0 for any other text.
std::int64_t read_wire_id(std::string_view);

/// A 63-bit, time-ordered number that names one record; 0 means "none".
template <class Tag>
struct Id {
  std::int64_t value = 0;
  explicit operator bool() const { return value != 0; }
  friend auto operator<=>(const Id&, const Id&) = default;
};

template <class Tag>
std::string to_string(Id<Tag> id) {
  return wire_id(id.value);
}

/// One run of one flow node; of the process itself when it is the root of its tree.
using InstanceId = Id<struct InstanceTag>;
using SubscriptionId = Id<struct SubscriptionTag>;
using ArrivalId = Id<struct ArrivalTag>;
using CompensableId = Id<struct CompensableTag>;
using VariableId = Id<struct VariableTag>;
using TaskId = Id<struct TaskTag>;
using LinkId = Id<struct LinkTag>;
using JobId = Id<struct JobTag>;
using DeadlineId = Id<struct DeadlineTag>;
using RungId = Id<struct RungTag>;
using IncidentId = Id<struct IncidentTag>;
using CommentId = Id<struct CommentTag>;
using EventId = Id<struct EventTag>;
using DefinitionId = Id<struct DefinitionTag>;
using DeploymentId = Id<struct DeploymentTag>;
using ResourceId = Id<struct ResourceTag>;
using PartnerId = Id<struct PartnerTag>;
using KeyValueId = Id<struct KeyValueTag>;
using MessageId = Id<struct MessageTag>;
using KeptValueId = Id<struct KeptValueTag>;
using StoredDataId = Id<struct StoredDataTag>;
using CarriedValueId = Id<struct CarriedValueTag>;
using DecisionId = Id<struct DecisionTag>;
using RequirementsId = Id<struct RequirementsTag>;
using SweepId = Id<struct SweepTag>;
using SweepValueId = Id<struct SweepValueTag>;

}  // namespace lienthong

template <class Tag>
struct std::hash<lienthong::Id<Tag>> {
  std::size_t operator()(lienthong::Id<Tag> id) const { return std::hash<std::int64_t>{}(id.value); }
};
