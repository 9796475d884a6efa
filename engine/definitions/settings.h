#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include "calendar/calendar.h"
#include "calendar/calendars.h"
#include "engine/definitions/delegates.h"
#include "engine/definitions/scripts.h"
#include "engine/rows/limits.h"
#include "feel/feel.h"

namespace lienthong::engine {

/// What follows when a run of a model that is deployed can go wrong (docs/formats/check.md).
enum class SoundnessPolicy { Off, Warn, Refuse };

struct Settings {
  std::shared_ptr<const calendar::Calendar> calendar = nullptr;  ///< null: the Vietnamese public sector's
  /// Those of units, beside the office's own; null: that one only.
  std::shared_ptr<const calendar::Calendars> calendars = nullptr;
  Scripts* scripts = nullptr;  ///< runs JavaScript; null: models with JavaScript are refused
  std::shared_ptr<const Delegates> delegates = nullptr;  ///< workers in the place of Java; null: none
  bool unhandled_error_is_incident =
      true;  ///< a BPMN error nobody catches: incident instead of a silent end (bpmn-extensions 11.1)
  /// Whether the office has a unit, so that those of rungs can be judged; empty: nothing is known of units.
  std::function<bool(const std::string& unit)> is_unit = nullptr;
  std::size_t value_bytes_max = limits::value_bytes_max;  ///< of one variable
  SoundnessPolicy soundness = SoundnessPolicy::Off;
  std::size_t slice_max = limits::slice_instances_max;
  std::size_t cached_trees_max = 50'000;
};

/// What expressions see of the office at an instant. The settings have their calendars (Core sees to it).
inline feel::Environment environment_of(const Settings& settings, const feel::Names& names, Instant now) {
  return {names, now, settings.calendar->zone_offset_s(), false, settings.calendars.get()};
}

}  // namespace lienthong::engine
