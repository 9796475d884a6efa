#pragma once
#include "feel/builtins/table.h"

namespace lienthong::feel {

/// Calls what a context {class, method signature} names, as DMN 1.5 §10.3.2.13.3 writes external functions.
/// There is no Java here: the methods of java.lang.Math and the conversions of java.lang's numbers and
/// strings are our own, by class and signature; every other is null with its name. Numbers keep the range and
/// the rounding of their Java types.
Value call_java(Evaluation&, const Value& place, Arguments);

}  // namespace lienthong::feel
