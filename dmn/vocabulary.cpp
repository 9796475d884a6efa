#include "dmn/vocabulary.h"
#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace lienthong::dmn {
namespace {

constexpr auto an_element = Term::Kind::Element, a_reference = Term::Kind::Reference,
               a_text = Term::Kind::Text;

struct Group {
  std::string_view name, members;
};
constexpr std::array groups{
    Group{"EXPRESSION",
          "literalExpression decisionTable context invocation relation list functionDefinition "
          "conditional filter for some every"},
    Group{"DRG", "decision inputData businessKnowledgeModel decisionService knowledgeSource"},
    Group{"ARTIFACT", "textAnnotation association group"},
    Group{"BUSINESS", "performanceIndicator organizationUnit"},
    Group{"INFORMATION", "requiredDecision requiredInput"},
    Group{"AUTHORITY", "requiredDecision requiredInput requiredAuthority"}};

constexpr std::string_view item_attributes = "name! typeRef typeLanguage isCollection",
                           item_children = "typeRef allowedValues typeConstraint itemComponent* functionItem";
constexpr std::string_view language_attributes = "typeRef expressionLanguage",
                           text_children = "text importedValues";

constexpr std::array all_terms{
    Term{"definitions", an_element, "name namespace expressionLanguage typeLanguage exporter exporterVersion",
         "import* itemDefinition* DRG* ARTIFACT* elementCollection* BUSINESS*"},
    Term{"import", an_element, "name namespace! locationURI importType!"},
    Term{"elementCollection", an_element, "name", "drgElement*"}, Term{"drgElement", a_reference},

    // The requirements graph.
    Term{"decision", an_element, "name!",
         "question allowedAnswers variable informationRequirement* knowledgeRequirement* "
         "authorityRequirement* supportedObjective* impactedPerformanceIndicator* decisionMaker* "
         "decisionOwner* usingProcess* usingTask* EXPRESSION"},
    Term{"inputData", an_element, "name!", "variable"},
    Term{"businessKnowledgeModel", an_element, "name!",
         "variable encapsulatedLogic EXPRESSION knowledgeRequirement* authorityRequirement*"},
    Term{"decisionService", an_element, "name!",
         "variable outputDecision* encapsulatedDecision* inputDecision* inputData*"},
    Term{"knowledgeSource", an_element, "name locationURI", "authorityRequirement* type owner"},
    Term{"informationRequirement", an_element, "", "INFORMATION!"},
    Term{"knowledgeRequirement", an_element, "", "requiredKnowledge!"},
    Term{"authorityRequirement", an_element, "", "AUTHORITY*"}, Term{"requiredDecision", a_reference},
    Term{"requiredInput", a_reference}, Term{"requiredKnowledge", a_reference},
    Term{"requiredAuthority", a_reference}, Term{"outputDecision", a_reference},
    Term{"encapsulatedDecision", a_reference}, Term{"inputDecision", a_reference},
    Term{"decisionService/inputData", a_reference}, Term{"variable", an_element, "name typeRef"},
    Term{"contextEntry/variable", an_element, "name! typeRef"},

    // What a run does not look at.
    Term{"supportedObjective", a_reference}, Term{"impactedPerformanceIndicator", a_reference},
    Term{"decisionMaker", a_reference}, Term{"decisionOwner", a_reference}, Term{"usingProcess", a_reference},
    Term{"usingTask", a_reference}, Term{"owner", a_reference},
    Term{"performanceIndicator", an_element, "name URI", "impactingDecision*"},
    Term{"organizationUnit", an_element, "name URI", "decisionMade* decisionOwned*"},
    Term{"impactingDecision", a_reference}, Term{"decisionMade", a_reference},
    Term{"decisionOwned", a_reference}, Term{"textAnnotation", an_element, "textFormat", "text"},
    Term{"association", an_element, "associationDirection", "sourceRef targetRef"},
    Term{"sourceRef", a_reference}, Term{"targetRef", a_reference}, Term{"group", an_element, "name"},

    // Types.
    Term{"itemDefinition", an_element, item_attributes, item_children},
    Term{"itemComponent", an_element, item_attributes, item_children},
    Term{"functionItem", an_element, "outputTypeRef", "parameters*"},
    Term{"parameters", an_element, "name! typeRef"},
    Term{"allowedValues", an_element, language_attributes, text_children},
    Term{"typeConstraint", an_element, language_attributes, text_children},

    // Boxed expressions.
    Term{"literalExpression", an_element, language_attributes, text_children},
    Term{"importedValues", an_element, "name namespace locationURI importType expressionLanguage",
         "importedElement"},
    Term{"context", an_element, "typeRef", "contextEntry*"},
    Term{"contextEntry", an_element, "", "variable EXPRESSION"},
    Term{"invocation", an_element, "typeRef", "EXPRESSION! binding*"},
    Term{"binding", an_element, "", "parameter! EXPRESSION"}, Term{"parameter", an_element, "name! typeRef"},
    Term{"relation", an_element, "typeRef", "column* row*"}, Term{"column", an_element, "name! typeRef"},
    Term{"row", an_element, "typeRef", "EXPRESSION*"}, Term{"list", an_element, "typeRef", "EXPRESSION*"},
    Term{"functionDefinition", an_element, "typeRef kind", "formalParameter* EXPRESSION"},
    Term{"encapsulatedLogic", an_element, "typeRef kind", "formalParameter* EXPRESSION"},
    Term{"formalParameter", an_element, "name! typeRef"},
    Term{"conditional", an_element, "typeRef", "if! then! else!"}, Term{"if", an_element, "", "EXPRESSION!"},
    Term{"then", an_element, "", "EXPRESSION!"}, Term{"else", an_element, "", "EXPRESSION!"},
    Term{"filter", an_element, "typeRef", "in! match!"}, Term{"match", an_element, "", "EXPRESSION!"},
    Term{"for", an_element, "typeRef iteratorVariable!", "in! return!"},
    Term{"some", an_element, "typeRef iteratorVariable!", "in! satisfies!"},
    Term{"every", an_element, "typeRef iteratorVariable!", "in! satisfies!"},
    Term{"in", an_element, "typeRef", "EXPRESSION!"}, Term{"return", an_element, "", "EXPRESSION!"},
    Term{"satisfies", an_element, "", "EXPRESSION!"},

    // Decision tables.
    Term{"decisionTable", an_element, "typeRef hitPolicy aggregation preferredOrientation outputLabel",
         "input* output* annotation* rule*"},
    Term{"input", an_element, "", "inputExpression! inputValues"},
    Term{"inputExpression", an_element, language_attributes, text_children},
    Term{"inputValues", an_element, language_attributes, text_children},
    Term{"output", an_element, "name typeRef", "outputValues defaultOutputEntry"},
    Term{"outputValues", an_element, language_attributes, text_children},
    Term{"defaultOutputEntry", an_element, language_attributes, text_children},
    Term{"annotation", an_element, "name"},
    Term{"rule", an_element, "", "inputEntry* outputEntry* annotationEntry*"},
    Term{"inputEntry", an_element, language_attributes, text_children},
    Term{"outputEntry", an_element, language_attributes, text_children},
    Term{"annotationEntry", an_element, "", "text"},

    Term{"text", a_text}, Term{"description", a_text}, Term{"question", a_text},
    Term{"allowedAnswers", a_text}, Term{"typeRef", a_text}, Term{"type", a_text},
    Term{"importedElement", a_text}, Term{"extensionElements", an_element}};

constexpr std::array all_camunda_words{
    CamundaWord{"inputVariable", "input"}, CamundaWord{"versionTag", "decision"},
    CamundaWord{"historyTimeToLive", "decision"}, CamundaWord{"diagramRelationId", "definitions"}};

constexpr std::array all_closed_values{
    ClosedValue{"isCollection", "true false 1 0"}, ClosedValue{"kind", "FEEL Java PMML"},
    ClosedValue{"preferredOrientation", "Rule-as-Row Rule-as-Column CrossTable", false},
    ClosedValue{"associationDirection", "None One Both", false}};

constexpr std::array all_unique_names{UniqueNames{"definitions", "itemDefinition"},
                                      UniqueNames{"definitions", "import"},
                                      UniqueNames{"itemDefinition", "itemComponent"},
                                      UniqueNames{"itemComponent", "itemComponent"},
                                      UniqueNames{"functionItem", "parameters"},
                                      UniqueNames{"functionDefinition", "formalParameter"},
                                      UniqueNames{"encapsulatedLogic", "formalParameter"},
                                      UniqueNames{"relation", "column"},
                                      UniqueNames{"decisionTable", "output"}};

std::map<std::string_view, const Term*> by_name() {
  std::map<std::string_view, const Term*> found;
  for (const Term& term : all_terms) found.emplace(term.name, &term);
  return found;
}

}  // namespace

