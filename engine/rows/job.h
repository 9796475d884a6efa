#pragma once
// Work that waits: for its instant, for a worker, for a person. What is to be done is one of the alternatives
// of JobWork, as plain data; a new one does not compile until it can be run (engine/work/run_job.cpp) and
// written (engine/rows/work_codec.cpp).
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
#include "base/ids.h"
#include "base/instant.h"
#include "base/names.h"
#include "base/typed_value.h"
#include "engine/rows/variables.h"

namespace lienthong::engine {

// ---- steps of tokens that wait in a job (engine/steps/step.h has them as they run)

/// How a token goes to a flow node in `scope`: what is the same while it waits and as it runs.
struct Entry {
  InstanceId root, scope;
  DefinitionId definition;
  bool inner = false;  ///< one of a loop body's instances …
  std::int64_t loop_counter = -1;
  std::int64_t loop_end =
      -1;                 ///< … then those behind it, up to here: an agenda must not grow with their number
  bool happened = false;  ///< the event has occurred already: pass through
  bool resumed = false;   ///< the async continuation before it is over
  /// Of a start event that needs several events, the index of the definition that has happened already. -1:
  /// none.
  std::int64_t occurred = -1;
  std::string arrived_by;     ///< of a join: ids of the flows whose tokens it took
  CompensableId compensates;  ///< what the node is to undo
  friend bool operator==(const Entry&, const Entry&) = default;
};
/// Nodes and flows by element id, so that another build reads it.
struct StoredEnter : Entry {
  std::string node, flow;   ///< flow empty: none
  std::string occurred_at;  ///< of an event-based gateway, in place of `occurred`
  friend bool operator==(const StoredEnter&, const StoredEnter&) = default;
};
/// `self` has done its work.
struct Complete {
  InstanceId root, self;
  bool resumed = false;  ///< the async continuation behind it is over
  friend bool operator==(const Complete&, const Complete&) = default;
};
/// Something in `scope` is gone: it may be complete.
struct Ended {
  InstanceId root, scope;
  friend bool operator==(const Ended&, const Ended&) = default;
};
/// `self` takes up what it could not do before.
struct Again {
  InstanceId root, self;
  bool begun = true;  ///< it was active then; else it is Ready and waits for its data
  friend bool operator==(const Again&, const Again&) = default;
};
/// Messages kept for what `self` waits for.
struct Collect {
  InstanceId root, self;
  friend bool operator==(const Collect&, const Collect&) = default;
};
/// The process that `caller` has called is over, or has thrown something that reaches it.
struct Return {
  enum class How { Completed, Error, Escalation };
  struct Result {
    std::string name;
    TypedValue value;
    bool local = false;  ///< for `caller` itself, wherever the name is known
    friend bool operator==(const Result&, const Result&) = default;
  };
  InstanceId root, caller;
  How how = How::Completed;
  std::string code;  ///< of the error or escalation
  std::optional<std::string> message;
  std::vector<Result> results;  ///< read when it left, written when it arrives
  friend bool operator==(const Return&, const Return&) = default;
};
/// A message reaches what waits for it.
struct Deliver {
  InstanceId root;
  SubscriptionId to;
  std::string message;
  InstanceId sender;  ///< process instance that sent it over a message flow; 0: from outside
  Variables payload;
  friend bool operator==(const Deliver&, const Deliver&) = default;
};
/// What `Return` and `Deliver` carry, and the elements of `StoredEnter`, are kept beside it (CarriedValue).
using StoredStep = std::variant<StoredEnter, Complete, Ended, Again, Collect, Return, Deliver>;

// ---- what is to be done

/// Steps go on: before or behind an asynchronous element, the rest of a long command, or what wanted to move
/// in a stopped process instance.
struct Continue {
  enum class Why { AsyncBefore, AsyncAfter, LongRun, Parked };
  Why why = Why::AsyncBefore;
  std::vector<StoredStep> steps;
  std::int64_t taken = 0;  ///< steps before them without a wait state
  friend bool operator==(const Continue&, const Continue&) = default;
};
/// The instance takes up what it could not do, once a person has helped.
struct TryAgain {
  friend bool operator==(const TryAgain&, const TryAgain&) = default;
};
/// The turns of a cycle that are still to come.
struct Turns {
  std::string period;     ///< ISO 8601 duration or cron; empty: no cycle
  std::int64_t left = 0;  ///< after this one; -1: without end
  friend bool operator==(const Turns&, const Turns&) = default;
};
/// A timer of an event; without an instance, of a start event.
struct FireTimer {
  std::int64_t part = 0;  ///< which of the event's definitions
  Turns turns;
  friend bool operator==(const FireTimer&, const FireTimer&) = default;
};
/// A timeout listener of a user task.
struct TellListener {
  std::string listener;
  Turns turns;
  friend bool operator==(const TellListener&, const TellListener&) = default;
};
/// A signal that is under way to one listener; without an instance, to a start event.
struct BringSignal {
  std::string name;
  friend bool operator==(const BringSignal&, const BringSignal&) = default;
};
/// A message has been kept long enough.
struct ForgetKept {
  MessageId message;
  friend bool operator==(const ForgetKept&, const ForgetKept&) = default;
};
/// The instant of a rung has come.
struct FireRung {
  RungId rung;
  friend bool operator==(const FireRung&, const FireRung&) = default;
};
/// A deadline that an older version has set needs its rungs.
struct PlanLadder {
  DeadlineId deadline;
  std::int64_t passed = 0;  ///< points that had come by then
  friend bool operator==(const PlanLadder&, const PlanLadder&) = default;
};
/// An external task.
struct ForWorker {
  friend bool operator==(const ForWorker&, const ForWorker&) = default;
};
/// Something must be told outside the program (the outbox): claimed and repeated like an external task, but
/// no part of any process.
struct Notify {
  std::vector<std::string> to;  ///< ids of units
  std::int64_t level = 0;       ///< above 0: an escalation
  std::string subject, text;
  std::optional<std::string> dossier;
  std::string task, due;   ///< for people
  std::string definition;  ///< key
  InstanceId root;         ///< the process instance it tells of
  std::string rung;
  friend bool operator==(const Notify&, const Notify&) = default;
};
using JobWork = std::variant<Continue, TryAgain, FireTimer, TellListener, BringSignal, ForgetKept, FireRung,
                             PlanLadder, ForWorker, Notify>;

/// The alternatives of JobWork, in their order, as queries know them.
enum class JobKind {
  Continue,
  TryAgain,
  Timer,
  Listener,
  Signal,
  KeptMessage,
  Rung,
  Ladder,
  ExternalTask,
  Notification
};

struct Job {
  JobId id;
  InstanceId root, instance;  ///< the scope it dies with; none: it belongs to no process instance
  DefinitionId definition;
  std::string node;  ///< where it acts: the external task, the async node, the timer event
  JobWork work;
  std::string topic;                    ///< of what workers do
  std::optional<Instant> due;           ///< none: now; of what workers do: none
  std::optional<std::int64_t> retries;  ///< none: a worker has not reported a failure yet
  std::string worker;                   ///< last lock holder
  std::optional<Steady> locked_until;
  std::int64_t fence = 0;  ///< raised by each claim
  std::int64_t attempts = 0;
  std::int64_t priority = 0;
  std::optional<std::string> error_message, error_details;
  std::string failed_node;
  bool suspended = false;
  Instant created;

