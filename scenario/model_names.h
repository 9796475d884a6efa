#pragma once
#include <array>
#include <set>
#include <string>
#include <string_view>

namespace lienthong::scenario {

/// The names that the deployed models use. That something is *not* there is expected by a name, and a name
/// that no model has would make it true by its misspelling.
class ModelNames {
 public:
  enum class Kind { Element, Task, Topic, Message, Unit, Event };

  /// A file of a deployment; of one that is no BPMN nothing.
  void add(std::string_view bytes);
  /// Throws Refused{Invalid} with the nearest name, when no model has this one and none can be computed.
  void need(Kind, const std::string& name) const;

 private:
  struct Names {
    std::set<std::string> all;
    bool open = false;  ///< some are expressions
  };
  void add(Kind, const std::string& name);
  Names& of(Kind kind) { return names_[static_cast<std::size_t>(kind)]; }

  std::array<Names, 5> names_;
};

/// What the audit trail calls its events.
inline constexpr std::array<std::string_view, 19> event_kinds{"activated",
                                                              "activity-chosen",
                                                              "ad-hoc-closed",
                                                              "assigned",
                                                              "claimed",
                                                              "deadline-cancelled",
                                                              "deadline-exceeded",
                                                              "deadline-met",
                                                              "deadline-missed",
                                                              "deadline-rung",
                                                              "deadline-rung-cancelled",
                                                              "deadline-set",
                                                              "job-deleted",
                                                              "message",
                                                              "message-sent",
                                                              "notification-failed",
                                                              "notification-sent",
                                                              "output-failed",
                                                              "suspended"};

}  // namespace lienthong::scenario
