#pragma once
#include <map>
#include <string>
#include <vector>
#include "base/ids.h"

namespace lienthong::adapters {

/// Whom the mails that are tried again have reached already: they do not get them twice. Kept in memory, so
/// after a restart they may, under the same Message-ID.
class Reached {
 public:
  static constexpr std::size_t jobs_max = 10'000;  ///< the oldest goes, should jobs vanish while they wait

  std::vector<std::string> of(JobId job) const {
    const auto found = by_job_.find(job);
    return found == by_job_.end() ? std::vector<std::string>() : found->second;
  }
  void note(JobId job, std::vector<std::string> addresses) {
    if (addresses.empty()) return;
    by_job_[job] = std::move(addresses);
    if (by_job_.size() > jobs_max) by_job_.erase(by_job_.begin());
  }
  void forget(JobId job) { by_job_.erase(job); }

 private:
  std::map<JobId, std::vector<std::string>> by_job_;
};

}  // namespace lienthong::adapters
