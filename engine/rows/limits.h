#pragma once
#include <cstddef>
#include <cstdint>

// Each limit is a refusal or an incident that names itself, never a crash (docs/decisions,
// tests/engine/limits_test.cpp).
namespace lienthong::engine::limits {

inline constexpr std::int64_t steps_per_command_max =
    10'000;  ///< then the agenda goes on in a stored job: others wait meanwhile
inline constexpr std::int64_t steps_without_rest_max = 1'000'000;  ///< no honest model, every endless loop
inline constexpr int call_depth_max = 64;                          ///< deeper is a process calling itself
inline constexpr std::int64_t loop_cardinality_max = 100'000;
inline constexpr std::size_t value_bytes_max = 16u << 20;  ///< a setting: photographs of papers must fit
inline constexpr std::size_t error_message_characters_max = 666;  ///< as Camunda 7 stores
inline constexpr std::int64_t job_retries_default = 3;
inline constexpr std::size_t slice_instances_max =
    200;  ///< that one command concerns at once; the others are stored, so that nobody waits for long
inline constexpr std::size_t group_commands_max = 256;
inline constexpr std::size_t fetch_looks_max =
    1'000;  ///< instances that one fetch asks for their keys or variables, and locks that it takes back
inline constexpr std::size_t topics_asked_by_variables_max =
    1'000;  ///< whose long polls are woken by variables; those of further topics look when something else
            ///< wakes them
inline constexpr std::size_t due_looks_max = 1'000;  ///< jobs that a group looks at to find due ones

}  // namespace lienthong::engine::limits
