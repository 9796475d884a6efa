#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::adapters {

/// How one topic is served: docs/formats/adapters.md has the same table for people, and a test compares them.
struct Topic {
  enum class Kind { Registry, Mail, Webhook };
  struct Field {
    std::string name;
    bool required = true;
  };
  /// An answer that says no although it is no error by form: `field` equal to `value` means `error`.
  struct Negative {
    std::string field, value, error;
  };

  std::string name;
  Kind kind = Kind::Registry;
  std::string destination;                ///< topics of one destination share its queue and circuit breaker
  std::string service;                    ///< member/subsystem/service below the security server
  std::string purpose;                    ///< told in the audit trail when the task names none
  std::vector<Field> request;             ///< variables that are sent
  std::vector<Field> response;            ///< fields that become variables
  std::vector<std::string> errors;        ///< business errors that become BPMN errors
  std::vector<Negative> negatives;        ///< answers that are business errors all the same
  std::vector<std::string> done_errors;   ///< business errors that mean it was done before: success
  bool idempotent = false;                ///< may be repeated without looking up first
  std::int64_t timeout_ms = 60'000;
  std::int64_t attempts_max = 0;          ///< failed tries before an incident; 0: as many as patience allows
  bool patient = true;                    ///< gives up after Settings::patience_ms; else never
  std::int64_t first_delay_ms = 1'000;    ///< before the second try; doubles from there
};

const std::vector<Topic>& topics();

/// How many calls to one destination may be under way.
std::size_t concurrency(std::string_view destination);

}  // namespace lienthong::adapters
