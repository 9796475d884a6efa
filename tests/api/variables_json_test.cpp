#include "api/engine_rest/variables_json.h"
#include <catch2/catch.hpp>
#include "api/engine_rest/common.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;

namespace {

constexpr std::int32_t zone = 7 * 3600;

TypedValue read(const std::string& json) { return read_variable(json::parse(json), "Cannot: ", zone); }

std::string written(const TypedValue& value, bool deserialize = true) {
  std::string text;
  json::Writer w(text);
  write_variable(w, value, deserialize, zone);
  return text;
}

std::string why_value_refused(const std::string& json, std::string* type = nullptr) {
  try {
    read(json);
  } catch (const ContractError& error) {
    CHECK(error.status == 400);
    if (type) *type = error.type;
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("Every type goes in and comes out again") {
  const std::string texts[] = {
      R"({"value":null,"type":"Null","valueInfo":{}})",
      R"({"value":true,"type":"Boolean","valueInfo":{}})",
      R"({"value":-32768,"type":"Short","valueInfo":{}})",
      R"({"value":2147483647,"type":"Integer","valueInfo":{}})",
      R"({"value":9223372036854775807,"type":"Long","valueInfo":{}})",
      R"({"value":1.5,"type":"Double","valueInfo":{}})",
      R"({"value":"\"ệ\"","type":"String","valueInfo":{}})",
      R"({"value":"2026-01-31T08:00:00.123+0700","type":"Date","valueInfo":{}})",
      R"({"value":"AAH/","type":"Bytes","valueInfo":{}})",
      R"({"value":"{\"a\":1}","type":"Json","valueInfo":{}})",
      R"({"value":"<a/>","type":"Xml","valueInfo":{}})",
      R"({"value":null,"type":"Date","valueInfo":{}})",
      R"({"value":"x","type":"String","valueInfo":{"transient":true}})",
  };
  for (const std::string& text : texts) {
    INFO(text);
    CHECK(written(read(text)) == text);
  }
}

TEST_CASE("Types may begin with a small letter, or be left out") {
  CHECK(read(R"({"value":5,"type":"integer"})").type == VariableType::Integer);
  CHECK(read(R"({"value":5})").type == VariableType::Integer);
  CHECK(read(R"({"value":2147483648})").type == VariableType::Long);
  CHECK(read(R"({"value":5.5})").type == VariableType::Double);
  CHECK(read(R"({"value":"5"})").type == VariableType::String);
  CHECK(read(R"({"value":false})").type == VariableType::Boolean);
  CHECK(read(R"({"value":null})").type == VariableType::Null);
  CHECK(read(R"({})").type == VariableType::Null);
  const TypedValue list = read(R"({"value":[1,{"a":2}]})");
  CHECK(list.type == VariableType::Object);
  CHECK(list.value.string() == R"([1,{"a":2}])");
  CHECK(list.info->object_type_name == "java.util.ArrayList");
}

TEST_CASE("A value of another kind is converted from its text when possible") {
  CHECK(read(R"({"value":"5","type":"Integer"})").value == Value(5));
  CHECK(read(R"({"value":5,"type":"String"})").value == Value("5"));
  CHECK(read(R"({"value":"true","type":"Boolean"})").value == Value(true));
  CHECK(read(R"({"value":5.0,"type":"Long"})").value == Value(5));
  std::string type;
  CHECK(why_value_refused(R"({"value":"x","type":"Integer"})", &type) ==
        "Cannot: Cannot convert value 'x' of type 'Integer' to java type java.lang.Integer");
  CHECK(type == "InvalidRequestException");
  for (const char* bad : {R"({"value":2147483648,"type":"Integer"})", R"({"value":1.5,"type":"Long"})",
                          R"({"value":32768,"type":"Short"})", R"({"value":"yes","type":"Boolean"})",
                          R"({"value":[1],"type":"String"})", R"({"value":"x","type":"Date"})",
                          R"({"value":12,"type":"Date"})", R"({"value":{},"type":"Double"})"}) {
    INFO(bad);
    CHECK_THAT(why_value_refused(bad), Contains("Cannot convert value"));
  }
}

TEST_CASE("Unknown types, documents that are no text and files without name are refused") {
  std::string type;
  CHECK(why_value_refused(R"({"value":1,"type":"Banana"})", &type) ==
        "Cannot: Unsupported value type 'Banana'");
  CHECK(type == "RestException");
  CHECK(why_value_refused(R"({"value":{},"type":"Object"})") ==
        "Cannot: Must provide 'null' or String value for value of SerializableValue type 'Object'.");
  CHECK_THAT(why_value_refused(R"({"value":"AA==","type":"File","valueInfo":{}})"), Contains("filename"));
  CHECK_THAT(why_value_refused(R"({"value":"A?","type":"Bytes"})"), Contains("Base64"));
  CHECK_THAT(why_value_refused("5"), Contains("must be an object"));
}

