#include "tests/feel/support.h"

using namespace lienthong;
using namespace lienthong::feel;

namespace {

FixedNames sample() {
  FixedNames names;
  names.values["n"] = 5;
  names.values["text"] = "Hà Nội";
  names.values["five"] = "5";
  names.values["nothing"] = Value();
  names.values["yes"] = true;
  names.values["list"] = List{"a", "b", 3};
  names.values["order"] = Context{{"total", 12.0 > 0 ? Value(12) : Value()},
                                  {"customer", Context{{"name", "An"}, {"note", Value()}}},
                                  {"lines", List{Context{{"sku", "x"}}, Context{{"sku", "y"}}}}};
  names.values["due"] = *parse_date_time("2022-04-12T14:50:00+07:00");
  names.properties["execution.businessKey"] = "HS-1";
  names.answers["execution.getVariable"] = 42;
  names.answers["execution.setVariable"] = Value();
  names.answers[".currentUser"] = "demo";
  return names;
}

std::string failure(const std::string& text) {
  try {
    value_of(text, sample(), Dialect::Template);
  } catch (const EvaluationError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("Text is itself, a single expression keeps its type, and mixtures concatenate") {
  check_rows(
      {
          {"plain text", "\"plain text\""},
          {"", "\"\""},
          {"${n}", "5"},
          {"#{n}", "5"},
          {"Order ${n}", "\"Order 5\""},
          {"${n}${text}", "\"5Hà Nội\""},
          {"[${nothing}]", "\"[]\""},
          {"\\${n}", "\"${n}\""},
          {"price: 5$ {n}", "\"price: 5$ {n}\""},
          {"${list}", "[\"a\", \"b\", 3]"},
          {"see ${list}", "\"see [\\\"a\\\",\\\"b\\\",3]\""},
          {"${due}", "2022-04-12T14:50:00+07:00"},
          {"${'}'}", "\"}\""},
          {"${ n }", "5"},
      },
      sample(), Dialect::Template);
}

TEST_CASE("Literals and operators of templates") {
  check_rows(
      {
          {"${'it\\'s'}", "\"it's\""},
          {"${\"a\"}", "\"a\""},
          {"${1.5e2}", "150"},
          {"${1 + 2 * 3}", "7"},
          {"${(1 + 2) * 3}", "9"},
          {"${10 - 3 - 2}", "5"},
          {"${7 / 2}", "3.5"},
          {"${7 div 2}", "3.5"},
          {"${7 % 4}", "3"},
          {"${-7 mod 4}", "-3"},
          {"${-n}", "-5"},
          {"${five + 1}", "6"},
          {"${nothing + 1}", "1"},
          {"${'' + 1}", "1"},
          {"${'1.5' + 1}", "2.5"},
          {"${n == 5 && text == 'Hà Nội'}", "true"},
          {"${n eq 5 and text ne 'x'}", "true"},
          {"${n lt 5 or n ge 5}", "true"},
          {"${n > 3 ? 'big' : 'small'}", "\"big\""},
          {"${n > 3 ? n > 4 ? 1 : 2 : 3}", "1"},
          {"${!yes}", "false"},
          {"${not yes}", "false"},
          {"${yes || unknown}", "true"},
          {"${!yes && unknown}", "false"},
          {"${true || false && false}", "true"},
      },
      sample(), Dialect::Template);
}

TEST_CASE("Unlike kinds are coerced as JUEL does") {
  check_rows(
      {
          {"${five == 5}", "true"},      {"${5 == '5.0'}", "true"},
          {"${'' == 0}", "true"},        {"${nothing == null}", "true"},
          {"${nothing == 0}", "false"},  {"${null == ''}", "false"},
          {"${'true' == true}", "true"}, {"${'TRUE' == true}", "true"},
          {"${yes != 'no'}", "true"},    {"${nothing < 1}", "false"},
          {"${null <= null}", "true"},   {"${null < null}", "false"},
          {"${'b' > 'a'}", "true"},      {"${'10' < 9}", "false"},
          {"${'10' < '9'}", "true"},     {"${nothing ? 1 : 2}", "2"},
          {"${'true' ? 1 : 2}", "1"},    {"${'yes' ? 1 : 2}", "2"},
          {"${empty nothing}", "true"},  {"${empty ''}", "true"},
          {"${empty list}", "false"},    {"${not empty order}", "true"},
          {"${empty 0}", "false"},       {"${due > now().minusDays(1)}", "true"},
          {"${list == list}", "true"},   {"${due == now()}", "true"},
      },
      sample(), Dialect::Template);
}

TEST_CASE("Properties, indexes and null on the way") {
  check_rows(
      {
          {"${order.customer.name}", "\"An\""},
          {"${order['customer'].name}", "\"An\""},
          {"${order.lines[1].sku}", "\"y\""},
          {"${order.lines[9]}", "null"},
          {"${order.missing}", "null"},
          {"${order.missing.deeper['x']}", "null"},
          {"${nothing.a.b}", "null"},
          {"${list[0]}", "\"a\""},
          {"${list['1']}", "\"b\""},
          {"${execution.businessKey}", "\"HS-1\""},
      },
      sample(), Dialect::Template);
}

TEST_CASE("Methods of values") {
  check_rows(
      {
          {"${text.length()}", "6"},
          {"${text.isEmpty()}", "false"},
          {"${text.equals('Hà Nội')}", "true"},
          {"${'ABC'.equalsIgnoreCase('abc')}", "true"},
          {"${text.contains('Nội')}", "true"},
          {"${text.startsWith('Hà')}", "true"},
          {"${text.endsWith('x')}", "false"},
          {"${text.toUpperCase()}", "\"HÀ NỘI\""},
          {"${text.toLowerCase()}", "\"hà nội\""},
          {"${'  a '.trim()}", "\"a\""},
          {"${text.substring(3)}", "\"Nội\""},
          {"${text.substring(0, 2)}", "\"Hà\""},
          {"${text.indexOf('N')}", "3"},
          {"${text.replace('Nội', 'Nam')}", "\"Hà Nam\""},
          {"${'a,b,,'.split(',')}", "[\"a\", \"b\"]"},
          {"${'a1'.matches('[a-z][0-9]')}", "true"},
          {"${'a12'.matches('[a-z][0-9]')}", "false"},
          {"${list.size()}", "3"},
          {"${list.isEmpty()}", "false"},
          {"${list.contains('a')}", "true"},
          {"${list.get(2)}", "3"},
          {"${list.indexOf('b')}", "1"},
          {"${order.get('total')}", "12"},
          {"${order.containsKey('x')}", "false"},
          {"${order.keySet()}", "[\"total\", \"customer\", \"lines\"]"},
          {"${order.customer.values()}", "[\"An\", null]"},
          {"${order.size()}", "3"},
          {"${due.getTime()}", "1649749800000"},
          {"${due.before(now())}", "false"},
          {"${due.after(now().minusMinutes(1))}", "true"},
          {"${(7 / 2).intValue()}", "3"},
          {"${n.longValue() + n.doubleValue()}", "10"},
      },
      sample(), Dialect::Template);
}

TEST_CASE("The clock and what it can do") {
  check_rows(
      {
          {"${now()}", "2022-04-12T14:50:00+07:00"},
          {"${dateTime().plusDays(3).toDate()}", "2022-04-15T14:50:00+07:00"},
          {"${dateTime().plusMonths(1).minusWeeks(1).plusHours(2)}", "2022-05-05T16:50:00+07:00"},
          {"${dateTime().plusYears(1).minusSeconds(1)}", "2023-04-12T14:49:59+07:00"},
          {"${dateTime().withTimeAtStartOfDay().toString()}", "\"2022-04-12T00:00:00+07:00\""},
          {"${currentUser()}", "\"demo\""},
      },
      sample(), Dialect::Template);
}

TEST_CASE("JSON as Spin offers it") {
  check_rows(
      {
          {"${order.prop('total').numberValue() > 10}", "true"},
          {"${order.prop('customer').prop('name').stringValue()}", "\"An\""},
          {"${order.prop('customer').prop('note').isNull()}", "true"},
          {"${order.hasProp('x')}", "false"},
          {"${order.prop('lines').elements().size()}", "2"},
          {"${order.jsonPath('$.lines[0].sku').stringValue()}", "\"x\""},
          {"${order.jsonPath('$.lines[*].sku').elementList()}", "[\"x\", \"y\"]"},
          {"${order.jsonPath(\"$['total']\").numberValue()}", "12"},
          {"${S('{\"a\": [1, true]}').prop('a').elements().get(1).boolValue()}", "true"},
          {"${JSON('{\"a\": 1}').toString()}", "\"{\\\"a\\\":1}\""},
          {"${order.prop('customer').toString()}", "\"{\\\"name\\\":\\\"An\\\",\\\"note\\\":null}\""},
      },
      sample(), Dialect::Template);
}

TEST_CASE("The host's objects are asked") {
  const FixedNames names = sample();
  CHECK(result_of("${execution.getVariable('x') + 1}", names, Dialect::Template) == "43");
  CHECK(result_of("${execution.setVariable('n', n + 1)}", names, Dialect::Template) == "null");
  CHECK(names.calls == std::vector<std::string>{"execution.getVariable(x)", "execution.setVariable(n, 6)"});
}

TEST_CASE("What a template cannot do is an error that quotes it") {
  CHECK(failure("${x}") == "Unknown property used in expression: ${x}. Cause: Cannot resolve identifier 'x'");
  CHECK(failure("a ${n} ${y.z}") ==
        "Unknown property used in expression: a ${n} ${y.z}. Cause: Cannot resolve identifier 'y'");
  CHECK(failure("${n.nope}") ==
        "Unknown property used in expression: ${n.nope}. Cause: Cannot find property nope in number");
  CHECK(failure("${text.nope()}") ==
        "Unknown method used in expression: ${text.nope()}. Cause: Cannot find method 'nope' in string");
  CHECK(failure("${execution.nope()}") ==
        "Unknown method used in expression: ${execution.nope()}. Cause: Cannot find method 'nope' in "
        "'execution'");
  CHECK(failure("${nope(1)}") ==
        "Unknown method used in expression: ${nope(1)}. Cause: Could not resolve function 'nope'");
  CHECK(failure("${nothing.length()}") ==
        "Error while evaluating expression: ${nothing.length()}. Cause: Method 'length' is called on null");
  CHECK(failure("${'a' + 1}") ==
        "Error while evaluating expression: ${'a' + 1}. Cause: Cannot coerce 'a' to a number");
  CHECK(failure("${'a' == 1}") ==
        "Error while evaluating expression: ${'a' == 1}. Cause: Cannot coerce 'a' to a number");
  CHECK(failure("${1 / 0}") == "Error while evaluating expression: ${1 / 0}. Cause: Division by zero");
  CHECK(failure("${list < 1}") ==
        "Error while evaluating expression: ${list < 1}. Cause: Cannot coerce list to a number");
  CHECK(failure("${list ? 1 : 2}") ==
        "Error while evaluating expression: ${list ? 1 : 2}. Cause: Cannot coerce list to a boolean");
  for (const std::string text :
       {"${text.substring(9)}", "${list.get(3)}", "${order.prop('x')}", "${order.jsonPath('$..x')}",
        "${S('{')}", "${text.length(1)}", "${list.size(1)}", "${due.plusDays('x')}", "${due.plusYears(1e12)}",
        "${n.prop('x')}", "${order.jsonPath('$.nope')}", "${text.matches('(')}", "${due.before(1)}"}) {
    INFO(text);
    CHECK(failure(text).find(text) != std::string::npos);
  }
}

TEST_CASE("XML is read by elements, attributes and paths") {
  FixedNames names;
  names.values["x"] = "<o:order xmlns:o='urn:o' q=\"1\"><b>t<i>u</i></b><b n='2'/></o:order>";
  const auto of = [&](const std::string& text) {
    return result_of("${XML(x)." + text + "}", names, Dialect::Template);
  };
  CHECK(of("attr('q').value()") == "\"1\"");
  CHECK(of("name()") == "\"order\"");
  CHECK(of("hasAttr('z')") == "false");
  CHECK(of("childElement('b').textContent()") == "\"tu\"");
  CHECK(of("childElements('b').size()") == "2");
  CHECK(of("xPath('/o:order/b[2]/@n').attribute().value()") == "\"2\"");
  CHECK(of("xPath('count(//b)').number()") == "2");
  CHECK(of("xPath('//i').string()") == "\"u\"");
  CHECK(of("xPath('//none').bool()") == "false");
  CHECK(of("xPath('//b').elementList().get(1).attr('n').value()") == "\"2\"");
  CHECK(of("attrs().get(0).name()") == "\"q\"");
}

TEST_CASE("XML that is none, or is more than an expression may read, fails in words") {
  FixedNames names;
  const auto fails = [&](const std::string& xml, const std::string& use) {
    names.values["x"] = xml;
    try {
      result_of("${XML(x)." + use + "}", names, Dialect::Template);
    } catch (const EvaluationError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(fails("<a>", "name()").find("ends inside") != std::string::npos);
  CHECK(fails("<!DOCTYPE a><a/>", "name()").find("DOCTYPE") != std::string::npos);
  CHECK(fails("<a>" + std::string(300'000, ' ') + "</a>", "name()").find("bytes") != std::string::npos);
  CHECK(fails("<a/>", "xPath('///').string()").find("The path '///'") != std::string::npos);
  CHECK(fails("<a/>", "childElement('b').name()").find("no element 'b'") != std::string::npos);
  CHECK(fails("<a/>", "xPath('//b').element().name()").find("finds nothing") != std::string::npos);
}
