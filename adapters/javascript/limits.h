#pragma once
#include <cstddef>

// Each limit ends one script with a clear error, never the server (tests/adapters/javascript/).
namespace lienthong::javascript::limits {

inline constexpr int script_cpu_ms_max = 500;     ///< the engine's one writer waits meanwhile
inline constexpr int answer_wait_ms_max = 5'000;  ///< by the wall clock, on a machine that does other things
inline constexpr std::size_t memory_bytes_max = 64u << 20;  ///< of one script; those we know stay below 1 MB
inline constexpr std::size_t address_space_bytes_max = 1024u << 20;  ///< program and libraries included
inline constexpr std::size_t request_bytes_max = 8u << 20;           ///< script and visible variables
inline constexpr std::size_t answer_bytes_max = 1u << 20;            ///< of what a script answers
inline constexpr int requests_per_process_max = 1'000;               ///< then a fresh process
inline constexpr int process_cpu_s_max = 600;  ///< the requests above, each at its limit, and some air

}  // namespace lienthong::javascript::limits
