#pragma once
#include <map>
#include <mutex>
#include <string>
#include <vector>
#include "base/value.h"

namespace lienthong::simulator {

/// The outside agencies in small: what each answers, and the memory of what it has accepted. Safe to use from
/// several threads.
class Agencies {
 public:
  explicit Agencies(std::string state_file);  ///< empty: nothing outlives the program

  struct Reply {
    int status = 200;
    Value body;
    bool drop = false;  ///< close the connection instead of answering
    std::int64_t delay_ms = 0;
  };
  /// `path`: member/subsystem/service.
  Reply call(const std::string& path, const std::string& request_id, const Value& body);
  Reply look_up(const std::string& path, const std::string& request_id);
  /// {"mode": ok|slow|refuse|twice|drop-reply|down, "delayMs", "error", "times"}; throws Refused for another
  /// mode.
  void control(const std::string& member, const Value& order);
  Value journal();
  void reset();

 private:
  struct Mode {
    std::string name = "ok", error;
    std::int64_t delay_ms = 0, times = 0;
  };
  Value answer(const std::string& member, const std::string& service, const Value& body);
  void save();

  std::mutex mutex_;
  std::string state_file_;
  std::map<std::string, Mode> modes_;  ///< by member
  Context accepted_;                   ///< "path requestId" -> answer
  Context acts_;                       ///< births and cards by their nature, so that doubles are known
  Context counts_;                     ///< "path requestId" -> how often it arrived
  std::int64_t serial_ = 0;
};

}  // namespace lienthong::simulator
