#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include "app/commands.h"
#include "app/decision_files.h"
#include "base/json.h"
#include "base/nearest.h"
#include "dmn/tagged.h"
#include "feel/temporal.h"
#include "feel/vocabulary.h"

namespace lienthong::app {
namespace {

using DrgKind = dmn::DrgElement::Kind;

/// A JSON object given as text or as "@file".
Context object_of(const std::string& given, const char* option) {
  if (given.empty()) return {};
  const Value value = json::parse(given[0] == '@' ? read_file(given.substr(1)) : given);
  if (!value.is_context())
    throw Refused(Refused::Kind::Invalid, std::string(option) + " takes a JSON object");
  return dmn::untagged(value).context();
}

struct ContextNames final : feel::Names {
  explicit ContextNames(const Context& context) : context_(context) {}
  const Value* see(std::string_view name) const override { return context_.find(name); }
  std::optional<Value> find(std::string_view name) const override {
    const Value* found = context_.find(name);
    return found ? std::optional(*found) : std::nullopt;
  }

 private:
  const Context& context_;
};

/// As FEEL writes it: texts in quotes.
std::string feel_text(const Value& value) {
  const std::string listed = text(Value(List{value}));
  return listed.substr(1, listed.size() - 2);
}

void print_value(const Value& value, bool as_json) {
  std::printf("%s\n", as_json ? json::write(dmn::tagged(value)).c_str() : feel_text(value).c_str());
}

int tell(const std::vector<feel::Diagnostic>& diagnostics, const Value& value) {
  for (const feel::Diagnostic& one : diagnostics) std::fprintf(stderr, "%s\n", told(one).c_str());
  return value.is_null() && !diagnostics.empty() ? exit_found : exit_ok;
}

/// JSON has no dates: a text for an input that is declared as one is read as such.
Value read_as(const Value& value, const feel::Type& type) {
  using Shape = feel::Type::Shape;
  if (value.is_string() && type.shape == Shape::Basic && type.basic != Value::Kind::String) {
    const std::optional<Value> temporal = feel::parse_temporal(value.string());
    return temporal && temporal->kind() == type.basic ? *temporal : value;
  }
  if (value.is_list() && type.shape == Shape::List && !type.parts.empty()) {
    List list;
    for (const Value& element : value.list()) list.push_back(read_as(element, type.parts[0]));
    return list;
  }
  if (value.is_context() && type.shape == Shape::Context) {
    Context context;
    for (const auto& [name, entry] : value.context().entries) {
      const auto known = std::ranges::find(type.names, name);
      context.put(name,
                  known == type.names.end()
                      ? entry
                      : read_as(entry, type.parts[static_cast<std::size_t>(known - type.names.begin())]));
    }
    return context;
  }
  return value;
}

/// What is evaluated when nothing is named: the only decision that no other requires.
dmn::ElementIndex chosen(const dmn::Model& model, const std::string& wanted) {
  std::vector<dmn::ElementIndex> tops;
  std::string all;
  for (std::size_t i = 0; i < model.own_elements; ++i) {
    const dmn::Model::Element& element = model.elements[i];
    if (element.kind != DrgKind::Decision) continue;
    all += (all.empty() ? "" : ", ") + element.name;
    const auto requires_it = [&](const dmn::Model::Element& other) {
      return std::ranges::find(other.requirements, static_cast<dmn::ElementIndex>(i)) !=
             other.requirements.end();
    };
    if (std::ranges::none_of(model.elements, requires_it)) tops.push_back(static_cast<dmn::ElementIndex>(i));
  }
  if (wanted.empty() && tops.size() == 1) return tops[0];
  for (const DrgKind kind : {DrgKind::Decision, DrgKind::DecisionService, DrgKind::BusinessKnowledgeModel})
    if (const auto found = wanted.empty() ? std::nullopt : model.find(kind, wanted)) return *found;
  throw Refused(Refused::Kind::Invalid,
                (wanted.empty() ? "name one with --decision" : "there is no decision '" + wanted + "'") +
                    std::string("; the file has: ") + all);
}

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Rows under one another; what a rule's cell lets through is told by a mark before it.
void print_table(const dmn::TableTrace& trace) {
  const dmn::Table& table = *trace.table;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> header{""};
  for (const dmn::Table::Input& input : table.inputs)
    header.push_back(input.label.empty() ? input.text : input.label);
  for (const dmn::Table::Output& output : table.outputs)
    header.push_back(output.name.empty() ? "result" : output.name);
  header.emplace_back();
  rows.push_back(std::move(header));
  for (std::size_t rule = 0; rule < table.rules.size(); ++rule) {
    const dmn::Table::RuleText& text = table.rules[rule];
    std::vector<std::string> row{std::to_string(rule + 1)};
    bool matches = true;
    for (std::size_t i = 0; i < text.inputs.size(); ++i) {
      const bool has_cells = rule < trace.cells.size() && i < trace.cells[rule].size();
      const bool passed = has_cells && trace.cells[rule][i] == Value(true);
      matches = matches && passed;
      row.push_back(std::string(passed ? "+ " : "x ") + (text.inputs[i].empty() ? "-" : text.inputs[i]));
    }
    for (const std::string& output : text.outputs) row.push_back(output);
    const bool counts = std::ranges::find(trace.rules, static_cast<int>(rule)) != trace.rules.end();
    row.emplace_back(counts ? "<- fires" : matches ? "<- matches, does not count" : "");
    rows.push_back(std::move(row));
  }
  std::vector<std::size_t> widths(rows[0].size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  for (const auto& row : rows) {
    std::string line = "  ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += (i > 0 ? "  " : "") + row[i];
      if (i + 1 < row.size()) line += std::string(widths[i] - width_of(row[i]), ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    std::printf("%s\n", line.c_str());
  }
  if (!trace.fault.empty()) std::printf("  %s\n", trace.fault.c_str());
}

void explain(const dmn::Model& model, const dmn::Trace& trace) {
  for (const dmn::DecisionTrace& one : trace.decisions) {
    std::printf("%s = %s\n", model.element(one.element).name.c_str(), feel_text(one.result).c_str());
    for (const dmn::TableTrace& table : one.tables) {
      std::string inputs;
      for (std::size_t i = 0; i < table.inputs.size(); ++i)
        inputs += (i > 0 ? ", " : "") + table.table->inputs[i].text + " = " + feel_text(table.inputs[i]);
      const std::string aggregation(name_of(table.table->aggregation));
      std::printf("  %s%s%s; %s\n", std::string(name_of(table.table->hit_policy)).c_str(),
                  aggregation.empty() ? "" : " ", aggregation.c_str(), inputs.c_str());
      print_table(table);
    }
    std::printf("\n");
  }
}

}  // namespace

namespace {

/// One line of a batch: {"expression", "context"?, "input"?} becomes {"value", "error"?}.
Context answer_line(const std::string& line) {
  Context answer;
  try {
    const Value request = json::parse(line);
    const Value *text = request.find("expression"), *given = request.find("context"),
                *input = request.find("input");
    if (!text || !text->is_string()) throw Refused(Refused::Kind::Invalid, "a line needs an \"expression\"");
    Context context;
    if (given) context = dmn::untagged(*given).context();
    if (input) context.put("?", dmn::untagged(*input));
    const ContextNames names(context);
    feel::Vocabulary vocabulary;
    for (const auto& [name, value] : context.entries) feel::add_name(vocabulary.names, name);
    const auto compiled =
        feel::compile(text->string(), input ? feel::Dialect::UnaryTests : feel::Dialect::Feel, vocabulary);
    std::vector<feel::Diagnostic> diagnostics;
    answer.put("value", dmn::tagged(feel::evaluate(*compiled, {names, now()}, &diagnostics)));
    if (!diagnostics.empty()) answer.put("error", told(diagnostics[0]));
  } catch (const std::exception& error) {
    answer.put("error", error.what());
  }
  return answer;
}

int evaluate_lines() {
  std::string line;
  while (std::getline(std::cin, line)) std::printf("%s\n", json::write(answer_line(line)).c_str());
  return exit_ok;
}

}  // namespace

int evaluate_feel(const FeelOptions& options) {
  if (options.batch) return evaluate_lines();
  Context context = object_of(options.context, "--context");
  const ContextNames names(context);
  const calendar::Calendars calendars = read_calendar_book(options.calendars);
  const feel::Environment environment{names, now(), calendars.office()->zone_offset_s(), false, &calendars};
  feel::Vocabulary vocabulary;
  for (const auto& [name, value] : context.entries) feel::add_name(vocabulary.names, name);
  feel::Dialect dialect = options.templates ? feel::Dialect::Template : feel::Dialect::Feel;
  std::vector<feel::Diagnostic> diagnostics;
  try {
    if (!options.input.empty()) {
      dialect = feel::Dialect::UnaryTests;
      const auto input = feel::compile(options.input, feel::Dialect::Feel, vocabulary);
      context.put("?", feel::evaluate(*input, environment, &diagnostics));
    }
    const auto expression = feel::compile(options.expression, dialect, vocabulary);
    const Value value = feel::evaluate(*expression, environment, &diagnostics);
    print_value(value, options.json);
    return tell(diagnostics, value);
  } catch (const feel::SyntaxError& wrong) {
    std::fprintf(stderr, "%s\n", wrong.what());
  } catch (const feel::EvaluationError& error) {
    std::fprintf(stderr, "%s\n", error.what());
  }
  return exit_found;
}

namespace {

/// What an input may be called: input data and decisions, the parameters of a model function, and in a file
/// of Camunda every name that an expression mentions.
std::vector<std::string> input_names(const dmn::Model& model, const dmn::Model::Element& asked) {
  std::vector<std::string> names;
  for (const dmn::Model::Element& element : model.elements) {
    const bool is_value = element.kind == DrgKind::InputData || element.kind == DrgKind::Decision;
    if (is_value && &element != &asked) names.insert(names.end(), {element.name, element.id});
    if (!element.logic) continue;
    if (&element == &asked && asked.kind == DrgKind::BusinessKnowledgeModel)
      names.insert(names.end(), element.logic->names.begin(), element.logic->names.end());
    if (element.open_names)
      std::ranges::move(feel::mentioned_names(*element.logic), std::back_inserter(names));
  }
  return names;
}

/// Whether each input has a name that the file knows; another one is told.
bool names_known(const dmn::Inputs& inputs, const std::vector<std::string>& names) {
  constexpr std::size_t guessed_from = 3;  // shorter names are near to any other
  const std::vector<std::string_view> known(names.begin(), names.end());
  bool all = true;
  for (const dmn::Inputs::Given& given : inputs.values) {
    if (std::ranges::find(known, given.name) != known.end()) continue;
    all = false;
    std::fprintf(stderr, "nothing here is called '%s'%s\n", given.name.c_str(),
                 given.name.size() < guessed_from ? "" : do_you_mean(given.name, known).c_str());
  }
  return all;
}

}  // namespace

int evaluate_decision(const DecisionOptions& options) {
  std::vector<std::filesystem::path> files{options.file};
  files.insert(files.end(), options.imports.begin(), options.imports.end());
  const DecisionFiles read(files);
  bool broken = false;
  for (const Problem& p : read.problems) {
    broken = broken || p.severity == Problem::Severity::Error;
    std::fprintf(stderr, "%s:%d:%d: %s [%s]\n", p.resource.c_str(), p.line, p.column, p.message.c_str(),
                 p.rule.c_str());
  }
  if (broken) return exit_found;
  const dmn::Model& model = *read.model;
  const dmn::ElementIndex element = chosen(model, options.decision);
  dmn::Inputs inputs;
  inputs.now = now();
  const calendar::Calendars calendars = read_calendar_book(options.calendars);
  inputs.zone_offset_s = calendars.office()->zone_offset_s();
  inputs.calendars = &calendars;
  for (const auto& [name, value] : object_of(options.input, "--input").entries) {
    const auto known = model.find(DrgKind::InputData, name);
    inputs.values.push_back({name, known ? read_as(value, model.element(*known).type) : value, ""});
  }
  if (!names_known(inputs, input_names(model, model.element(element))) && !options.unknown_inputs)
    return exit_found;
  dmn::Trace trace;
  trace.cells = options.explain;
  try {
    const dmn::Outcome outcome = dmn::evaluate(model, element, inputs, &trace);
    if (options.explain)
      explain(model, trace);
    else
      print_value(outcome.value, options.json);
    return tell(outcome.diagnostics, outcome.value);
  } catch (const feel::EvaluationError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return exit_found;
  }
}

}  // namespace lienthong::app
