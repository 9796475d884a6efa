#include "adapters/domains.h"
#include <idn2.h>
#include <algorithm>
#include <cctype>
#include <memory>

namespace lienthong::adapters {
namespace {

constexpr std::size_t domain_bytes_max = 253, label_bytes_max = 63;  ///< RFC 1035 2.3.4

}  // namespace

std::optional<std::string> ascii_domain(std::string_view utf8) {
  if (utf8.find('\0') != std::string_view::npos) return {};
  std::uint8_t* found = nullptr;
  const int code = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(std::string(utf8).c_str()), &found,
                                  IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<std::uint8_t, void (*)(void*)> kept(found, idn2_free);
  if (code != IDN2_OK) return {};
  std::string ascii(reinterpret_cast<const char*>(found));
  std::ranges::transform(ascii, ascii.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ascii;
}

bool is_domain(std::string_view ascii) {
  if (ascii.empty() || ascii.size() > domain_bytes_max) return false;
  std::size_t label = 0;
  char last = '.';
  for (const char c : ascii) {
    const bool sign = std::isalnum(static_cast<unsigned char>(c)) || c == '-';
    if (c == '.' ? label == 0 || last == '-' : !sign || (c == '-' && label == 0) || label == label_bytes_max)
      return false;
    label = c == '.' ? 0 : label + 1;
    last = c;
  }
  return last != '.' && last != '-';
}

}  // namespace lienthong::adapters
