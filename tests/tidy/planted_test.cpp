// The rules, each on text that breaks it and on the nearest text that does not.
#include <catch2/catch.hpp>
#include "tests/tidy/rules.h"

using namespace tidy;

namespace {

std::string repeated(std::string_view line, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += line;
  return text;
}
File cpp(std::string text, std::string path = "engine/a.cpp") {
  return file_of(std::move(path), std::move(text));
}

}  // namespace

TEST_CASE("A line of 111 columns is seen, and one of 110 letters of several bytes is not") {
  CHECK(long_lines(cpp(std::string(111, 'x'))).size() == 1);
  CHECK(long_lines(cpp(repeated("ệ", 110))).empty());
}

TEST_CASE("A function of 81 lines is seen in a class, in a namespace and as a test") {
  for (std::string head : {"void f() {\n", "namespace a {\nstruct B : C {\nint f(int x) const noexcept {\n",
                           "TEST_CASE(\"a\") {\n", "A::A(int x) : x_(x) {\n"}) {
    std::string tail = head.starts_with("namespace") ? "}\n};\n}\n" : "}\n";
    CHECK(long_functions(cpp(head + repeated("  if (x) { y(); }\n", 79) + tail)).size() == 1);
    CHECK(long_functions(cpp(head + repeated("  if (x) { y(); }\n", 78) + tail)).empty());
  }
}

TEST_CASE("Braces in strings, raw strings, comments and characters are no braces") {
  CHECK(long_functions(
            cpp("void f() {\n  a(\"{\"); b('{'); c(R\"x({ )\" )x\"); // {\n  d(1'000'000); /* { */\n}\n"))
            .empty());
  CHECK(long_functions(cpp("void f() {\n  {\n}\n")).size() == 1);
}

TEST_CASE("A long list of rows at namespace level is no function, and a file of 501 lines is too long") {
  CHECK(long_functions(cpp("const int table[] = {\n" + repeated("  1,\n", 200) + "};\n")).empty());
  CHECK(long_file(cpp(repeated("\n", 501))).size() == 1);
  CHECK(long_file(cpp(repeated("\n", 500))).empty());
}

TEST_CASE("An include against the arrows is seen") {
  CHECK(wrong_includes(cpp("#include \"storage/sqlite.h\"\n")).size() == 1);
  CHECK(wrong_includes(cpp("#include \"bpmn/model.h\"\n", "feel/a.cpp")).size() == 1);
  CHECK(wrong_includes(cpp("#include \"api/server.h\"\n", "storage/a.h")).size() == 1);
  CHECK(wrong_includes(cpp("#include \"office/unit.h\"\n", "adapters/a.h")).size() == 1);
  CHECK(wrong_includes(cpp("#include \"office/unit.h\"\n", "api/a.h")).empty());
  CHECK(wrong_includes(cpp("#include \"bpmn/model.h\"\n")).empty());
  CHECK(wrong_includes(cpp("#include \"model.h\"\n", "bpmn/a.cpp")).size() == 1);
}

TEST_CASE("An arrow that leads up between the rooms of engine/ is seen") {
  CHECK(wrong_rooms(cpp("#include \"engine/driver/driver.h\"\n", "engine/waits/a.cpp")).size() == 1);
  CHECK(wrong_rooms(cpp("#include \"engine/engine.h\"\n", "engine/commands/a.cpp")).size() == 1);
  CHECK(wrong_rooms(cpp("#include \"engine/rows/tree.h\"\n", "engine/waits/a.cpp")).empty());
  CHECK(wrong_rooms(cpp("#include \"engine/commands.h\"\n", "engine/commands/a.h")).empty());
  CHECK(wrong_rooms(cpp("#include \"engine/commands.h\"\n", "engine/work/a.h")).size() == 1);
  CHECK(wrong_rooms(cpp("struct A {\n  virtual void f() = 0;\n};\n", "engine/data/a.h")).size() == 1);
  CHECK(wrong_rooms(cpp("struct A {\n  int f = 0;\n};\n", "engine/data/a.h")).empty());
  CHECK(wrong_rooms(cpp("class A {\n  friend class B;\n};\n", "engine/data/a.h")).size() == 1);
}

TEST_CASE("A class of 41 members is seen, whatever its members are") {
  for (std::string member : {"  int a;\n", "  void f(int, int);\n", "  int g() { return {1, 2}; }\n",
                             "  std::map<int, int> m{1, 2};\n"}) {
    CHECK(crowded_classes(cpp("class A {\n" + repeated(member, 41) + "};\n")).size() == 1);
    CHECK(crowded_classes(cpp("class A {\n" + repeated(member, 40) + "};\n")).empty());
  }
  CHECK(crowded_classes(cpp("struct A {\n" + repeated("  int a, b;\n", 21) + "};\n")).size() == 1);
  CHECK(crowded_classes(cpp("struct A {\n" + repeated("  using B = int;\n", 60) + "};\n")).empty());
}

