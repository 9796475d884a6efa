// Promises about time, across all running instances.
#include "api/engine_rest/lists.h"
#include "api/engine_rest/lookups.h"
#include "api/v1/v1.h"

namespace lienthong::api {
using engine::ClockState;
using engine::Deadline;
using engine::Filter;

namespace {

bool is_late(const Deadline& row, Instant now) {
  return row.state == ClockState::Missed || (row.state == ClockState::Running && row.due < now);
}

Filter late(const Argument& argument) {
  if (!argument.flag()) return Filter::everything();
  const auto in_state = [](ClockState state) { return Filter::equal("state", std::string(name_of(state))); };
  return Filter::any({in_state(ClockState::Missed),
                      Filter::all({in_state(ClockState::Running),
                                   Filter::less("due", argument.services().commands.now().ms)})});
}

const ListRules& deadline_rules() {
  static const ListRules all(
      {{"processInstanceId", equals_id("root")},
       {"processInstanceIdIn", one_of_ids("root")},
       {"taskId", equals_id("task")},
       {"taskIdIn", one_of_ids("task")},
       {"activityId", equals("node")},
       {"name", equals("name")},
       {"state", equals("state")},
       {"stateIn", one_of("state")},
       {"dueBefore", before("due")},
       {"dueAfter", after("due")},
       {"late", late}},
      {{"due", by("due")}, {"start", by("start")}, {"state", by("state")}, {"name", by("name")}});
  return all;
}

void write_deadlines(json::Writer& w, const std::vector<Deadline>& rows, const Criteria& criteria,
                     const Request&) {
  const Instant now = criteria.services().commands.now();
  for (const Deadline& row : rows) {
    w.object();
    Fields fields(w, criteria.services().zone_offset_s);
    fields.id("id", row.id)
        .id("processInstanceId", row.root)
        .text("activityInstanceId", activity_id_text(row.node, row.instance));
    fields.text("activityId", row.node)
        .text("name", row.name)
        .id("taskId", row.task)
        .text("limit", row.limit);
    fields.text_or_null("calendar", row.calendar).date("start", row.start).date("due", row.due);
    fields.text("state", name_of(row.state))
        .flag("late", is_late(row, now))
        .number("nextRung", row.next_rung);
    fields.flag("crossesUnlistedYear", row.crosses_unlisted_year);
    w.end();
  }
}

}  // namespace

void add_deadline_routes(Routes& routes) {
  Listing<Deadline> given;
  given.pattern = "/api/v1/deadlines";
  given.rules = &deadline_rules();
  given.write = write_deadlines;
  const auto list = std::make_shared<const Listing<Deadline>>(std::move(given));
  routes.get(list->pattern, [list](const Request& r, Services& s) { return answer_list(*list, r, s); });
  routes.get(list->pattern + "/count",
             [list](const Request& r, Services& s) { return answer_count(*list, r, s); });
}

}  // namespace lienthong::api
