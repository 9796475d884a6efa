#include "api/multipart.h"
#include <catch2/catch.hpp>
#include "api/http.h"
#include "api/limits.h"

using namespace lienthong::api;
using Catch::Matchers::Contains;

namespace {

const std::string type = "multipart/form-data; boundary=AaB03x";

std::string why_parts_refused(const std::string& body, const std::string& content_type = type) {
  try {
    parse_multipart(body, content_type);
  } catch (const ContractError& error) {
    CHECK(error.status == 400);
    CHECK(error.type == "InvalidRequestException");
    return error.what();
  }
  return "";
}

std::string part(const std::string& disposition, const std::string& body) {
  return "--AaB03x\r\nContent-Disposition: " + disposition + "\r\n\r\n" + body + "\r\n";
}

}  // namespace

TEST_CASE("A form gives its parts, byte for byte") {
  const std::string binary = std::string("\r\n--AaB0\0\xFF\r\n\r\n", 15);
  const std::string body = "preamble\r\n" + part("form-data; name=\"deployment-name\"", "Đăng ký") +
                           "--AaB03x  \r\ncontent-type: application/octet-stream; encoding=UTF-8\r\n"
                           "CONTENT-DISPOSITION: form-data; filename=\"a.bpmn\"; name=data\r\n\r\n" +
                           binary + "\r\n--AaB03x--\r\nepilogue";
  const std::vector<Part> parts = parse_multipart(body, type);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].name == "deployment-name");
  CHECK_FALSE(parts[0].file_name);
  CHECK(parts[0].body == "Đăng ký");
  CHECK(parts[1].name == "data");
  CHECK(parts[1].file_name == "a.bpmn");
  CHECK(parts[1].body == binary);
  CHECK(header_parameter(parts[1].content_type, "encoding") == "UTF-8");
}

TEST_CASE("Empty parts and an empty form are forms too") {
  CHECK(parse_multipart("--AaB03x--", type).empty());
  const auto parts = parse_multipart(part("form-data; name=a", "") + "--AaB03x--", type);
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].body.empty());
}

TEST_CASE("File names come as browsers and .NET write them") {
  const auto file_name = [](const std::string& parameters) {
    return parse_multipart(part("form-data; name=a; " + parameters, "x") + "--AaB03x--", type)
        .at(0)
        .file_name;
  };
  CHECK(file_name("filename=\"a \\\"b\\\".bpmn\"") == "a \"b\".bpmn");
  CHECK(file_name("filename=\"a %22b%22.bpmn\"") == "a \"b\".bpmn");
  CHECK(file_name("filename=\"C:\\temp\\a.bpmn\"") == "C:\\temp\\a.bpmn");
  CHECK(file_name("filename=\"x\"; filename*=utf-8''%C4%91%C6%A1n.bpmn") == "đơn.bpmn");
  CHECK(file_name("filename=plain.bpmn") == "plain.bpmn");
  CHECK(file_name("filename=\"semi;colon.bpmn\"") == "semi;colon.bpmn");
}

TEST_CASE("A form cut off anywhere is refused") {
  const std::string whole =
      part("form-data; name=a; filename=b", "content") + part("form-data; name=c", "d") + "--AaB03x--";
  REQUIRE(parse_multipart(whole, type).size() == 2);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    INFO(length);
    CHECK_FALSE(why_parts_refused(whole.substr(0, length)).empty());
  }
}

TEST_CASE("What is wrong with a form is said") {
  CHECK_THAT(why_parts_refused("x", "multipart/form-data"), Contains("boundary"));
  CHECK_THAT(why_parts_refused("x", "multipart/form-data; boundary=" + std::string(71, 'a')),
             Contains("boundary"));
  CHECK_THAT(why_parts_refused("nothing here"), Contains("does not hold its boundary"));
  CHECK_THAT(why_parts_refused(part("form-data", "x") + "--AaB03x--"), Contains("without a name"));
  CHECK_THAT(why_parts_refused(part("attachment; name=a", "x") + "--AaB03x--"), Contains("form-data"));
  CHECK_THAT(why_parts_refused("--AaB03x\r\n\r\nno headers\r\n--AaB03x--"), Contains("form-data"));
  CHECK_THAT(why_parts_refused("--AaB03x\r\nbroken\r\n\r\nx\r\n--AaB03x--"), Contains("broken header"));
  CHECK_THAT(
      why_parts_refused("--AaB03x\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: "
                        "base64\r\n\r\nx\r\n--AaB03x--"),
      Contains("transfer encoding"));
}

TEST_CASE("A form may have a thousand parts, and no more") {
  const auto form = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += part("form-data; name=a", "x");
    return text + "--AaB03x--";
  };
  CHECK(parse_multipart(form(limits::form_parts_max), type).size() == limits::form_parts_max);
  CHECK_THAT(why_parts_refused(form(limits::form_parts_max + 1)), Contains("1000 parts"));
}

TEST_CASE("A part's headers have a limit") {
  const auto form = [](std::size_t bytes) {
    const std::string start = "Content-Disposition: form-data; name=a\r\nX: ";
    return "--AaB03x\r\n" + start + std::string(bytes - start.size(), 'x') + "\r\n\r\nbody\r\n--AaB03x--";
  };
  CHECK(parse_multipart(form(limits::part_header_bytes_max), type).size() == 1);
  CHECK_THAT(why_parts_refused(form(limits::part_header_bytes_max + 1)), Contains("8192 bytes of headers"));
}
