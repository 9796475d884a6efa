#pragma once
#include <atomic>
#include "adapters/directory.h"
#include "adapters/outcome.h"
#include "adapters/receivers.h"
#include "adapters/topics.h"
#include "engine/commands.h"

namespace lienthong::adapters {

struct Settings {
  std::string security_server;  ///< base URL; empty: the registries' topics are not served
  std::string client = "VN/GOV/COMMUNE/lienthong";  ///< X-Road client id
  std::string smtp;                                 ///< smtp://host:port; empty: notify.email is not served
  std::string mail_from = "lienthong@localhost";
  std::string webhook;  ///< receiver of notifications and of tasks that name no url; believed as it stands
  AllowedReceivers webhook_allowed;  ///< receivers that a task's url may name
  Directory directory;
  std::vector<std::string> without;  ///< topics that are off; "all"
  std::int64_t breaker_pause_ms =
      15'000;  ///< of a destination that is away again and again; shorter in tests only
};

/// What a call is made from: the variables of an external task, or the payload of a notification.
struct Request {
  JobId job;
  std::int64_t attempt = 1;
  std::string dossier;
  Context fields;
  bool notification = false;
  std::vector<std::string> reached{};  ///< of a mail tried before: the addresses that have it already
};

/// One call for one job, without memory of its own: the request says what may be repeated.
Answer call(const Topic&, const Settings&, const Request&, const std::atomic<bool>& stop);

/// Which of a topic's destinations a request goes to; empty where the topic has only one.
std::string destination_of(const Topic&, const Settings&, const Request&);

/// Stable over attempts and restarts: receivers drop repeats by it.
std::string request_id(JobId);

}  // namespace lienthong::adapters
