// What SQLite does for each filter and each order that a list of the interface can be asked with. The filters
// and orders are those of the lists themselves, so that a new one cannot be forgotten; what no index serves
// stands in docs/formats/lists.md.
#include <unistd.h>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include "api/engine_rest/definitions.h"
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/filters.h"
#include "api/engine_rest/lists.h"
#include "api/v1/v1.h"
#include "storage/sqlite.h"
#include "storage/sqlite_store.h"
#include "tests/api/support.h"

namespace lienthong::api {
namespace {

/// Tables that grow with what is deployed and not with what runs.
const std::set<std::string> small{"definition", "deployment", "resource", "decision", "decision_requirements",
                                  "meta"};

using AddLists = std::function<void(Router&)>;
void all_lists(Router& router) {
  add_engine_rest(router);
  add_own_routes(router);
}

/// Bare: nothing that may be missing is there, and all is long ago. Full: the opposite.
enum class Filled { Bare, Full };

using Plan = std::vector<std::string>;

/// A store with one row in each table, and what its reader asks SQLite for.
class Watched {
 public:
  /// `few`: so many rows are read and sorted whatever the order; 0: an index must say that there are none.
  Watched(Filled filled, std::int64_t few, const AddLists& lists) : store_(path_, settings(few)) {
    engine::WriteBatch batch;
    batch.epoch = store_.open();
    fill(filled, batch, engine::AllRecords{});
    store_.commit(batch);
    reader_ = store_.reader();
    lists(router_);
    plans_.emplace(path_, storage::Connection::Mode::ReadOnly);
  }
  ~Watched() {
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path_ + suffix);
  }

  std::vector<Routes::ListOf> lists() const {
    std::vector<Routes::ListOf> all = router_.lists();
    all.insert(all.end(), router_.own().lists().begin(), router_.own().lists().end());
    return all;
  }

  /// The plans of a request's statements; none when it is refused.
  std::optional<std::vector<Plan>> plans_of(const std::string& target) {
    asked_.clear();
    Request request;
    request.method = "GET";
    Services services{commands_, *reader_, definitions_, 25'200};
    try {
      router_.route(request, target, "localhost").read(request, services);
    } catch (const std::exception&) {
      return std::nullopt;
    }
    std::vector<Plan> plans;
    for (const std::string& sql : asked_) plans.push_back(plan_of(sql));
    return plans;
  }

 private:
  storage::SqliteStore::Settings settings(std::int64_t few) {
    storage::SqliteStore::Settings made;
    made.few_rows = few;
    made.reads = [this](const std::string& sql) { asked_.push_back(sql); };
    return made;
  }
  template <class... R>
  static void fill(Filled filled, engine::WriteBatch& batch, engine::Records<R...>) {
    const auto add = [&]<class Row>(Row row) {
      if constexpr (!std::is_same_v<Row, engine::Meta>) {
        if (filled == Filled::Full) fill(row);
        row.id.value = 7;
        batch.of<Row>().put(std::move(row), false);
      }
    };
    (add(R{}), ...);
  }
  template <class Row>
  static void fill(Row& row) {
    const auto set = []<class T>(T& value) {
      const Instant late{4'102'444'800'000};
      if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, std::optional<Instant>>) value = late;
      if constexpr (std::is_same_v<T, std::optional<std::string>>) value = "full";
      if constexpr (std::is_same_v<T, bool>) value = true;
    };
    Row::columns([&]<class Member>(std::string_view, Member member) {
      if constexpr (std::is_member_object_pointer_v<Member>) set(row.*member);
    });
  }
  /// Each line of the plan that is not bounded by itself, with tables for their aliases.
  Plan plan_of(const std::string& sql) {
    Plan lines;
    std::map<std::string, std::string> tables;
    constexpr std::string_view as = "\" AS ";
    for (std::size_t at = sql.find(as); at != std::string::npos; at = sql.find(as, at + 1)) {
      const std::size_t name = sql.rfind('"', at - 1) + 1, alias = at + as.size();
      tables[sql.substr(alias, sql.find_first_of(" )", alias) - alias)] = sql.substr(name, at - name);
    }
    // A look for the next value of an index' column ends at the first row.
    const bool one_look = sql.starts_with("SELECT DISTINCT");
    // The first few rows of a table or of an index, whatever they are.
    const bool first_few = sql.ends_with(" LIMIT ?") && ((!one_look && std::ranges::count(sql, '?') == 1) ||
                                                         sql.find(" WHERE 1 ORDER BY ") != std::string::npos);
    storage::Statement plan(*plans_, "EXPLAIN QUERY PLAN " + sql);
    std::vector<storage::Cell> cells;
    while (plan.step()) {
      plan.read(cells);
      std::string line(cells[3].text);
      if (first_few || (one_look && line.find(" USING COVERING INDEX ") != std::string::npos)) continue;
      if (line.starts_with("SCAN ") || line.starts_with("SEARCH ")) {
        const std::size_t alias = line.find(' ') + 1, end = std::min(line.find(' ', alias), line.size());
        const auto table = tables.find(line.substr(alias, end - alias));
        if (table != tables.end()) line.replace(alias, end - alias, table->second);
      }
      lines.push_back(line);
    }
    return lines;
  }

