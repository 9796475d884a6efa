// Static Analysis Results Interchange Format, version 2.1.0 (OASIS).
#include <map>
#include <set>
#include "app/report.h"
#include "base/json.h"

namespace lienthong::app {
namespace {

constexpr std::string_view sarif_schema = "https://json.schemastore.org/sarif-2.1.0.json";

/// A path as the relative or file URI that SARIF wants: what is no plain character is escaped.
std::string sarif_uri(const std::filesystem::path& path) {
  constexpr std::string_view plain = "-._~/!$&'()*+,;=@";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = path.is_absolute() ? "file://" : "";
  for (const unsigned char c : path.generic_string()) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || plain.find(static_cast<char>(c)) != plain.npos)
      out += static_cast<char>(c);
    else
      (out += '%') += {digits[c >> 4], digits[c & 15]};
  }
  return out;
}

void write_sarif_result(json::Writer& w, const std::filesystem::path& file, const Problem& p,
                        std::int64_t rule_index) {
  w.object().key("ruleId").string(p.rule).key("ruleIndex").number(rule_index);
  w.key("level").string(p.severity == Problem::Severity::Error ? "error" : "warning");
  w.key("message").object().key("text").string(p.message).end();
  w.key("locations").array().object().key("physicalLocation").object();
  w.key("artifactLocation").object().key("uri").string(sarif_uri(file)).end();
  if (p.line > 0) {
    w.key("region").object().key("startLine").number(p.line);
    if (p.column > 0) w.key("startColumn").number(p.column);
    w.end();
  }
  w.end();  // physicalLocation
  if (!p.element_id.empty())
    w.key("logicalLocations")
        .array()
        .object()
        .key("name")
        .string(p.element_id)
        .key("kind")
        .string("element")
        .end()
        .end();
  w.end().end().end();
}

}  // namespace

std::string sarif(const std::vector<std::pair<std::filesystem::path, Checked>>& files,
                  const std::string& version) {
  std::map<std::string, std::int64_t> rules;
  for (const auto& [file, checked] : files)
    for (const Problem& p : checked.problems) rules.emplace(p.rule, 0);
  std::string text;
  json::Writer w(text);
  w.object().key("$schema").string(sarif_schema).key("version").string("2.1.0");
  w.key("runs").array().object().key("tool").object().key("driver").object();
  w.key("name").string("lienthong").key("semanticVersion").string(version);
  w.key("rules").array();
  std::int64_t next = 0;
  for (auto& [rule, index] : rules) {
    index = next++;
    w.object().key("id").string(rule).end();
  }
  w.end().end().end();                              // rules, driver, tool
  w.key("columnKind").string("unicodeCodePoints");  // as columns are counted (xml/scan.h)
  w.key("artifacts").array();
  std::set<std::string> artifacts;  // each once, however often it was named
  for (const auto& [file, checked] : files)
    if (artifacts.insert(sarif_uri(file)).second)
      w.object().key("location").object().key("uri").string(sarif_uri(file)).end().end();
  w.end().key("results").array();
  for (const auto& [file, checked] : files)
    for (const Problem& p : checked.problems) write_sarif_result(w, file, p, rules.at(p.rule));
  w.end().end().end().end();  // results, run, runs, log
  return text;
}

}  // namespace lienthong::app
