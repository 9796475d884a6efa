#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>
#include "adapters/directory.h"

namespace lienthong::adapters {

/// Whom the adapters call, as whom, and how long they wait.
struct Settings {
  std::string security_server;                 ///< base URL; empty: the registries' topics are not served
  std::map<std::string, std::string> servers;  ///< destination (NPD, CIVIL, …) → a base URL of its own
  std::string member_path = "VN/GOV";          ///< instance and class of the agencies in X-Road paths
  std::string client = "VN/GOV/COMMUNE/LIENTHONG";
  std::string smtp;  ///< smtp://host:port or smtps://; empty: notify.email is not served
  std::string smtp_user, smtp_password;
  std::string mail_from = "lienthong@localhost";
  std::string webhook;  ///< receiver of notifications and of tasks that name no url
  Directory directory;
  std::vector<std::string> without;               ///< topics that are not served; "all"
  std::map<std::string, std::int64_t> timeout_ms;  ///< topic → other than in the table

  std::int64_t back_off_max_ms = 3'600'000;
  std::map<std::string, std::int64_t> first_delay_ms;       ///< topic → other than in the table
  std::int64_t patience_ms = 7LL * 24 * 3'600'000;          ///< unavailable for so long: an incident
  int breaker_failures = 5;                                 ///< in a row, then the destination is left alone
  std::int64_t breaker_first_ms = 1'000, breaker_max_ms = 60'000;
  std::int64_t lock_ms = 30'000;  ///< renewed during a call; after a crash work goes on within so long
  std::int32_t zone_offset_s = 7 * 3600;
  std::function<void(const std::string&)> log;  ///< what an operator should read; may be empty
};

}  // namespace lienthong::adapters
