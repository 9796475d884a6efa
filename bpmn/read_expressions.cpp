#include <algorithm>
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

using Language = Expression::Language;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const std::size_t first = text.find_first_not_of(spaces);
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

bool holds_template(std::string_view text) {
  return text.find("${") != text.npos || text.find("#{") != text.npos;
}

/// What an expression's own `language` attribute says.
Language explicit_language(std::string_view uri) {
  const std::string name = lower(uri);
  if (name.find("feel") != name.npos) return Language::Feel;
  if (name.find("javascript") != name.npos || name.find("ecmascript") != name.npos)
    return Language::JavaScript;
  const bool is_template = name.empty() || name == "juel" || name.find("xpath") != name.npos;
  return is_template ? Language::Template : Language::Other;
}

}  // namespace

Expression expression(std::string_view text, Place place) {
  const std::string_view inside = trimmed(text);
  // Camunda 8 models mark FEEL by a leading "="; Camunda 7 has no use for one before a FEEL-like text.
  if (inside.size() > 1 && inside.front() == '=' && !holds_template(inside))
    return {std::string(trimmed(inside.substr(1))), Language::Feel, place};
  return {std::string(inside), Language::Template, place};
}

std::optional<Expression> expression_attribute(const xml::Element& from, std::string_view name,
                                               xml::Space space) {
  const auto text = from.find(name, space);
  if (!text || trimmed(*text).empty()) return std::nullopt;
  return expression(*text, from.place());
}

std::optional<Expression> formal_expression(const Reading& reading, const xml::Element& from) {
  const std::string_view text = from.text();
  if (text.empty()) return std::nullopt;
  Expression plain = expression(text, from.place());
  if (plain.language == Language::Feel) return plain;
  if (const auto language = from.find("language"))
    plain.language = explicit_language(*language);
  else if (!holds_template(text))
    plain.language = reading.default_language;
  return plain;
}

Language script_language(std::string_view format) { return explicit_language(format); }

Expression script_in_resource(Reading& reading, const xml::Element& from, std::string_view resource) {
  constexpr std::string_view deployed = "deployment://";
  Expression out;
  out.place = from.place();
  if (resource.substr(0, deployed.size()) == deployed && resource.size() > deployed.size())
    out.resource = resource.substr(deployed.size());
  else
    reading.error(from, "not-executable-yet",
                  "The script resource \"" + std::string(resource) +
                      "\" cannot be read here; deploy it beside the model and write deployment://name");
  return out;
}

std::vector<Expression> expression_list(std::string_view text, Place place) {
  std::vector<Expression> out;
  const Expression whole = expression(text, place);
  if (whole.language == Language::Feel) return {whole};
  int depth = 0;
  char quote = 0;
  std::size_t from = 0;
  const auto part = [&](std::size_t end) {
    const std::string_view piece = trimmed(text.substr(from, end - from));
    if (!piece.empty()) out.push_back({std::string(piece), Language::Template, place});
    from = end + 1;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == '\\') ++i;
      if (c == quote) quote = 0;
    } else if (depth > 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}') {
      --depth;
    } else if (c == ',' && depth <= 0) {
      part(i);
    }
  }
  part(text.size());
  return out;
}

std::optional<xml::Element> extensions(const xml::Element& of) { return of.child("extensionElements"); }

}  // namespace lienthong::bpmn
