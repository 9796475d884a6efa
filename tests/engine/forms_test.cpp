// Camunda Forms as files: what is wrong with one has its place.
#include <catch2/catch.hpp>
#include "engine/definitions/outside.h"

using namespace lienthong;
using namespace lienthong::engine;

namespace {

/// `rule line:column` of each.
std::string told(const std::string& bytes) {
  std::string all;
  for (const Problem& p : check_form(bytes))
    all += (all.empty() ? "" : ", ") + p.rule + " " + std::to_string(p.line) + ":" + std::to_string(p.column);
  return all;
}

std::string words(const std::string& bytes) {
  std::string all;
  for (const Problem& p : check_form(bytes)) all += p.message + "\n";
  return all;
}

std::string form(const std::string& components, const std::string& more = "") {
  return "{\"id\": \"f\",\n \"components\": [\n" + components + "]" + more + "}";
}

}  // namespace

TEST_CASE("a component is told at its own place, by its key or id, however deep it stands") {
  const std::string nested =
      "  {\"type\": \"textfield\", \"key\": \"a\"},\n  {\"type\": \"group\", \"label\": \"ă}{\",\n"
      "   \"components\": [{\"type\": \"number\", \"key\": \"n\"}, {\"type\": \"select\", \"key\": "
      "\"color\"}]}";
  CHECK(told(form(nested)) == "form-component 5:51");
  CHECK(words(form(nested)).find("The select \"color\" has no values") == 0);
  const std::string without_key =
      "  {\"type\": \"group\", \"components\": [\n    {\"type\": \"textfield\", \"id\": \"Field_1\"}]}";
  CHECK(told(form(without_key)) == "form-component 4:5");
  CHECK(words(form(without_key)).find("The textfield \"Field_1\" has no key") == 0);
  CHECK(told(form(" \"x\"")) == "form-component 1:1");
  CHECK(told(form("  {\"key\": \"a\"}")) == "form-component 3:3");
  CHECK(told(form("{\"type\": \"number\", \"key\": \"a b\"}")) == "form-component 3:1");
}

TEST_CASE("a type that no task list shows is told with the nearest one") {
  CHECK(words(form("{\"type\": \"textfeld\", \"key\": \"x\"}")).find("do you mean textfield?") !=
        std::string::npos);
  for (const char* known :
       {"textfield", "textarea", "number", "checkbox", "datetime", "filepicker", "expression"})
    CHECK(told(form("{\"type\": \"" + std::string(known) + "\", \"key\": \"x\"}")).empty());
  for (const char* shown : {"text", "html", "image", "button", "separator", "spacer", "iframe", "table"})
    CHECK(told(form("{\"type\": \"" + std::string(shown) + "\"}")).empty());
  CHECK(told(form("{\"type\": \"radio\", \"key\": \"x\", \"valuesKey\": \"all\"}")).empty());
}

TEST_CASE("what stands twice in a form is told") {
  CHECK(told("{\"id\": \"a\", \"id\": \"b\", \"components\": []}") == "form-property-twice 1:1");
  CHECK(told(form(" {\"type\": \"text\", \"key\": \"a\",\n \"key\": \"b\"}")) == "form-property-twice 3:2");
  const auto group = [](const std::string& path) {
    return form(" {\"type\": \"number\", \"key\": \"q\"},\n {\"type\": \"group\"" + path +
                ", \"components\": [{\"type\": \"number\", \"key\": \"q\"}]}");
  };
  CHECK(told(group("")) == "form-key-twice 4:35");
  CHECK(told(group(", \"path\": \"g\"")).empty());
}

TEST_CASE("a form of another engine is told") {
  CHECK(told(form("", ", \"executionPlatform\": \"Camunda Cloud\"")) == "form-other-engine 1:1");
  CHECK(told(form("", ", \"executionPlatform\": \"Camunda Platform\"")).empty());
  CHECK(told("{\"id\": \"f\", \"fields\": []}") == "form-without-components 1:1");
  CHECK(words("{\"id\": \"f\", \"fields\": []}").find("another engine") != std::string::npos);
  CHECK(words("{\"id\": \"f\"}").find("another engine") == std::string::npos);
  CHECK(told("\xEF\xBB\xBF" + form("")).empty());
}
