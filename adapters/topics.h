#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::adapters {

/// An agency that cannot be reached is tried for a week, as pauses double from a second to an hour; then a
/// person must look.
inline constexpr std::int64_t tries_in_a_week = 179;

/// How one topic is served: docs/formats/adapters.md has the same table for people.
struct Topic {
  enum class Kind { Registry, Mail, Webhook };
  std::string name;
  Kind kind = Kind::Registry;
  std::string service;                      ///< path below the security server: member/subsystem/service
  std::string purpose;                      ///< written to the audit trail with each call
  std::vector<std::string> request;         ///< variables that are sent
  std::vector<std::string> response;        ///< fields that become variables
  std::vector<std::string> errors;          ///< business errors that become BPMN errors
  std::vector<std::string> success_errors;  ///< "errors" that mean it was done before
  bool idempotent = false;                  ///< may be repeated without looking up first
  std::int64_t timeout_ms = 60'000;
  std::int64_t attempts_max = tries_in_a_week;  ///< then an incident; 0: for ever
  std::vector<std::string> required{};          ///< of the response: without them it is no answer
};

const std::vector<Topic>& topics();

}  // namespace lienthong::adapters
