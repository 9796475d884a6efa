#include "app/serve_options.h"
#include <CLI/CLI.hpp>
#include <string>
#include "adapters/mail.h"
#include "adapters/receivers.h"
#include "app/config_file.h"
#include "base/refused.h"

namespace lienthong::app {
namespace {

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

void add_listen_option(CLI::App& command, ServeOptions& options) {
  command
      .add_option_function<std::string>(
          "--listen",
          [&options](const std::string& address) {
            if (!split_address(address, options.host, options.port))
              throw CLI::ValidationError("--listen",
                                         "takes HOST:PORT, e.g. 127.0.0.1:8080; got '" + address + "'");
          },
          "address to listen at; loopback only until there are accounts")
      ->default_str("127.0.0.1:8080");
}

std::string no_sender(const std::string& text) {
  return adapters::wire_address(text) ? "" : "'" + text + "' is no e-mail address that can be sent from";
}

std::string no_web_address(const std::string& text) {
  return text.empty() || adapters::read_web_address(text) ? "" : "'" + text + "' is no http address";
}

std::string no_prefix(const std::string& text) {
  try {
    adapters::AllowedReceivers().add(text);
    return "";
  } catch (const Refused& refused) {
    return refused.what();
  }
}

void add_receiver_options(CLI::App& command, ServeOptions& options) {
  command.add_option("--security-server", options.security_server, "base URL of the X-Road security server");
  command.add_option("--smtp", options.smtp, "mail server, e.g. smtp://127.0.0.1:25");
  command.add_option("--mail-from", options.mail_from, "sender of notifications")
      ->check(no_sender)
      ->capture_default_str();
  command
      .add_option("--webhook", options.webhook,
                  "receiver of notifications by webhook and of tasks that name no url")
      ->check(no_web_address);
  command
      .add_option("--webhook-allow", options.webhook_allow,
                  "beginnings of the urls that tasks may name, e.g. https://hooks.example.vn/office/; "
                  "left out: none")
      ->check(no_prefix);
}

void add_server_options(CLI::App& command, ServeOptions& options) {
  add_listen_option(command, options);
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
  add_receiver_options(command, options);
  add_javascript_option(command, options.javascript);
  add_delegates_option(command, options.delegates);
}

}  // namespace

CLI::App& add_serve(CLI::App& program, ServeOptions& options) {
  CLI::App& command = *program.add_subcommand("serve", "serve the REST API on one database file");
  add_config_option(command);
  command.add_option("--db", options.db, "database file; made when it does not exist")->required();
  command.add_option("--deploy", options.deploy, "deploy this folder at the start, unless unchanged")
      ->check(CLI::ExistingDirectory);
  command.add_flag("--development-clock", options.development_clock,
                   "POST /api/v1/clock {\"advance\":\"P3D\"} moves the clock");
  add_server_options(command, options);
  return command;
}

CLI::App& add_dev(CLI::App& program, DevOptions& options) {
  CLI::App& command = *program.add_subcommand(
      "dev", "server, simulator of the outside agencies, catalogue and development clock");
  command.add_option("--db", options.serve.db, "database file; a temporary one when left out");
  command.add_option("--catalogue", options.catalogue, "folder of procedures")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  command.add_option("--simulator-port", options.simulator_port, "port of the simulator; 0: any free one")
      ->capture_default_str();
  add_server_options(command, options.serve);
  return command;
}

void add_javascript_option(CLI::App& command, bool& javascript) {
  command
      .add_option_function<std::string>(
          "--javascript", [&javascript](const std::string& word) { javascript = word == "on"; },
          "on: scripts in JavaScript run, in a process that can only compute; off: models with them are "
          "refused")
      ->check(CLI::IsMember({"on", "off"}))
      ->default_str("off");
}

void add_delegates_option(CLI::App& command, std::filesystem::path& delegates) {
  command
      .add_option("--delegates", delegates,
                  "JSON file: topic whose workers stand in for a Java class or bean")
      ->check(CLI::ExistingFile);
}

}  // namespace lienthong::app
