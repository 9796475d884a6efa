#include "app/service.h"
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include "adapters/javascript/confined_scripts.h"
#include "adapters/mail.h"
#include "adapters/workers.h"
#include "api/engine_rest/engine_rest.h"
#include "api/v1/v1.h"
#include "base/refused.h"
#include "storage/sqlite_store.h"

namespace lienthong::app {
namespace {

Clocks machine_clocks() {
  using namespace std::chrono;
  const auto ms = [](auto since) { return duration_cast<milliseconds>(since).count(); };
  return {{ms(system_clock::now().time_since_epoch())}, {ms(steady_clock::now().time_since_epoch())}};
}

/// A commit's outcome is unknown: only the next start can find out.
void end_at_once(const std::string& why) {
  std::fprintf(stderr, "lienthong: the database cannot be written: %s; ending, so that a restart recovers\n",
               why.c_str());
  std::_Exit(exit_failure);
}

engine::SoundnessPolicy policy_of(const std::string& word) {
  if (word == "off") return engine::SoundnessPolicy::Off;
  return word == "refuse" ? engine::SoundnessPolicy::Refuse : engine::SoundnessPolicy::Warn;
}

void log_warning(const Problem& problem) {
  spdlog::warn("deployed {}:{}:{}: {} [{}]", problem.resource, problem.line, problem.column, problem.message,
               problem.rule);
}

void log_clock_change(const ClockChange& change) {
  const auto length = [](std::int64_t ms) {
    return text(calendar::Span{calendar::Span::Unit::Milliseconds, ms});
  };
  const std::string by = length(std::abs(change.by_ms)), ahead = length(change.ahead_ms);
  constexpr const char* help = "(docs/for-operators.md, When the machine's clock was wrong)";
  switch (change.event) {
    case ClockEvent::WentBack:
      return spdlog::warn("the machine's clock went back by {}: engine time is {} ahead of it {}", by, ahead,
                          help);
    case ClockEvent::WentForward:
      if (change.ahead_ms == 0)
        return spdlog::warn("the machine's clock went forward by {}, and engine time with it {}", by, help);
      return spdlog::warn("the machine's clock went forward by {}: engine time is {} ahead of it {}", by,
                          ahead, help);
    case ClockEvent::LeapDoubted:
      return spdlog::warn(
          "the machine's clock leapt forward by {}: not believed before it has held for {} {}", by,
          length(Clock::believed_after_ms), help);
    case ClockEvent::LeapBelieved:
      return spdlog::warn("the machine's clock is believed: engine time went forward by {} {}", by, help);
    case ClockEvent::Agrees: return spdlog::info("engine time goes by the machine's clock again");
  }
}

std::unique_ptr<engine::Scripts> scripts_of(const ServeOptions& options, const calendar::Calendar& calendar) {
  if (!options.javascript) return nullptr;
  javascript::ConfinedScripts::Settings settings;
  settings.zone_offset_s = calendar.zone_offset_s();
  return std::make_unique<javascript::ConfinedScripts>(settings);
}

adapters::Settings adapter_settings(const ServeOptions& options) {
  adapters::Settings outside;
  outside.security_server = options.security_server;
  outside.smtp = options.smtp;
  outside.mail_from = adapters::wire_address(options.mail_from).value_or(options.mail_from);
  outside.webhook = options.webhook;
  for (const std::string& prefix : options.webhook_allow) outside.webhook_allowed.add(prefix);
  outside.without = options.without;
  if (!options.organisation.empty())
    outside.directory = adapters::Directory::parse(read_file(options.organisation));
  return outside;
}

}  // namespace

std::unique_ptr<engine::Store> sqlite_store(const std::string& file) {
  return std::make_unique<storage::SqliteStore>(file);
}

struct Service::Parts {
  Parts(const ServeOptions& given, const MakeStore& make_store)
      : options(given),
        calendar(read_calendar(given.calendar)),
        delegates(read_delegates(given.delegates)),
        scripts(scripts_of(given, *calendar)),
        store(make_store(given.db.string())),
        engine(*store, settings()),
        opened((engine.open(machine_clocks()), true)),
        runner(engine, *store, machine_clocks, end_at_once) {}

