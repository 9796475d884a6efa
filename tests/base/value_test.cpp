#include "base/value.h"
#include <catch2/catch.hpp>

using namespace lienthong;

TEST_CASE("Values know their kind and refuse to be another") {
  CHECK(Value().is_null());
  CHECK(Value(1).kind() == Value::Kind::Number);
  CHECK(Value("a").kind() == Value::Kind::String);
  CHECK(Value(Date{2022, 4, 12}).kind() == Value::Kind::Date);
  CHECK(Value(List{}).is_list());
  CHECK(Value(Context{}).is_context());
  CHECK(Value(Range{}).kind() == Value::Kind::Range);
  CHECK(Value(std::make_shared<const Callable>()).kind() == Value::Kind::Function);
  CHECK_THROWS_AS(Value(1).string(), std::bad_variant_access);
  CHECK(std::string(name(Value::Kind::DaysTime)) == "days and time duration");
}

TEST_CASE("Values are equal in depth") {
  CHECK(Value(1) == Value(*Decimal::parse("1.0")));
  CHECK_FALSE(Value(1) == Value("1"));
  CHECK(Value(List{1, "a", Value()}) == Value(List{1, "a", Value()}));
  CHECK_FALSE(Value(List{1}) == Value(List{1, 2}));
  CHECK(Value(Context{{"a", 1}, {"b", 2}}) == Value(Context{{"b", 2}, {"a", 1}}));
  CHECK_FALSE(Value(Context{{"a", 1}, {"b", 2}}) == Value(Context{{"a", 1}, {"c", 2}}));
  CHECK(Value(Range{Value(1), Value(2), true, false}) == Value(Range{Value(1), Value(2), true, false}));
  CHECK_FALSE(Value(Range{Value(1), Value(2), true, false}) == Value(Range{Value(1), Value(2), true, true}));
  const Value function(std::make_shared<const Callable>());
  CHECK(function == Value(function));
  CHECK_FALSE(function == Value(std::make_shared<const Callable>()));
  Time zoned;
  zoned.zone = std::make_shared<const std::string>("UTC");
  Time other = zoned;
  other.zone = std::make_shared<const std::string>("UTC");
  CHECK(Value(zoned) == Value(other));
  CHECK_FALSE(Value(zoned) == Value(Time()));
}

TEST_CASE("Large and deep contexts compare quickly whatever their order") {
  Context forward, backward;
  for (int i = 0; i < 20'000; ++i) {
    forward.entries.emplace_back("key" + std::to_string(i), i);
    backward.entries.emplace_back("key" + std::to_string(19'999 - i), 19'999 - i);
  }
  CHECK(Value(forward) == Value(backward));
  Value left(1), right(2);
  for (int i = 0; i < 60; ++i) {
    left = Context{{"a", left}, {"b", i}};
    right = Context{{"b", i}, {"a", right}};
  }
  CHECK_FALSE(left == right);
  CHECK_FALSE(left == left.context().entries[0].second);
}

TEST_CASE("Contexts keep their order and unique names") {
  Context context{{"b", 1}, {"a", 2}, {"b", 3}};
  REQUIRE(context.entries.size() == 2);
  CHECK(context.entries[0].first == "b");
  CHECK(*context.find("b") == Value(3));
  CHECK(context.find("c") == nullptr);
  context.put("a", 9);
  CHECK(*Value(context).find("a") == Value(9));
  CHECK(Value(1).find("a") == nullptr);
}

TEST_CASE("Values are read by people") {
  CHECK(text(Value("a")) == "a");
  CHECK(text(Value()) == "null");
  CHECK(text(Value(List{1, "a\"b\n", Value(), true})) == "[1, \"a\\\"b\\n\", null, true]");
  CHECK(text(Value(Context{{"a b", 1}, {"c-d", List{}}})) == "{a b: 1, \"c-d\": []}");
  CHECK(text(Value(Range{Value(1), Value(5), true, false})) == "[1..5)");
  CHECK(text(Value(Range{std::nullopt, Value(5), false, true})) == "(..5]");
  CHECK(text(Value(YearsMonths{14})) == "P1Y2M");
}

TEST_CASE("Text of a value that nests beyond measure is cut off") {
  Value deep(1);
  for (int i = 0; i < 3'000; ++i) deep = List{deep};
  CHECK(text(deep).find("…") != std::string::npos);
}

TEST_CASE("An entry is present when it is there and not null") {
  const Value object(Context{{"name", "Hoa"}, {"age", 7}, {"nothing", nullptr}, {"empty", ""}});
  REQUIRE(present(object, "name"));
  CHECK(present(object, "name")->string() == "Hoa");
  CHECK(present(object, "empty"));
  CHECK_FALSE(present(object, "nothing"));
  CHECK_FALSE(present(object, "absent"));
  CHECK_FALSE(present(Value(7), "name"));
  CHECK(text_at(object, "age") == "7");
  CHECK(text_at(object, "nothing").empty());
  CHECK(text_at(object, "absent").empty());
  CHECK(text_or_none(Value(7)) == "7");
  CHECK_FALSE(text_or_none(Value()));
}
