#include "app/report.h"
#include <algorithm>
#include <cstdio>
#include <map>
#include "base/json.h"

namespace lienthong::app {
namespace {

const char* severity(const Problem& p) {
  return p.severity == Problem::Severity::Error ? "error" : "warning";
}

void write_property(json::Writer& out, std::string_view name, const std::optional<bool>& holds) {
  out.key(name);
  if (holds)
    out.boolean(*holds);
  else
    out.null();
}

void write_soundness(json::Writer& out, const std::optional<bpmn::Soundness>& soundness) {
  out.key("soundness");
  if (!soundness) {
    out.null();
    return;
  }
  out.object();
  write_property(out, "safe", soundness->safe);
  write_property(out, "optionToComplete", soundness->option_to_complete);
  write_property(out, "properCompletion", soundness->proper_completion);
  write_property(out, "noDeadActivities", soundness->no_dead_activities);
  write_property(out, "sound", soundness->sound());
  out.key("states").number(static_cast<std::int64_t>(soundness->states));
  out.key("bounded").boolean(soundness->bounded);
  out.key("counterexample").array();
  for (const std::string& id : soundness->counterexample) out.string(id);
  out.end().end();
}

std::string verdict(const std::optional<bpmn::Soundness>& soundness) {
  if (!soundness) return "soundness not judged";
  const std::string states = std::to_string(soundness->states) + " states";
  if (soundness->sound() == true) return "sound (" + states + ")";
  std::string text = soundness->sound() == false ? "not sound (" : "soundness unknown (";
  const auto add = [&](const char* name, const std::optional<bool>& holds) {
    if (holds != true) text += std::string(name) + (holds ? ": no, " : ": unknown, ");
  };
  add("option to complete", soundness->option_to_complete);
  add("safe", soundness->safe);
  add("proper completion", soundness->proper_completion);
  add("no dead activities", soundness->no_dead_activities);
  return text + states + (soundness->bounded ? ")" : ", the bound)");
}

}  // namespace

void write_text(const std::filesystem::path& file, const Checked& checked) {
  for (const Problem& p : checked.problems)
    std::printf("%s:%d:%d: %s: %s%s%s [%s]\n", file.c_str(), p.line, p.column, severity(p),
                p.element_id.c_str(), p.element_id.empty() ? "" : ": ", p.message.c_str(), p.rule.c_str());
  if (file.extension() != ".dmn" && file.extension() != ".form")
    std::printf("%s: %s\n", file.c_str(), verdict(checked.soundness).c_str());
}

void write_json(const std::filesystem::path& file, const Checked& checked) {
  std::string text;
  json::Writer out(text);
  out.object().key("file").string(file.string()).key("problems").array();
  for (const Problem& p : checked.problems)
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
  out.end();
  write_soundness(out, checked.soundness);
  out.end();
  std::printf("%s\n", text.c_str());
}

}  // namespace lienthong::app
