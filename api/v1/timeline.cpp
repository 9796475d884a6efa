// What has happened in a process instance, in order: one list made of history, the audit trail and deadlines.
#include <algorithm>
#include "api/engine_rest/common.h"
#include "api/engine_rest/definitions.h"
#include "api/v1/v1.h"

namespace lienthong::api {
using engine::Filter;
using engine::Query;

namespace {

struct Moment {
  Instant at;
  std::string kind;
  std::optional<std::string> who;
  std::string what;     ///< for people: a name, else an id
  std::string element;  ///< id in the model; may be empty
  std::string detail;   ///< JSON object; empty: none
  bool late = false;
};

/// Writes the members of a detail object.
template <class Write>
std::string detail(Write&& write) {
  std::string text;
  json::Writer w(text);
  w.object();
  write(w);
  w.end();
  return text;
}

class Timeline {
 public:
  Timeline(Services& services, InstanceId root)
      : services_(services), root_(root), now_(services.commands.now()) {}

  std::vector<Moment> read(const engine::ProcessHistory& process) {
    add_process(process);
    add_activities();
    add_tasks();
    add_incidents();
    add_audit();
    add_deadlines();
    std::ranges::stable_sort(moments_, {}, &Moment::at);
    return std::move(moments_);
  }

 private:
  template <class Record>
  std::vector<Record> rows() {
    return services_.reader.select(Query<Record>{Filter::equal("root", root_.value), {}});
  }

  void add_process(const engine::ProcessHistory& process) {
    const KnownDefinitionPtr definition = services_.definitions.find(services_.reader, process.definition);
    const std::string key = definition ? definition->row.key : to_string(process.definition);
    const std::string name = definition ? definition->row.name.value_or(key) : key;
    moments_.push_back({process.started, "process-started", process.start_user, name, key, {}});
    if (!process.ended) return;
    const std::string why = detail([&](json::Writer& w) {
      w.key("state").string(name_of(process.state));
      if (process.delete_reason) w.key("reason").string(*process.delete_reason);
    });
    moments_.push_back({*process.ended, "process-ended", std::nullopt, name, key, why});
  }

  void add_activities() {
    for (const engine::ActivityHistory& row : rows<engine::ActivityHistory>()) {
      if (row.task) continue;  // told by the task
      const std::string name = row.name.value_or(row.node);
      const std::string type = detail([&](json::Writer& w) { w.key("type").string(row.type); });
      moments_.push_back({row.started, "activity-started", std::nullopt, name, row.node, type});
      if (row.ended)
        moments_.push_back({*row.ended, row.canceled ? "activity-canceled" : "activity-completed",
                            std::nullopt, name, row.node, type});
    }
  }

  void add_tasks() {
    for (const engine::TaskHistory& row : rows<engine::TaskHistory>()) {
      const std::string name = row.name.value_or(row.node);
      const std::string facts = detail([&](json::Writer& w) {
        w.key("taskId").string(to_string(row.id));
        if (row.due) w.key("due").string(date_text(*row.due, services_.zone_offset_s));
      });
      moments_.push_back({row.started, "task-created", std::nullopt, name, row.node, facts,
                          row.due && !row.ended && *row.due < now_});
      if (!row.ended) continue;
      const bool done = row.state == lifecycle::TaskState::Completed;
      moments_.push_back({*row.ended, done ? "task-completed" : "task-ended", row.assignee, name, row.node,
                          facts, row.due && *row.due < *row.ended});
    }
  }

  void add_incidents() {
    for (const engine::IncidentHistory& row : rows<engine::IncidentHistory>()) {
      const std::string facts = detail([&](json::Writer& w) {
        w.key("type").string(row.type);
        if (row.message) w.key("message").string(*row.message);
      });
      moments_.push_back({row.created, "incident", std::nullopt, row.node, row.node, facts});
      if (row.ended)
        moments_.push_back({*row.ended, "incident-" + row.state, std::nullopt, row.node, row.node, facts});
    }
  }

  void add_audit() {
    for (engine::AuditEvent& row : rows<engine::AuditEvent>()) {
      const bool late = row.kind == "deadline-missed" || row.kind == "deadline-exceeded";
      moments_.push_back(
          {row.at, row.kind, row.actor, row.subject, row.subject, std::move(row.detail), late});
    }
  }

  /// Promises that are still open stand where they fall due, in the future if need be.
  void add_deadlines() {
    using engine::ClockState;
    for (const engine::Deadline& row : rows<engine::Deadline>()) {
      if (row.state != ClockState::Running && row.state != ClockState::Missed) continue;
      const std::string facts = detail([&](json::Writer& w) {
        w.key("limit").string(row.limit);
        w.key("state").string(name_of(row.state));
      });
      moments_.push_back({row.due, "deadline-due", std::nullopt, row.name, row.node, facts,
                          row.state == ClockState::Missed || row.due < now_});
    }
  }

  Services& services_;
  InstanceId root_;
  Instant now_;
  std::vector<Moment> moments_;
};

void write_detail(json::Writer& w, const std::string& detail) {
  w.key("detail");
  if (detail.empty()) {
    w.null();
    return;
  }
  try {
    w.value(json::parse(detail));
  } catch (const Refused&) {
    w.string(detail);
  }
}

Response timeline(const Request& request, Services& services) {
  const std::string& id = request.segments[3];
  const auto process = services.reader.find<engine::ProcessHistory>(parse_number_id(id));
  if (!process) throw not_found("Process instance with id " + id + " does not exist");
  const std::vector<Moment> moments = Timeline(services, process->root).read(*process);
  const Paging paging = paging_of(request);
  std::string body;
  json::Writer w(body);
  w.array();
  const std::int64_t count = std::ssize(moments);
  const std::int64_t first = std::min(paging.first, count),
                     last = first + std::min(paging.max, count - first);
  for (std::int64_t i = first; i < last; ++i) {
    const Moment& moment = moments[static_cast<std::size_t>(i)];
    w.object();
    Fields fields(w, services.zone_offset_s);
    fields.date("at", moment.at).text("kind", moment.kind).text("who", moment.who).text("what", moment.what);
    fields.text_or_null("element", moment.element).flag("late", moment.late);
    write_detail(w, moment.detail);
    w.end();
  }
  w.end();
  return json_response(std::move(body));
}

}  // namespace

void add_timeline_routes(Routes& routes) {
  routes.get("/api/v1/process-instance/{id}/timeline", timeline).asks({"firstResult", "maxResults"});
}

}  // namespace lienthong::api
