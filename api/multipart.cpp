#include "api/multipart.h"
#include <algorithm>
#include "api/errors.h"
#include "api/limits.h"
#include "api/router.h"

namespace lienthong::api {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Takes one `; name=value` off the front; false at the end.
bool take_parameter(std::string_view& rest, std::string_view& name, std::string& value) {
  const std::size_t semicolon = rest.find(';');
  if (semicolon == std::string_view::npos) return false;
  rest.remove_prefix(semicolon + 1);
  const std::size_t equals = rest.find_first_of("=;");
  name = trimmed(rest.substr(0, equals));
  value.clear();
  if (equals == std::string_view::npos || rest[equals] == ';') {
    rest.remove_prefix(std::min(equals, rest.size()));
    return true;
  }
  rest.remove_prefix(equals + 1);
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
  if (rest.empty() || rest.front() != '"') {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    value = trimmed(rest.substr(0, end));
    rest.remove_prefix(end);
    return true;
  }
  std::size_t at = 1;
  for (; at < rest.size() && rest[at] != '"'; ++at) {
    // Only quotes and backslashes are escaped: old browsers send bare backslashes of paths.
    if (rest[at] == '\\' && at + 1 < rest.size() && (rest[at + 1] == '"' || rest[at + 1] == '\\')) ++at;
    value += rest[at];
  }
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return true;
}

/// `UTF-8''per%20cent`, RFC 8187.
std::optional<std::string> extended_value(std::string_view text) {
  const std::size_t first = text.find('\'');
  const std::size_t second = first == std::string_view::npos ? first : text.find('\'', first + 1);
  if (second == std::string_view::npos || !same_word(text.substr(0, first), "utf-8")) return std::nullopt;
  return decode(text.substr(second + 1), false);
}

/// What browsers write for a quote or a line end in a name (WHATWG, multipart/form-data encoding).
std::string without_browser_escapes(std::string text) {
  static constexpr std::pair<std::string_view, char> escapes[] = {{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}};
  for (const auto& [escape, c] : escapes)
    for (std::size_t at = text.find(escape); at != std::string::npos; at = text.find(escape, at + 1))
      text.replace(at, escape.size(), 1, c);
  return text;
}

struct Headers {
  std::string_view disposition, content_type, transfer_encoding;
};

Headers read_headers(std::string_view text) {
  Headers headers;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) throw invalid_request("The form has a part with a broken header");
    const std::string_view name = trimmed(line.substr(0, colon)), value = trimmed(line.substr(colon + 1));
    if (same_word(name, "content-disposition")) headers.disposition = value;
    if (same_word(name, "content-type")) headers.content_type = value;
    if (same_word(name, "content-transfer-encoding")) headers.transfer_encoding = value;
  }
  return headers;
}

Part read_part(std::string_view text) {
  // A part without any header starts with the empty line at once.
  const bool bare = text.starts_with("\r\n");
  const std::size_t end = bare ? 0 : text.find("\r\n\r\n");
  if (end == std::string_view::npos) throw invalid_request("The form has a part whose headers do not end");
  if (end > limits::part_header_bytes_max)
    throw invalid_request("The form has a part with more than " +
                          std::to_string(limits::part_header_bytes_max) + " bytes of headers");
  const Headers headers = read_headers(text.substr(0, end));
  Part part;
  part.body = text.substr(bare ? 2 : end + 4);
  part.content_type = headers.content_type;
  if (!same_word(headers.disposition.substr(0, headers.disposition.find(';')), "form-data"))
    throw invalid_request("The form has a part without 'Content-Disposition: form-data'");
  if (same_word(headers.transfer_encoding, "base64") ||
      same_word(headers.transfer_encoding, "quoted-printable"))
    throw invalid_request(
        "A form's parts must be sent as they are, without a transfer encoding");  // RFC 7578 4.7
  const auto name = header_parameter(headers.disposition, "name");
  if (!name) throw invalid_request("The form has a part without a name");
  part.name = without_browser_escapes(*name);
  if (const auto extended = header_parameter(headers.disposition, "filename*"))
    part.file_name = extended_value(*extended);
  if (!part.file_name)
    if (const auto plain = header_parameter(headers.disposition, "filename"))
      part.file_name = without_browser_escapes(*plain);
  return part;
}

}  // namespace

std::optional<std::string> header_parameter(std::string_view header, std::string_view name) {
  std::string_view found;
  std::string value;
  while (take_parameter(header, found, value))
    if (same_word(found, name)) return value;
  return std::nullopt;
}

std::vector<Part> parse_multipart(std::string_view body, std::string_view content_type) {
  const auto boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > limits::boundary_bytes_max)
    throw invalid_request("The content type names no boundary of 1 to 70 characters");
  const std::string delimiter = "\r\n--" + *boundary;
  const std::string_view first = std::string_view(delimiter).substr(2);
  std::size_t at = body.starts_with(first) ? first.size() : body.find(delimiter);
  if (at == std::string_view::npos) throw invalid_request("The form does not hold its boundary");
  if (!body.starts_with(first)) at += delimiter.size();
  std::vector<Part> parts;
  while (true) {
    if (body.substr(at).starts_with("--")) return parts;
    while (at < body.size() && (body[at] == ' ' || body[at] == '\t')) ++at;  // transport padding
    if (!body.substr(at).starts_with("\r\n"))
      throw invalid_request("The form is cut off or has a broken boundary");
    at += 2;
    const std::size_t end = body.find(delimiter, at < 2 ? at : at - 2);
    if (end == std::string_view::npos)
      throw invalid_request("The form is cut off: its closing boundary is missing");
    if (parts.size() == limits::form_parts_max)
      throw invalid_request("A form may have at most " + std::to_string(limits::form_parts_max) + " parts");
    parts.push_back(read_part(end < at ? std::string_view() : body.substr(at, end - at)));
    at = end + delimiter.size();
  }
}

}  // namespace lienthong::api