  engine::Settings settings() const {
    engine::Settings s;
    s.calendar = calendar;
    s.soundness = policy_of(options.soundness);
    s.delegates = delegates;
    s.scripts = scripts.get();
    s.is_unit = units_of(options.organisation);
    s.value_bytes_max = options.value_bytes_max;
    return s;
  }

  ServeOptions options;
  std::shared_ptr<const calendar::Calendar> calendar;
  std::shared_ptr<const engine::Delegates> delegates;
  std::unique_ptr<engine::Scripts> scripts;  ///< null: JavaScript is off
  std::unique_ptr<engine::Store> store;
  engine::Engine engine;
  bool opened;  ///< before the runner asks for the time
  Runner runner;
  api::Router router;
  std::unique_ptr<api::Server> server;
  std::unique_ptr<adapters::Workers> workers;
};

Service::Service(const ServeOptions& options, const MakeStore& make_store) {
  if (!api::is_loopback(options.host))
    throw Refused(Refused::Kind::Forbidden,
                  "there are no accounts yet, so the server listens on loopback only (127.0.0.1, ::1, "
                  "localhost), not on '" +
                      options.host + "'; put a proxy with authentication in front of it");
  parts_ = std::make_unique<Parts>(options, make_store);
}

Service::~Service() { stop(); }

void Service::start() {
  Parts& p = *parts_;
  p.runner.tell_warnings(log_warning);
  p.runner.tell_notices([](const std::string& notice) { spdlog::error(notice); });
  p.runner.tell_clock_changes(log_clock_change);
  p.runner.start();
  if (!p.options.deploy.empty()) deploy_catalogue(p.runner, p.options.deploy);
  api::add_engine_rest(p.router, {p.options.worker_errors == "end"});
  api::add_own_routes(p.router, {p.options.development_clock});
  api::ServerSettings settings;
  settings.host = p.options.host;
  settings.port = p.options.port;
  settings.zone_offset_s = p.calendar->zone_offset_s();
  settings.calendars = std::make_shared<const calendar::Calendars>(p.calendar);
  settings.body_bytes_max = p.options.body_bytes_max;
  p.server = std::make_unique<api::Server>(settings, p.router, p.runner,
                                           [&store = *p.store] { return store.reader(); });
  p.server->start();
  p.workers = std::make_unique<adapters::Workers>(p.runner, adapter_settings(p.options));
  p.workers->start();
}

void Service::stop() {
  if (!parts_) return;
  if (parts_->workers) parts_->workers->stop();
  if (parts_->server) parts_->server->stop();
  parts_->runner.stop();
}

std::string Service::base_url() const {
  const std::string& host = parts_->options.host;
  return "http://" + (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" +
         std::to_string(parts_->server->port());
}

engine::Commands& Service::commands() { return parts_->runner; }

void deploy_catalogue(engine::Commands& commands, const std::filesystem::path& folder) {
  std::map<std::filesystem::path, engine::Deploy> deployments;
  for (const auto& file : files_below(folder, "")) {
    if (!is_deployable(file)) continue;
    deployments[file.parent_path()].resources.emplace_back(file.filename().string(), read_file(file));
  }
  for (auto& [place, command] : deployments) {
    const bool holds_process =
        std::ranges::any_of(command.resources, [](const auto& r) { return r.first.ends_with(".bpmn"); });
    if (!holds_process) continue;
    command.name = std::filesystem::relative(place, folder).string();
    if (command.name == ".") command.name = folder.filename().string();
    command.source = "catalogue";
    command.filter_duplicates = true;
    engine::ask(commands, std::move(command));
  }
}

void block_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void wait_for_signal() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  int caught = 0;
  sigwait(&set, &caught);
}

int serve(const ServeOptions& options) {
  block_signals();
  spdlog::set_default_logger(spdlog::stderr_logger_mt("lienthong"));
  Service service(options);
  service.start();
  std::printf("lienthong serves %s/engine-rest on %s%s\n", service.base_url().c_str(), options.db.c_str(),
              options.development_clock ? " (development clock)" : "");
  std::fflush(stdout);
  wait_for_signal();
  service.stop();
  return exit_ok;
}

}  // namespace lienthong::app
