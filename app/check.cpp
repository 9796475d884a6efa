#include <algorithm>
#include <cstdio>
#include "app/commands.h"
#include "base/json.h"
#include "bpmn/reader.h"
#include "engine/definition.h"

namespace lienthong::app {
namespace {

/// What a deployment of this file would find: the reader's, the checker's and the expressions' problems.
std::vector<Problem> problems_of(const std::filesystem::path& file) {
  bpmn::Document document = bpmn::read(read_file(file));
  std::vector<Problem> problems = bpmn::check(document);
  const bool readable =
      std::ranges::none_of(problems, [](const Problem& p) { return p.severity == Problem::Severity::Error; });
  if (readable)
    for (bpmn::Process& process : document.processes)
      if (process.executable) engine::Definition(std::move(process), problems);
  std::ranges::stable_sort(problems, {}, [](const Problem& p) { return std::pair(p.line, p.column); });
  return problems;
}

const char* severity(const Problem& p) {
  return p.severity == Problem::Severity::Error ? "error" : "warning";
}

void write_json(const std::filesystem::path& file, const std::vector<Problem>& problems) {
  std::string text;
  json::Writer out(text);
  out.object().key("file").string(file.string()).key("problems").array();
  for (const Problem& p : problems)
    out.object()
        .key("severity")
        .string(severity(p))
        .key("rule")
        .string(p.rule)
        .key("message")
        .string(p.message)
        .key("elementId")
        .string(p.element_id)
        .key("line")
        .number(p.line)
        .key("column")
        .number(p.column)
        .end();
  out.end().end();
  std::printf("%s\n", text.c_str());
}

void write_text(const std::filesystem::path& file, const std::vector<Problem>& problems) {
  for (const Problem& p : problems)
    std::printf("%s:%d:%d: %s: %s%s%s [%s]\n", file.c_str(), p.line, p.column, severity(p),
                p.element_id.c_str(), p.element_id.empty() ? "" : ": ", p.message.c_str(), p.rule.c_str());
}

}  // namespace

int check(const std::vector<std::filesystem::path>& paths, bool json) {
  int errors = 0, warnings = 0, files = 0;
  for (const auto& path : paths)
    for (const auto& file : files_below(path, ".bpmn")) {
      const std::vector<Problem> problems = problems_of(file);
      ++files;
      for (const Problem& p : problems) ++(p.severity == Problem::Severity::Error ? errors : warnings);
      if (json)
        write_json(file, problems);
      else
        write_text(file, problems);
    }
  if (!json)
    std::printf("%d file%s checked: %d error%s, %d warning%s\n", files, files == 1 ? "" : "s", errors,
                errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
  return errors ? exit_found : exit_ok;
}

}  // namespace lienthong::app
