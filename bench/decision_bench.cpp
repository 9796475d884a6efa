// What decisions cost: a simple condition, a small table, tables of up to 10,000 rules with and without an
// index, and compiling them.
#include <string>
#include "bench/report.h"
#include "dmn/evaluation.h"
#include "dmn/reader.h"
#include "dmn/table.h"
#include "feel/evaluation.h"
#include "feel/feel.h"
#include "feel/vocabulary.h"

namespace lienthong::bench {
namespace {

constexpr int rounds = 7;

/// The median over rounds of CPU time a call.
template <class Call>
double cost_us(int calls, Call&& call) {
  std::vector<double> costs;
  for (int round = 0; round < rounds; ++round) {
    const double before = cpu_seconds();
    for (int i = 0; i < calls; ++i) call(i);
    costs.push_back((cpu_seconds() - before) * 1e6 / calls);
  }
  return median(costs);
}

struct TwoNames final : feel::Names {
  Value amount, kind{"permanent"};
  const Value* see(std::string_view name) const override {
    return name == "amount" ? &amount : name == "kind" ? &kind : nullptr;
  }
  std::optional<Value> find(std::string_view name) const override {
    const Value* found = see(name);
    return found ? std::optional(*found) : std::nullopt;
  }
};

void conditions() {
  TwoNames names;
  const feel::Environment environment{names, Instant{}};
  constexpr int calls = 200'000;
  for (const auto& [what, text] :
       {std::pair("amount > 1000", "amount > 1000"),
        std::pair("comparison and equality", "amount > 1000 and kind = \"permanent\"")}) {
    const auto expression = feel::compile(text, feel::Dialect::Feel);
    int held = 0;
    const double us = cost_us(calls, [&](int i) {
      names.amount = Value(i % 2000);
      held += feel::evaluate(*expression, environment).boolean() ? 1 : 0;
    });
    report("decisions", std::string("FEEL condition, ") + what, us * 1000, "ns", std::to_string(held));
  }
}

/// Rules for age and residence: `rules` rows, each with a range and a text.
std::string table(int rules) {
  const int kinds = rules > 12 ? 100 : 4;
  std::string xml =
      "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='d' name='d' namespace='urn:d'>"
      "<inputData id='a' name='age'><variable name='age' typeRef='number'/></inputData>"
      "<inputData id='r' name='residence'><variable name='residence' typeRef='string'/></inputData>"
      "<decision id='fee' name='fee'><variable name='fee'/>"
      "<informationRequirement><requiredInput href='#a'/></informationRequirement>"
      "<informationRequirement><requiredInput href='#r'/></informationRequirement>"
      "<decisionTable hitPolicy='UNIQUE'><input><inputExpression "
      "typeRef='number'><text>age</text></inputExpression>"
      "</input><input><inputExpression typeRef='string'><text>residence</text></inputExpression></input>"
      "<output name='fee' typeRef='number'/>";
  for (int i = 0; i < rules; ++i) {
    const int band = i / kinds;
    xml += "<rule><inputEntry><text>[" + std::to_string(band * 10) + ".." + std::to_string(band * 10 + 10) +
           ")</text></inputEntry><inputEntry><text>\"k" + std::to_string(i % kinds) +
           "\"</text></inputEntry><outputEntry><text>" + std::to_string(i) + "</text></outputEntry></rule>";
  }
  return xml + "</decisionTable></decision></definitions>";
}

void tables() {
  for (const int rules : {12, 100, 1'000, 10'000}) {
    const std::string xml = table(rules);
    const std::string size = std::to_string(rules) + " rules";
    dmn::ModelPtr model;
    const double compiled = cost_us(rules > 1'000 ? 1 : 20, [&](int) {
      std::vector<Problem> problems;
      const dmn::Definitions read = dmn::read(xml);
      model = dmn::compile({&read}, problems);
    });
    report("decisions", "read and compile a table, " + size, compiled / 1000, "ms");
    const dmn::ElementIndex element = *model->find(dmn::DrgElement::Kind::Decision, "fee");
    const int kinds = rules > 12 ? 100 : 4;
    std::vector<dmn::Inputs> inputs;
    for (int i = 0; i < 64; ++i) {
      const int rule = i * 7919 % rules;
      dmn::Inputs one;
      one.values.push_back({"age", Value(rule / kinds * 10 + 5), ""});
      one.values.push_back({"residence", Value("k" + std::to_string(rule % kinds)), ""});
      inputs.push_back(std::move(one));
    }
    int found = 0;
    const auto look = [&](dmn::Trace* trace) {
      return [&, trace](int i) {
        const Value value =
            dmn::evaluate(*model, element, inputs[static_cast<std::size_t>(i % 64)], trace).value;
        found += value.is_number() ? 1 : 0;
        if (trace) trace->decisions.clear();
      };
    };
    report("decisions", "UNIQUE table, 2 inputs, " + size,
           cost_us(rules > 1'000 ? 20'000 : 50'000, look(nullptr)), "us",
           model->element(element).table->index() ? "indexed" : "each rule looked at");
    dmn::Trace cells;
    cells.cells = true;
    report("decisions", "the same with every cell told, " + size,
           cost_us(rules > 100 ? 20 : 2'000, look(&cells)), "us");
  }
}

}  // namespace
}  // namespace lienthong::bench

int main() {
  lienthong::bench::conditions();
  lienthong::bench::tables();
}
