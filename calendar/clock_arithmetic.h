#pragma once
// What pausing, starting again, another limit and an extension do to the due instant of a clock. Pure:
// whoever keeps clocks keeps the start, the pauses and the due instant, and asks here.
//
// A pause from p to r moves the due instant, where the limit is in
// - working days: by the working days from the one in which p lies to the one in which r lies; a moment at
//   the close, later or on a day off lies in the next working day; where the resume is a receipt, r lies in
//   the day on which it counts as received;
// - working time: by the open minutes in [p, r);
// - days, months: by the midnights in (p, r]; where the last day is off then, it rolls as the limit does;
// - plain time: by r - p.
//
// Laws, which tests/calendar and scripts/test_clocks hold: a pause within one minute changes nothing, and so
// does one over closed time (limits in working days and time; a receipt after the cut-off is no closed time);
// who resumes later is not due earlier; a due instant that had passed when the pause began stays; reset
// forgets all that was before; what comes out of limits in working days and time lies in the opening hours or
// at their end, of civil limits at 24:00.
#include <cstdint>
#include <span>
#include "calendar/calendar.h"

namespace lienthong::calendar {

/// A time in which a clock stood still, [from, to).
struct Pause {
  Instant from, to;
  bool is_receipt = false;  ///< it ended because something was handed in: the cut-off counts
};

/// The due instant after one pause; `due` is what it was before. Throws Refused{Invalid} where a pause ends
/// before it begins.
Instant resume(const Calendar&, const Limit&, Instant due, const Pause&);

struct Restart {
  Instant start;  ///< what counts as received under the limit's cut-off
  Calendar::Due due;
};
/// The full limit again from `at`: exactly what a new clock begun at `at` would have.
Restart reset(const Calendar&, const Limit&, Instant at);

/// The due instant of a limit that began at `start` and was paused so, in this order: relimit is this with
/// another limit (same start, the used time kept), recalculate is this with another calendar.
Calendar::Due replay(const Calendar&, const Limit&, Instant start, std::span<const Pause>);

/// What a recalculation may do.
struct Recalculation {
  Calendar::Due proposed;  ///< what the new calendar or law gives
  Instant due;             ///< what counts from now on
  bool applies = false;    ///< `due` is `proposed` and differs from before
};
/// `promised`: the due instant is statutory and stands on a printed receipt: it only moves later.
Recalculation recalculate(const Calendar&, const Limit&, Instant start, std::span<const Pause>, Instant due,
                          bool promised);

/// Whether a limit may be exchanged so: later always, earlier only before the receipt was printed.
bool may_relimit(Instant due, Instant proposed, bool receipt_printed);

enum class Extension { Allowed, NotRunning, UsedUp, TooLate, NotLater };
struct ExtensionRequest {
  Instant at, to;             ///< asked at, and the due instant asked for
  bool running = true;        ///< neither paused, missed nor ended
  int extended = 0, max = 1;  ///< how often already, and at most
};
/// An extension is asked for not later than one day before the clock is due: on a calendar day (working or
/// not) before the day in which `due` lies, until 24:00 of that day. A due instant at 24:00 lies in the day
/// that ends then.
Extension may_extend(const Calendar&, Instant due, const ExtensionRequest&);
/// 24:00 of the last day on which an extension can be asked for.
Instant extension_deadline(const Calendar&, Instant due);

/// Working time in whole minutes and in working days.
struct WorkingTime {
  std::int64_t minutes = 0, days = 0;
  friend bool operator==(const WorkingTime&, const WorkingTime&) = default;
};
/// What a clock has used from its start until `now`: open minutes, and working days from that of the start to
/// that of `now` as the table above counts them, without those of the pauses. A pause that lasts ends at
/// `now`.
WorkingTime used(const Calendar&, Instant start, Instant now, std::span<const Pause>);
/// What is left until `due`: open minutes, and working days after the present one (0: today, or the next
/// opening's day, is the last). Negative when late: the open minutes since, and the working days begun since,
/// a day being begun when it has been open for a minute.
WorkingTime remaining(const Calendar&, Instant due, Instant now);

}  // namespace lienthong::calendar
