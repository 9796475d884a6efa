#include "dmn/reader.h"
#include <algorithm>
#include <map>
#include "base/nearest.h"
#include "dmn/check_vocabulary.h"
#include "xml/source.h"
#include "xml/tree.h"

namespace lienthong::dmn {
namespace {

using xml::Element;
using xml::Space;
using BoxedKind = BoxedExpression::Kind;

const std::map<std::string_view, BoxedKind>& boxed_expressions() {
  static const std::map<std::string_view, BoxedKind> all{{"literalExpression", BoxedKind::Literal},
                                                         {"decisionTable", BoxedKind::Table},
                                                         {"context", BoxedKind::Context},
                                                         {"invocation", BoxedKind::Invocation},
                                                         {"relation", BoxedKind::Relation},
                                                         {"list", BoxedKind::List},
                                                         {"functionDefinition", BoxedKind::Function},
                                                         {"conditional", BoxedKind::Conditional},
                                                         {"filter", BoxedKind::Filter},
                                                         {"for", BoxedKind::For},
                                                         {"some", BoxedKind::Some},
                                                         {"every", BoxedKind::Every}};
  return all;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(
      out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return out;
}

/// A language by its short name: FEEL by the URI of any version and by Camunda's and Kogito's short ones,
/// JUEL by that of its specification; another as it is written.
std::string language_named(const std::string& written) {
  std::string name = lower(written);
  while (name.ends_with('/')) name.pop_back();
  const bool feel = name == "feel" || name.ends_with("/feel") || name.ends_with("feel.xsd") ||
                    name.ends_with("/dmn.xsd") || name.ends_with("dmn11.xsd") ||
                    name.starts_with("http://www.omg.org/spec/feel/") ||
                    name.starts_with("https://www.omg.org/spec/feel/");
  if (feel) return std::string(feel_language);
  if (name == juel_language || name == "http://www.jcp.org/en/jsr/detail?id=245")
    return std::string(juel_language);
  return written;
}

/// Who executes files of this kind. Camunda's modeler names its platform; files from before it did, and
/// those of others for the same engine, are known by what else they say.
Platform platform_of(const Element& root) {
  for (const Element::Attribute& attribute : root.attributes()) {
    if (attribute.space != Space::Other || std::string_view(attribute.name) != "executionPlatform") continue;
    const std::string platform = lower(attribute.value);
    if (platform.find("cloud") != platform.npos || platform.find("camunda 8") != platform.npos)
      return Platform::Camunda8;
    return Platform::Camunda7;
  }
  constexpr std::string_view exporters[] = {"camunda modeler", "operaton"};
  constexpr std::string_view spaces[] = {"http://camunda.org/schema/1.0/dmn",
                                         "http://operaton.org/schema/1.0/dmn"};
  const std::string exporter = lower(root.attribute("exporter")), space = root.attribute("namespace");
  const auto begins = [&](std::string_view name) { return exporter.starts_with(name); };
  const bool camunda = root.declares(Space::Camunda) || std::ranges::any_of(exporters, begins) ||
                       std::ranges::find(spaces, space) != std::end(spaces);
  return camunda ? Platform::Camunda7 : Platform::Standard;
}

class Reading {
 public:
  Definitions out;

  void definitions(const Element& root) {
    out.id = root.attribute("id");
    out.name = root.attribute("name");
    out.name_space = root.attribute("namespace");
    out.platform = platform_of(root);
    out.expression_language = language_named(root.attribute("expressionLanguage"));
    // Camunda 7 takes FEEL at the file for the default, which is one for each place.
    if (out.platform == Platform::Camunda7 && out.expression_language == feel_language)
      out.expression_language.clear();
    if (out.name_space.empty())
      warning(root, "definitions-namespace",
              "The definitions have no namespace; no other file can import them");
    for (const Element child : root.children()) {
      if (child.is("import", Space::Dmn)) {
        out.imports.push_back({child.attribute("name"), child.attribute("namespace"),
                               child.attribute("importType"), child.place()});
      } else if (child.is("itemDefinition", Space::Dmn)) {
        out.item_definitions.push_back(item_definition(child));
      } else if (const auto kind = drg_kind(child)) {
        element(child, *kind);
      }
    }
  }

 private:
  static std::optional<DrgElement::Kind> drg_kind(const Element& from) {
    if (from.is("decision", Space::Dmn)) return DrgElement::Kind::Decision;
    if (from.is("inputData", Space::Dmn)) return DrgElement::Kind::InputData;
    if (from.is("businessKnowledgeModel", Space::Dmn)) return DrgElement::Kind::BusinessKnowledgeModel;
    if (from.is("decisionService", Space::Dmn)) return DrgElement::Kind::DecisionService;
    return std::nullopt;
  }

  void problem(Problem::Severity severity, const Element& at, std::string rule, std::string message) {
    if (out.problems.size() >= problems_max) return;
    out.problems.push_back({severity, std::move(rule), std::move(message), at.nearest_id(), at.place().line,
                            at.place().column, ""});
  }
  void error(const Element& at, std::string rule, std::string message) {
    problem(Problem::Severity::Error, at, std::move(rule), std::move(message));
  }
  void warning(const Element& at, std::string rule, std::string message) {
    problem(Problem::Severity::Warning, at, std::move(rule), std::move(message));
  }

  /// The `<text>` of a literal expression or of unary tests.
  Text text_in(const Element& from) {
    Text text;
    text.place = from.place();
    text.language = language_named(from.attribute("expressionLanguage"));
    if (const auto inner = from.child("text", Space::Dmn)) {
      text.text = inner->text();
      text.place = inner->text_place();
    }
    if (from.child("importedValues", Space::Dmn))
      error(from, "imported-values", "Imported values are not supported; write the values into the model");
    return text;
  }
  std::optional<Text> optional_text(const Element& from, std::string_view name) {
    const auto child = from.child(name, Space::Dmn);
    if (!child) return std::nullopt;
    Text text = text_in(*child);
    return text.text.empty() ? std::nullopt : std::optional(std::move(text));
  }

  static InformationItem information_item(const Element& from) {
    return {from.attribute("id"), from.attribute("name"), type_ref(from), from.place()};
  }

  /// An attribute; DMN 1.1's item definitions have it as an element.
  static std::string type_ref(const Element& from) {
    if (const auto attribute = from.find("typeRef")) return std::string(*attribute);
    const auto child = from.child("typeRef", Space::Dmn);
    return child ? std::string(child->text()) : "";
  }

  ItemDefinition item_definition(const Element& from) {
    ItemDefinition item;
    item.id = from.attribute("id");
    item.name = from.attribute("name");
    item.type_ref = type_ref(from);
    item.place = from.place();
    item.is_collection = from.flag("isCollection", false);
    item.allowed_values = optional_text(from, "allowedValues");
    item.type_constraint = optional_text(from, "typeConstraint");
    for (const Element child : from.children()) {
      if (child.is("itemComponent", Space::Dmn)) item.components.push_back(item_definition(child));
      if (!child.is("functionItem", Space::Dmn)) continue;
      item.function.emplace();
      item.function->output_type_ref = child.attribute("outputTypeRef");
      for (const Element parameter : child.children())
        if (parameter.is("parameters", Space::Dmn))
          item.function->parameters.push_back(information_item(parameter));
    }
    return item;
  }

  void element(const Element& from, DrgElement::Kind kind) {
    DrgElement element;
    element.kind = kind;
    element.id = from.attribute("id");
    element.name = from.attribute("name");
    element.place = from.place();
    element.variable.name = element.name;
    element.variable.place = from.place();
    element.version_tag = from.attribute("versionTag", Space::Camunda);
    element.history_time_to_live = from.attribute("historyTimeToLive", Space::Camunda);
    for (const Element child : from.children()) {
      if (child.space() != Space::Dmn) continue;
      if (child.name() == "variable") {
        element.variable = information_item(child);
        if (element.variable.name.empty()) element.variable.name = element.name;
      } else if (child.name() == "encapsulatedLogic") {
        element.logic = function(child);
      } else if (boxed_expressions().contains(child.name())) {
        element.logic = boxed(child);
      } else {
        reference(element, child);
      }
    }
    if (kind == DrgElement::Kind::BusinessKnowledgeModel) own_logic(element, from);
    out.elements.push_back(std::move(element));
  }

  /// DMN 1.1 allowed any expression, called without parameters, where 1.2 wants a function.
  static void own_logic(DrgElement& element, const Element& from) {
    if (element.logic && element.logic->kind == BoxedKind::Function) return;
    auto function = std::make_unique<BoxedExpression>();
    function->kind = BoxedKind::Function;
    function->function_kind = "FEEL";
    function->place = from.place();
    function->children.push_back(std::move(element.logic));
    element.logic = std::move(function);
  }

  void reference(DrgElement& element, const Element& from) {
    const std::string_view name = from.name();
    const std::string href = from.attribute("href");
    if (name == "outputDecision") element.output_decisions.push_back(href);
    if (name == "encapsulatedDecision") element.encapsulated_decisions.push_back(href);
    if (name == "inputDecision") element.input_decisions.push_back(href);
    if (name == "inputData") element.input_data.push_back(href);
    if (name != "informationRequirement" && name != "knowledgeRequirement") return;
    for (const Element child : from.children()) {
      if (!child.find("href")) continue;  // told by the vocabulary
      Requirement requirement{Requirement::Kind::Decision, child.attribute("href"), child.place()};
      if (child.is("requiredInput", Space::Dmn)) {
        requirement.kind = Requirement::Kind::Input;
      } else if (child.is("requiredKnowledge", Space::Dmn)) {
        requirement.kind = Requirement::Kind::Knowledge;
      } else if (!child.is("requiredDecision", Space::Dmn)) {
        continue;
      }
      element.requirements.push_back(std::move(requirement));
    }
  }

  /// The first expression among the children; null when there is none.
  BoxedExpressionPtr boxed_child(const Element& from) {
    for (const Element child : from.children())
      if (child.space() == Space::Dmn && boxed_expressions().contains(child.name())) return boxed(child);
    return nullptr;
  }
  BoxedExpressionPtr boxed_part(const Element& from, std::string_view name) {
    const auto part = from.child(name, Space::Dmn);
    return part ? boxed_child(*part) : nullptr;
  }

  static BoxedExpressionPtr make(const Element& from, BoxedKind kind) {
    auto expression = std::make_unique<BoxedExpression>();
    expression->kind = kind;
    expression->id = from.attribute("id");
    expression->type_ref = type_ref(from);
    expression->place = from.place();
    return expression;
  }

  BoxedExpressionPtr boxed(const Element& from) {
    const BoxedKind kind = boxed_expressions().at(from.name());
    if (kind == BoxedKind::Function) return function(from);
    BoxedExpressionPtr expression = make(from, kind);
    switch (kind) {
      case BoxedKind::Literal: expression->text = text_in(from); break;
      case BoxedKind::Table: expression->table = std::make_unique<DecisionTable>(table(from)); break;
      case BoxedKind::Context: context(*expression, from); break;
      case BoxedKind::Invocation: invocation(*expression, from); break;
      case BoxedKind::Relation: relation(*expression, from); break;
      case BoxedKind::List: list(*expression, from); break;
      case BoxedKind::Conditional: parts(*expression, from, {"if", "then", "else"}); break;
      case BoxedKind::Filter: parts(*expression, from, {"in", "match"}); break;
      case BoxedKind::For: iteration(*expression, from, "return"); break;
      case BoxedKind::Some:
      case BoxedKind::Every: iteration(*expression, from, "satisfies"); break;
      case BoxedKind::Function: break;
    }
    return expression;
  }

  BoxedExpressionPtr function(const Element& from) {
    BoxedExpressionPtr expression = make(from, BoxedKind::Function);
    expression->function_kind = from.find("kind").value_or("FEEL");
    for (const Element child : from.children())
      if (child.is("formalParameter", Space::Dmn)) expression->items.push_back(information_item(child));
    expression->children.push_back(boxed_child(from));
    return expression;
  }

  void context(BoxedExpression& expression, const Element& from) {
    for (const Element entry : from.children()) {
      if (!entry.is("contextEntry", Space::Dmn)) continue;
      const auto variable = entry.child("variable", Space::Dmn);
      InformationItem item = variable ? information_item(*variable) : InformationItem();
      item.place = entry.place();
      expression.items.push_back(std::move(item));
      expression.children.push_back(boxed_child(entry));
    }
  }

  void invocation(BoxedExpression& expression, const Element& from) {
    expression.children.push_back(boxed_child(from));
    for (const Element binding : from.children()) {
      if (!binding.is("binding", Space::Dmn)) continue;
      const auto parameter = binding.child("parameter", Space::Dmn);
      if (!parameter) continue;
      InformationItem item = information_item(*parameter);
      if (std::ranges::find(expression.items, item.name, &InformationItem::name) != expression.items.end())
        error(binding, "name-twice", "The parameter \"" + item.name + "\" is bound twice");
      expression.items.push_back(std::move(item));
      expression.children.push_back(boxed_child(binding));
    }
  }

  void relation(BoxedExpression& expression, const Element& from) {
    for (const Element child : from.children()) {
      if (child.is("column", Space::Dmn)) expression.items.push_back(information_item(child));
      if (!child.is("row", Space::Dmn)) continue;
      BoxedExpressionPtr row = make(child, BoxedKind::List);
      list(*row, child);
      if (row->children.size() != expression.items.size())
        error(child, "relation-row",
              "The row has " + std::to_string(row->children.size()) + " values for " +
                  std::to_string(expression.items.size()) + " columns");
      expression.children.push_back(std::move(row));
    }
  }

  void list(BoxedExpression& expression, const Element& from) {
    for (const Element child : from.children())
      if (child.space() == Space::Dmn && boxed_expressions().contains(child.name()))
        expression.children.push_back(boxed(child));
  }

  void parts(BoxedExpression& expression, const Element& from,
             std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) expression.children.push_back(boxed_part(from, name));
  }

  void iteration(BoxedExpression& expression, const Element& from, std::string_view body) {
    expression.items.push_back({"", from.attribute("iteratorVariable"), "", from.place()});
    parts(expression, from, {"in", body});
    if (const auto in = from.child("in", Space::Dmn)) expression.items[0].type_ref = type_ref(*in);
  }

  DecisionTable table(const Element& from) {
    DecisionTable table;
    if (const auto policy = from.find("hitPolicy")) {
      if (const auto known = from_name<HitPolicy>(*policy))
        table.hit_policy = *known;
      else
        error(from, "hit-policy",
              "There is no hit policy \"" + std::string(*policy) + "\"" +
                  do_you_mean(*policy, Names<HitPolicy>::values));
    }
    if (const auto aggregation = from.find("aggregation")) {
      if (const auto known = from_name<Aggregation>(*aggregation))
        table.aggregation = *known;
      else
        error(from, "aggregation",
              "There is no aggregation \"" + std::string(*aggregation) + "\"" +
                  do_you_mean(*aggregation, Names<Aggregation>::values));
    }
    table.output_label = from.attribute("outputLabel");
    for (const Element child : from.children()) {
      if (child.is("input", Space::Dmn)) table.inputs.push_back(input_clause(child));
      if (child.is("output", Space::Dmn)) table.outputs.push_back(output_clause(child));
      if (child.is("annotation", Space::Dmn)) table.annotations.push_back(child.attribute("name"));
      if (child.is("rule", Space::Dmn)) table.rules.push_back(rule(child, table));
    }
    if (table.outputs.empty()) error(from, "table-without-output", "A decision table needs an output");
    combination(from, table);
    return table;
  }

  /// Hit policy, aggregation and outputs that cannot give a result together (DMN 1.5 §8.2.8 to 8.2.11).
  void combination(const Element& from, const DecisionTable& table) {
    const bool several = table.outputs.size() > 1;
    for (const Element child : from.children())
      if (several && child.is("output", Space::Dmn) && child.attribute("name").empty())
        error(child, "output-without-name",
              "Each output of a table that has several needs a name: it is that of an entry of the result");
    if (table.aggregation == Aggregation::None) return;
    const std::string aggregation(name_of(table.aggregation));
    if (table.hit_policy != HitPolicy::Collect)
      error(from, "aggregation",
            "The aggregation " + aggregation + " needs the hit policy COLLECT, not " +
                std::string(name_of(table.hit_policy)));
    else if (several)
      error(from, "aggregation",
            "The aggregation " + aggregation + " is for tables of one output, and this one has " +
                std::to_string(table.outputs.size()));
  }

  InputClause input_clause(const Element& from) {
    InputClause clause;
    clause.id = from.attribute("id");
    clause.label = from.attribute("label");
    clause.variable = from.attribute("inputVariable", Space::Camunda);
    clause.place = from.place();
    clause.values = optional_text(from, "inputValues");
    if (const auto expression = from.child("inputExpression", Space::Dmn)) {
      clause.expression = text_in(*expression);
      clause.type_ref = type_ref(*expression);
    }
    return clause;
  }

  OutputClause output_clause(const Element& from) {
    return {from.attribute("id"),
            from.attribute("name"),
            from.attribute("label"),
            type_ref(from),
            from.place(),
            optional_text(from, "outputValues"),
            optional_text(from, "defaultOutputEntry")};
  }

  Rule rule(const Element& from, const DecisionTable& table) {
    Rule rule;
    rule.id = from.attribute("id");
    rule.place = from.place();
    for (const Element child : from.children()) {
      if (child.is("inputEntry", Space::Dmn)) rule.inputs.push_back(text_in(child));
      if (child.is("outputEntry", Space::Dmn)) rule.outputs.push_back(text_in(child));
      if (!child.is("annotationEntry", Space::Dmn)) continue;
      const auto text = child.child("text", Space::Dmn);
      rule.annotations.emplace_back(text ? text->text() : "");
    }
    const auto expect = [&](std::size_t found, std::size_t wanted, const char* what) {
      if (found != wanted)
        error(from, "rule-width",
              "The rule has " + std::to_string(found) + " " + what + " entries for " +
                  std::to_string(wanted) + " " + what + " clauses");
    };
    expect(rule.inputs.size(), table.inputs.size(), "input");
    expect(rule.outputs.size(), table.outputs.size(), "output");
    return rule;
  }
};

}  // namespace

Definitions read(std::string_view xml) {
  Reading reading;
  const xml::Source source(xml, xml_limits);
  if (source.problem()) {
    reading.out.problems.push_back(*source.problem());
    return std::move(reading.out);
  }
  const xml::Tree tree(source.text(), reading.out.problems);
  if (tree.size() == 0) return std::move(reading.out);
  const Element root = tree.root();
  if (!root.is("definitions", Space::Dmn)) {
    reading.out.problems.push_back(
        {Problem::Severity::Error, "not-dmn",
         "The root element is <" + std::string(root.name()) + ">, not <definitions> of DMN 1.1 to 1.6", "",
         root.place().line, root.place().column, ""});
    return std::move(reading.out);
  }
  check_vocabulary(root, reading.out.problems);
  reading.definitions(root);
  return std::move(reading.out);
}

}  // namespace lienthong::dmn
