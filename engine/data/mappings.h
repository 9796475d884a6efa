#pragma once
// What goes between a process and those it calls or signals (`camunda:in`, `camunda:out`, data items).
#include "engine/data/data.h"

namespace lienthong::engine {

/// `camunda:in`: what goes along to a called process or with a signal.
Variables map_in(Run&, const std::vector<bpmn::Mapping>&, const Instance& from,
                 std::optional<std::string>& business_key);
/// `camunda:out`: from the called process to its caller.
void map_results_out(Run&, const Instance& called, Instance& caller);
/// The data items of these ids that the process of `at` declares.
std::vector<bpmn::DataItem> items_named(Run&, const Instance& at, const std::vector<std::string>& ids);

}  // namespace lienthong::engine