TEST_CASE("A class that is defined in four files is seen") {
  Tree tree;
  for (const char* name : {"a", "b", "c"})
    tree.push_back(cpp("void A::f() {\n}\n", std::string("engine/") + name + ".cpp"));
  CHECK(scattered_classes(tree).empty());
  tree.push_back(cpp("int A::g(B::C c) {\n}\n", "engine/d.cpp"));
  CHECK(scattered_classes(tree).size() == 1);
}

TEST_CASE("A foreign library is seen in a header and away from home") {
  CHECK(wrong_includes(cpp("#include <sqlite3.h>\n", "storage/a.h")).size() == 1);
  CHECK(wrong_includes(cpp("#include <sqlite3.h>\n", "storage/a.cpp")).empty());
  CHECK(wrong_includes(cpp("#  include <sqlite3.h>\n")).size() == 1);
  CHECK(wrong_includes(cpp("#include <boost/asio.hpp>\n", "engine/a.cpp")).size() == 1);
}

TEST_CASE("A library that needs too much, or less than its includes use, is seen") {
  File model = cpp("#include \"base/ids.h\"\n", "bpmn/model.h");
  File base = file_of("base/CMakeLists.txt", "lienthong_library(base a.cpp)\n");
  CHECK(wrong_libraries(
            {base, file_of("bpmn/CMakeLists.txt", "lienthong_library(bpmn a.cpp\n  NEEDS lienthong_base)\n"),
             model})
            .empty());
  CHECK(wrong_libraries({base, file_of("bpmn/CMakeLists.txt", "lienthong_library(bpmn a.cpp)\n"), model})
            .size() == 1);
  CHECK(wrong_libraries({base, model}).size() == 1);
  CHECK(wrong_libraries(
            {file_of("base/CMakeLists.txt", "lienthong_library(base a.cpp NEEDS lienthong_engine)\n")})
            .size() == 1);
}

TEST_CASE("Banned words are seen as words, not inside others") {
  CHECK(banned_words(cpp("// TODO later\n")).size() == 1);
  CHECK(banned_words(cpp("// mkstemp(\"aXXXXXX\"), HACKING.md\n")).empty());
  CHECK(banned_words(cpp("class TaskManager {};\nstruct StoreImpl {};\nstruct JobUtils;\n")).size() == 3);
  CHECK(banned_words(cpp("struct Implementation {};\nstruct Utility {};\n")).empty());
  CHECK(banned_words(file_of("docs/a.md", "see /tmp/x and /work/y\n")).size() == 2);
  CHECK(banned_words(file_of("docs/a.md", "https://h/api/work/y and docs/tmp/x\n")).empty());
}

TEST_CASE("A braced temporary behind co_await is seen") {
  CHECK(compiler_traps(cpp("co_await f({a, text});\n")).size() == 1);
  CHECK(compiler_traps(cpp("co_await x.f(1, api::Record{a, text});\n")).size() == 1);
  CHECK(compiler_traps(cpp("co_await f(std::move(record));\nauto r = Record{a};\n")).empty());
  CHECK(compiler_traps(cpp("co_await f([&](int x) { return x; });\n")).empty());
}

TEST_CASE("A regex of the standard library is seen") {
  CHECK(compiler_traps(cpp("const std::regex placed(text);\n")).size() == 1);
  CHECK(compiler_traps(cpp("const boost::regex placed(text);\n")).empty());
}

TEST_CASE("An index that the right side reads is seen") {
  CHECK(compiler_traps(cpp("rows[++last] = {last, 1};\n")).size() == 1);
  CHECK(compiler_traps(cpp("rows[last++] = next(last);\n")).size() == 1);
  CHECK(compiler_traps(cpp("rows[++last] = {lasting, 1};\nrows[i] = i;\n")).empty());
}

TEST_CASE("A page without a title and a link to nowhere are seen") {
  CHECK(untitled_page(file_of("docs/a.md", "\n## A\n")).size() == 1);
  Tree tree{file_of("docs/a.md", "# A page\n[b](b.md) [c](b.md#one-thing) [d](https://x.y) `[e](e.md)`\n"),
            file_of("docs/b.md", "# B\n## One thing\n")};
  CHECK(broken_links(tree[0], tree).empty());
  CHECK(broken_links(file_of("docs/c.md", "[x](../b.md) [y](b.md#two)\n"), tree).size() == 2);
  CHECK(missing_changelog(tree).size() == 1);
}
