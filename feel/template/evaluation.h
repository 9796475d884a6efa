#pragma once
#include "feel/evaluation.h"
#include "feel/template/syntax.h"

namespace lienthong::feel::juel {

/// Throws EvaluationError, which names the whole text.
Value evaluate(const Template&, const std::string& text, const Environment&);
/// One expression with these names, on the budget and at the time of an evaluation of FEEL. Throws as above.
Value evaluate_within(Evaluation&, const Names&, const Template&, const std::string& text);
/// How many arguments a function of the language takes; nothing: it has none of this name, hosts may.
std::optional<std::size_t> arguments_of(std::string_view function);

/// What went wrong within an expression; `evaluate` adds the text. The kinds differ in how Camunda words
/// them.
struct Failure {
  enum class Kind { Other, Property, Method };
  Kind kind = Kind::Other;
  std::string cause;
};

[[noreturn]] inline void fail(std::string cause, Failure::Kind kind = Failure::Kind::Other) {
  throw Failure{kind, std::move(cause)};
}

// coercion.cpp: JUEL's rules for unlike kinds.
Decimal to_number(const Value&);
bool to_boolean(const Value&);
std::string to_text(const Value&);  ///< null is empty; lists and contexts are JSON
bool is_empty(const Value&);
bool equals(Evaluation&, const Value&, const Value&);
/// -1, 0 or 1 of two values that are not null.
int compare(Evaluation&, const Value&, const Value&);

// methods_*.cpp: methods of a value by kind; nothing for an unknown one.
using MethodResult = std::optional<Value>;
MethodResult text_method(Evaluation&, const std::string& text, const std::string& method,
                         const List& arguments);
MethodResult list_method(Evaluation&, const Value& list, const std::string& method, const List& arguments);
MethodResult map_method(Evaluation&, const Value& map, const std::string& method, const List& arguments);
MethodResult number_method(const Value& number, const std::string& method, const List& arguments);
MethodResult time_method(Evaluation&, const Value& moment, const std::string& method, const List& arguments);
/// What Spin offers on JSON, whichever kind the node is.
MethodResult json_method(Evaluation&, const Value& node, const std::string& method, const List& arguments);
/// The root element of a document. Elements, attributes and paths are values that only methods know.
Value parse_xml(const std::string& text);
/// What Spin offers on XML.
MethodResult xml_method(Evaluation&, const Value& node, const std::string& method, const List& arguments);
Value json_path(Evaluation&, const Value& node, const std::string& path);

/// The argument, of which there must be `count`.
const Value& only(const List& arguments, const std::string& method);
void expect_count(const List& arguments, std::size_t count, const std::string& method);
std::int64_t whole_argument(const Value&, const std::string& method);
const std::string& text_argument(const Value&, const std::string& method);

}  // namespace lienthong::feel::juel