std::span<const Term> terms() { return all_terms; }

const Term* find_term(std::string_view name, std::string_view parent) {
  static const std::map<std::string_view, const Term*> known = by_name();
  if (name == "inputData" || name == "variable") {
    const auto special = known.find(std::string(parent) + "/" + std::string(name));
    if (special != known.end()) return special->second;
  }
  const auto found = known.find(name);
  return found == known.end() ? nullptr : found->second;
}

std::vector<std::string_view> words_of(std::string_view list) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    words.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::vector<Part> parts_of(std::string_view list) {
  std::vector<Part> parts;
  for (std::string_view word : words_of(list)) {
    Part part;
    if (word.ends_with('*')) part.count = Part::Count::Many;
    if (word.ends_with('!')) part.count = Part::Count::One;
    if (part.count != Part::Count::Optional) word.remove_suffix(1);
    part.name = word;
    const auto group = std::ranges::find(groups, word, &Group::name);
    part.members = words_of(group == groups.end() ? word : group->members);
    parts.push_back(std::move(part));
  }
  return parts;
}

std::span<const CamundaWord> camunda_words() { return all_camunda_words; }

std::span<const UniqueNames> unique_names() { return all_unique_names; }

std::span<const ClosedValue> closed_values() { return all_closed_values; }

}  // namespace lienthong::dmn