  const std::string path_ =
      (std::filesystem::temp_directory_path() / ("list_plans_" + std::to_string(::getpid()) + ".db"))
          .string();
  std::vector<std::string> asked_;
  storage::SqliteStore store_;
  std::unique_ptr<engine::Reader> reader_;
  NotedCommands commands_;
  Definitions definitions_;
  Router router_;
  std::optional<storage::Connection> plans_;
};

bool scans(const Plan& plan) {
  return std::ranges::any_of(plan, [](const std::string& line) {
    return line.starts_with("SCAN ") && !line.starts_with("SCAN json_each") &&
           !small.contains(line.substr(5, line.find(' ', 5) - 5));
  });
}

/// Whether all rows are read before the first one is known.
bool sorts(const Plan& plan) {
  return scans(plan) && std::ranges::find(plan, "USE TEMP B-TREE FOR ORDER BY") != plan.end();
}

/// Values that one or the other kind of parameter takes.
const std::vector<std::string> values{"1",
                                      "true",
                                      "2026-04-01T06:33:20.000%2B0700",
                                      "a_eq_b",
                                      "gt_2026-04-01T06:33:20.000%2B0700",
                                      "PENDING",
                                      "open",
                                      "a%25"};

std::string asked_with(const std::string& pattern, std::string_view name, const std::string& value) {
  std::string target = (pattern.starts_with("/api/") ? "" : "/engine-rest") + pattern + "?maxResults=50&" +
                       std::string(name) + "=" + value;
  if (name == "variableValue") target += "&variableName=a";
  if (name == "includeAssignedTasks") target += "&candidateGroup=a";
  return target;
}

using Names = std::map<std::string, std::set<std::string>>;

/// The names that are in both.
Names common(const Names& one, const Names& other) {
  Names both;
  for (const auto& [pattern, names] : one)
    for (const std::string& name : names)
      if (const auto at = other.find(pattern); at != other.end() && at->second.contains(name))
        both[pattern].insert(name);
  return both;
}

struct Filters {
  Names scanning, refused;
};

/// Of rows that satisfy a filter and rows that do not, one kind or the other is in the store: that there is
/// none of its kind must be found by an index.
Filters filters_of(Filled filled, const AddLists& lists) {
  Watched store(filled, 0, lists);
  Filters found;
  for (const Routes::ListOf& list : store.lists())
    for (const std::string_view name : list.rules->parameters()) {
      std::optional<std::vector<Plan>> plans;
      for (const std::string& value : values)
        if (!plans) plans = store.plans_of(asked_with(list.pattern, name, value));
      if (!plans) {
        found.refused[list.pattern].emplace(name);
      } else if (std::ranges::any_of(*plans, scans)) {
        found.scanning[list.pattern].emplace(name);
      } else if (name.ends_with("Like")) {
        plans = store.plans_of(asked_with(list.pattern, name, "%25a"));
        if (plans && std::ranges::any_of(*plans, scans))
          found.scanning[list.pattern].insert(std::string(name) + "=%…");
      }
    }
  return found;
}

Filters filters_of(const AddLists& lists) {
  const Filters bare = filters_of(Filled::Bare, lists), full = filters_of(Filled::Full, lists);
  return {common(bare.scanning, full.scanning), common(bare.refused, full.refused)};
}

Names orders_that_sort(const AddLists& lists) {
  Watched store(Filled::Bare, -1, lists);
  Names found;
  for (const Routes::ListOf& list : store.lists())
    for (const SortKey& key : list.rules->sort_keys())
      for (const char* direction : {"asc", "desc"}) {
        const auto plans = store.plans_of(
            asked_with(list.pattern, "sortBy", std::string(key.name) + "&sortOrder=" + direction));
        if (plans && std::ranges::any_of(*plans, sorts)) found[list.pattern].emplace(key.name);
      }
  return found;
}

std::string page(const Names& filters, const Names& orders) {
  std::string text = R"(# What lists cost

Made by the test `list_plans`, which asks SQLite for the plan of each filter and each order.

A filter or order that is not named here is served by an index: a page costs the same beside a thousand
rows and beside a million. What is named here has a bound of another kind:

- **filters**: rows are taken in the order of the list until the page is full. That is soon where many
  satisfy the filter. Where few do, all rows are looked at, at most for as long as a reader may take (five
  seconds, then 503). Together with a filter that an index serves, only that one's rows are looked at.
  `nameLike=%…` stands for patterns that begin with a wildcard; others are served. `withIncident` and
  `withIncidents` are served as long as there are no more than 5,000 incidents.
- **orders**: all rows that satisfy the filters are sorted, within the same five seconds.

| list | filters | orders |
| --- | --- | --- |
)";
  std::set<std::string> patterns;
  for (const auto* names : {&filters, &orders})
    for (const auto& [pattern, unused] : *names) patterns.insert(pattern);
  const auto joined = [](const Names& names, const std::string& pattern) {
    std::string all;
    if (const auto at = names.find(pattern); at != names.end())
      for (const std::string& name : at->second) all += (all.empty() ? "`" : " `") + name + "`";
    return all;
  };
  for (const std::string& pattern : patterns)
    text += "| `" + pattern + "` | " + joined(filters, pattern) + " | " + joined(orders, pattern) + " |\n";
  return text;
}

}  // namespace