  JobKind kind() const { return static_cast<JobKind>(work.index()); }
  template <class Work>
  bool is() const {
    return std::holds_alternative<Work>(work);
  }

  static constexpr std::string_view table = "job";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Job::id);
    v("root", &Job::root);
    v("instance", &Job::instance);
    v("definition", &Job::definition);
    v("node", &Job::node);
    v("work", &Job::work);  // two columns: kind and work
    v("topic", &Job::topic);
    v("due", &Job::due);
    v("retries", &Job::retries);
    v("worker", &Job::worker);
    v("locked_until", &Job::locked_until);
    v("fence", &Job::fence);
    v("attempts", &Job::attempts);
    v("priority", &Job::priority);
    v("error_message", &Job::error_message);
    v("error_details", &Job::error_details);
    v("failed_node", &Job::failed_node);
    v("suspended", &Job::suspended);
    v("created", &Job::created);
  }
};

inline const char* kind_of(const Notify& notice) { return notice.level > 0 ? "escalation" : "reminder"; }
/// Workers take it; the machine runs the others itself.
inline bool is_for_workers(const Job& job) { return job.is<ForWorker>() || job.is<Notify>(); }
/// It waits beside its instance for something to happen, and ends when that cannot be any more.
inline bool is_event(const Job& job) {
  return job.is<FireTimer>() || job.is<TellListener>() || job.is<BringSignal>();
}
/// Null: it does not come back.
inline Turns* turns_of(JobWork& work) {
  if (FireTimer* timer = std::get_if<FireTimer>(&work)) return &timer->turns;
  if (TellListener* listener = std::get_if<TellListener>(&work)) return &listener->turns;
  return nullptr;
}

}  // namespace lienthong::engine

namespace lienthong {
template <>
struct Names<engine::JobKind> {
  static constexpr std::array<std::string_view, 10> values{
      "continue",     "try-again", "timer",  "listener",      "signal",
      "kept-message", "rung",      "ladder", "external-task", "notification"};
};
static_assert(Names<engine::JobKind>::values.size() == std::variant_size_v<engine::JobWork>);
template <>
struct Names<engine::Return::How> {
  static constexpr std::array<std::string_view, 3> values{"completed", "error", "escalation"};
};
template <>
struct Names<engine::Continue::Why> {
  static constexpr std::array<std::string_view, 4> values{"async-before", "async-after", "long-run",
                                                          "parked"};
};
}  // namespace lienthong
