#include "engine/definitions/outside.h"
#include <algorithm>

namespace lienthong::engine {
namespace {

using bpmn::Expression;

bool text_has_template(std::string_view text) {
  return text.find("${") != text.npos || text.find("#{") != text.npos;
}

bool is_written_out(const Expression& expression) {
  return expression.language == Expression::Language::Template && !text_has_template(expression.text);
}

/// A form key that names a file of the deployment; empty: another kind of key.
std::string file_of_form_key(const std::string& key) {
  for (const std::string_view prefix : {"embedded:deployment:", "camunda-forms:deployment:", "deployment:"})
    if (key.starts_with(prefix)) return key.substr(prefix.size());
  return "";
}

void add_form_of(const bpmn::Node& node, std::vector<Outside>& out) {
  const bpmn::Form& form = *node.form;
  if (!form.ref.empty() && !text_has_template(form.ref))
    out.push_back({Outside::Kind::Form, form.ref, form.ref_binding == "deployment", node.id, node.place});
  if (!form.key || !is_written_out(*form.key)) return;
  if (const std::string file = file_of_form_key(form.key->text); !file.empty())
    out.push_back({Outside::Kind::File, file, true, node.id, node.place});
}

}  // namespace

std::vector<Outside> outside_of(const bpmn::Process& process) {
  std::vector<Outside> out;
  for (const bpmn::Node& node : process.nodes) {
    if (node.call && node.call->called_element && is_written_out(*node.call->called_element))
      out.push_back({Outside::Kind::Process, node.call->called_element->text,
                     node.call->binding == "deployment", node.id, node.place});
    const bpmn::Implementation& how = node.implementation;
    if (how.shape == bpmn::Implementation::Shape::Decision && !how.decision_ref.empty() &&
        !text_has_template(how.decision_ref))
      out.push_back({Outside::Kind::Decision, how.decision_ref, how.decision_binding == "deployment", node.id,
                     node.place});
    if (node.form) add_form_of(node, out);
  }
  return out;
}

Problem not_at_hand(const Outside& what) {
  constexpr std::string_view words[] = {"process", "decision", "form", "file"};
  const std::string_view kind = words[static_cast<std::size_t>(what.kind)];
  return {Problem::Severity::Warning,
          "reference-outside",
          "The " + std::string(kind) + " \"" + what.name + "\" of \"" + what.element +
              (what.same_deployment ? "\" is not among these files, and no other deployment will do"
                                    : "\" is not at hand; it must be deployed before the element is reached"),
          what.element,
          what.place.line,
          what.place.column,
          ""};
}

void check_units(const bpmn::Process& process, const std::function<bool(const std::string&)>& is_unit,
                 std::vector<Problem>& problems) {
  for (const bpmn::Node& node : process.nodes)
    for (const bpmn::Deadline& deadline : node.deadlines)
      for (const bpmn::Rung& rung : deadline.ladder)
        for (const Expression& unit : rung.to)
          if (is_written_out(unit) && !is_unit(unit.text))
            problems.push_back({Problem::Severity::Error, "unknown-unit",
                                "The rung \"" + rung.id + "\" tells \"" + unit.text +
                                    "\", which is no unit of the organisation with an address",
                                node.id, rung.place.line, rung.place.column, ""});
}

}  // namespace lienthong::engine
