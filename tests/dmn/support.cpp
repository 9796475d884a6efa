#include "tests/dmn/support.h"
#include "base/json.h"
#include "dmn/tagged.h"

namespace lienthong::dmn {
namespace {

/// The parts of "a|b|c"; missing ones are empty.
std::vector<std::string> parts(const std::string& text) {
  std::vector<std::string> out(1);
  for (const char c : text)
    if (c == '|')
      out.emplace_back();
    else
      out.back() += c;
  out.resize(4);
  return out;
}

std::string typed(const std::string& type) { return type.empty() ? "" : " typeRef='" + type + "'"; }

std::string texts(const std::string& element, const std::string& text) {
  return text.empty() ? "" : "<" + element + "><text>" + escaped(text) + "</text></" + element + ">";
}

}  // namespace

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

std::string edited(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != text.npos);
  return std::string(text).replace(at, from.size(), to);
}

std::string definitions(const std::string& children, const std::string& attributes) {
  return "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='file' name='test' "
         "namespace='urn:test' " +
         attributes + ">\n" + children + "</definitions>\n";
}

std::string decision(const std::string& id, const std::string& expression,
                     const std::vector<std::string>& decisions, const std::vector<std::string>& inputs,
                     const std::vector<std::string>& knowledge, const std::string& type) {
  const auto href = [](const std::string& to) { return to.find('#') == to.npos ? "#" + to : to; };
  std::string out =
      "<decision id='" + id + "' name='" + id + "'><variable name='" + id + "'" + typed(type) + "/>";
  for (const std::string& to : decisions)
    out += "<informationRequirement><requiredDecision href='" + href(to) + "'/></informationRequirement>";
  for (const std::string& to : inputs)
    out += "<informationRequirement><requiredInput href='" + href(to) + "'/></informationRequirement>";
  for (const std::string& to : knowledge)
    out += "<knowledgeRequirement><requiredKnowledge href='" + href(to) + "'/></knowledgeRequirement>";
  return out + expression + "</decision>\n";
}

std::string input(const std::string& id, const std::string& type) {
  return "<inputData id='" + id + "' name='" + id + "'><variable name='" + id + "'" + typed(type) +
         "/></inputData>\n";
}

std::string literal(const std::string& feel, const std::string& type) {
  return "<literalExpression" + typed(type) + "><text>" + escaped(feel) + "</text></literalExpression>";
}

std::string table(const TestTable& t) {
  std::string out = "<decisionTable hitPolicy='" + t.policy + "'" +
                    (t.aggregation.empty() ? "" : " aggregation='" + t.aggregation + "'") + ">";
  for (const std::string& text : t.inputs) {
    const auto p = parts(text);
    out += "<input><inputExpression" + typed(p[1]) + "><text>" + escaped(p[0]) + "</text></inputExpression>" +
           texts("inputValues", p[2]) + "</input>";
  }
  for (const std::string& text : t.outputs) {
    const auto p = parts(text);
    out += "<output name='" + p[0] + "'" + typed(p[1]) + ">" + texts("outputValues", p[2]) +
           texts("defaultOutputEntry", p[3]) + "</output>";
  }
  for (std::size_t r = 0; r < t.rules.size(); ++r) {
    out += "<rule id='r" + std::to_string(r + 1) + "'>";
    for (std::size_t i = 0; i < t.rules[r].size(); ++i)
      out += texts(i < t.inputs.size() ? "inputEntry" : "outputEntry", t.rules[r][i]);
    out += "</rule>";
  }
  return out + "</decisionTable>";
}

Compiled compiled(const std::vector<std::string>& files) {
  std::vector<Definitions> read_files;
  for (const std::string& file : files) read_files.push_back(read(file));
  Compiled out;
  std::vector<const Definitions*> all;
  for (const Definitions& file : read_files) all.push_back(&file);
  out.problems = read_files[0].problems;
  out.model = compile(all, out.problems);
  return out;
}

Outcome outcome(const ModelPtr& model, const std::string& name, const Given& given, Trace* trace,
                DrgElement::Kind kind) {
  Inputs inputs;
  inputs.now = Instant{1'649'749'800'000};
  for (const auto& [input_name, value] : given) inputs.values.push_back({input_name, value, ""});
  const auto element = model->find(kind, name);
  REQUIRE(element);
  return evaluate(*model, *element, inputs, trace);
}

Value result(const std::string& file, const std::string& name, const Given& given) {
  const Compiled one = compiled({file});
  for (const Problem& problem : one.problems) UNSCOPED_INFO(problem.message);
  REQUIRE(one.problems.empty());
  return outcome(one.model, name, given).value;
}

std::string shown(const Value& value) { return json::write(tagged(value)); }

}  // namespace lienthong::dmn
