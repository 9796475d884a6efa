#pragma once
// Promises about time. Both kinds of rows stay when they are over, as history.
#include <optional>
#include <string>
#include <string_view>
#include "base/ids.h"
#include "base/instant.h"
#include "engine/rows/states.h"

namespace lienthong::engine {

/// A promise about time on an instance.
struct Deadline {
  DeadlineId id;
  InstanceId root, instance;
  std::string node, name;       ///< element id; the deadline's id in the model
  std::string calendar, limit;  ///< limit as text, for people
  Instant start, due;
  ClockState state = ClockState::Running;
  bool crosses_unlisted_year = false;
  TaskId task;
  std::optional<Instant> ended;

  static constexpr std::string_view table = "deadline";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Deadline::id);
    v("root", &Deadline::root);
    v("instance", &Deadline::instance);
    v("node", &Deadline::node);
    v("name", &Deadline::name);
    v("calendar", &Deadline::calendar);
    v("limit", &Deadline::limit);
    v("start", &Deadline::start);
    v("due", &Deadline::due);
    v("state", &Deadline::state);
    v("crosses_unlisted_year", &Deadline::crosses_unlisted_year);
    v("task", &Deadline::task);
    v("ended", &Deadline::ended);
  }
};

/// One point of a deadline's ladder, fixed when the deadline is set; in time's order by id. Each ends in
/// exactly one state, never fires before its instant and never after the work has ended. The next one that is
/// planned has a job.
struct Rung {
  RungId id;
  InstanceId root, instance;
  DeadlineId deadline;
  std::string name;        ///< in the model; empty: the due instant itself, which tells nobody
  std::int64_t level = 0;  ///< above 0: an escalation
  Instant at;
  RungState state = RungState::Planned;
  std::optional<std::string> told;  ///< ids of units, with commas between them
  JobId notification;
  std::optional<Instant> ended;
  std::optional<std::string> ended_by;  ///< who cancelled it, where known

  static constexpr std::string_view table = "rung";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Rung::id);
    v("root", &Rung::root);
    v("instance", &Rung::instance);
    v("deadline", &Rung::deadline);
    v("name", &Rung::name);
    v("level", &Rung::level);
    v("at", &Rung::at);
    v("state", &Rung::state);
    v("told", &Rung::told);
    v("notification", &Rung::notification);
    v("ended", &Rung::ended);
    v("ended_by", &Rung::ended_by);
  }
};

}  // namespace lienthong::engine
