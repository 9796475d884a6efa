#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::api {

/// One part of a form (RFC 7578).
struct Part {
  std::string name;
  std::optional<std::string> file_name;
  std::string content_type;  ///< with its parameters; empty when the part names none
  std::string_view body;     ///< within the text that was parsed
};

/// Throws ContractError 400 that says what is wrong: no boundary, a part without a name, a missing end
/// (truncated), too many parts.
std::vector<Part> parse_multipart(std::string_view body, std::string_view content_type);

/// The parameter of a header: of `form-data; name="a"` and "name" it is "a". Quoted strings are unquoted.
std::optional<std::string> header_parameter(std::string_view header, std::string_view name);

}  // namespace lienthong::api
