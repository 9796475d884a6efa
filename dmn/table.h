#pragma once
#include <memory>
#include <string>
#include <vector>
#include "dmn/definitions.h"
#include "dmn/rule_index.h"
#include "feel/ast.h"
#include "feel/evaluation.h"
#include "feel/types.h"

namespace lienthong::dmn {

class Table;

/// What one evaluation of a table found.
struct TableTrace {
  const Table* table = nullptr;
  List inputs;                            ///< a value a clause
  std::vector<int> rules;                 ///< those that matched and count, in the order of the result
  std::vector<List> outputs;              ///< of each of them, a value a clause
  std::vector<std::vector<Value>> cells;  ///< of every rule and input, when the witness asks for it
  Value result;
  std::string fault;  ///< why the table gives no result although its cells could be evaluated; empty: it does
};

/// Is told of each table that is evaluated.
struct Witness : feel::Observer {
  virtual bool wants_cells() const { return false; }
  virtual void table_evaluated(TableTrace) = 0;
};

/// A decision table whose cells are compiled (DMN 1.5 §8). Its node's children are the input expressions,
/// then each rule's input tests and output entries, then the default outputs.
class Table : public feel::Native {
 public:
  /// A rule's cells are looked at one after the other up to this many rules; beyond, an index is made.
  static constexpr std::size_t unindexed_rules_max = 16;

  struct Input {
    std::string id, label, text, variable;
    feel::Type type;
    std::shared_ptr<const feel::Node> values;  ///< allowed ones; null: any
  };
  struct Output {
    std::string id, name, label;
    feel::Type type;
    std::shared_ptr<const feel::Node> values;  ///< allowed ones, highest priority first; null: any
    bool has_default = false;
  };
  struct RuleText {
    std::string id;
    Place place;
    std::vector<std::string> inputs, outputs, annotations;
  };

  HitPolicy hit_policy = HitPolicy::Unique;
  Aggregation aggregation = Aggregation::None;
  std::string name;  ///< of the decision or model function it belongs to
  std::vector<Input> inputs;
  std::vector<Output> outputs;
  std::vector<RuleText> rules;

  /// Prepares what can be known before any evaluation. Call once, when the node is complete.
  void prepare(const feel::Node&);
  Value evaluate(feel::Evaluation&, const feel::Node&) const override;

  /// Whether a result is a list with an element for each rule that counts.
  bool gives_list() const;
  const RuleIndex* index() const { return index_.get(); }

  const feel::Node& input_tests(const feel::Node& node, std::size_t rule, std::size_t input) const {
    return node.child(inputs.size() + rule * (inputs.size() + outputs.size()) + input);
  }
  const feel::Node& output_entry(const feel::Node& node, std::size_t rule, std::size_t output) const {
    return node.child(inputs.size() + rule * (inputs.size() + outputs.size()) + inputs.size() + output);
  }

 private:
  enum class Cell : unsigned char { Any, Plain, Scoped };  ///< Scoped: it mentions "?" or the input's name

  /// Answers why the table cannot be evaluated with them; empty: it can.
  std::string read_inputs(feel::Evaluation&, const feel::Node&, List& values) const;
  Value test(feel::Evaluation&, const feel::Node&, std::size_t rule, std::size_t input, const Value&) const;
  std::vector<int> matching(feel::Evaluation&, const feel::Node&, const List& values, TableTrace*) const;
  List outputs_of(feel::Evaluation&, const feel::Node&, std::size_t rule) const;
  Value shaped(List outputs) const;
  Value unmatched(feel::Evaluation&, const feel::Node&) const;
  Value aggregate(feel::Evaluation&, const std::vector<List>& found) const;
  bool prioritise(feel::Evaluation&, std::vector<int>& rules, std::vector<List>& found) const;
  bool prefers(const List&, const List&) const;

  std::vector<Cell> cells_;
  std::unique_ptr<const RuleIndex> index_;
};

}  // namespace lienthong::dmn
