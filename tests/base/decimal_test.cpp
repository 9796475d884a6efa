#include "base/decimal.h"
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

using namespace lienthong;

namespace {

Decimal number(const char* text) {
  const std::optional<Decimal> parsed = Decimal::parse(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

std::string shown(const std::optional<Decimal>& number) { return number ? number->text() : "nothing"; }

}  // namespace

TEST_CASE("Text is read exactly and written shortly") {
  const std::vector<std::pair<const char*, const char*>> rows{
      {"0", "0"},
      {"-0", "0"},
      {"0.000", "0"},
      {"12", "12"},
      {"-0.5", "-0.5"},
      {".5", "0.5"},
      {"+7", "7"},
      {"1.50", "1.5"},
      {"1e3", "1000"},
      {"1E-3", "0.001"},
      {"1e+3", "1000"},
      {"100000000000000000000", "100000000000000000000"},
      {"1234567890123456789012345678901234", "1234567890123456789012345678901234"},
      {"0.1234567890123456789012345678901234", "0.1234567890123456789012345678901234"},
      {"12345678901234567890123456789012345", "12345678901234567890123456789012340"},  // half to even
      {"12345678901234567890123456789012355", "12345678901234567890123456789012360"},
      {"123456789012345678901234567890123450000000000001",
       "1.234567890123456789012345678901235e47"},  // just above half
      {"99999999999999999999999999999999999", "100000000000000000000000000000000000"},
      {"1e6144", "1e6144"},
      {"1e-6176", "1e-6176"},
      {"4e-6177", "0"},
      {"6e-6177", "1e-6176"},
      {"0e9999", "0"},
      {"1e-99999999999", "0"},
      {"0.00000000000000000000000000000000000000000000000001", "1e-50"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(number(text).text() == expected);
    CHECK(number(expected) == number(text));
  }
}

TEST_CASE("What is no number or out of range is nothing") {
  for (const char* text :
       {"",    "-",   ".",     "1.",  "e5",  "1e",       "1e+",    "1e-",
        "0x1", "1 ",  " 1",    "1,5", "NaN", "Infinity", "1e6145", "1e99999999999999999999",
        "--1", "+-1", "1e+-5", "1..2"}) {
    INFO(text);
    CHECK_FALSE(Decimal::parse(text).has_value());
  }
  CHECK_FALSE(Decimal::parse(std::string(100'000, '1')).has_value());
  CHECK(Decimal::parse(std::string(10'000, '0') + "1") == Decimal(1));
}

TEST_CASE("Arithmetic is decimal") {
  CHECK(shown(add(number("0.1"), number("0.2"))) == "0.3");
  CHECK(shown(subtract(number("1"), number("0.9"))) == "0.1");
  CHECK(shown(multiply(number("1.1"), number("1.1"))) == "1.21");
  CHECK(shown(divide(number("1"), number("3"))) == "0.3333333333333333333333333333333333");
  CHECK(shown(divide(number("2"), number("3"))) == "0.6666666666666666666666666666666667");
  CHECK(shown(divide(number("1"), number("0"))) == "nothing");
  CHECK(shown(divide(number("0"), number("0"))) == "nothing");
  CHECK(shown(multiply(number("1e6000"), number("1e6000"))) == "nothing");
  CHECK(shown(add(number("9e6144"), number("9e6144"))) == "nothing");
  CHECK((-number("5")).text() == "-5");
  CHECK((-number("0")).text() == "0");
}

TEST_CASE("Powers and irrational functions") {
  CHECK(shown(power(number("2"), number("100"))) == "1267650600228229401496703205376");
  CHECK(shown(power(number("2"), number("-2"))) == "0.25");
  CHECK(shown(power(number("0"), number("0"))) == "1");
  CHECK(shown(power(number("0"), number("-1"))) == "nothing");
  CHECK(shown(power(number("-2"), number("0.5"))) == "nothing");
  CHECK(shown(power(number("4"), number("0.5"))) == "2");
  CHECK(shown(power(number("10"), number("9999"))) == "nothing");
  CHECK(shown(power(number("10"), number("-9999"))) == "0");
  CHECK(shown(square_root(number("2"))) == "1.414213562373095048801688724209698");
  CHECK(shown(square_root(number("0.01"))) == "0.1");
  CHECK(shown(square_root(number("0"))) == "0");
  CHECK(shown(square_root(number("152415787532388367501905199875019052100"))) == "12345678901234567890");
  CHECK(shown(square_root(number("-1"))) == "nothing");
  CHECK(shown(exponential(number("0"))) == "1");
  CHECK(shown(exponential(number("1"))).substr(0, 33) == "2.7182818284590452353602874713526");
  CHECK(shown(exponential(number("1e9"))) == "nothing");
  CHECK(shown(logarithm(number("10"))).substr(0, 33) == "2.3025850929940456840179914546843");
  CHECK(shown(logarithm(number("0"))) == "nothing");
}

TEST_CASE("The remainder has the sign of the divisor and is exact") {
  CHECK(shown(modulo(number("12"), number("5"))) == "2");
  CHECK(shown(modulo(number("-12"), number("5"))) == "3");
  CHECK(shown(modulo(number("12"), number("-5"))) == "-3");
  CHECK(shown(modulo(number("-12"), number("-5"))) == "-2");
  CHECK(shown(modulo(number("10.1"), number("4.5"))) == "1.1");
  CHECK(shown(modulo(number("1e100"), number("7"))) == "4");
  CHECK(shown(modulo(number("1"), number("1e100"))) == "1");
  CHECK(shown(modulo(number("5"), number("0"))) == "nothing");
}

TEST_CASE("Rounding in every direction") {
  using Rounding = Decimal::Rounding;
  struct Row {
    Rounding mode;
    const char *low, *half, *high, *negative_half;
  };
  const std::vector<Row> rows{
      {Rounding::Up, "3", "3", "3", "-3"},      {Rounding::Down, "2", "2", "2", "-2"},
      {Rounding::Floor, "2", "2", "2", "-3"},   {Rounding::Ceiling, "3", "3", "3", "-2"},
      {Rounding::HalfUp, "2", "3", "3", "-3"},  {Rounding::HalfDown, "2", "2", "3", "-2"},
      {Rounding::HalfEven, "2", "2", "3", "-2"}};
  for (const Row& row : rows) {
    CHECK(number("2.4").rounded(0, row.mode).text() == row.low);
    CHECK(number("2.5").rounded(0, row.mode).text() == row.half);
    CHECK(number("2.6").rounded(0, row.mode).text() == row.high);
    CHECK(number("-2.5").rounded(0, row.mode).text() == row.negative_half);
    CHECK(number("7").rounded(3, row.mode).text() == "7");
  }
  CHECK(number("3.5").rounded(0, Rounding::HalfEven).text() == "4");
  CHECK(number("1555").rounded(-2, Rounding::HalfEven).text() == "1600");
  CHECK(number("0.001").rounded(-50, Rounding::Up).text() == "1e50");
  CHECK(number("-1.5").floor().text() == "-2");
  CHECK(number("-1.5").truncated().text() == "-1");
  CHECK(number("123456").significant(3).text() == "123000");
}

TEST_CASE("Order is numeric") {
  CHECK(number("1.0") == number("1"));
  CHECK(number("0") == number("-0"));
  CHECK(number("1e3") == number("1000.000"));
  CHECK(number("-1") < number("0.5"));
  CHECK(number("-2") < number("-1"));
  CHECK(number("1e100") > number("9e99"));
  CHECK(number("1e-100") > number("0"));
}

TEST_CASE("Whole numbers and doubles come and go") {
  for (const std::int64_t n : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
                               std::int64_t{42}, std::numeric_limits<std::int64_t>::max()}) {
    CHECK(Decimal(n).to_integer() == n);
    CHECK(Decimal(n).text() == std::to_string(n));
  }
  CHECK(number("1e3").to_integer() == 1000);
  CHECK(number("12.00").to_integer() == 12);
  CHECK_FALSE(number("12.5").to_integer().has_value());
  CHECK_FALSE(number("9223372036854775808").to_integer().has_value());
  CHECK(number("-9223372036854775808").to_integer() == std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(number("1e40").to_integer().has_value());
  CHECK(number("1e40").is_integer());
  CHECK_FALSE(number("1e-40").is_integer());
  for (const double d : {0.1, 1.0 / 3, 1e300, -2.5, 5e-324, 1.7976931348623157e308, 123456789.125}) {
    const std::optional<Decimal> decimal = Decimal::from_double(d);
    REQUIRE(decimal.has_value());
    CHECK(decimal->to_double() == d);
  }
  CHECK(Decimal::from_double(0.1)->text() == "0.1");
  CHECK_FALSE(Decimal::from_double(std::nan("")).has_value());
  CHECK_FALSE(Decimal::from_double(HUGE_VAL).has_value());
  CHECK(number("1e6000").to_double() == HUGE_VAL);
  CHECK(number("-1e-6000").to_double() == 0);
}
