#include "base/typed_value.h"
#include <catch2/catch.hpp>

using namespace lienthong;

namespace {

TypedValue typed(VariableType type, Value value) {
  TypedValue result;
  result.type = type;
  result.value = std::move(value);
  return result;
}

}  // namespace

TEST_CASE("Results of expressions become variables of a fitting type") {
  CHECK(TypedValue::of({}).type == VariableType::Null);
  CHECK(TypedValue::of(true).type == VariableType::Boolean);
  CHECK(TypedValue::of(1).type == VariableType::Integer);
  CHECK(TypedValue::of(std::int64_t{2147483647}).type == VariableType::Integer);
  CHECK(TypedValue::of(std::int64_t{2147483648}).type == VariableType::Long);
  CHECK(TypedValue::of(*Decimal::parse("1.5")).type == VariableType::Double);
  CHECK(TypedValue::of(*Decimal::parse("1e30")).type == VariableType::Double);
  CHECK(TypedValue::of("a").type == VariableType::String);
  CHECK(TypedValue::of(*parse_date_time("2022-04-12T14:50:00Z")).type == VariableType::Date);
  CHECK(TypedValue::of(Date{2022, 4, 12}) == typed(VariableType::String, Date{2022, 4, 12}));
  CHECK(TypedValue::of(List{1, "a"}) == typed(VariableType::Json, "[1,\"a\"]"));
  CHECK(TypedValue::of(Context{{"a", 1}}) == typed(VariableType::Json, "{\"a\":1}"));
  CHECK(TypedValue::of(Range{Value(1), Value(2), true, true}) == typed(VariableType::String, "[1..2]"));
}

TEST_CASE("Expressions see the content of JSON variables") {
  CHECK(typed(VariableType::Json, "{\"a\":[1]}").for_expressions() == Value(Context{{"a", List{1}}}));
  CHECK(typed(VariableType::Json, "{").for_expressions().is_null());
  CHECK(typed(VariableType::String, "{\"a\":1}").for_expressions() == Value("{\"a\":1}"));
  TypedValue object = typed(VariableType::Object, "{\"a\":1}");
  CHECK(object.for_expressions() == Value("{\"a\":1}"));
  TypedValue::Info info;
  info.serialization_data_format = "application/json";
  object.info = std::make_shared<const TypedValue::Info>(info);
  CHECK(object.for_expressions() == Value(Context{{"a", 1}}));
}

TEST_CASE("Typed values are equal when everything about them is") {
  TypedValue a = typed(VariableType::File, "x"), b = a;
  TypedValue::Info info;
  info.filename = "a.pdf";
  a.info = std::make_shared<const TypedValue::Info>(info);
  CHECK_FALSE(a == b);
  b.info = std::make_shared<const TypedValue::Info>(info);
  CHECK(a == b);
  b.transient = true;
  CHECK_FALSE(a == b);
  CHECK_FALSE(typed(VariableType::Integer, 1) == typed(VariableType::Long, 1));
}
