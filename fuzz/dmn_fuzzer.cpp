#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>
#include "dmn/check.h"
#include "dmn/evaluation.h"
#include "dmn/reader.h"

namespace {

/// Reads pieces of a grammar instead of letters, so that most inputs are decisions that can be evaluated.
class Pieces {
 public:
  Pieces(const std::uint8_t* bytes, std::size_t size) : at_(bytes), end_(bytes + size) {}
  unsigned next(unsigned count) { return at_ == end_ ? 0 : *at_++ % count; }
  bool ended() const { return at_ == end_; }

  std::string expression(int depth) {
    static const char* const leaves[] = {
        "x",        "y",         "1",      "-2.5", "\"a\"", "null", "true", "date(\"2026-02-28\")",
        "@\"P1D\"", "[1, 2, x]", "{a: x}", "?",    "item",  "f",    "s",    "partial"};
    if (depth == 0) return leaves[next(16)];
    const auto one = [&] { return expression(depth - 1); };
    switch (next(16)) {
      case 0: return one() + " + " + one();
      case 1: return one() + " * " + one();
      case 2: return "(" + one() + ") ** 2";
      case 3: return one() + " < " + one();
      case 4: return one() + " = " + one() + " and " + one() + " or " + one();
      case 5: return "if " + one() + " then " + one() + " else " + one();
      case 6: return "for i in " + one() + " return " + one();
      case 7: return "some i in 1..3 satisfies " + one();
      case 8: return "(" + one() + ")[" + one() + "]";
      case 9: return "f(" + one() + ")";
      case 10: return "(function(p) " + one() + ")(" + one() + ")";
      case 11: return "{a: " + one() + ", b: a}.b";
      case 12: return one() + " in (" + one() + ", > 1, [1.." + one() + "])";
      case 13: return "sort([" + one() + ", 2], function(a, b) a < b)";
      case 14: return "matches(string(" + one() + "), \"(a|x)*\\d{2,}\")";
      default: return "count(concatenate([" + one() + "], [" + one() + "]))";
    }
  }

  std::string tests() {
    switch (next(7)) {
      case 0: return "-";
      case 1: return "< " + expression(0);
      case 2: return "[" + expression(0) + ".." + expression(0) + ")";
      case 3: return "not(" + expression(1) + ")";
      case 4: return expression(0) + ", " + expression(1);
      default: return expression(1);
    }
  }

 private:
  const std::uint8_t *at_, *end_;
};

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

std::string text(const std::string& element, const std::string& feel) {
  return "<" + element + "><text>" + escaped(feel) + "</text></" + element + ">";
}

std::string table(Pieces& pieces) {
  static const char* const policies[] = {"UNIQUE",  "FIRST",      "PRIORITY",    "ANY",
                                         "COLLECT", "RULE ORDER", "OUTPUT ORDER"};
  static const char* const aggregations[] = {"", " aggregation='SUM'", " aggregation='MIN'",
                                             " aggregation='COUNT'"};
  static const char* const types[] = {"", " typeRef='number'", " typeRef='string'", " typeRef='tItem'"};
  std::string xml = std::string("<decisionTable hitPolicy='") + policies[pieces.next(7)] + "'" +
                    aggregations[pieces.next(4)] + ">";
  const unsigned inputs = 1 + pieces.next(2), outputs = 1 + pieces.next(2), rules = pieces.next(24);
  for (unsigned i = 0; i < inputs; ++i)
    xml += std::string("<input><inputExpression") + types[pieces.next(4)] + "><text>" +
           escaped(pieces.expression(1)) + "</text></inputExpression></input>";
  for (unsigned i = 0; i < outputs; ++i)
    xml += "<output name='o" + std::to_string(i) + "'" + types[pieces.next(4)] + ">" +
           (pieces.next(2) ? text("outputValues", "1, \"a\", x") : "") +
           (pieces.next(2) ? text("defaultOutputEntry", pieces.expression(0)) : "") + "</output>";
  for (unsigned r = 0; r < rules; ++r) {
    xml += "<rule>";
    for (unsigned i = 0; i < inputs; ++i) xml += text("inputEntry", pieces.tests());
    for (unsigned i = 0; i < outputs; ++i) xml += text("outputEntry", pieces.expression(0));
    xml += "</rule>";
  }
  return xml + "</decisionTable>";
}

std::string model(Pieces& pieces) {
  const std::string requires_all =
      "<informationRequirement><requiredInput href='#x'/></informationRequirement>"
      "<informationRequirement><requiredDecision href='#y'/></informationRequirement>"
      "<knowledgeRequirement><requiredKnowledge href='#f'/></knowledgeRequirement>"
      "<knowledgeRequirement><requiredKnowledge href='#s'/></knowledgeRequirement>";
  return "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='d' name='d' "
         "namespace='urn:d'>"
         "<itemDefinition name='tItem'><typeRef>number</typeRef>" +
         text("allowedValues", pieces.tests()) +
         "</itemDefinition><inputData id='x' name='x'><variable name='x'/></inputData>"
         "<decision id='y' name='y'>" +
         text("literalExpression", pieces.expression(2)) +
         "</decision><businessKnowledgeModel id='f' name='f'><encapsulatedLogic><formalParameter name='p' "
         "typeRef='tItem'/>" +
         text("literalExpression", pieces.expression(2)) +
         "</encapsulatedLogic><knowledgeRequirement><requiredKnowledge href='#f'/></knowledgeRequirement>"
         "</businessKnowledgeModel><decisionService id='s' name='s'><outputDecision "
         "href='#y'/></decisionService>"
         "<decision id='top' name='top'>" +
         requires_all + table(pieces) + "</decision></definitions>";
}

void use(const std::string& xml, lienthong::Value x) {
  using namespace lienthong;
  using namespace lienthong::dmn;
  const Definitions read_file = read(xml);
  std::vector<Problem> problems;
  const ModelPtr compiled = compile({&read_file}, problems);
  for (const auto kind : {DrgElement::Kind::Decision, DrgElement::Kind::DecisionService,
                          DrgElement::Kind::BusinessKnowledgeModel})
    for (std::size_t i = 0; i < compiled->own_elements; ++i) {
      if (compiled->elements[i].kind != kind) continue;
      Inputs inputs;
      inputs.values = {{"x", x, ""}, {"p", x, ""}};
      Trace plain, cells;
      cells.cells = true;
      try {
        const Value found = evaluate(*compiled, static_cast<ElementIndex>(i), inputs, &plain).value;
        const Value looked = evaluate(*compiled, static_cast<ElementIndex>(i), inputs, &cells).value;
        // Looking at every rule must find what the index finds.
        if (text(found) != text(looked) && found.kind() != Value::Kind::Function) __builtin_trap();
      } catch (const feel::EvaluationError&) {
      }
    }
  check(*compiled);
}

}  // namespace

/// The first byte picks: the rest is a file as it is, or choices in a grammar of decisions.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  if (bytes[0] % 8 == 0) {
    use(std::string(reinterpret_cast<const char*>(bytes) + 1, size - 1), 1);
    return 0;
  }
  Pieces pieces(bytes + 1, size - 1);
  const lienthong::Value given[] = {1, "a", lienthong::Value(), lienthong::List{1, 2}, true};
  const lienthong::Value x = given[pieces.next(5)];
  use(model(pieces), x);
  return 0;
}
