#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include "feel/builtins/table.h"
#include "tests/feel/builtin_examples.h"
#include "tests/feel/support.h"

using namespace lienthong;
using namespace lienthong::feel;

namespace {

using Example = BuiltinExample;

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string call_of(const std::string& name, const std::vector<std::string>& arguments) {
  return name + "(" + joined(arguments) + ")";
}

std::string call_of(const std::string& name, const Builtin& way, const std::vector<std::string>& arguments) {
  std::vector<std::string> named;
  for (std::size_t i = 0; i < arguments.size(); ++i) named.push_back(way.parameters[i] + ": " + arguments[i]);
  // Named arguments may stand in any order, unless it alone tells a point from a range.
  const std::string parameters = joined(way.parameters);
  if (parameters != "range, point" && parameters != "point, range") std::reverse(named.begin(), named.end());
  return call_of(name, named);
}

/// The result by position, which by name must be the same.
std::string result(const std::string& name, const Builtin& way, const std::vector<std::string>& arguments) {
  const std::string by_position = result_of(call_of(name, arguments));
  INFO(call_of(name, arguments));
  CHECK(result_of(call_of(name, way, arguments)) == by_position);
  return by_position;
}

/// What this argument never is.
std::string other_kind(const std::string& argument) {
  return argument.starts_with("{") ? "\"wrong\"" : "{wrong: 0}";
}

/// For a cell: without what Markdown would take for its own.
std::string cell(std::string text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return "`" + out + "`";
}

const Example* example_of(const std::string& name, const Builtin& way) {
  const std::string parameters = joined(way.parameters);
  for (const Example& example : builtin_examples())
    if (example.name == name && example.parameters == parameters) return &example;
  return nullptr;
}

constexpr const char* head = R"(# Every built-in function with null, another kind and a list of one

Made by the test `feel` (`REFRESH_DOCS=1 build/release/tests/feel/feel_tests "docs/feel*"`), which checks that
each call by position and the same call by name give the same. Each row replaces one argument of the call: by
`null`, by a context (a string where a context is wanted), and by a list that holds it. What is right is DMN
1.5: tables 58 to 80 for the functions, §10.3.2.9.4 for lists of one. A parameter that takes anything has no
other kind: its results there are values. `due`, `is working day`, `next opening`, `working days` and `working
minutes between` are ours and no part of DMN: [calendar](formats/calendar.md) says what they mean.
)";

std::string page() {
  std::string out = head;
  for (const BuiltinFamily* family : all_builtins()) {
    out += "\n## " + family->name + "\n\n";
    for (const Builtin& way : family->ways) {
      const Example* example = example_of(family->name, way);
      if (!example) continue;
      out += cell(call_of(example->name, example->arguments)) + " is " + cell(example->result) + "\n\n";
      if (way.parameters.empty()) continue;
      out += "| argument | null | another kind | list of one |\n| --- | --- | --- | --- |\n";
      for (std::size_t i = 0; i < example->arguments.size(); ++i) {
        out += "| " + way.parameters[i];
        for (const std::string& replaced :
             {std::string("null"), other_kind(example->arguments[i]), "[" + example->arguments[i] + "]"}) {
          std::vector<std::string> arguments = example->arguments;
          arguments[i] = replaced;
          out += " | " + cell(result(family->name, way, arguments));
        }
        out += " |\n";
      }
      out += "\n";
    }
    while (out.ends_with("\n\n")) out.pop_back();
  }
  return out;
}

}  // namespace

TEST_CASE(
    "Every way to call a built-in function has an example, which gives the same by position and by name") {
  for (const BuiltinFamily* family : all_builtins())
    for (const Builtin& way : family->ways) {
      INFO(family->name << "(" << joined(way.parameters) << ")");
      const Example* example = example_of(family->name, way);
      REQUIRE(example);
      REQUIRE(example->arguments.size() == way.parameters.size());
      CHECK(result(family->name, way, example->arguments) == example->result);
      // Without the optional ones, too.
      const std::vector<std::string> required(
          example->arguments.begin(), example->arguments.begin() + static_cast<std::ptrdiff_t>(way.required));
      CHECK(result(family->name, way, required) != "null");
      // A name that it does not have, and one argument too few.
      if (way.parameters.empty()) continue;
      CHECK(result_of(family->name + "(no such parameter: 1)") == "null");
      if (way.required > 1) CHECK(result_of(family->name + "(" + way.parameters[0] + ": 1)") == "null");
    }
}

TEST_CASE("docs/feel-builtins.md shows what every built-in function makes of each argument") {
  const std::string path = std::string(LIENTHONG_SOURCE_DIR) + "/docs/feel-builtins.md", present = page();
  if (std::getenv("REFRESH_DOCS")) std::ofstream(path) << present;
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  INFO("To refresh the page: REFRESH_DOCS=1 feel_tests \"docs/feel*\"");
  CHECK((text.str() == present));
}

TEST_CASE("A function that gives a value for null says so in the table of those that do") {
  // DMN 1.5: null is a value for these arguments; everywhere else it is none of the domain.
  std::set<std::string> found;
  for (const BuiltinFamily* family : all_builtins())
    for (const Builtin& way : family->ways) {
      const Example* example = example_of(family->name, way);
      REQUIRE(example);
      for (std::size_t i = 0; i < example->arguments.size(); ++i) {
        std::vector<std::string> arguments = example->arguments;
        arguments[i] = "null";
        if (result_of(call_of(family->name, arguments)) != "null")
          found.insert(family->name + ": " + way.parameters[i]);
      }
    }
  CHECK(found == builtins_that_take_null());
}
