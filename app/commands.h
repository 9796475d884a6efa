#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>
#include "api/limits.h"
#include "calendar/calendars.h"
#include "engine/definitions/delegates.h"
#include "engine/rows/limits.h"

// What `lienthong` can be asked to do, one function a subcommand; each answers the exit code.
namespace lienthong::app {

// Exit codes: 0 done; 1 done, and something is wrong with what was examined; 2 asked wrongly; 70 our own
// fault or a failing disk.
inline constexpr int exit_ok = 0, exit_found = 1, exit_usage = 2, exit_failure = 70;

struct ServeOptions {
  std::filesystem::path db;
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  std::filesystem::path deploy;        ///< folder deployed at the start, unless unchanged; empty: none
  std::filesystem::path calendar;      ///< calendar file; empty: the Vietnamese public sector's
  std::filesystem::path organisation;  ///< directory of units; empty: none
  bool development_clock = false;
  std::vector<std::string> without;  ///< topics whose adapter is switched off; "all": every one
  std::string
      security_server;  ///< base URL of the X-Road security server; empty: the registries' adapters are off
  std::string smtp;     ///< smtp://host:port; empty: notify.email is off
  std::string mail_from = "lienthong@localhost";
  std::string webhook;                     ///< receiver of notifications by webhook; empty: none
  std::vector<std::string> webhook_allow;  ///< beginnings of the urls that tasks may name
  std::string soundness = "warn";   ///< what follows when a deployed model can go wrong: warn, refuse, off
  std::filesystem::path delegates;  ///< topics in the place of Java bindings; empty: none
  bool javascript = false;          ///< runs scripts in JavaScript, each in a confined process
  std::uint64_t value_bytes_max = engine::limits::value_bytes_max;  ///< of one variable
  std::uint64_t body_bytes_max = api::limits::body_bytes_max;       ///< of one request
  std::string worker_errors = "end";  ///< what a worker's BPMN error does that nobody catches: end, incident
};
int serve(const ServeOptions&);

struct DevOptions {
  DevOptions() { serve.soundness = "refuse"; }  ///< of our own catalogue nothing that can go wrong is taken
  ServeOptions serve;
  std::filesystem::path catalogue = "processes";
  std::uint16_t simulator_port = 0;  ///< 0: any free one
};
/// Server, simulator of the outside agencies, catalogue and development clock in one process tree.
int dev(DevOptions);

struct ConvertOptions {
  std::filesystem::path file, output;  ///< no output: standard output
  bool camunda = false;                ///< rename Activiti's and Operaton's namespaces to Camunda 7's
};
/// Writes a model again without losing anything in it.
int convert(const ConvertOptions&);

struct CheckOptions {
  enum class Format { Text, Json, Sarif };
  Format format = Format::Text;
  std::filesystem::path delegates;
  std::filesystem::path calendar;      ///< as of ServeOptions
  std::filesystem::path organisation;  ///< units that rungs may name; empty: they are not judged
  std::string version;                 ///< of this program, for reports that name it
  bool javascript = false;             ///< models may hold it
};
int check(const std::vector<std::filesystem::path>& paths, const CheckOptions&);
/// `delegates`: of scenarios that name none of their own.
int test(const std::vector<std::filesystem::path>& paths, const std::filesystem::path& delegates);
struct FeelOptions {
  std::string expression;
  std::string context;                 ///< JSON object, or @file: the names it may use
  std::vector<std::string> calendars;  ///< as of DueOptions
  std::string input;                   ///< FEEL; then `expression` is unary tests over it
  bool templates = false;              ///< `expression` is text with ${…}
  bool json = false;
  bool batch = false;  ///< instead of the rest: a JSON object a line of standard input, and one a line out
};
/// Prints the value; why something became null goes to standard error.
int evaluate_feel(const FeelOptions&);

struct DecisionOptions {
  std::filesystem::path batch;  ///< a request instead of the rest
  std::filesystem::path file;
  std::vector<std::filesystem::path> imports;
  std::vector<std::string> calendars;  ///< as of DueOptions
  std::string decision;                ///< name or id; empty: the only one that no other requires
  std::string input;                   ///< JSON object, or @file
  bool explain = false, json = false;
  bool unknown_inputs = false;  ///< names that the file does not have are told and do no harm
};
int evaluate_decision(const DecisionOptions&);
/// Answers a request of the protocol dmn-eval/1 (docs/formats/dmn-eval.md); "-" is standard input.
int evaluate_batch(const std::filesystem::path& request);

struct DueOptions {
  std::vector<std::string> calendars;  ///< files or ids, merged; empty: the Vietnamese public sector's
  std::string start, limit, ends_at = "close", roll = "next", cut_off;  ///< no cut-off: as the kind of limit
  bool json = false;
  bool batch = false;  ///< instead of the rest: a JSON object a line of standard input, and one a line out
};
/// When a limit ends (docs/formats/calendar.md).
int due(const DueOptions&);

struct DeployOptions {
  std::vector<std::filesystem::path> paths;
  std::string url = "http://127.0.0.1:8080/engine-rest", name = "lienthong deploy";
  std::filesystem::path delegates;  ///< goes along as part of the deployment; empty: none
  bool watch = false;               ///< checks and deploys on each save, until SIGINT or SIGTERM
};
int deploy(const DeployOptions&);
/// Reads a delegates file. Null for no path.
std::shared_ptr<const engine::Delegates> read_delegates(const std::filesystem::path&);
/// Reads a calendar file. The Vietnamese public sector's for no path.
std::shared_ptr<const calendar::Calendar> read_calendar(const std::filesystem::path&);
/// The calendars of these files, or of ids that are built in, merged; the Vietnamese public sector's for
/// none.
std::shared_ptr<const calendar::Calendar> read_calendars(const std::vector<std::string>& files_or_ids);
/// The same as the office's own, and beside it each by its id.
calendar::Calendars read_calendar_book(const std::vector<std::string>& files_or_ids);
/// Whether a directory of units has an address for one; empty for no path.
std::function<bool(const std::string& unit)> units_of(const std::filesystem::path& organisation);

/// The files below a path (or the file itself) with this extension, sorted; at least one where an extension
/// is asked for. Throws Refused{NotFound} that names the path.
std::vector<std::filesystem::path> files_below(const std::filesystem::path&, const std::string& extension);
/// Processes, decisions, forms, scripts: what a deployment is made of.
bool is_deployable(const std::filesystem::path&);
/// Throws Refused{NotFound} that names the path.
std::string read_file(const std::filesystem::path&);

}  // namespace lienthong::app
