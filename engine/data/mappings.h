#pragma once
// What goes between a process and those it calls or signals (`camunda:in`, `camunda:out`, data items).
#include "engine/data/data.h"

namespace lienthong::engine {

/// `camunda:in`: what goes along to a called process or with a signal.
Variables map_in(Run&, const std::vector<bpmn::Mapping>&, const Instance& from,
                 std::optional<std::string>& business_key);
/// `camunda:out` and data outputs: what a called process hands to its caller when it is left.
std::vector<Return::Result> results_of(Run&, const Instance& called, const Instance& caller);
void write_results(Run&, const Instance& caller, const std::vector<Return::Result>&);
/// The data items of these ids that the process of `at` declares.
std::vector<bpmn::DataItem> items_named(Run&, const Instance& at, const std::vector<std::string>& ids);

}  // namespace lienthong::engine
