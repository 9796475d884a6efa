#pragma once

namespace lienthong::javascript {

/// What stands ready for every script, as a JavaScript function of (request, evaluate, global) that answers
/// the text to send back.
extern const char* const prelude;

}  // namespace lienthong::javascript
