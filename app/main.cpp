#include <malloc.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include "adapters/javascript/worker.h"
#include "app/commands.h"
#include "app/serve_options.h"
#include "app/zone_files.h"
#include "base/refused.h"
#include "feel/zones.h"

namespace {

using namespace lienthong;

/// Freed memory that stays with the program: each group of commands frees what the next one takes again.
constexpr int kept_free_bytes = 64 << 20;

void add_calendars_option(CLI::App& command, std::vector<std::string>& calendars) {
  command
      .add_option("--calendar", calendars,
                  "calendar file, or id of one that is built in; given several times, they are merged; the "
                  "Vietnamese public sector's when left out")
      ->allow_extra_args(false);
}

CLI::App& add_convert(CLI::App& program, app::ConvertOptions& convert) {
  CLI::App& command =
      *program.add_subcommand("convert", "write a BPMN file again without losing anything in it");
  command.add_option("file", convert.file, "BPMN file")->required()->check(CLI::ExistingFile);
  command.add_option("--output", convert.output, "file to write; standard output when left out");
  command.add_flag("--camunda", convert.camunda,
                   "Activiti's and Operaton's extensions under Camunda 7's namespace");
  return command;
}

CLI::App& add_check(CLI::App& program, std::vector<std::filesystem::path>& paths,
                    app::CheckOptions& options) {
  using enum app::CheckOptions::Format;
  CLI::App& command = *program.add_subcommand(
      "check", "every problem of BPMN, DMN and form files, how a run can get stuck, what tables leave out");
  command.add_option("paths", paths, "files or folders")->required();
  static const std::map<std::string, app::CheckOptions::Format> formats{
      {"text", Text}, {"json", Json}, {"sarif", Sarif}};
  command.add_option("--format", options.format, "text, json or sarif")
      ->transform(CLI::CheckedTransformer(formats))
      ->default_str("text");
  command
      .add_option("--calendar", options.calendar,
                  "calendar file of the server; the Vietnamese public sector's when left out")
      ->check(CLI::ExistingFile);
  command
      .add_option("--organisation", options.organisation,
                  "directory of units (JSON): rungs may name no others")
      ->check(CLI::ExistingFile);
  options.version = LIENTHONG_VERSION;
  return command;
}

CLI::App& add_deploy(CLI::App& program, app::DeployOptions& options) {
  CLI::App& command = *program.add_subcommand("deploy", "deploy files or folders to a running server");
  command.add_option("paths", options.paths, "files or folders")->required();
  command.add_option("--url", options.url, "the server's /engine-rest")->capture_default_str();
  command.add_option("--name", options.name, "name of the deployment")->capture_default_str();
  command.add_flag("--watch", options.watch,
                   "check and deploy on each save, until Ctrl-C; files with errors are not deployed");
  return command;
}

CLI::App& add_feel_eval(CLI::App& program, app::FeelOptions& options) {
  CLI::App& feel = *program.add_subcommand("feel", "expressions");
  feel.require_subcommand(1);
  CLI::App& eval = *feel.add_subcommand("eval", "evaluate an expression");
  auto* batch =
      eval.add_flag("--batch", options.batch,
                    "lines {\"expression\", \"context\", \"input\"} of standard input, a JSON answer each");
  eval.add_option("expression", options.expression, "FEEL")->excludes(batch);
  eval.add_option("--context", options.context, "names it may use: a JSON object, or @FILE");
  add_calendars_option(eval, options.calendars);
  eval.add_option("--input", options.input, "FEEL; the expression is then unary tests over its value");
  eval.add_flag("--template", options.templates, "the expression is text with ${…}");
  eval.add_flag("--json", options.json, "print the value as JSON (docs/formats/dmn-eval.md)");
  return eval;
}

CLI::App& add_dmn_eval(CLI::App& program, app::DecisionOptions& options) {
  CLI::App& dmn = *program.add_subcommand("dmn", "decisions of DMN files");
  dmn.require_subcommand(1);
  CLI::App& eval = *dmn.add_subcommand("eval", "evaluate a decision");
  auto* batch = eval.add_option("--batch", options.batch, "a request of dmn-eval/1; '-' is standard input");
  eval.add_option("file", options.file, "DMN file")->check(CLI::ExistingFile)->excludes(batch);
  eval.add_option("--import", options.imports, "files that it imports")->check(CLI::ExistingFile);
  eval.add_option("--decision", options.decision,
                  "name or id of a decision, service or model function; left out: the one no other requires");
  add_calendars_option(eval, options.calendars);
  eval.add_option("--input", options.input, "values by the names of inputs: a JSON object, or @FILE");
  eval.add_flag("--unknown-inputs", options.unknown_inputs,
                "names that the file does not have are told and the rest is evaluated");
  eval.add_flag("--explain", options.explain, "each table with the rules that fired and why others did not");
  eval.add_flag("--json", options.json, "print the value as JSON (docs/formats/dmn-eval.md)");
  return eval;
}

CLI::App& add_due(CLI::App& program, app::DueOptions& options) {
  CLI::App& command = *program.add_subcommand("due", "when a limit ends");
  add_calendars_option(command, options.calendars);
  auto* batch = command.add_flag("--batch", options.batch,
                                 "lines of standard input, a JSON answer each (docs/formats/calendar.md)");
  command.add_option("--start", options.start, "date-time, e.g. 2022-04-15T10:20")->excludes(batch);
  command
      .add_option("--limit", options.limit,
                  "'3 working days', '4 working hours', '15 days', '2 months', 'PT72H'")
      ->excludes(batch);
  command.add_option("--ends-at", options.ends_at, "of working days: close or 24:00")->capture_default_str();
  command.add_option("--roll", options.roll, "of days, weeks, months and years: none, next or previous")
      ->capture_default_str();
  command
      .add_option("--cut-off", options.cut_off,
                  "true: begins when it counts as received; false: at the start; left out: true for "
                  "working days")
      ->check(CLI::IsMember({"true", "false"}));
  command.add_flag("--json", options.json, "with the instant, the receipt, and whether a year has no notice");
  return command;
}

int decide(const app::DecisionOptions& options) {
  if (!options.batch.empty()) return app::evaluate_batch(options.batch);
  if (!options.file.empty()) return app::evaluate_decision(options);
  std::fprintf(stderr, "lienthong: dmn eval takes a file or --batch\n");
  return app::exit_usage;
}

int run(int argc, char** argv) {
  CLI::App program{"lienthong: runs BPMN 2.0 definitions for linked administrative procedures"};
  program.set_version_flag("--version", LIENTHONG_VERSION);
  program.require_subcommand(1);
  program.footer(
      "Exit codes: 0 done; 1 what was examined has errors; 2 asked wrongly; 70 our fault or a failing disk.");

  app::ServeOptions serve;
  CLI::App& serve_command = app::add_serve(program, serve);
  app::DevOptions dev;
  CLI::App& dev_command = app::add_dev(program, dev);

  std::vector<std::filesystem::path> paths;
  app::CheckOptions check;
  CLI::App& check_command = add_check(program, paths, check);
  app::add_javascript_option(check_command, check.javascript);
  app::add_delegates_option(check_command, check.delegates);

  app::ConvertOptions convert;
  CLI::App& convert_command = add_convert(program, convert);

  app::FeelOptions feel;
  CLI::App& feel_command = add_feel_eval(program, feel);
  app::DecisionOptions decision;
  CLI::App& dmn_command = add_dmn_eval(program, decision);

  app::DueOptions due;
  CLI::App& due_command = add_due(program, due);

  std::filesystem::path test_delegates;
  CLI::App& test_command = *program.add_subcommand("test", "play the scenarios of files or folders");
  test_command.add_option("paths", paths, "files or folders")->required();

  app::DeployOptions deploy;
  CLI::App& deploy_command = add_deploy(program, deploy);
  app::add_delegates_option(test_command, test_delegates);
  app::add_delegates_option(deploy_command, deploy.delegates);

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? app::exit_ok : app::exit_usage;
  }
  if (serve_command.parsed()) return app::serve(serve);
  if (dev_command.parsed()) return app::dev(dev);
  if (check_command.parsed()) return app::check(paths, check);
  if (convert_command.parsed()) return app::convert(convert);
  if (feel_command.parsed()) return app::evaluate_feel(feel);
  if (dmn_command.parsed()) return decide(decision);
  if (due_command.parsed()) return app::due(due);
  if (test_command.parsed()) return app::test(paths, test_delegates);
  return app::deploy(deploy);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc >= 2 && argv[1] == std::string_view("javascript-worker"))
    return lienthong::javascript::worker_main(argc > 2 ? argv[2] : "UTC", argc > 3 ? argv[3] : "");
  ::mallopt(M_TRIM_THRESHOLD, kept_free_bytes);
  lienthong::feel::zones::read_zones_with(lienthong::app::read_zone_file);
  try {
    return run(argc, argv);
  } catch (const lienthong::Refused& refused) {
    std::fprintf(stderr, "lienthong: %s\n", refused.what());
    return lienthong::app::exit_usage;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lienthong: %s\n", error.what());
    return lienthong::app::exit_failure;
  }
}
