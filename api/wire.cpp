#include "api/wire.h"
#include <array>
#include "api/server.h"

namespace lienthong::api {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 507: return "Insufficient Storage";
    default: return "Unknown";
  }
}

void add_header(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ");
  for (const char c : value) head += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '_' : c;
  head += "\r\n";
}

}  // namespace

std::string response_head(const Response& response, const Delivery& delivery, std::string_view date) {
  std::string head;
  head.reserve(256);
  head.append("HTTP/1.1 ")
      .append(std::to_string(response.status))
      .append(" ")
      .append(reason(response.status))
      .append("\r\n");
  add_header(head, "Date", date);
  if (response.status != 204) {
    if (!response.body.empty()) add_header(head, "Content-Type", response.content_type);
    add_header(head, "Content-Length", std::to_string(response.body.size()));
  }
  if (delivery.of_get && !delivery.path_ends_in_xml) add_header(head, "Cache-Control", "no-cache");
  add_header(head, "X-Content-Type-Options",
             "nosniff");  // deployed files and variables are served as they came
  for (const auto& [name, value] : response.headers) add_header(head, name, value);
  if (!delivery.keep_alive)
    add_header(head, "Connection", "close");
  else if (delivery.http_1_0)
    add_header(head, "Connection", "keep-alive");
  head += "\r\n";
  return head;
}

std::string http_date(std::time_t at) {
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&at, &utc);
  char rest[32];
  const std::size_t length = std::strftime(rest, sizeof rest, " %Y %H:%M:%S GMT", &utc);
  std::string text = days[static_cast<std::size_t>(utc.tm_wday)];
  text += utc.tm_mday < 10 ? ", 0" : ", ";
  text += std::to_string(utc.tm_mday) + " " + months[static_cast<std::size_t>(utc.tm_mon)];
  return text.append(rest, length);
}

std::string_view safe_host(std::string_view host, std::string_view otherwise) {
  static constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]";
  const bool safe =
      !host.empty() && host.size() <= 255 && host.find_first_not_of(allowed) == std::string_view::npos;
  return safe ? host : otherwise;
}

bool is_cross_origin(std::string_view origin, std::string_view host) {
  if (origin.empty()) return false;
  const std::size_t scheme = origin.find("://");
  return scheme == std::string_view::npos || origin.substr(scheme + 3) != host;
}

bool is_loopback(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost" || host == "::1") return true;
  if (!host.starts_with("127.")) return false;
  int numbers = 1, digits = 0, number = 0;
  for (const char c : host.substr(4)) {
    if (c == '.') {
      if (digits == 0) return false;
      ++numbers;
      digits = number = 0;
      continue;
    }
    if (c < '0' || c > '9') return false;
    number = number * 10 + (c - '0');
    if (++digits > 3 || number > 255) return false;
  }
  return numbers == 3 && digits > 0;
}

}  // namespace lienthong::api