TEST_CASE("docs/formats/lists.md names every filter and order that no index serves") {
  const Names filters = filters_of(all_lists).scanning, orders = orders_that_sort(all_lists);
  const std::string path = std::string(LIENTHONG_SOURCE_DIR) + "/docs/formats/lists.md";
  if (std::getenv("REFRESH_DOCS")) std::ofstream(path) << page(filters, orders);
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  INFO("To refresh the page: REFRESH_DOCS=1 api_tests \"docs/formats*\"; it should not grow");
  CHECK((text.str() == page(filters, orders)));
}

TEST_CASE("each filter of each list is asked with a value that it takes", "[long]") {
  for (const auto& [pattern, names] : filters_of(all_lists).refused)
    for (const std::string& name : names)
      // Stored filters', those that are no filters, and logs that are not kept.
      if (!name.ends_with("Expression") && !name.starts_with("include") && !name.starts_with("executedJob"))
        FAIL_CHECK(pattern << " " << name);
}

TEST_CASE("a filter and an order without an index are found") {
  static const ListRules rules(
      {{"task", equals_id("task")},
       {"user", equals("user")},
       {"userLike", matches("user")},
       {"before", before("time")}},
      {{"byTask", by("task")}, {"byMessage", by("message")}, {"byTime", by("time")}});
  const auto planted = [](Router& router) {
    add_list_routes(
        router, Listing<engine::Comment>{"/planted", &rules, {}, [](auto&&...) {}, nullptr, nullptr, false});
  };
  CHECK(filters_of(planted).scanning == Names{{"/planted", {"before", "user", "userLike"}}});
  CHECK(orders_that_sort(planted) == Names{{"/planted", {"byMessage", "byTime"}}});
}

TEST_CASE("What task lists, cockpits and workers ask for is served by an index") {
  const Names filters = filters_of(all_lists).scanning, orders = orders_that_sort(all_lists);
  const auto served = [](const Names& without, const std::string& pattern,
                         std::initializer_list<const char*> names) {
    for (const char* name : names) {
      INFO(pattern << " " << name);
      const auto at = without.find(pattern);
      CHECK((at == without.end() || !at->second.contains(name)));
    }
  };
  served(filters, "/task",
         {"assignee",
          "assigneeIn",
          "owner",
          "involvedUser",
          "candidateUser",
          "candidateGroup",
          "candidateGroups",
          "processInstanceId",
          "processInstanceBusinessKey",
          "processDefinitionId",
          "processDefinitionKey",
          "taskDefinitionKey",
          "name",
          "nameLike",
          "priority",
          "minPriority",
          "dueDate",
          "dueBefore",
          "dueAfter",
          "followUpBefore",
          "createdBefore",
          "createdAfter",
          "processVariables",
          "parentTaskId",
          "unassigned",
          "updatedAfter",
          "suspended"});
  served(orders, "/task", {"created", "dueDate", "followUpDate", "priority", "name", "assignee", "id"});
  served(filters, "/process-instance",
         {"processInstanceIds", "businessKey", "processDefinitionId", "processDefinitionKey", "suspended",
          "incidentType", "incidentMessage", "activityIdIn", "variables"});
  served(filters, "/execution", {"activityId", "processDefinitionKey", "businessKey", "processInstanceId"});
  served(filters, "/history/process-instance",
         {"processInstanceBusinessKey", "processDefinitionKey", "startedBefore", "startedAfter",
          "finishedBefore", "finishedAfter", "startedBy", "superProcessInstanceId", "variables",
          "incidentType", "externallyTerminated", "executedActivityIdIn"});
  served(orders, "/history/process-instance", {"startTime", "endTime", "businessKey", "instanceId"});
  served(filters, "/history/activity-instance",
         {"activityId", "activityName", "activityNameLike", "activityType", "processDefinitionId",
          "activityInstanceId", "startedAfter", "finishedAfter", "startedBefore", "finishedBefore"});
  served(filters, "/history/task",
         {"taskName", "taskAssignee", "taskDefinitionKey", "processDefinitionKey", "startedAfter",
          "finishedAfter", "taskInvolvedUser"});
  served(filters, "/history/variable-instance", {"variableName", "variableValue", "processInstanceId"});
  served(filters, "/variable-instance", {"variableName", "variableValues", "processInstanceIdIn"});
  served(filters, "/incident", {"incidentType", "incidentMessage", "activityId", "executionId"});
  served(filters, "/job", {"processDefinitionKey", "activityId", "withException", "noRetriesLeft"});
  served(orders, "/job", {"jobDueDate", "jobPriority"});
  served(filters, "/external-task", {"topicName", "workerId", "activityId", "processDefinitionKey"});
  served(orders, "/external-task", {"taskPriority"});
  served(filters, "/event-subscription", {"eventName", "eventType", "activityId"});
}

}  // namespace lienthong::api
