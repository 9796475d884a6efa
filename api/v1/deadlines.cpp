// Promises about time and their ladders, those that are over among them.
#include <map>
#include <unordered_set>
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
       {"open", when(Filter::is_null("ended"))},
       {"late", late}},
      {{"due", by("due")}, {"start", by("start")}, {"state", by("state")}, {"name", by("name")}});
  return all;
}

using Ladders = std::multimap<std::int64_t, engine::Rung>;  ///< by deadline, in time's order

Ladders ladders_of(const std::vector<Deadline>& rows, Services& services) {
  IdSet roots, deadlines;
  for (const Deadline& row : rows) {
    roots.add(row.root);
    deadlines.add(row.id);
  }
  const std::unordered_set<std::int64_t> wanted(deadlines.ids().begin(), deadlines.ids().end());
  Ladders ladders;
  for_each_of<engine::Rung>(services.reader, "root", roots, [&](const engine::Rung& rung) {
    if (wanted.contains(rung.deadline.value)) ladders.emplace(rung.deadline.value, rung);
  });
  return ladders;
}

/// The due instant stands among them, without a name.
void write_ladder(json::Writer& w, const Ladders& ladders, const Deadline& row, std::int32_t zone) {
  w.key("rungs").array();
  const auto [first, last] = ladders.equal_range(row.id.value);
  for (auto at = first; at != last; ++at) {
    const engine::Rung& rung = at->second;
    w.object();
    Fields fields(w, zone);
    fields.id("id", rung.id).text_or_null("name", rung.name).number("level", rung.level);
    fields.date("at", rung.at).text("state", name_of(rung.state)).date("ended", rung.ended);
    fields.text("endedBy", rung.ended_by).text("told", rung.told).id("notificationId", rung.notification);
    w.end();
  }
  w.end();
}

void write_deadlines(json::Writer& w, const std::vector<Deadline>& rows, const Criteria& criteria,
                     const Request&) {
  const Instant now = criteria.services().commands.now();
  const Ladders ladders = ladders_of(rows, criteria.services());
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
    fields.text("state", name_of(row.state)).flag("late", is_late(row, now)).date("ended", row.ended);
    fields.flag("crossesUnlistedYear", row.crosses_unlisted_year);
    write_ladder(w, ladders, row, criteria.services().zone_offset_s);
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
  routes.add_list(list->pattern, list->rules);
  Route& page =
      routes.get(list->pattern, [list](const Request& r, Services& s) { return answer_list(*list, r, s); });
  Route& number = routes.get(list->pattern + "/count",
                             [list](const Request& r, Services& s) { return answer_count(*list, r, s); });
  for (Route* route : {&page, &number}) declare_list(*route, *list->rules, {});
}

}  // namespace lienthong::api
