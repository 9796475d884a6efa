#include "adapters/javascript/confined_scripts.h"
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include "adapters/javascript/limits.h"
#include "adapters/javascript/process.h"
#include "base/json.h"

namespace lienthong::javascript {
namespace {

using Kind = Value::Kind;

constexpr std::string_view date_key = "@date";

[[noreturn]] void fail(const std::string& why) { throw Refused(Refused::Kind::Failed, why); }

/// Values as the prelude reads them: an instant is {"@date": milliseconds}, and a key that begins with "@"
/// gets one more.
void write_value(json::Writer& out, const Value& value, std::int32_t zone) {
  switch (value.kind()) {
    case Kind::List:
      out.array();
      for (const Value& item : value.list()) write_value(out, item, zone);
      out.end();
      return;
    case Kind::Context:
      out.object();
      for (const auto& [key, item] : value.context().entries)
        write_value(out.key(!key.empty() && key.front() == '@' ? "@" + key : key), item, zone);
      out.end();
      return;
    case Kind::Date:
    case Kind::DateTime: {
      const auto instant = value.kind() == Kind::Date ? instant_of({value.date(), {}}, zone)
                                                      : instant_of(value.date_time(), zone);
      if (!instant) break;
      out.object().key(date_key).number(instant->ms).end();
      return;
    }
    default: break;
  }
  out.value(value);
}

Value read_value(const Value& wire, std::int32_t zone) {
  if (wire.is_list()) {
    List list;
    for (const Value& item : wire.list()) list.push_back(read_value(item, zone));
    return Value(std::move(list));
  }
  if (!wire.is_context()) return wire;
  if (const Value* date = wire.find(date_key); date && date->is_number())
    return Value(date_time_of(Instant{date->number().to_integer().value_or(0)}, zone));
  Context context;
  for (const auto& [key, item] : wire.context().entries)
    context.put(!key.empty() && key.front() == '@' ? key.substr(1) : key, read_value(item, zone));
  return Value(std::move(context));
}

int line_at(const Value& of) {
  const Value* found = of.find("line");
  return found && found->is_number() ? static_cast<int>(found->number().to_integer().value_or(0)) : 0;
}

/// "<+07>-07": POSIX counts the other way round.
std::string posix_zone(std::int32_t offset_s) {
  const int minutes = std::abs(offset_s) / 60;
  char text[32];
  std::snprintf(text, sizeof text, "<%c%02d%02d>%c%02d:%02d", offset_s < 0 ? '-' : '+', minutes / 60,
                minutes % 60, offset_s < 0 ? '+' : '-', minutes / 60, minutes % 60);
  return text;
}

std::string words(Process::End end) {
  switch (end) {
    case Process::End::TooLong:
      return "the script takes longer than " + std::to_string(limits::script_cpu_ms_max) + " ms";
    case Process::End::OutOfBounds:
      return "the script's process asked for more than computing, and was ended";
    case Process::End::NotConfined: return "JavaScript cannot run: this system does not confine its process";
    case Process::End::NotStarted: return "JavaScript cannot run: its process does not start";
    case Process::End::Lives:
    case Process::End::Lost: break;
  }
  return "the script's process has ended";
}

}  // namespace

ConfinedScripts::ConfinedScripts(Settings settings) : settings_(std::move(settings)) {}
ConfinedScripts::~ConfinedScripts() = default;

std::int64_t ConfinedScripts::process() const { return process_ ? process_->id() : 0; }

Value ConfinedScripts::ask(const std::string& request) {
  if (request.size() > limits::request_bytes_max)
    fail("the script and the variables it sees have " + std::to_string(request.size()) + " bytes (limit " +
         std::to_string(limits::request_bytes_max) + ")");
  for (;;) {
    if (process_ && process_->asked() >= limits::requests_per_process_max) process_.reset();
    try {
      if (!process_)
        process_ = std::make_unique<Process>(settings_.program, posix_zone(settings_.zone_offset_s));
    } catch (const std::runtime_error& error) {
      fail(error.what());
    }
    const std::optional<std::string> answer = process_->ask(request);
    if (answer) return json::parse(*answer);
    const Process::End end = process_->end();
    const bool idle_before = process_->asked() > 1;
    process_.reset();
    // One that ended while it waited, say by an operator's hand, is no fault of this script.
    if (end != Process::End::Lost || !idle_before) fail(words(end));
  }
}

engine::ScriptAnswer ConfinedScripts::run(const engine::ScriptCall& call) {
  const std::int32_t zone = settings_.zone_offset_s;
  std::string request;
  json::Writer out(request);
  out.object().key("source").string(call.source).key("now").number(call.now.ms).key("seed").number(call.seed);
  out.key("scopes").array();
  for (const Context& scope : call.scopes) write_value(out, Value(scope), zone);
  out.end();
  write_value(out.key("execution"), Value(call.execution), zone);
  if (call.task) write_value(out.key("task"), Value(*call.task), zone);
  out.end();
  const Value wire = ask(request);
  if (wire.find("memory"))
    fail("the script needs more than " + std::to_string(limits::memory_bytes_max >> 20) + " MB of memory");
  if (wire.find("tooLarge"))
    fail("the script answers more than " + std::to_string(limits::answer_bytes_max) + " bytes");
  if (wire.find("failed")) fail("the script cannot be run: " + text_at(wire, "failed"));
  if (wire.find("error")) {
    const int line = line_at(wire);
    fail((line ? "line " + std::to_string(line) + ": " : "") + text_at(wire, "error"));
  }
  engine::ScriptAnswer answer;
  if (const Value* effects = wire.find("effects"); effects && effects->is_list())
    for (const Value& effect : effects->list()) {
      const Value* arguments = effect.find("arguments");
      engine::ScriptEffect& made = answer.effects.emplace_back();
      made.object = text_at(effect, "object");
      made.method = text_at(effect, "method");
      if (arguments && arguments->is_list()) made.arguments = read_value(*arguments, zone).list();
    }
  if (const Value* error = wire.find("bpmnError")) {
    const Value* message = error->find("message");
    answer.error = {text_at(*error, "code"),
                    message && message->is_string() ? std::optional(message->string()) : std::nullopt};
  } else if (const Value* result = wire.find("result")) {
    answer.result = read_value(*result, zone);
  }
  return answer;
}

std::optional<engine::ScriptFault> ConfinedScripts::compile(std::string_view source) {
  std::string request;
  json::Writer out(request);
  out.object().key("source").string(source).key("compile").boolean(true).key("now").number(0);
  out.key("seed").number(1).key("scopes").array().object().end().end();
  out.key("execution").object().end().end();
  const Value wire = ask(request);
  if (!wire.find("error")) return std::nullopt;
  return engine::ScriptFault{text_at(wire, "error"), line_at(wire)};
}

}  // namespace lienthong::javascript
