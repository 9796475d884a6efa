#include "feel/template/node.h"
#include <algorithm>
#include <set>
#include "feel/feel.h"
#include "feel/template/evaluation.h"

namespace lienthong::feel::juel {
namespace {

/// The names that a FEEL expression at this place would have.
class NamesAround final : public Names {
 public:
  explicit NamesAround(Evaluation& evaluation) : evaluation_(evaluation) {}
  std::optional<Value> find(std::string_view name) const override {
    Value storage;
    const Value* found = evaluation_.resolve(name, storage);
    return found ? std::optional(*found) : std::nullopt;
  }

 private:
  Evaluation& evaluation_;
};

struct Embedded final : Native {
  Embedded(Template read, std::string written) : parsed(std::move(read)), text(std::move(written)) {}
  Value evaluate(Evaluation& evaluation, const feel::Node&) const override {
    const NamesAround names(evaluation);
    return evaluate_within(evaluation, names, parsed, text);
  }
  Template parsed;
  std::string text;
};

/// Arithmetic of JUEL with a text that is no number: `"a" + b` can only fail.
bool is_futile(const Node& node) {
  const Op op = node.op == Op::Chain ? node.operators[0] : node.op;
  const bool arithmetic = op == Op::Add || op == Op::Subtract || op == Op::Multiply || op == Op::Divide ||
                          op == Op::Modulo || op == Op::Negate;
  return arithmetic && std::any_of(node.children.begin(), node.children.end(), [](const auto& child) {
           return child->op == Op::Literal && child->constant.is_string() &&
                  !Decimal::parse(child->constant.string());
         });
}

void collect_names(const Node& node, std::set<std::string>& names) {
  if (node.op == Op::Identifier) names.insert(node.name);
  if (node.op == Op::Function && !arguments_of(node.name))
    throw SyntaxError("There is no function '" + node.name + "'", 1, 1);
  if (is_futile(node)) throw SyntaxError("A text that is no number cannot be calculated with", 1, 1);
  for (const auto& child : node.children) collect_names(*child, names);
}

std::unique_ptr<feel::Node> node_at(const Vocabulary& vocabulary, feel::Op op) {
  auto node = std::make_unique<feel::Node>();
  node->op = op;
  node->line = vocabulary.line;
  node->column = vocabulary.column;
  return node;
}

/// The parser's places are those of the expression alone.
SyntaxError moved(const SyntaxError& wrong, const Vocabulary& vocabulary, int added) {
  std::string why = wrong.what();
  why.resize(std::min(why.size(), why.rfind(" (line ")));
  const int column = std::max(1, wrong.line == 1 ? wrong.column - added : wrong.column);
  return {why, vocabulary.line + wrong.line - 1, wrong.line == 1 ? vocabulary.column + column - 1 : column};
}

}  // namespace

feel::NodePtr parse_node(std::string_view text, const Vocabulary& vocabulary, Missing missing) {
  const bool marked = text.starts_with("${") || text.starts_with("#{");
  const std::string written = marked ? std::string(text) : "${" + std::string(text) + "}";
  std::set<std::string> names;
  Template parsed;
  try {
    parsed = parse(written);
    if (parsed.parts.size() != 1 || !parsed.parts[0].node)
      throw SyntaxError("Expected one expression and nothing around it", 1, 1);
    collect_names(*parsed.parts[0].node, names);
  } catch (const SyntaxError& wrong) {
    throw moved(wrong, vocabulary, marked ? 0 : 2);
  }
  const Node& whole = *parsed.parts[0].node;
  if (whole.op == Op::Literal || whole.op == Op::Identifier) {
    // The same in both languages, and what reads trees sees more of FEEL's.
    auto node = node_at(vocabulary, whole.op == Op::Literal ? feel::Op::Literal : feel::Op::Name);
    node->constant = whole.constant;
    node->name = whole.name;
    node->flag = whole.op == Op::Identifier && missing == Missing::Fails;
    return node;
  }
  auto node = node_at(vocabulary, feel::Op::Native);
  node->height = 2;
  for (const std::string& name : names) {
    auto mentioned = node_at(vocabulary, feel::Op::Name);
    mentioned->name = name;
    node->children.push_back(std::move(mentioned));
  }
  node->native = std::make_shared<Embedded>(std::move(parsed), written);
  return node;
}

}  // namespace lienthong::feel::juel
