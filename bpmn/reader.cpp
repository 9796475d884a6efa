#include "bpmn/reader.h"
#include "bpmn/reading.h"
#include "bpmn/rules/contradictions.h"
#include "xml/source.h"

namespace lienthong::bpmn {

void Reading::error(const xml::Element& at, std::string rule, std::string message) {
  add(executable ? Problem::Severity::Error : Problem::Severity::Warning, at, std::move(rule),
      std::move(message));
}
void Reading::fault(const xml::Element& at, std::string rule, std::string message) {
  add(Problem::Severity::Error, at, std::move(rule), std::move(message));
}
void Reading::warning(const xml::Element& at, std::string rule, std::string message) {
  add(Problem::Severity::Warning, at, std::move(rule), std::move(message));
}
void Reading::add(Problem::Severity severity, const xml::Element& at, std::string rule, std::string message) {
  // Warnings yield to errors: a flood of them must not hide what blocks.
  if (document.problems.size() >= (severity == Problem::Severity::Error ? problems_max : problems_max / 2))
    return;
  document.problems.push_back({severity, std::move(rule), std::move(message), at.nearest_id(),
                               at.place().line, at.place().column, ""});
}

std::string Reading::id_of(const xml::Element& at) {
  const auto around = at.parent();
  return id_of(at, (around ? around->nearest_id() : "") + "/" + std::string(at.name()));
}

std::string Reading::id_of(const xml::Element& at, std::string derived) {
  if (const auto id = at.find("id"); id && !id->empty()) return std::string(*id);
  int& count = derived_ids_[derived];
  std::string free;
  do {
    ++count;
    free = count == 1 ? derived : derived + "[" + std::to_string(count) + "]";
  } while (given_ids.contains(free));
  return free;
}

namespace {

/// Ids are unique in a file (xsd:ID); inside extensions they are something else.
void check_ids(Reading& reading, const xml::Tree& tree) {
  for (int i = 0; i < tree.size(); ++i) {
    const xml::Element element(tree, i);
    const bool diagram = element.space() == xml::Space::Diagram;
    if (element.space() != xml::Space::Bpmn && !diagram) continue;
    const auto id = element.find("id");
    if (!id || id->empty()) continue;
    const auto [first, fresh] = reading.given_ids.emplace(*id, element.place().line);
    if (fresh) continue;
    const std::string text = "The id \"" + std::string(*id) + "\" is already used in line " +
                             std::to_string(first->second) + "; give one of the two another id";
    if (diagram)
      reading.warning(element, "duplicate-id", text);
    else
      reading.fault(element, "duplicate-id", text);
  }
}

void read_definitions(Reading& reading, const xml::Tree& tree, const Imports& imports) {
  const xml::Element root = tree.root();
  if (!root.is("definitions")) {
    const bool named_so = root.name() == "definitions";
    reading.fault(
        root, "not-bpmn",
        named_so
            ? "<definitions> is not in the namespace http://www.omg.org/spec/BPMN/20100524/MODEL"
            : "The root element is <" + std::string(root.name()) + ">, not the <definitions> of BPMN 2.0");
    return;
  }
  reading.document.id = root.attribute("id");
  reading.document.name = root.attribute("name");
  reading.document.target_namespace = root.attribute("targetNamespace");
  reading.document.expression_language = root.attribute("expressionLanguage");
  reading.default_language = script_language(reading.document.expression_language);
  // An unknown language of the whole file is an editor's habit (Java, MVEL, …); Camunda 7 never reads it.
  if (reading.default_language == Expression::Language::Other)
    reading.default_language = Expression::Language::Template;

  int flow_nodes = 0;
  for (const xml::Element child : root.children()) {
    if (!child.is("process")) continue;
    reading.executable = reading.executable || child.flag("isExecutable", false);
    flow_nodes += count_flow_nodes(child);
    if (flow_nodes > flow_nodes_max) {
      reading.fault(
          child, "too-many-flow-nodes",
          "The file has more than " + std::to_string(flow_nodes_max) + " flow nodes; split the process");
      return;
    }
  }
  check_ids(reading, tree);
  read_declarations(reading, root);
  read_data_declarations(reading, root);
  for (const xml::Element child : root.children())
    if (child.is("process")) read_process(reading, child);
  read_global_tasks(reading, root);
  read_collaborations(reading, root);
  check_vocabulary(reading, root);
  rules::Verdicts verdicts = rules::judge(tree, imports);
  reading.document.violations = std::move(verdicts.all);
  reading.document.contradictions = std::move(verdicts.contradictions);
}

}  // namespace

Document read(std::string_view xml, const Imports& imports) {
  Reading reading;
  const xml::Source source(xml, xml_limits);
  if (source.problem()) {
    reading.document.problems.push_back(*source.problem());
    return std::move(reading.document);
  }
  const xml::Tree tree(source.text(), reading.document.problems);
  if (tree.size() > 0) read_definitions(reading, tree, imports);
  return std::move(reading.document);
}

}  // namespace lienthong::bpmn
