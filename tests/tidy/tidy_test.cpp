#include <catch2/catch.hpp>
#include "tests/tidy/rules.h"

using namespace tidy;

namespace {

const Tree& repository() {
  static const Tree tree = read_tree(LIENTHONG_SOURCE_DIR);
  return tree;
}

template <class Rule>
void expect_none(Rule rule) {
  for (const File& file : repository())
    for (const std::string& problem : rule(file)) FAIL_CHECK(problem);
}

}  // namespace

TEST_CASE("The tree is read") { CHECK(repository().size() > 100); }
TEST_CASE("No line has more than 110 columns") { expect_none(long_lines); }
TEST_CASE("No function has more than 80 lines") { expect_none(long_functions); }
TEST_CASE("No file has more than 500 lines") { expect_none(long_file); }
TEST_CASE("Includes follow the arrows of the layers and leave foreign libraries at home") {
  expect_none(wrong_includes);
}
TEST_CASE("Each layer is a library that needs what its includes use and no more than the layers allow") {
  for (const std::string& problem : wrong_libraries(repository())) FAIL_CHECK(problem);
}
TEST_CASE("The rooms of engine/ have arrows one way, one face that leads up, and no friends") {
  expect_none(wrong_rooms);
}
TEST_CASE("No class of engine/ has more than 40 members") { expect_none(crowded_classes); }
TEST_CASE("No class of engine/ is defined in more than three files") {
  for (const std::string& problem : scattered_classes(repository())) FAIL_CHECK(problem);
}
TEST_CASE("No file holds banned words") { expect_none(banned_words); }
TEST_CASE("No code steps into the traps of our compilers") { expect_none(compiler_traps); }
TEST_CASE("Every page has a title") { expect_none(untitled_page); }
TEST_CASE("Every link of a page leads somewhere") {
  expect_none([](const File& file) { return broken_links(file, repository()); });
}
TEST_CASE("The changelog names what changed") {
  for (const std::string& problem : missing_changelog(repository())) FAIL_CHECK(problem);
}
