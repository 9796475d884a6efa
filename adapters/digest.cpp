#include "adapters/digest.h"
#include <openssl/evp.h>
#include "base/check.h"

namespace lienthong::adapters {
namespace {

/// Of all our ids, so that they meet nobody else's: uuid5(DNS, "adapters.lienthong").
constexpr std::string_view name_space = "\x5e\x1c\x4b\x52\x0f\x6d\x5a\x2e\x9b\x7a\x3c\x11\xd4\x08\x6e\x91";
constexpr std::size_t masked_digits_min = 9;  ///< CMND has 9, a health-insurance number 10, a personal id 12

std::string digest(const EVP_MD* method, std::string_view bytes) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  check(EVP_Digest(bytes.data(), bytes.size(), hash, &length, method, nullptr) == 1, "OpenSSL knows the digest");
  return {reinterpret_cast<const char*>(hash), length};
}

std::string hexadecimal(std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string sha256(std::string_view bytes) { return hexadecimal(digest(EVP_sha256(), bytes)); }

std::string uuid(std::string_view name) {
  std::string bytes = digest(EVP_sha1(), std::string(name_space) + std::string(name)).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x50);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string text = hexadecimal(bytes);
  for (const std::size_t dash : {8u, 13u, 18u, 23u}) text.insert(dash, "-");
  return text;
}

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string masked(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::size_t count = end - at;
    if (count < masked_digits_min)
      out += text.substr(at, count ? count : 1);
    else
      out += std::string(text.substr(at, 3)) + std::string(count - 5, '*') + std::string(text.substr(end - 2, 2));
    at += count ? count : 1;
  }
  return out;
}

}  // namespace lienthong::adapters
