#pragma once
#include <cstddef>
#include <cstdint>

// What a client may ask of the server. Each is tested at and beyond its value (tests/api/limits_test.cpp).
namespace lienthong::api::limits {

inline constexpr std::size_t header_bytes_max = 16u << 10;
inline constexpr std::int64_t header_ms_max = 10'000;  ///< from its first byte: slow clients hold nobody up
inline constexpr std::int64_t idle_ms_max = 60'000;    ///< between requests
inline constexpr std::size_t body_bytes_max =
    64u << 20;  ///< a setting: a value of 16 MiB in Base64 must fit, and a deployment with its forms
inline constexpr std::size_t body_in_memory_max = 1u << 20;  ///< the rest goes to a file without a name
inline constexpr std::int64_t bytes_per_second_min =
    1024;                                              ///< on average, of bodies and of answers being taken
inline constexpr std::int64_t rate_grace_ms = 10'000;  ///< before the rate counts
inline constexpr std::size_t connections_max = 10'000;
inline constexpr std::size_t connections_per_address_max =
    100;                                             ///< a setting: offices sit behind one address
inline constexpr std::int64_t stop_ms_max = 10'000;  ///< for answers on their way when the server stops
inline constexpr std::size_t target_bytes_max = 8u << 10;
inline constexpr std::size_t form_parts_max = 1'000;
inline constexpr std::size_t part_header_bytes_max = 8u << 10;
inline constexpr std::size_t boundary_bytes_max = 70;  ///< RFC 2046 5.1.1
inline constexpr std::int64_t slow_read_us =
    1'000;  ///< dearer reads leave the thread that serves connections
inline constexpr std::size_t reads_waiting_max = 1'000;  ///< then 503

}  // namespace lienthong::api::limits
