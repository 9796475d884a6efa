#include <charconv>
#include "base/utf8.h"
#include "bpmn/checking.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {

void Checking::error(Place place, const std::string& id, std::string rule, std::string message) {
  add(Problem::Severity::Error, place, id, std::move(rule), std::move(message));
}
void Checking::warning(Place place, const std::string& id, std::string rule, std::string message) {
  add(Problem::Severity::Warning, place, id, std::move(rule), std::move(message));
}
void Checking::not_yet(Place place, const std::string& id, const std::string& what, const std::string& hint) {
  error(place, id, "not-executable-yet",
        what + " is not executed in this release" + (hint.empty() ? "" : "; " + hint));
}
void Checking::add(Problem::Severity severity, Place place, const std::string& id, std::string rule,
                   std::string message) {
  // Warnings yield to errors: a flood of them must not hide what blocks.
  if (problems_.size() >= (severity == Problem::Severity::Error ? 2 * problems_max : problems_max)) return;
  problems_.push_back(
      {severity, std::move(rule), std::move(message), given(id), place.line, place.column, ""});
}

std::string Checking::given(const std::string& id) const {
  if (const auto node = process.by_id.find(id); node != process.by_id.end())
    return nearest_given_id(process, process.node(node->second));
  for (const Flow& flow : process.flows)
    if (flow.anonymous && flow.id == id) return nearest_given_id(process, flow);
  return id;
}

std::string nearest_given_id(const Process& process, const Node& node) {
  return node.anonymous ? nearest_given_id(process, process.node(node.parent)) : node.id;
}

std::string nearest_given_id(const Process& process, const Flow& flow) {
  if (!flow.anonymous) return flow.id;
  return flow.source < 0 ? process.id
                         : nearest_given_id(process, process.node(process.node(flow.source).parent));
}

namespace {

std::string in_place(Place place) {
  return " in line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

}  // namespace

std::string describe(const Flow& flow) {
  return flow.anonymous ? "sequence flow " + flow.id + in_place(flow.place)
                        : "sequence flow \"" + flow.id + "\"";
}

std::string describe(const Node& node) {
  std::string words;
  for (const char c : name_of(node.kind)) {
    if (c >= 'A' && c <= 'Z') words += ' ';
    words += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  if (!node.anonymous) return words + " \"" + node.id + "\"";
  return words + (node.name.empty() ? "" : " \"" + node.name + "\"") + in_place(node.place);
}

bool is_activity(Kind kind) { return kind >= Kind::Task && kind <= Kind::CallActivity; }
bool is_event(Kind kind) { return kind >= Kind::StartEvent && kind <= Kind::BoundaryEvent; }
bool is_gateway(Kind kind) { return kind >= Kind::ExclusiveGateway; }
bool is_throwing(const Node& node) {
  return node.kind == Kind::EndEvent || node.kind == Kind::IntermediateThrowEvent;
}

bool is_template(std::string_view text) {
  return text.find("${") != text.npos || text.find("#{") != text.npos;
}

namespace {

/// Behind the `}` of the `${…}` or `#{…}` that the text begins with; 0: it begins with none.
std::size_t end_of_template(std::string_view text) {
  if (!text.starts_with("${") && !text.starts_with("#{")) return 0;
  char quote = 0;
  int depth = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == '\\') ++i;
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return text.size();
}

}  // namespace

void check_condition(Checking& checking, const std::string& id, const std::optional<Expression>& condition,
                     const std::string& what) {
  if (!condition || condition->language != Expression::Language::Template || !condition->resource.empty() ||
      condition->text.empty())
    return;
  const std::size_t end = end_of_template(condition->text);
  if (end == condition->text.size()) return;
  checking.error(condition->place, id, "condition-without-expression",
                 "The " + what + ", \"" + shortened(condition->text) +
                     (is_template(condition->text)
                          ? "\", has text around its ${…} and so gives text, never true or false; write one "
                            "${…} around all of it"
                          : "\", is plain text and never true or false; write ${…}"));
}

bool is_constant(const std::optional<Expression>& expression) {
  return expression && expression->language == Expression::Language::Template &&
         !is_template(expression->text);
}

std::string shortened(std::string_view text) {
  constexpr std::size_t shown_max = 40;
  const std::string_view shown = utf8::first_characters(text, shown_max);
  return std::string(shown) + (shown.size() < text.size() ? "…" : "");
}

bool is_number(std::string_view text) {
  long long value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  return wrong == std::errc{} && end == text.data() + text.size();
}

}  // namespace lienthong::bpmn
