#include <malloc.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include "adapters/javascript/worker.h"
#include "app/commands.h"
#include "app/zone_files.h"
#include "base/refused.h"
#include "feel/zones.h"

namespace {

using namespace lienthong;

/// Freed memory that stays with the program: each group of commands frees what the next one takes again.
constexpr int kept_free_bytes = 64 << 20;

/// "HOST:PORT" as its parts; the port may be 0 for any free one.
bool split_address(const std::string& text, std::string& host, std::uint16_t& port) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon + 1 == text.size()) return false;
  unsigned long number = 0;
  for (const char c : text.substr(colon + 1)) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + static_cast<unsigned long>(c - '0');
    if (number > 65535) return false;
  }
  host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  port = static_cast<std::uint16_t>(number);
  return !host.empty();
}

void add_server_options(CLI::App& command, app::ServeOptions& options, std::string& listen) {
  command.add_option("--listen", listen, "address to listen at; loopback only until there are accounts")
      ->capture_default_str();
  command.add_option("--calendar", options.calendar,
                     "calendar file instead of the Vietnamese public sector's");
  command.add_option("--organisation", options.organisation,
                     "directory of units (JSON): whom notifications reach");
  command.add_option("--without", options.without,
                     "topic whose built-in adapter is off, to serve it yourself; 'all' for every one");
  command
      .add_option("--soundness", options.soundness,
                  "what follows when a deployed model can get stuck or run wild: warn, refuse or off")
      ->check(CLI::IsMember({"warn", "refuse", "off"}))
      ->capture_default_str();
  command.add_option("--value-bytes-max", options.value_bytes_max, "size of one variable, e.g. 16MiB")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(std::uint64_t{1} << 10, std::uint64_t{1} << 29));
  command.add_option("--body-bytes-max", options.body_bytes_max, "size of one request, e.g. 64MiB")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(std::uint64_t{1} << 10, std::uint64_t{1} << 30));
  command
      .add_option("--worker-errors", options.worker_errors,
                  "what a worker's BPMN error does that nobody catches: end the token, as Camunda 7 does, or "
                  "raise an incident")
      ->check(CLI::IsMember({"end", "incident"}))
      ->capture_default_str();
  command.add_option("--security-server", options.security_server, "base URL of the X-Road security server");
  command.add_option("--smtp", options.smtp, "mail server, e.g. smtp://127.0.0.1:25");
  command.add_option("--mail-from", options.mail_from, "sender of notifications")->capture_default_str();
  command.add_option("--webhook", options.webhook,
                     "receiver of notifications by webhook and of tasks that name no url");
  command.add_option("--webhook-allow", options.webhook_allow,
                     "beginnings of the urls that tasks may name, e.g. https://hooks.example.vn/office/; "
                     "left out: none");
}

void add_javascript_option(CLI::App& command, std::string& javascript) {
  command
      .add_option("--javascript", javascript,
                  "on: scripts in JavaScript run, in a process that can only compute; off: models with them "
                  "are refused")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
}

void add_delegates_option(CLI::App& command, std::filesystem::path& delegates) {
  command
      .add_option("--delegates", delegates,
                  "JSON file: topic whose workers stand in for a Java class or bean")
      ->check(CLI::ExistingFile);
}

int refuse_address(const std::string& address) {
  std::fprintf(stderr, "lienthong: --listen takes HOST:PORT, e.g. 127.0.0.1:8080; got '%s'\n",
               address.c_str());
  return app::exit_usage;
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
  eval.add_option("--input", options.input, "values by the names of inputs: a JSON object, or @FILE");
  eval.add_flag("--explain", options.explain, "each table with the rules that fired and why others did not");
  eval.add_flag("--json", options.json, "print the value as JSON (docs/formats/dmn-eval.md)");
  return eval;
}