TEST_CASE("Files keep their bytes to themselves, and their names come back") {
  const TypedValue file =
      read(R"({"value":"aGk=","type":"File","valueInfo":{"filename":"a.txt","mimetype":"text/plain",)"
           R"("encoding":"UTF-8"}})");
  CHECK(file.value.string() == "hi");
  CHECK(written(file) ==
        R"({"value":null,"type":"File","valueInfo":{"filename":"a.txt","mimeType":"text/plain",)"
        R"("mimetype":"text/plain","encoding":"UTF-8"}})");
}

TEST_CASE("Objects in JSON are read when asked for, others stay text") {
  const TypedValue object =
      read(R"({"value":"{\"a\":[1]}","type":"Object","valueInfo":{"objectTypeName":"T",)"
           R"("serializationDataFormat":"application/json"}})");
  CHECK_THAT(written(object, true), Contains(R"("value":{"a":[1]})"));
  CHECK_THAT(written(object, false), Contains(R"("value":"{\"a\":[1]}")"));
  const TypedValue java = read(R"({"value":"rO0AB","type":"Object","valueInfo":{"objectTypeName":"T",)"
                               R"("serializationDataFormat":"application/x-java-serialized-object"}})");
  CHECK_THAT(written(java, true), Contains(R"("value":"rO0AB")"));
  const TypedValue broken =
      read(R"({"value":"{","type":"Object","valueInfo":{"objectTypeName":"T","serializationDataFormat":)"
           R"("application/json"}})");
  CHECK_THAT(written(broken, true), Contains(R"("value":"{")"));
}

TEST_CASE("Dates come in many forms and go out in one") {
  const auto at = [](const char* text) {
    const auto read = parse_date_parameter(text, zone);
    return read ? date_text(*read, zone) : "none";
  };
  CHECK(at("2026-01-31T08:00:00.000+0700") == "2026-01-31T08:00:00.000+0700");
  CHECK(at("2026-01-31T08:00:00.000 0700") == "2026-01-31T08:00:00.000+0700");
  CHECK(at("2026-01-31T01:00:00Z") == "2026-01-31T08:00:00.000+0700");
  CHECK(at("2026-01-31T08:00:00+07:00") == "2026-01-31T08:00:00.000+0700");
  CHECK(at("2026-01-31T08:00:00") == "2026-01-31T08:00:00.000+0700");
  CHECK(at("2026-01-30T20:00:00.5-0500") == "2026-01-31T08:00:00.500+0700");
  CHECK(at("2026-01-31") == "2026-01-31T00:00:00.000+0700");
  for (const char* bad :
       {"", "x", "2026-02-30T08:00:00.000+0700", "2026-01-31T08:00:00@Asia/Ho_Chi_Minh", "+0700", "2026",
        "12026-01-31T08:00:00.000+0700", "999999999-01-01", "0000-12-31T08:00:00Z"}) {
    INFO(bad);
    CHECK(at(bad) == "none");
  }
  CHECK(at("9999-12-30T08:00:00.000+0700") == "9999-12-30T08:00:00.000+0700");
  CHECK(date_text(Instant{INT64_MAX}, 14 * 3600) == "9999-12-31T13:59:59.999+1400");
  CHECK(date_text(Instant{INT64_MIN}, -14 * 3600) == "0001-01-01T10:00:00.000-1400");
  CHECK(date_text(Instant{-1}, -5400) == "1969-12-31T22:29:59.999-0130");
}

TEST_CASE("Base64 is its own inverse and refuses what it is not") {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    CHECK(from_base64(base64(bytes)) == bytes);
    bytes += static_cast<char>(i * 37);
  }
  CHECK(base64("a") == "YQ==");
  CHECK(base64("ab") == "YWI=");
  CHECK(from_base64("YW\r\nI=") == "ab");
  CHECK_FALSE(from_base64("Y"));
  CHECK_FALSE(from_base64("YQ==YQ"));
  CHECK_FALSE(from_base64("Y*=="));
}

TEST_CASE("Ids are digits and nothing else") {
  CHECK(parse_number_id("17") == 17);
  for (const char* bad : {"", "0", "-1", "+1", " 1", "1 ", "017", "1x", "9223372036854775808", "a:1"}) {
    INFO(bad);
    CHECK(parse_number_id(bad) == 0);
  }
  CHECK(parse_definition_id("key:3:17").value == 17);
  CHECK(parse_definition_id("17").value == 17);
  CHECK(parse_definition_id("key:3:").value == 0);
  CHECK(parse_activity_id("node:17") == 17);
}
