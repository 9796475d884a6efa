#include "base/fit.h"
#include <catch2/catch.hpp>

using namespace lienthong;

namespace {

struct Row {
  Value given;
  VariableType wanted;
  std::optional<Value> value;
  std::string why;
};

}  // namespace

TEST_CASE("A value is fitted to a variable's type, or it is said why not") {
  const std::string whole = "must be a whole number";
  const std::string integer = whole + " of at least -2147483648 and at most 2147483647";
  const std::string small = whole + " of at least -32768 and at most 32767";
  const Decimal half = *Decimal::parse("0.5");
  const DateTime noon = *parse_date_time("2022-04-12T12:00:00+07:00");
  const DateTime midnight{{2022, 4, 12}, {}};
  const Row rows[] = {
      {nullptr, VariableType::Boolean, Value(), ""},
      {"x", VariableType::Null, std::nullopt, "must be null"},
      {true, VariableType::Boolean, true, ""},
      {"false", VariableType::Boolean, false, ""},
      {"True", VariableType::Boolean, {}, "must be true or false"},
      {1, VariableType::Boolean, {}, "must be true or false"},
      {7, VariableType::Integer, 7, ""},
      {"-7", VariableType::Integer, -7, ""},
      {*Decimal::parse("7.0"), VariableType::Integer, 7, ""},
      {half, VariableType::Integer, {}, integer},
      {std::int64_t{2147483648}, VariableType::Integer, {}, integer},
      {std::int64_t{2147483648}, VariableType::Long, std::int64_t{2147483648}, ""},
      {32768, VariableType::Short, {}, small},
      {"7 files", VariableType::Long, {}, whole},
      {"", VariableType::Long, {}, whole},
      {true, VariableType::Long, {}, whole},
      {List{7}, VariableType::Long, {}, whole},
      {half, VariableType::Double, half, ""},
      {"0.5", VariableType::Double, half, ""},
      {"half", VariableType::Double, {}, "must be a number"},
      {7, VariableType::String, "7", ""},
      {true, VariableType::String, "true", ""},
      {"7", VariableType::String, "7", ""},
      {Context{{"a", 1}}, VariableType::String, {}, "must be a text"},
      {noon, VariableType::Date, noon, ""},
      {"2022-04-12T12:00:00+07:00", VariableType::Date, noon, ""},
      {"2022-04-12T12:00:00.000+0700", VariableType::Date, noon, ""},
      {"2022-04-12T12:00+07:00", VariableType::Date, noon, ""},
      {"2022-4-12T12:0+0700", VariableType::Date, noon, ""},
      {"2022-04-12T00:00", VariableType::Date, *parse_date_time("2022-04-12T00:00:00"), ""},
      {"2022-04-12T12", VariableType::Date, {}, "must be a date"},
      {"2022-04-12", VariableType::Date, midnight, ""},
      {Date{2022, 4, 12}, VariableType::Date, midnight, ""},
      {"12/04/2022", VariableType::Date, {}, "must be a date"},
      {20220412, VariableType::Date, {}, "must be a date"},
      {"{}", VariableType::Json, "{}", ""},
      {Context{}, VariableType::Json, {}, "must be a text"},
      {7, VariableType::Bytes, {}, "must be a text"},
  };
  for (const Row& row : rows) {
    INFO(text(row.given) << " as " << name_of(row.wanted));
    const Fitting got = fit(row.given, row.wanted);
    CHECK(got.value == row.value);
    CHECK(got.why == row.why);
    CHECK(bool(got) == row.value.has_value());
  }
}

TEST_CASE("A whole number keeps within its bounds") {
  CHECK(fit_whole(0, 0).value == Value(0));
  CHECK(fit_whole(-1, 0).why == "must be a whole number of at least 0");
  CHECK(fit_whole(8, std::numeric_limits<std::int64_t>::min(), 7).why ==
        "must be a whole number of at most 7");
  CHECK(fit_whole("9223372036854775807").value == Value(std::numeric_limits<std::int64_t>::max()));
  CHECK_FALSE(fit_whole("9223372036854775808"));
}