int decide(const app::DecisionOptions& options) {
  if (!options.batch.empty()) return app::evaluate_batch(options.batch);
  if (!options.file.empty()) return app::evaluate_decision(options);
  std::fprintf(stderr, "lienthong: dmn eval takes a file or --batch\n");
  return app::exit_usage;
}

CLI::App& add_dev(CLI::App& program, app::DevOptions& options) {
  CLI::App& command = *program.add_subcommand(
      "dev", "server, simulator of the outside agencies, catalogue and development clock");
  command.add_option("--db", options.serve.db, "database file; a temporary one when left out");
  command.add_option("--catalogue", options.catalogue, "folder of procedures")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  command.add_option("--simulator-port", options.simulator_port, "port of the simulator; 0: any free one")
      ->capture_default_str();
  return command;
}

int run(int argc, char** argv) {
  CLI::App program{"lienthong: runs BPMN 2.0 definitions for linked administrative procedures"};
  program.set_version_flag("--version", LIENTHONG_VERSION);
  program.require_subcommand(1);
  program.footer(
      "Exit codes: 0 done; 1 what was examined has errors; 2 asked wrongly; 70 our fault or a failing disk.");

  app::ServeOptions serve;
  std::string listen = "127.0.0.1:8080";
  CLI::App& serve_command = *program.add_subcommand("serve", "serve the REST API on one database file");
  serve_command.add_option("--db", serve.db, "database file; made when it does not exist")->required();
  serve_command.add_option("--deploy", serve.deploy, "deploy this folder at the start, unless unchanged")
      ->check(CLI::ExistingDirectory);
  serve_command.add_flag("--development-clock", serve.development_clock,
                         "POST /api/v1/clock {\"advance\":\"P3D\"} moves the clock");
  add_server_options(serve_command, serve, listen);

  app::DevOptions dev;
  std::string dev_listen = "127.0.0.1:8080";
  CLI::App& dev_command = add_dev(program, dev);
  add_server_options(dev_command, dev.serve, dev_listen);

  std::filesystem::path delegates;
  std::string javascript = "off";
  for (CLI::App* command : {&serve_command, &dev_command}) {
    add_javascript_option(*command, javascript);
    add_delegates_option(*command, delegates);
  }

  std::vector<std::filesystem::path> paths;
  app::CheckOptions check;
  CLI::App& check_command = add_check(program, paths, check);
  add_javascript_option(check_command, javascript);
  add_delegates_option(check_command, delegates);

  app::ConvertOptions convert;
  CLI::App& convert_command = add_convert(program, convert);

  app::FeelOptions feel;
  CLI::App& feel_command = add_feel_eval(program, feel);
  app::DecisionOptions decision;
  CLI::App& dmn_command = add_dmn_eval(program, decision);

  CLI::App& test_command = *program.add_subcommand("test", "play the scenarios of files or folders");
  test_command.add_option("paths", paths, "files or folders")->required();

  app::DeployOptions deploy;
  CLI::App& deploy_command = add_deploy(program, deploy);
  for (CLI::App* command : {&test_command, &deploy_command}) add_delegates_option(*command, delegates);

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? app::exit_ok : app::exit_usage;
  }
  app::ServeOptions& server = dev_command.parsed() ? dev.serve : serve;
  server.javascript = javascript == "on";
  server.delegates = delegates;
  const std::string& address = dev_command.parsed() ? dev_listen : listen;
  if (!split_address(address, server.host, server.port)) return refuse_address(address);
  if (serve_command.parsed()) return app::serve(serve);
  if (dev_command.parsed()) return app::dev(dev);
  if (check_command.parsed()) {
    check.delegates = delegates;
    check.javascript = javascript == "on";
    return app::check(paths, check);
  }
  if (convert_command.parsed()) return app::convert(convert);
  if (feel_command.parsed()) return app::evaluate_feel(feel);
  if (dmn_command.parsed()) return decide(decision);
  if (test_command.parsed()) return app::test(paths, delegates);
  deploy.delegates = delegates;
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
