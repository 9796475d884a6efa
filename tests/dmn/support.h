#pragma once
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>
#include "dmn/evaluation.h"
#include "dmn/reader.h"

namespace lienthong::dmn {

/// A file with these children, in the namespace of DMN 1.5.
std::string definitions(const std::string& children, const std::string& attributes = "");
/// A decision with an expression, and what it requires by id.
std::string decision(const std::string& id, const std::string& expression,
                     const std::vector<std::string>& decisions = {},
                     const std::vector<std::string>& inputs = {},
                     const std::vector<std::string>& knowledge = {}, const std::string& type = "");
std::string input(const std::string& id, const std::string& type = "");
std::string literal(const std::string& feel, const std::string& type = "");
std::string escaped(const std::string& text);
/// A file with one place changed, which must be there.
std::string edited(const std::string& text, const std::string& from, const std::string& to);

struct TestTable {
  std::string policy = "UNIQUE", aggregation;
  /// Input expressions, optionally "expression|type|allowed values".
  std::vector<std::string> inputs;
  /// "name|type|allowed values|default".
  std::vector<std::string> outputs;
  std::vector<std::vector<std::string>> rules;
};
std::string table(const TestTable&);

struct Compiled {
  ModelPtr model;
  std::vector<Problem> problems;
};
/// The first file and those beside it. Problems of reading and compiling together.
Compiled compiled(const std::vector<std::string>& files);

using Given = std::vector<std::pair<std::string, Value>>;
/// The result of a decision; the model must have no problems.
Value result(const std::string& file, const std::string& decision, const Given& inputs = {});
Outcome outcome(const ModelPtr&, const std::string& decision, const Given& inputs = {},
                Trace* trace = nullptr, DrgElement::Kind kind = DrgElement::Kind::Decision);
/// As FEEL would write it, strings in quotes.
std::string shown(const Value&);

}  // namespace lienthong::dmn
