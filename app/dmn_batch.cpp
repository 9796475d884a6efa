#include <cstdio>
#include <iostream>
#include <iterator>
#include "app/commands.h"
#include "app/decision_files.h"
#include "base/json.h"
#include "base/refused.h"
#include "dmn/tagged.h"

namespace lienthong::app {
namespace {

using DrgKind = dmn::DrgElement::Kind;

std::string all_of_input() {
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

const std::string& required_text(const Value& request, std::string_view key) {
  const Value* value = request.find(key);
  if (!value || !value->is_string())
    throw Refused(Refused::Kind::Invalid, "the request needs a text \"" + std::string(key) + "\"");
  return value->string();
}

/// What a case asks for.
std::optional<dmn::ElementIndex> asked(const dmn::Model& model, const Value& one) {
  constexpr std::pair<std::string_view, DrgKind> kinds[] = {{"decision", DrgKind::Decision},
                                                            {"decisionService", DrgKind::DecisionService},
                                                            {"bkm", DrgKind::BusinessKnowledgeModel}};
  for (const auto& [key, kind] : kinds)
    if (const Value* name = one.find(key); name && name->is_string()) return model.find(kind, name->string());
  return std::nullopt;
}

dmn::Inputs inputs_of(const Value& one) {
  dmn::Inputs inputs;
  inputs.now = now();
  const Value* given = one.find("inputs");
  const Value* spaces = one.find("inputNamespaces");
  if (!given || !given->is_context()) return inputs;
  for (const auto& [name, value] : given->context().entries) {
    const Value* space = spaces ? spaces->find(name) : nullptr;
    inputs.values.push_back({name, dmn::untagged(value), space && space->is_string() ? space->string() : ""});
  }
  return inputs;
}

Context answer(const dmn::Model* model, const Value& one) {
  Context out{{"id", required_text(one, "id")}};
  try {
    if (!model) throw Refused(Refused::Kind::Invalid, "the model cannot be read");
    const std::optional<dmn::ElementIndex> element = asked(*model, one);
    if (!element)
      throw Refused(Refused::Kind::NotFound, "there is no such decision, service or model function");
    const dmn::Outcome outcome = dmn::evaluate(*model, *element, inputs_of(one));
    out.put("value", dmn::tagged(outcome.value));
    if (!outcome.diagnostics.empty()) out.put("error", told(outcome.diagnostics[0]));
  } catch (const std::exception& error) {
    out.put("error", error.what());
  }
  return out;
}

}  // namespace

int evaluate_batch(const std::filesystem::path& file) {
  const Value request = json::parse(file == "-" ? all_of_input() : read_file(file));
  const Value* protocol = request.find("protocol");
  if (!protocol || !protocol->is_string() || protocol->string() != "dmn-eval/1")
    throw Refused(Refused::Kind::Invalid, "the request must say \"protocol\": \"dmn-eval/1\"");
  std::vector<std::filesystem::path> files{required_text(request, "model")};
  if (const Value* imports = request.find("imports"); imports && imports->is_list())
    for (const Value& import : imports->list()) files.emplace_back(import.string());
  dmn::ModelPtr model;
  try {
    const DecisionFiles read(files);
    for (const Problem& p : read.problems)
      std::fprintf(stderr, "%s:%d:%d: %s [%s]\n", p.resource.c_str(), p.line, p.column, p.message.c_str(),
                   p.rule.c_str());
    model = read.model;
  } catch (const Refused& refused) {
    std::fprintf(stderr, "lienthong: %s\n", refused.what());
  }
  List answers;
  const Value* cases = request.find("cases");
  if (cases && cases->is_list())
    for (const Value& one : cases->list()) answers.push_back(answer(model.get(), one));
  std::printf("%s\n", json::write(answers).c_str());
  return exit_ok;
}

}  // namespace lienthong::app
