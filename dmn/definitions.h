#pragma once
// One DMN file as it was read: plain values with their places, references still as written. What the file
// holds beyond that (diagrams, knowledge sources, organisation units, extensions) stays in its text.
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/names.h"
#include "base/refused.h"
#include "xml/place.h"

namespace lienthong::dmn {

using xml::Place;

/// How languages are named here, however a file writes them.
inline constexpr std::string_view feel_language = "feel", juel_language = "juel";

/// Whose rules a file was written by (docs/decisions/0035, 0055).
enum class Platform { Standard, Camunda7, Camunda8 };

/// FEEL, or text in another language, and where its first character stands.
struct Text {
  std::string text;
  std::string language;  ///< its short name; empty: that of the file
  Place place;
};

/// A name with a type: a variable, a parameter, a column.
struct InformationItem {
  std::string id, name, type_ref;
  Place place;
};

struct FunctionItem {
  std::vector<InformationItem> parameters;
  std::string output_type_ref;
};

/// A type, or an entry of one (DMN 1.5 §7.3.2).
struct ItemDefinition {
  std::string id, name, type_ref;
  Place place;
  bool is_collection = false;
  std::optional<Text> allowed_values;   ///< of each element when it is a collection
  std::optional<Text> type_constraint;  ///< of the whole
  std::vector<ItemDefinition> components;
  std::optional<FunctionItem> function;
};

enum class HitPolicy { Unique, First, Priority, Any, Collect, RuleOrder, OutputOrder };
enum class Aggregation { None, Sum, Count, Min, Max };

struct InputClause {
  std::string id, label, type_ref;
  std::string variable;  ///< camunda:inputVariable, another name for "?"
  Place place;
  Text expression;
  std::optional<Text> values;
};

struct OutputClause {
  std::string id, name, label, type_ref;
  Place place;
  std::optional<Text> values;
  std::optional<Text> default_entry;
};

struct Rule {
  std::string id;
  Place place;
  std::vector<Text> inputs, outputs;
  std::vector<std::string> annotations;
};

/// DMN 1.5 §8.
struct DecisionTable {
  HitPolicy hit_policy = HitPolicy::Unique;
  Aggregation aggregation = Aggregation::None;
  std::string output_label;
  std::vector<InputClause> inputs;
  std::vector<OutputClause> outputs;
  std::vector<std::string> annotations;
  std::vector<Rule> rules;
};

struct BoxedExpression;
using BoxedExpressionPtr = std::unique_ptr<BoxedExpression>;

/// DMN 1.5 §10.2. `items` and `children` by kind:
/// Context: an entry's variable (no name: the result) and its expression; Invocation: the parameters and,
/// behind what is called, their expressions; Relation: the columns and the rows, which are lists; Function:
/// the parameters and the body; Conditional: if, then, else; Filter: in, match; For: the iterator and in,
/// return; Some, Every: the iterator and in, satisfies. A child that the file leaves out is null.
struct BoxedExpression {
  enum class Kind {
    Literal,
    Table,
    Context,
    Invocation,
    Relation,
    List,
    Function,
    Conditional,
    Filter,
    For,
    Some,
    Every
  };
  Kind kind = Kind::Literal;
  std::string id, type_ref;
  Place place;
  Text text;                  ///< Literal
  std::string function_kind;  ///< Function: "FEEL", "Java", "PMML"
  std::unique_ptr<DecisionTable> table;
  std::vector<InformationItem> items;
  std::vector<BoxedExpressionPtr> children;
};

/// What an element needs: `href` is "#id" or "namespace#id".
struct Requirement {
  enum class Kind { Decision, Input, Knowledge };
  Kind kind = Kind::Decision;
  std::string href;
  Place place;
};

/// A node of the requirements graph.
struct DrgElement {
  enum class Kind { Decision, InputData, BusinessKnowledgeModel, DecisionService };
  Kind kind = Kind::Decision;
  std::string id, name;
  Place place;
  InformationItem variable;  ///< named like the element when the file says nothing
  BoxedExpressionPtr logic;  ///< of a decision; of a business knowledge model: always a Function
  std::vector<Requirement> requirements;
  // Of a decision service, hrefs.
  std::vector<std::string> output_decisions, encapsulated_decisions, input_decisions, input_data;
  // Of a decision, Camunda's extensions.
  std::string version_tag, history_time_to_live;
};

struct Import {
  std::string name, name_space, type;
  Place place;
};

struct Definitions {
  std::string id, name, name_space;
  std::string expression_language;  ///< empty: the platform's own
  Platform platform = Platform::Standard;
  std::vector<Import> imports;
  std::vector<ItemDefinition> item_definitions;
  std::vector<DrgElement> elements;
  std::vector<Problem> problems;
};

}  // namespace lienthong::dmn

namespace lienthong {

template <>
struct Names<dmn::HitPolicy> {
  static constexpr std::array<std::string_view, 7> values{"UNIQUE",  "FIRST",      "PRIORITY",    "ANY",
                                                          "COLLECT", "RULE ORDER", "OUTPUT ORDER"};
};

template <>
struct Names<dmn::Aggregation> {
  static constexpr std::array<std::string_view, 5> values{"", "SUM", "COUNT", "MIN", "MAX"};
};

}  // namespace lienthong
