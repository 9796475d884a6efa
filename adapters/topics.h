#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>
#include "adapters/retry.h"

namespace lienthong::adapters {

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
  RetrySchedule retry = for_agencies;   ///< then an incident
  std::vector<std::string> required{};  ///< of the response: without them it is no answer
};

const std::vector<Topic>& topics();

}  // namespace lienthong::adapters
