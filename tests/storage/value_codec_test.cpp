#include "engine/rows/value_codec.h"
#include <catch2/catch.hpp>
#include "random_rows.h"

using namespace lienthong;
using namespace lienthong::engine;
using storage::RandomRows;

namespace {

struct Cells {
  explicit Cells(const TypedValue& value)
      : cells{Cell::of_text(name_of(value.type)), text_part(value, text), number_part(value),
              blob_part(value, blob)} {}
  std::string text, blob;
  Cell cells[value_columns];
};

TypedValue typed(VariableType type, Value value) {
  TypedValue made;
  made.type = type;
  made.value = std::move(value);
  return made;
}

}  // namespace

TEST_CASE("a typed value comes back from its four columns exactly") {
  RandomRows random(1);
  for (int i = 0; i < 5'000; ++i) {
    TypedValue value = random.value();
    Cells cells(value);
    INFO(name_of(value.type) << " " << text(value.value));
    REQUIRE(value_of(cells.cells) == value);
  }
}

TEST_CASE("common values need no bytes beside text and number") {
  for (const TypedValue& value :
       {typed(VariableType::Null, {}), typed(VariableType::Boolean, true),
        typed(VariableType::Long, std::int64_t{1} << 62), typed(VariableType::Double, *Decimal::parse("0.1")),
        typed(VariableType::String, "hồ sơ"), typed(VariableType::Json, "[1]"),
        typed(VariableType::String, {})})
    CHECK(Cells(value).cells[3].is_null());
  CHECK_FALSE(
      Cells(typed(VariableType::Double, *Decimal::parse("0.10000000000000000001"))).cells[3].is_null());
  CHECK(Cells(typed(VariableType::Bytes, std::string("\0\1", 2))).cells[3].text ==
        std::string_view("B\0\1", 3));
}

TEST_CASE("any value but a function becomes bytes and back") {
  Range range;
  range.low = Value(1);
  range.high_closed = false;
  Value deep = 1;
  for (int i = 0; i < 200; ++i) deep = List{deep, "x"};
  const Value all = List{nullptr, true, *Decimal::parse("-1.5e-7"),       "text",           Date{2022, 4, 12},
                         range,   deep, Context{{"a", 1}, {"b", List{}}}, YearsMonths{-14}, DaysTime{-5, -3}};
  std::string bytes;
  encode_value(bytes, all);
  CHECK(decode_value(bytes) == all);
  std::string ignored;
  CHECK_THROWS_AS(encode_value(ignored, Value(std::shared_ptr<const Callable>())), std::logic_error);
}

TEST_CASE("damaged bytes are refused, not believed") {
  std::string bytes;
  encode_value(bytes, List{1, "text", DateTime{{2022, 4, 12}, {}}, Context{{"a", 1}}});
  for (std::size_t cut = 0; cut < bytes.size(); ++cut)
    CHECK_THROWS_AS(decode_value(std::string_view(bytes).substr(0, cut)), std::runtime_error);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    try {
      decode_value(damaged);
    } catch (const std::runtime_error&) {
    }
  }
  auto refused = [](std::string_view type, const Cell& blob) {
    const Cell cells[] = {Cell::of_text(type), {}, {}, blob};
    CHECK_THROWS_AS(value_of(cells), std::runtime_error);
  };
  refused("Nonsense", {});
  refused("String", Cell::of_blob(""));
  refused("String", Cell::of_blob("X"));
  refused("String", Cell::of_blob("?"));
  refused("File", Cell::of_blob(std::string_view("X\1\xff\xff", 4)));
}

TEST_CASE("cells compare numbers exactly, then text, then bytes") {
  const std::int64_t large = (std::int64_t{1} << 53) + 1;
  CHECK(compare(Cell::of(large), Cell::of_real(9007199254740992.0)) > 0);
  CHECK(compare(Cell::of(2), Cell::of_real(2.5)) < 0);
  CHECK(compare(Cell::of(2), Cell::of_real(2.0)) == 0);
  CHECK(compare(Cell::of(9), Cell::of_text("1")) < 0);
  CHECK(compare(Cell::of_text("é"), Cell::of_text("z")) > 0);
  CHECK(compare(Cell::of_text("z"), Cell::of_blob("a")) < 0);
}
