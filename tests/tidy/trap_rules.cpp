#include <cctype>
#include "tests/tidy/rules.h"

namespace tidy {
namespace {

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == ':'; }

/// Does the call behind co_await take a braced temporary, `{…}` or `Record{…}`, as an argument?
bool braces_an_argument(std::string_view call) {
  for (std::size_t i = 0; i < call.size(); ++i) {
    if (call[i] != '{') continue;
    std::size_t end = i;
    while (end > 0 && std::isspace(static_cast<unsigned char>(call[end - 1]))) --end;
    std::size_t begin = end;
    while (begin > 0 && is_name(call[begin - 1])) --begin;
    std::string_view name = call.substr(begin, end - begin);
    std::size_t colons = name.rfind(':');
    std::string_view type = colons == std::string_view::npos ? name : name.substr(colons + 1);
    if (!type.empty() && !std::isupper(static_cast<unsigned char>(type[0]))) continue;
    while (begin > 0 && std::isspace(static_cast<unsigned char>(call[begin - 1]))) --begin;
    if (begin > 0 && (call[begin - 1] == '(' || call[begin - 1] == ',')) return true;
  }
  return false;
}

/// For `[++last] = …last…`: the variable that is changed inside the brackets, when the right side reads it.
bool reads_what_it_changes(std::string_view statement) {
  for (std::size_t open = statement.find('['); open != std::string_view::npos;
       open = statement.find('[', open + 1)) {
    std::size_t close = statement.find(']', open);
    if (close == std::string_view::npos) return false;
    std::string_view index = trim(statement.substr(open + 1, close - open - 1));
    std::string_view right = trim(statement.substr(close + 1));
    if (!right.starts_with("=") || right.starts_with("==")) continue;
    for (std::string_view step : {"++", "--"}) {
      std::string_view variable = index;
      if (variable.starts_with(step))
        variable.remove_prefix(2);
      else if (variable.ends_with(step))
        variable.remove_suffix(2);
      else
        continue;
      variable = trim(variable);
      for (std::size_t at = right.find(variable); at != std::string_view::npos;
           at = right.find(variable, at + 1)) {
        std::size_t end = at + variable.size();
        if (!is_name(right[at - 1]) && (end == right.size() || !is_name(right[end]))) return true;
      }
    }
  }
  return false;
}

}  // namespace

Problems compiler_traps(const File& file) {
  Problems problems;
  if (!file.is_cpp()) return problems;
  const std::string_view code = file.code;
  for (std::size_t found = code.find("co_await"); found != std::string_view::npos;
       found = code.find("co_await", found + 1)) {
    std::size_t end = std::min(code.find(';', found), code.size());
    if (braces_an_argument(code.substr(found, end - found)))
      problems.push_back(at(file, line_at(code, found),
                            "co_await with a braced temporary is freed twice by g++ 12: name it first"));
  }
  for (std::size_t begin = 0; begin < code.size();) {
    std::size_t end = std::min(code.find(';', begin), code.size());
    if (reads_what_it_changes(code.substr(begin, end - begin)))
      problems.push_back(at(file, line_at(code, end),
                            "the order of [++x] = x differs between compilers: take the index first"));
    begin = end + 1;
  }
  for (std::size_t found = code.find("std::regex"); found != std::string_view::npos;
       found = code.find("std::regex", found + 1))
    problems.push_back(at(file, line_at(code, found),
                          "g++ 12 with sanitizers warns of std::regex: boost::regex does not need it"));
  return problems;
}

}  // namespace tidy
