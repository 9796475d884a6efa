#include "base/check.h"
#include <catch2/catch.hpp>
#include <stdexcept>
#include "base/typed_value.h"

using namespace lienthong;

TEST_CASE("A check that holds says nothing, another names its place") {
  CHECK_NOTHROW(check(true, "all is well"));
  try {
    check(false, "sums agree");
    FAIL("nothing was thrown");
  } catch (const std::logic_error& error) {
    const std::string text = error.what();
    CHECK(text == "sums agree (tests/base/check_test.cpp:11)");
  }
}

TEST_CASE("Names lead to enumerators and back") {
  CHECK(name_of(VariableType::Long) == "Long");
  CHECK(from_name<VariableType>("Object") == VariableType::Object);
  CHECK(from_name<VariableType>("object") == std::nullopt);
}
