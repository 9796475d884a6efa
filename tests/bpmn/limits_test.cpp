// Hostile and broken XML: refused by the scan, with a place, before anything is built from it.
#include <time.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include "tests/bpmn/support.h"
#include "xml/scan.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  out.reserve(text.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string nested(int depth) { return repeated("<a>", depth) + repeated("</a>", depth); }

std::string with_attributes(int count) {
  std::string out = "<a";
  for (int i = 0; i < count; ++i) out += " a" + std::to_string(i) + "=''";
  return out + "/>";
}

/// The rule of the scan's refusal, "" when it lets the text through.
std::string rule(const std::string& xml) {
  const auto problem = xml::scan(xml, xml_limits);
  return problem ? problem->rule : "";
}

std::string place(const std::string& xml) {
  const auto problem = xml::scan(xml, xml_limits);
  return problem ? std::to_string(problem->line) + ":" + std::to_string(problem->column) : "";
}

std::string nested_sub_processes(int depth) {
  std::string out;
  for (int i = 0; i < depth; ++i)
    out += "<subProcess id='b" + std::to_string(i) + "'><startEvent id='s" + std::to_string(i) + "'/>";
  return process("<startEvent id='s'/>" + out + repeated("</subProcess>", depth));
}

}  // namespace

TEST_CASE("each limit of a file holds one below and at it, and refuses one above") {
  const auto sized = [](std::size_t bytes) { return "<a>" + std::string(bytes - 7, ' ') + "</a>"; };
  CHECK(rule(sized(xml_limits.bytes_max - 1)) == "");
  CHECK(rule(sized(xml_limits.bytes_max)) == "");
  CHECK(rule(sized(xml_limits.bytes_max + 1)) == "xml-too-large");

  CHECK(rule(nested(xml::depth_max - 1)) == "");
  CHECK(rule(nested(xml::depth_max)) == "");
  CHECK(rule(nested(xml::depth_max + 1)) == "xml-too-deep");

  const auto elements = [](int count) { return "<a>" + repeated("<b/>", count - 1) + "</a>"; };
  CHECK(rule(elements(xml_limits.elements_max - 1)) == "");
  CHECK(rule(elements(xml_limits.elements_max)) == "");
  CHECK(rule(elements(xml_limits.elements_max + 1)) == "xml-too-many-elements");

  CHECK(rule(with_attributes(xml::attributes_max - 1)) == "");
  CHECK(rule(with_attributes(xml::attributes_max)) == "");
  CHECK(rule(with_attributes(xml::attributes_max + 1)) == "xml-too-many-attributes");

  const auto valued = [](std::size_t bytes) { return "<a b='" + std::string(bytes, 'x') + "'/>"; };
  CHECK(rule(valued(xml::attribute_bytes_max - 1)) == "");
  CHECK(rule(valued(xml::attribute_bytes_max)) == "");
  CHECK(rule(valued(xml::attribute_bytes_max + 1)) == "xml-attribute-too-long");
}

TEST_CASE("sub-processes nest up to their limit and not deeper") {
  CHECK(errors(nested_sub_processes(sub_process_depth_max - 1)) == "");
  CHECK(errors(nested_sub_processes(sub_process_depth_max)) == "");
  CHECK(errors(nested_sub_processes(sub_process_depth_max + 1)).find("sub-process-depth") !=
        std::string::npos);
}

TEST_CASE("a file has flow nodes up to their limit, in all its processes together") {
  const auto with = [](int count) {
    return file("<process id='q'>" + repeated("<task/>", 10) + "</process><process id='p'>" +
                repeated("<task/>", count - 10) + "</process>");
  };
  CHECK(read(with(flow_nodes_max - 1)).processes.size() == 2);
  CHECK(read(with(flow_nodes_max)).processes.size() == 2);
  CHECK(read(with(flow_nodes_max + 1)).processes.empty());
  CHECK(errors(with(flow_nodes_max + 1)) == "too-many-flow-nodes");
}

TEST_CASE("a DOCTYPE is refused before any entity could grow") {
  std::string laughs = "<?xml version='1.0'?>\n<!DOCTYPE lolz [<!ENTITY lol0 'lol'>";
  for (int i = 1; i < 10; ++i) {
    const std::string inner = "&lol" + std::to_string(i - 1) + ";";
    laughs += "<!ENTITY lol" + std::to_string(i) + " '" + repeated(inner, 10) + "'>";
  }
  laughs += "]>\n<definitions>&lol9;</definitions>";
  CHECK(rule(laughs) == "xml-doctype");
  CHECK(place(laughs) == "2:1");
  CHECK(rule("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>") == "xml-doctype");
  CHECK(rule("<a><!doctype x></a>") == "xml-doctype");
  CHECK(rule("<a>&xxe;</a>") == "xml-syntax");
  const Document document = read(laughs);
  REQUIRE(document.problems.size() == 1);
  CHECK(document.processes.empty());
}

