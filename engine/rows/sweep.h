#pragma once
// A command that concerns very many process instances is stored and done in slices, each a command of its own
// (docs/decisions/0042-commands-on-many.md). Whoever asks meanwhile for an instance that it has not reached
// finds it done all the same: it is done for that instance first.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include "base/ids.h"
#include "base/instant.h"
#include "base/names.h"
#include "base/typed_value.h"

namespace lienthong::engine {

enum class SweepKind { Suspend, Activate, Delete, Signal, SignalByJobs, Message, History };
/// What those wait for whom a sweep of a signal or message comes to.
std::string_view event_of(SweepKind);

/// What is left of such a command. Process instances are reached in the order of their ids; younger ones than
/// the sweep are none of its business.
struct Sweep {
  SweepId id;
  SweepKind kind = SweepKind::Suspend;
  DefinitionId definition;    ///< suspend, activate, delete: the instances of this one
  DeploymentId deployment;    ///< delete: the definition's, which is gone already, as is its row …
  std::string key, resource;  ///< … of which this is kept
  bool whole = false;         ///< delete: the deployment's files go as well
  std::string name;           ///< of the signal or message
  InstanceId reached;         ///< history: whose; else the last one reached
  std::int64_t width = 0;     ///< how many the next slice takes; fewer after one has failed
  std::int64_t done = 0, total = 0;
  std::optional<std::string> user;
  Instant created;

  static constexpr std::string_view table = "sweep";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Sweep::id);
    v("kind", &Sweep::kind);
    v("definition", &Sweep::definition);
    v("deployment", &Sweep::deployment);
    v("key", &Sweep::key);
    v("resource", &Sweep::resource);
    v("whole", &Sweep::whole);
    v("name", &Sweep::name);
    v("reached", &Sweep::reached);
    v("width", &Sweep::width);
    v("done", &Sweep::done);
    v("total", &Sweep::total);
    v("user", &Sweep::user);
    v("created", &Sweep::created);
  }
};

enum class SweepRole { Variable, Local, TriggeredScope, Key, LocalKey };

/// A variable that a sweep carries along.
struct SweepValue {
  SweepValueId id;
  SweepId sweep;
  SweepRole role = SweepRole::Variable;
  std::string name;
  TypedValue value;

  static constexpr std::string_view table = "sweep_value";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &SweepValue::id);
    v("sweep", &SweepValue::sweep);
    v("role", &SweepValue::role);
    v("name", &SweepValue::name);
    v("value", &SweepValue::value);
  }
};

/// Whether it is still to come to a process instance.
bool is_to_reach(const Sweep&, const struct Instance& root, const class Indexes&);
/// The same of one in which a job waits, by what is known without it; false where waiting does no harm.
bool is_to_stop(const Sweep&, std::int64_t root, DefinitionId, const Indexes&);

}  // namespace lienthong::engine

namespace lienthong {
template <>
struct Names<engine::SweepKind> {
  static constexpr std::array<std::string_view, 7> values{"suspend",        "activate", "delete", "signal",
                                                          "signal-by-jobs", "message",  "history"};
};
template <>
struct Names<engine::SweepRole> {
  static constexpr std::array<std::string_view, 5> values{"variable", "local", "triggered-scope", "key",
                                                          "local-key"};
};
}  // namespace lienthong
