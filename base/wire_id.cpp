#include <charconv>
#include <optional>
#include "base/ids.h"

namespace lienthong {
namespace {

/// S. Vigna's finalizer of splitmix64: every bit of what comes out hangs on every bit of what goes in, and no
/// two numbers come out alike.
std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

std::uint64_t unmixed(std::uint64_t z) {
  z = (z ^ (z >> 31) ^ (z >> 62)) * 0x319642b2d24d8ec3;
  z = (z ^ (z >> 27) ^ (z >> 54)) * 0x96de1b173f119089;
  return z ^ (z >> 30) ^ (z >> 60);
}

// RFC 9562, version 8: 48 bits of ours, the version, 12 of ours, the variant, 62 of ours. The first 64 of
// ours are the mixed number, the others tell that it is one.
constexpr std::uint64_t version_bits = 0x8000, variant_bits = std::uint64_t{2} << 62;
constexpr std::uint64_t sign = 0x6c69656e74686f6e;

struct Halves {
  std::uint64_t high, low;
  friend bool operator==(const Halves&, const Halves&) = default;
};

Halves halves_of(std::uint64_t number) {
  const std::uint64_t m = mixed(number);
  return {(m >> 16 << 16) | version_bits | (m >> 4 & 0xfff),
          variant_bits | (m & 0xf) << 58 | mixed(m ^ sign) >> 6};
}

constexpr std::size_t length = 36;
constexpr bool is_dash(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

std::optional<Halves> read_halves(std::string_view text) {
  if (text.size() != length) return std::nullopt;
  Halves read{0, 0};
  int digits = 0;
  for (std::size_t i = 0; i < length; ++i) {
    const char c = text[i];
    if (is_dash(i)) {
      if (c != '-') return std::nullopt;
      continue;
    }
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    std::uint64_t& half = digits++ < 16 ? read.high : read.low;
    half = half << 4 | static_cast<std::uint64_t>(digit);
  }
  return read;
}

/// As ids were written before they were mixed.
std::int64_t read_decimal(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && number > 0 && text.front() != '0' ? number : 0;
}

}  // namespace

std::string wire_id(std::int64_t number) {
  const Halves halves = number == 0 ? Halves{0, 0} : halves_of(static_cast<std::uint64_t>(number));
  std::string text(length, '-');
  int digits = 0;
  for (std::size_t i = 0; i < length; ++i) {
    if (is_dash(i)) continue;
    const std::uint64_t half = digits < 16 ? halves.high : halves.low;
    text[i] = "0123456789abcdef"[half >> (60 - 4 * (digits++ % 16)) & 0xf];
  }
  return text;
}

std::int64_t read_wire_id(std::string_view text) {
  const auto halves = read_halves(text);
  if (!halves) return text.empty() ? 0 : read_decimal(text);
  const std::uint64_t m =
      (halves->high >> 16 << 16) | (halves->high & 0xfff) << 4 | (halves->low >> 58 & 0xf);
  const auto number = static_cast<std::int64_t>(unmixed(m));
  return number > 0 && halves_of(static_cast<std::uint64_t>(number)) == *halves ? number : 0;
}

}  // namespace lienthong
