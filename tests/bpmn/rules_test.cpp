// Every rule of docs/formats/rules.md: a model that breaks it, and the nearest one that does not.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include "bpmn/reader.h"
#include "bpmn/rules/model.h"
#include "bpmn/validate.h"
#include "tests/bpmn/rule_examples.h"
#include "tests/bpmn/rule_twins.h"
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;

namespace {

std::set<std::string> broken(const std::string& xml, const Imports& imports = {}) {
  std::set<std::string> out;
  for (const Problem& problem : validate(xml, imports)) {
    CHECK(problem.line > 0);
    CHECK(problem.column > 0);
    out.insert(problem.rule);
  }
  return out;
}

Imports files(std::map<std::string, std::string> all) {
  return [all = std::move(all)](const std::string& path) -> std::optional<std::string> {
    const auto found = all.find(path);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  };
}

std::string importing(const std::string& location, const std::string& space = "other") {
  return testing::file("<import importType='http://www.omg.org/spec/BPMN/20100524/MODEL' location='" +
                           location + "' namespace='" + space +
                           "'/><process id='p'><callActivity id='c' calledElement='o:q'/>"
                           "</process>",
                       "xmlns:o='other'");
}

std::string imported(const std::string& body) {
  return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='other'>" + body +
         "</definitions>";
}

}  // namespace

TEST_CASE("every rule is broken by a model and kept by its neighbour") {
  for (const testing::RuleExample& example : testing::rule_examples()) {
    INFO(example.rule << "\n" << example.broken << "\n" << example.kept);
    CHECK(broken(example.broken).count(example.rule) == 1);
    CHECK(broken(example.kept) == std::set<std::string>{});
  }
}

// So whoever switches a rule off fails at its models and at no others.
TEST_CASE("a model of the tables breaks its rule alone, and its twin breaks none") {
  for (const testing::RuleExample& twin : testing::rule_twins(LIENTHONG_ROOT "/tests/bpmn/rules")) {
    INFO(twin.rule << "\n" << twin.broken << "\n" << twin.kept);
    CHECK(broken(twin.broken) == std::set<std::string>{twin.rule});
    CHECK(broken(twin.kept) == std::set<std::string>{});
  }
}

TEST_CASE("what deployment refuses in a model that breaks no rule is a demand of the engine") {
  for (const testing::RuleExample& twin : testing::rule_twins(LIENTHONG_ROOT "/tests/bpmn/rules")) {
    INFO(twin.kept);
    for (const Problem& problem : check(read(twin.kept))) {
      INFO(problem.rule << ": " << problem.message);
      CHECK((problem.severity == Problem::Severity::Warning || is_engine_demand(problem.rule)));
    }
  }
  CHECK_FALSE(is_engine_demand("deadline-limit"));
  CHECK_FALSE(is_engine_demand("loop"));
}

TEST_CASE("every rule has two models that break it") {
  std::map<std::string, int> models;
  for (const testing::RuleExample& one : testing::rule_examples()) ++models[one.rule];
  for (const testing::RuleExample& one : testing::rule_twins(LIENTHONG_ROOT "/tests/bpmn/rules"))
    ++models[one.rule];
  for (const rules::Rule& rule : rules::all_rules()) {
    if (rule.name.starts_with("import-")) continue;  // need files beside them: below
    INFO(rule.name);
    CHECK(models[std::string(rule.name)] >= 2);
    models.erase(std::string(rule.name));
  }
  CHECK(models.empty());
}

TEST_CASE("every rule of the table has an example or a test of its own") {
  std::set<std::string> shown{"import-missing", "import-other-missing", "import-unreadable",
                              "import-namespace", "import-id-twice"};
  for (const testing::RuleExample& twin : testing::rule_twins(LIENTHONG_ROOT "/tests/bpmn/rules"))
    shown.insert(twin.rule);
  for (const testing::RuleExample& example : testing::rule_examples()) shown.insert(example.rule);
  std::set<std::string> all;
  for (const rules::Rule& rule : rules::all_rules()) CHECK(all.insert(std::string(rule.name)).second);
  CHECK(shown == all);
}

