#include "engine/definitions/form_fields.h"
#include <catch2/catch.hpp>

using namespace lienthong;

namespace {

bpmn::FormField field(const std::string& type, const std::string& pattern = "") {
  bpmn::FormField made;
  made.id = "f";
  made.type = type;
  made.date_pattern = pattern;
  made.values = {{"m", "male"}, {"f", "female"}};
  return made;
}

}  // namespace

TEST_CASE("a form field takes what its type can be read from, and says why not") {
  const DateTime first{{2022, 2, 1}, {}};
  const struct {
    bpmn::FormField field;
    Value given;
    std::optional<Value> value;
    std::string why;
  } rows[] = {
      {field("long"), "12", 12, ""},
      {field("long"), "1.5", {}, "must be a whole number"},
      {field("boolean"), "true", true, ""},
      {field("boolean"), "yes", {}, "must be true or false"},
      {field("date"), "01/02/2022", first, ""},
      {field("date"), "2022-02-01", first, ""},
      {field("date"), "2022-02-01T00:00:00", first, ""},
      {field("date"), Date{2022, 2, 1}, first, ""},
      {field("date"), "31/02/2022", {}, "must be a date"},
      {field("date", "yyyy/MM/dd"), "2022/02/01", first, ""},
      {field("date", "yyyy/MM/dd"), "01/02/2022", {}, "must be a date such as yyyy/MM/dd"},
      {field("enum"), "m", "m", ""},
      {field("enum"), "male", {}, "must be one of its choices"},
      {field("string"), 7, 7, ""},
      {field("enum"), nullptr, Value(), ""},
      {field("long"), nullptr, Value(), ""},
  };
  for (const auto& row : rows) {
    INFO(row.field.type << " " << text(row.given));
    const Fitting got = engine::fit(row.field, row.given);
    CHECK(got.value == row.value);
    CHECK(got.why == row.why);
  }
}

TEST_CASE("a default that does not fit its field is shown as the text it is") {
  CHECK(engine::shown(field("long"), "7") == TypedValue{VariableType::Long, 7, nullptr, false});
  CHECK(engine::shown(field("long"), "7.5") == TypedValue{VariableType::String, "7.5", nullptr, false});
  CHECK(engine::shown(field("boolean"), "maybe") ==
        TypedValue{VariableType::String, "maybe", nullptr, false});
  CHECK(engine::shown(field("string"), 7) == TypedValue{VariableType::String, "7", nullptr, false});
  CHECK(engine::shown(field("date"), Value()) == TypedValue{VariableType::Date, {}, nullptr, false});
}
