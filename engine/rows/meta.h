#pragma once
#include <cstdint>
#include <string_view>
#include "base/clock.h"
#include "base/instant.h"

namespace lienthong::engine {

/// What the whole store knows about itself; the only row has id 1.
struct Meta {
  std::int64_t id = 1, format = 1, epoch = 0, last_id = 0, engine_time = 0, clock_offset_ms = 0;
  Steady steady;  ///< what had passed when it was stored; locks run out by it
  Instant wall;   ///< what the machine's clock showed then
  friend bool operator==(const Meta&, const Meta&) = default;

  static constexpr std::string_view table = "meta";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Meta::id);
    v("format", &Meta::format);
    v("epoch", &Meta::epoch);
    v("last_id", &Meta::last_id);
    v("engine_time", &Meta::engine_time);
    v("clock_offset_ms", &Meta::clock_offset_ms);
    v("steady", &Meta::steady);
    v("wall", &Meta::wall);
  }
};

}  // namespace lienthong::engine
