#pragma once
#include <string>
#include <vector>
#include "dmn/definitions.h"
#include "dmn/table.h"
#include "dmn/types.h"
#include "feel/ast.h"
#include "feel/template/node.h"
#include "feel/vocabulary.h"

namespace lienthong::dmn {

/// Turns the boxed expressions of one file into FEEL trees: a boxed expression is FEEL drawn in another way
/// (DMN 1.5 §10.2), and only a decision table is more than that.
class Compiler {
 public:
  /// `members`: names of entries anywhere, which an expression may mention behind a dot.
  Compiler(const Definitions& file, const Types& types, std::shared_ptr<const feel::KnownNames> members,
           std::vector<Problem>& problems);

  /// The logic of an element that sees these names; null when the file gives none. `table` becomes the
  /// decision table when the logic is one; `whole` tells whether every part could be compiled.
  feel::NodePtr logic(const DrgElement&, const std::vector<std::string>& names, const Table*& table,
                      bool& whole);
  /// What a function of this type gives; a variable may also be declared with the type of the result alone.
  static feel::Type result_type(feel::Type);
  /// A type that the file names at this place.
  feel::Type type(const std::string& name, const std::string& id, Place);

 private:
  using Made = std::unique_ptr<feel::Node>;
  struct Learning;

  feel::NodePtr boxed(const BoxedExpression*, const std::string& what);
  feel::NodePtr boxed_shape(const BoxedExpression&, const std::string& what);
  feel::NodePtr context(const BoxedExpression&, const std::string& what);
  feel::NodePtr invocation(const BoxedExpression&, const std::string& what);
  feel::NodePtr relation(const BoxedExpression&);
  feel::NodePtr function(const BoxedExpression&, const std::string& what, const feel::Type& result);
  feel::NodePtr iteration(const BoxedExpression&, const std::string& what);
  feel::NodePtr table(const BoxedExpression&);
  void judge_policy(const DecisionTable&, Table&, Place);

  std::string_view language_of(const Text&) const;
  using Missing = feel::juel::Missing;
  feel::NodePtr expression(const Text&, const std::string& what, const std::string& id,
                           Missing = Missing::Fails);
  feel::NodePtr juel(const Text&, Missing);
  feel::NodePtr tests(const Text&, const std::string& what, const std::string& id);
  template <class Parse>
  feel::NodePtr parsed(const Text&, const std::string& what, const std::string& id, Parse);
  feel::NodePtr broken(const std::string& reason, Place);
  feel::NodePtr coerced(feel::NodePtr, const feel::Type&, const std::string& what);
  Made make(feel::Op, Place) const;
  void adopt(feel::Node&, feel::NodePtr);
  void error(const std::string& id, Place, std::string rule, std::string message);
  void problem(Problem::Severity, const std::string& id, Place, std::string rule, std::string message);

  const Definitions& file_;
  const Types& types_;
  feel::Vocabulary vocabulary_;
  std::vector<Problem>& problems_;
  std::string element_id_, element_name_;
  const Table* outermost_ = nullptr;
  bool whole_ = true;  ///< so far, of the element whose logic is compiled
};

}  // namespace lienthong::dmn