TEST_CASE("text that is no well-formed XML is refused at the right place") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"", "1:1"},
      {"   \n ", "1:1"},
      {"no xml", "1:1"},
      {"<a>", "1:1"},
      {"<a>\n  <b>\n</a>", "2:3"},  // where <b> opens, which nothing closes
      {"<a/>\n<b/>", "2:1"},
      {"<a/> tail", "1:6"},
      {"</a>", "1:1"},
      {"<a b/>", "1:5"},
      {"<a b=c/>", "1:6"},
      {"<a b='1'c='2'/>", "1:9"},
      {"<a b='1' b='2'/>", "1:1"},
      {"<a b='<'/>", "1:7"},
      {"<a>é & b</a>", "1:6"},
      {"<a>&#0;</a>", "1:4"},
      {"<a>&#xD800;</a>", "1:4"},
      {"<a>&#99999999999999999999;</a>", "1:4"},
      {"<a>]]></a>", "1:4"},
      {"<a><!-- x -- y --></a>", "1:11"},
      {"<a><!-- x</a>", "1:4"},
      {"<a><![CDATA[x]]</a>", "1:4"},
      {"<a><?x </a>", "1:4"},
      {" <?xml version='1.0'?><a/>", "1:2"},
      {"<a", "1:1"},
      {"<a b='", "1:6"},
      {"<a b", "1:1"},
      {"<a / >", "1:4"},
      {"<a></a", "1:4"},
      {"< a/>", "1:1"},
      {"<![CDATA[x]]><a/>", "1:1"},
  };
  for (const auto& [xml, where] : table) {
    INFO(xml);
    CHECK(rule(xml) == "xml-syntax");
    CHECK(place(xml) == where);
    CHECK(read(xml).problems.size() == 1);
  }
}

TEST_CASE("well-formed XML of every sort passes the scan") {
  for (const char* xml :
       {"<a/>", "\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?>\n<a/>", "<a b = '1'\n c=\"'\"></a  >",
        "<!-- before --><a>x<!-- - -->y<![CDATA[<&]] >]]>&amp;&lt;&gt;&quot;&apos;&#65;&#x1F600;</a><!-- "
        "after -->\n",
        "<?pi x?><a><?pi?></a>", "<p:a xmlns:p='u' p:b='Thẩm định'/>", "<đơn tên='hồ sơ'/>",
        "<?xml version='1.0' encoding='ANY'?><a/>", "<?xml-stylesheet x?><a/>"}) {
    INFO(xml);
    CHECK(rule(xml) == "");
  }
}

TEST_CASE("only UTF-8 that XML allows passes the scan") {
  for (const char* text :
       {"\xC3", "\xC3(", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\x80", "\xFF", "\xEF\xBF\xBF", "\x01", "\x1F"}) {
    const std::string xml = "<a>\n " + std::string(text) + "</a>";
    INFO(xml);
    CHECK(rule(xml) == "xml-encoding");
    CHECK(place(xml) == "2:2");
  }
  CHECK(rule(std::string("<a>\0</a>", 8)) == "xml-encoding");
}

TEST_CASE("columns count characters, also behind a byte order mark") {
  CHECK(place("<a>\n<b>hồ sơ</c></a>") == "2:9");
  CHECK(place("\xEF\xBB\xBF</a>") == "1:1");
}

TEST_CASE("an element with a hundred thousand attributes is refused") {
  CHECK(rule(with_attributes(100'000)) == "xml-too-many-attributes");
}

TEST_CASE("a report stays short however much is wrong") {
  std::string body = "<startEvent id='s'/>";
  for (int i = 0; i < 15'000; ++i)
    body += "<task id='same'/><sequenceFlow id='f' sourceRef='x' targetRef='y'/>";
  const auto problems = check(read(process(body)));
  CHECK(problems.size() <= 2000);
  CHECK(find(problems, "duplicate-id"));
}

namespace {

/// As many pieces as the limits allow, or that part of them.
struct Hostile {
  std::string head, piece, tail;
  int most;

  std::string filled(int part) const {
    const std::size_t bytes = xml_limits.bytes_max / static_cast<std::size_t>(part);
    std::string out = head;
    for (int i = 0; i < most / part && out.size() + piece.size() + tail.size() < bytes; ++i) out += piece;
    return out + tail;
  }
};

/// Of this thread, in milliseconds: what others do on the machine does not count.
double cost_of(const std::string& xml) {
  const auto now = [] {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return 1e3 * static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e6;
  };
  const double before = now();
  check(read(xml));
  return now() - before;
}

}  // namespace

TEST_CASE("the largest hostile files cost no more for their size than smaller ones") {
  const std::string empty = process("@");
  const std::string head = empty.substr(0, empty.find('@')), tail = empty.substr(empty.find('@') + 1);
  std::string declarations = "<x";
  for (int i = 0; i < 255; ++i) declarations += " xmlns:p" + std::to_string(i) + "='u'";
  std::string attributes = "<task";
  for (int i = 0; i < 255; ++i) attributes += " a" + std::to_string(i) + "=''";
  const std::vector<Hostile> table{
      {head, "<task/>", tail, xml_limits.elements_max - 10},
      {head, "<userTask/>", tail, flow_nodes_max},
      {head, "<task id='a'/>", tail, flow_nodes_max},
      {head, "<sequenceFlow sourceRef='a' targetRef='b'/>", tail, xml_limits.elements_max - 10},
      {head, "<q:x/>", tail, xml_limits.elements_max - 10},
      {head, declarations + "/>", tail, 100'000},
      {head, attributes + "/>", tail, 100'000},
      {head + "<task id='a'>", "x<!---->", "</task>" + tail, 1 << 20},
      {head, "<", tail, 1 << 22},
      {head, "&", tail, 1 << 22},
      {head + "<task id='a'><extensionElements>", "<camunda:inputOutput/>",
       "</extensionElements></task>" + tail, xml_limits.elements_max - 10},
  };
  constexpr int part = 8;
  for (const Hostile& hostile : table) {
    INFO(hostile.piece.substr(0, 60));
    const double least_ms =
        2;  // below it, allocation and the first look at a rule's tables are all that counts
    const double of_a_part = std::max(cost_of(hostile.filled(part)), least_ms);
    // Linear is 8, quadratic 64.
    CHECK(cost_of(hostile.filled(1)) < 3 * part * of_a_part);
  }
}