namespace {

std::string content_of(const std::string& path) {
  std::ifstream in(LIENTHONG_ROOT "/" + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the table of rules and its page agree") {
  const std::string page = content_of("docs/formats/rules.md");
  for (const rules::Rule& rule : rules::all_rules()) {
    const bool error = rule.severity == Problem::Severity::Error;
    const std::string name(rule.name);
    const std::string row =
        "| `" + name + "` | " + std::string(rule.clause) + " | " + (error ? "error" : "warning") + " | ";
    INFO(row);
    const std::size_t at = page.find(row);
    REQUIRE(at != std::string::npos);
    // What deployment takes is held to the page by the engine's tests.
    if (rule.refuses) CHECK(page.substr(at + row.size()).starts_with("refuses | "));
    const std::string cells = page.substr(at, page.find(" |\n", at) - at);
    const std::string models = cells.substr(cells.rfind("| ") + 2);
    CHECK(content_of("tests/bpmn/" + (models == "rules_test.cpp" ? models : "rules/" + models + ".twins"))
              .find(models == "rules_test.cpp" ? name : "\n" + name + "\n") != std::string::npos);
  }
}

TEST_CASE("what is no BPMN is said once") {
  CHECK(broken("<definitions xmlns='urn:else'/>") == std::set<std::string>{"not-bpmn"});
  CHECK(broken("<a>") == std::set<std::string>{"xml-syntax"});
}

TEST_CASE("imports are followed by path, each once, and never out of the file system") {
  const std::string end = imported("<process id='q'/>");
  CHECK(broken(importing("sub/b.bpmn"), files({{"sub/b.bpmn", end}})) == std::set<std::string>{});
  CHECK(broken(importing("b.bpmn"), files({})) == std::set<std::string>{"import-missing"});
  CHECK(broken(importing("b.bpmn")) == std::set<std::string>{});
  CHECK(broken(importing("b.bpmn"), files({{"b.bpmn", "<a"}})) == std::set<std::string>{"import-unreadable"});
  CHECK(broken(importing("b.bpmn", "wrong"), files({{"b.bpmn", end}})) ==
        std::set<std::string>{"import-namespace"});
  const std::string schema = testing::file(
      "<import importType='http://www.w3.org/2001/XMLSchema' "
      "location='types.xsd' namespace='x'/>");
  CHECK(broken(schema, files({})) == std::set<std::string>{"import-other-missing"});
  CHECK(broken(schema, files({{"types.xsd", "<a"}})) == std::set<std::string>{});
  const auto never = [](const std::string& path) -> std::optional<std::string> {
    FAIL("asked for " << path);
    return std::nullopt;
  };
  CHECK(broken(importing("http://example.org/b.bpmn"), never) == std::set<std::string>{});
  CHECK(broken(importing("file:///etc/passwd"), never) == std::set<std::string>{});
  CHECK(broken(importing("/etc/passwd"), never) == std::set<std::string>{});

  const std::string import_again =
      "<import importType='http://www.omg.org/spec/BPMN/20100524/MODEL' namespace='other' location='";
  const std::string circle = imported(import_again + "b.bpmn'/><process id='q'/>");
  CHECK(broken(importing("sub/b.bpmn"), files({{"sub/b.bpmn", circle}})) == std::set<std::string>{});
  const std::string deeper = imported(import_again + "../c.bpmn'/><process id='q'/>");
  CHECK(broken(importing("sub/b.bpmn"), files({{"sub/b.bpmn", deeper}})) ==
        std::set<std::string>{"import-missing"});
  const std::string typed = imported(
      "<process id='q'><startEvent id='s'><messageEventDefinition/></startEvent><endEvent id='e'/>"
      "<sequenceFlow id='f' sourceRef='s' targetRef='e'/></process>");
  CHECK(broken(importing("b.bpmn"), files({{"b.bpmn", typed}})) ==
        std::set<std::string>{"called-process-start"});
}

TEST_CASE("ids are unique in all files of one namespace, and a file that is imported back is not another") {
  const std::string import = "<import importType='http://www.omg.org/spec/BPMN/20100524/MODEL' location='";
  const auto one = [&](const std::string& location, const std::string& space) {
    return testing::file(import + location + "' namespace='" + space + "'/>\n<message id='m'/>");
  };
  const auto other = [](const std::string& id, const std::string& space = "t") {
    return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='" + space +
           "'><message id='" + id + "'/></definitions>";
  };
  const std::set<std::string> none, twice{"import-id-twice"};
  CHECK(broken(one("b.bpmn", "t"), files({{"b.bpmn", other("m")}})) == twice);
  CHECK(broken(one("b.bpmn", "t"), files({{"b.bpmn", other("n")}})) == none);
  CHECK(broken(one("b.bpmn", "u"), files({{"b.bpmn", other("m", "u")}})) == none);
  const std::string both =
      testing::file(import + "b.bpmn' namespace='u'/>" + import + "c.bpmn' namespace='u'/><message id='m'/>");
  CHECK(broken(both, files({{"b.bpmn", other("n", "u")}, {"c.bpmn", other("n", "u")}})) == twice);
  CHECK(broken(both, files({{"b.bpmn", other("n", "u")}, {"c.bpmn", other("o", "u")}})) == none);
  CHECK(broken(one("self.bpmn", "t"), files({{"self.bpmn", one("self.bpmn", "t")}})) == none);
}

TEST_CASE("a message tells the clause, the element and the place") {
  const auto problems =
      validate(testing::file("<process id='p'>\n <task id='a' startQuantity='0'/></process>"));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message == "The startQuantity of the task \"a\" must be at least 1 (BPMN 10.3)");
  CHECK(problems[0].element_id == "a");
  CHECK(problems[0].line == 3);
  CHECK(problems[0].column == 2);
}

TEST_CASE("deployment refuses what contradicts itself, and only in executable processes") {
  const auto refused = [](const std::string& xml) {
    std::set<std::string> out;
    for (const Problem& problem : read(xml).contradictions) out.insert(problem.rule);
    return out;
  };
  const std::set<std::string> none;
  CHECK(refused(testing::around("<task id='a' completionQuantity='0'/>")) ==
        std::set<std::string>{"activity-quantity"});
  // Engines tolerate what is only redundant.
  CHECK(refused(testing::around("<exclusiveGateway id='a' gatewayDirection='Mixed'/>")) == none);
  const std::string drawing = "<process id='d'><task id='x' startQuantity='0'/></process>";
  CHECK(refused(testing::file(drawing)) == none);
  CHECK(refused(testing::process("<startEvent id='s'/>", drawing)) == none);
}

TEST_CASE("at deployment a place is complained about once") {
  Document document;
  document.problems.push_back({Problem::Severity::Error, "one", "", "a", 2, 3, ""});
  document.contradictions.push_back({Problem::Severity::Error, "other", "", "a", 2, 3, ""});
  document.contradictions.push_back({Problem::Severity::Error, "elsewhere", "", "b", 1, 1, ""});
  const auto problems = check(document);
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].rule == "elsewhere");
  CHECK(problems[1].rule == "one");
}
