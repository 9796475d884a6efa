#pragma once
// Diagrams in a line of text, so that a sound model and its unsound twin can be compared at a glance.
//
//   KIND:id            a node; flows: a>b>c, with a condition a?>b, by default a=>b (ids "a-b")
//   sub:s{ … }         a sub-process; esub, tx and adhoc likewise
//   on-timer:b@a       a boundary event of a; on-timer+:b@a one that does not interrupt; /CODE for errors
//   start-timer+:s     a start event, of an event sub-process or of the process
//   task*2:a           needs two tokens; task+2:a sends two
//   a~>b               a message flow; pool:P{ … } one process of several
#include <string>

namespace soundness_test {

std::string diagram(const std::string& text);

}  // namespace soundness_test
