// The pages that list operations say what the router has, and nothing else.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include "api/engine_rest/engine_rest.h"
#include "api/v1/v1.h"

namespace lienthong::api {
namespace {

std::string file_of(const std::string& page) { return std::string(LIENTHONG_SOURCE_DIR) + "/docs/" + page; }

std::string read_page(const std::string& page) {
  std::stringstream text;
  text << std::ifstream(file_of(page)).rdbuf();
  return text.str();
}

std::string joined(const Words& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "`" : " `") + word + "`";
  return all;
}

constexpr const char* engine_rest_beginning = R"(# What `/engine-rest` answers

Made by the test `operations_test` from the router itself: an operation that is not here is answered 404,
a method that is not here 405.

The paths are below `/engine-rest` and, the same, below `/engine-rest/engine/default`. What each does is
what Camunda 7's REST API describes; what is different is said in [for workers](for-workers.md) and in
the [decisions](decisions/README.md). `HEAD` is answered where `GET` is. A list that is asked by `POST`
takes in its body what `GET` takes in its query string, but `firstResult` and `maxResults`.

A word that stands here under another operation and not under this one, or one that differs from a word
of this one in a letter or its capitals, is refused with 400 and the right word. A word that no operation
knows is ignored, as clients of the contract expect; so are those of a body that clients send along and
that say nothing there (`workerId` of a variable). A word that stands here is refused with 400 where it
asks for what the engine does not do, such as cases or skipped mappings. What a filter costs:
[lists](formats/lists.md). How large requests may be: [limits](limits.md).

The form of `POST /deployment/create` has `deployment-name`, `deployment-source`, `tenant-id`,
`enable-duplicate-filtering` (`true`: what is deployed already under this name and source is not deployed
again), `deploy-changed-only`, and a part for each file; that of a variable's `data` has `data` and
`valueType`.

)";

/// "/process-instance/{id}/variables" stands under "process-instance"; history has a heading a resource.
std::string heading_of(const std::string& pattern) {
  const std::size_t first = pattern.find('/', 1);
  if (pattern.starts_with("/history/")) return pattern.substr(1, pattern.find('/', 9) - 1);
  return pattern.substr(1, first == std::string::npos ? first : first - 1);
}

std::string engine_rest_page(const Router& router) {
  std::map<std::string, std::string> sections;
  for (const Route* route : router.all()) {
    std::string& section = sections[heading_of(route->pattern)];
    section += "### `" + route->name() + "`\n\n";
    if (route->takes_form) section += "A form (`multipart/form-data`).\n\n";
    if (const std::string query = joined(route->query); !query.empty()) section += "Query: " + query + "\n\n";
    if (const std::string body = joined(route->body); !body.empty()) section += "Body: " + body + "\n\n";
  }
  std::string page = engine_rest_beginning;
  for (const auto& [heading, section] : sections) page += "## " + heading + "\n\n" + section;
  page.pop_back();
  return page;
}

}  // namespace

TEST_CASE("docs/engine-rest.md lists every operation with what it may be asked") {
  Router router;
  add_engine_rest(router);
  const std::string page = engine_rest_page(router);
  if (std::getenv("REFRESH_DOCS")) std::ofstream(file_of("engine-rest.md")) << page;
  INFO("To refresh the page: REFRESH_DOCS=1 api_tests \"docs/engine-rest*\"");
  CHECK((read_page("engine-rest.md") == page));
}

TEST_CASE("docs/api-v1.md tells of every operation of our own with its words, and of no other") {
  Router router;
  add_own_routes(router, {true});
  std::map<std::string, std::string> told;  // by the heading: what stands below it
  std::istringstream page(read_page("api-v1.md"));
  std::string* section = nullptr;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("### `"))
      section = &told[line.substr(5, line.rfind('`') - 5)];
    else if (line.starts_with("## "))
      section = nullptr;
    else if (section)
      *section += line + "\n";
  }
  std::set<std::string> there;
  for (const Route* route : router.own().all()) {
    INFO(route->name());
    there.insert(route->name());
    for (const Words* words : {&route->query, &route->body})
      for (const std::string& word : *words) {
        INFO(word);
        CHECK(told[route->name()].find("`" + word + "`") != std::string::npos);
      }
    CHECK(told.contains(route->name()));
  }
  for (const auto& [name, text] : told) {
    INFO(name);
    CHECK(there.contains(name));
  }
}

}  // namespace lienthong::api
