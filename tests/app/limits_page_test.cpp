// docs/limits.md tells the program's own numbers.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include "adapters/javascript/limits.h"
#include "api/engine_rest/external_tasks.h"
#include "api/limits.h"
#include "base/decimal.h"
#include "base/json.h"
#include "bpmn/reader.h"
#include "bpmn/soundness/soundness.h"
#include "calendar/calendars.h"
#include "engine/definitions/delegates.h"
#include "engine/rows/limits.h"
#include "feel/limits.h"
#include "xml/scan.h"

namespace lienthong::app {
namespace {

/// 36525 as "36,525".
std::string number(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string bytes(std::uint64_t value) {
  constexpr std::uint64_t kib = 1u << 10, mib = 1u << 20;
  if (value % mib == 0) return number(value / mib) + " MiB";
  return value % kib == 0 ? number(value / kib) + " KiB" : number(value);
}

std::string seconds(std::int64_t ms) {
  return ms % 1'000 == 0 ? number(static_cast<std::uint64_t>(ms / 1'000)) + " s"
                         : number(static_cast<std::uint64_t>(ms)) + " ms";
}

const std::map<std::string, std::string> real{
    {"api::limits::body_bytes_max", bytes(api::limits::body_bytes_max)},
    {"api::limits::body_in_memory_max", bytes(api::limits::body_in_memory_max)},
    {"api::limits::header_bytes_max", bytes(api::limits::header_bytes_max)},
    {"api::limits::target_bytes_max", bytes(api::limits::target_bytes_max)},
    {"api::limits::form_parts_max", number(api::limits::form_parts_max)},
    {"json::depth_max", number(json::depth_max)},
    {"api::limits::header_ms_max", seconds(api::limits::header_ms_max)},
    {"api::limits::idle_ms_max", seconds(api::limits::idle_ms_max)},
    {"api::limits::bytes_per_second_min", number(api::limits::bytes_per_second_min)},
    {"api::limits::connections_max", number(api::limits::connections_max)},
    {"api::limits::connections_per_address_max", number(api::limits::connections_per_address_max)},
    {"api::long_polls_max", number(api::long_polls_max)},
    {"api::long_poll_ms_max", seconds(api::long_poll_ms_max)},
    {"api::limits::reads_waiting_max", number(api::limits::reads_waiting_max)},
    {"engine::limits::value_bytes_max", bytes(engine::limits::value_bytes_max)},
    {"engine::limits::steps_per_command_max", number(engine::limits::steps_per_command_max)},
    {"engine::limits::steps_without_rest_max", number(engine::limits::steps_without_rest_max)},
    {"engine::limits::call_depth_max", number(engine::limits::call_depth_max)},
    {"engine::limits::loop_cardinality_max", number(engine::limits::loop_cardinality_max)},
    {"engine::limits::error_message_characters_max", number(engine::limits::error_message_characters_max)},
    {"engine::limits::job_retries_default", number(engine::limits::job_retries_default)},
    {"calendar::span_days_max", number(calendar::span_days_max)},
    {"calendar::span_months_max", number(calendar::span_months_max)},
    {"calendar::Calendars::versions_max", number(calendar::Calendars::versions_max)},
    {"calendar::Calendars::layers_max", number(calendar::Calendars::layers_max)},
    {"calendar::icalendar_bytes_max", bytes(calendar::icalendar_bytes_max)},
    {"calendar::icalendar_events_max", number(calendar::icalendar_events_max)},
    {"calendar::icalendar_occurrences_max", number(calendar::icalendar_occurrences_max)},
    {"calendar::icalendar_event_days_max", number(calendar::icalendar_event_days_max)},
    {"bpmn::xml_limits.bytes_max", bytes(bpmn::xml_limits.bytes_max)},
    {"bpmn::xml_limits.elements_max", number(std::uint64_t{bpmn::xml_limits.elements_max})},
    {"bpmn::flow_nodes_max", number(bpmn::flow_nodes_max)},
    {"bpmn::sub_process_depth_max", number(bpmn::sub_process_depth_max)},
    {"xml::depth_max", number(xml::depth_max)},
    {"xml::attributes_max", number(xml::attributes_max)},
    {"xml::attribute_bytes_max", bytes(xml::attribute_bytes_max)},
    {"bpmn::soundness_states_max", number(bpmn::soundness_states_max)},
    {"bpmn::soundness_deployment_states_max", number(bpmn::soundness_deployment_states_max)},
    {"engine::Delegates::entries_max", number(engine::Delegates::entries_max)},
    {"feel::text_length_max", bytes(feel::text_length_max)},
    {"feel::depth_max", number(feel::depth_max)},
    {"feel::steps_max", number(feel::steps_max)},
    {"feel::produced_bytes_max", bytes(feel::produced_bytes_max)},
    {"feel::value_depth_max", number(feel::value_depth_max)},
    {"Decimal::digits_max", number(Decimal::digits_max)},
    {"javascript::limits::script_cpu_ms_max", seconds(javascript::limits::script_cpu_ms_max)},
    {"javascript::limits::memory_bytes_max", bytes(javascript::limits::memory_bytes_max)},
    {"javascript::limits::request_bytes_max", bytes(javascript::limits::request_bytes_max)},
    {"javascript::limits::answer_bytes_max", bytes(javascript::limits::answer_bytes_max)}};

/// "| what | at most | then | `constant` |" of the page: the second by the last.
std::map<std::string, std::string> told() {
  std::map<std::string, std::string> limits;
  std::ifstream in(LIENTHONG_SOURCE_DIR "/docs/limits.md");
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| ") || !line.ends_with("` |")) continue;
    const std::size_t name = line.rfind('`', line.size() - 4) + 1, second = line.find(" | ") + 3;
    limits[line.substr(name, line.size() - 3 - name)] =
        line.substr(second, line.find(" | ", second) - second);
  }
  return limits;
}

}  // namespace

TEST_CASE("docs/limits.md tells each limit as the program has it") { CHECK(told() == real); }

}  // namespace lienthong::app
