#pragma once
#include <string>
#include "base/value.h"

namespace lienthong::dmn {

/// Values in JSON where every FEEL kind keeps its kind: {"@type": "date", "value": "2020-01-31"} and so on
/// for time, dateTime, dayTimeDuration, yearMonthDuration, number; {"@type": "context", "value": {…}} where a
/// context has an entry "@type". The rest is plain JSON.
/// Throws Refused{Invalid} for a tag that is unknown or does not fit its value.
Value untagged(const Value& json);
/// Ranges and functions become {"@type": "range", …} and {"@type": "function"}.
Value tagged(const Value&);

}  // namespace lienthong::dmn
