#pragma once
// What a loop's body and its instances offer without storing it. bpmn-extensions 8
#include <array>
#include <optional>
#include <string_view>
#include "bpmn/model.h"
#include "engine/rows/records.h"

namespace lienthong::engine {

inline constexpr std::array<std::string_view, 5> loop_names{"loopCounter", "nrOfInstances",
                                                            "nrOfCompletedInstances", "nrOfActiveInstances",
                                                            "nrOfTerminatedInstances"};

/// One of them, where `at` has it in its own scope; `loop` is that of its node.
std::optional<std::int64_t> loop_counter_named(const Instance& at, const bpmn::Loop* loop,
                                               std::string_view name);

}  // namespace lienthong::engine
