// What a page of fifty costs beside ever more process instances: the lists of the interface as task lists,
// cockpits and workers ask for them, without HTTP. Each request is another one, from a reader that has
// nothing in memory and with the file out of the system's memory too.
#include <fcntl.h>
#include <unistd.h>
#include <functional>
#include "api/engine_rest/definitions.h"
#include "api/engine_rest/engine_rest.h"
#include "api/router.h"
#include "bench/curves.h"
#include "bench/list_rows.h"
#include "bench/scale.h"
#include "storage/sqlite_store.h"

namespace lienthong::bench {
namespace {

constexpr int requests_each = 15;

/// Commands are not sent here, and time stands; lists ask for it.
struct Still final : engine::Commands {
  void submit(engine::Command, std::function<void(engine::Result)>) override {}
  Waiting wait_for_topics(std::vector<std::string>, std::function<void()>) override { return {}; }
  ClockReport clock() const override {
    ClockReport report;
    report.now = {1'700'000'000'000};
    return report;
  }
};

struct Asked {
  std::string what;
  std::function<std::string(ListRows&)> target;  ///< below /engine-rest, without the page
};

std::vector<Asked> lists() {
  const auto of = [](const char* text) { return [text](ListRows&) { return std::string(text); }; };
  return {
      {"tasks of a group of 50", [](ListRows& r) { return "/task?candidateGroup=" + r.small_group(); }},
      {"tasks of a group of a tenth",
       [](ListRows& r) { return "/task?sortBy=created&sortOrder=desc&candidateGroup=" + r.large_group(); }},
      {"tasks of a group of a tenth by due date",
       [](ListRows& r) { return "/task?sortBy=dueDate&sortOrder=asc&candidateGroup=" + r.large_group(); }},
      {"tasks of a group of a tenth by priority",
       [](ListRows& r) { return "/task?sortBy=priority&sortOrder=desc&candidateGroup=" + r.large_group(); }},
      {"a person's tasks",
       [](ListRows& r) { return "/task?sortBy=name&sortOrder=asc&assignee=" + r.person(); }},
      {"tasks of a definition", of("/task?processDefinitionKey=process7")},
      {"tasks by part of their name", of("/task?nameLike=%25eck%203%25")},
      {"tasks of a group of a tenth that nobody has",
       [](ListRows& r) {
         return "/task?unassigned=true&sortBy=created&sortOrder=desc&candidateGroup=" + r.large_group();
       }},
      {"tasks that fall due",
       of("/task?sortBy=dueDate&sortOrder=asc&dueBefore=2023-01-01T00:00:00.000%2B0700")},
      {"tasks by a variable",
       [](ListRows& r) {
         return "/task?processVariables=status_eq_status%20" + std::to_string(r.any() % 5);
       }},
      {"process instances by business key",
       [](ListRows& r) { return "/process-instance?businessKey=" + r.business_key(); }},
      {"process instances of a definition", of("/process-instance?processDefinitionKey=process3")},
      {"process instances at an activity", of("/process-instance?activityIdIn=check2")},
      {"past process instances, the last to end first",
       of("/history/process-instance?finished=true&sortBy=endTime&sortOrder=desc")},
      {"past process instances by start",
       of("/history/"
          "process-instance?sortBy=startTime&sortOrder=desc&startedAfter=2022-04-15T00:00:00.000%2B0700")},
      {"past activities by name", of("/history/activity-instance?activityName=Check%201")},
      {"past tasks of a person, the last first",
       [](ListRows& r) {
         return "/history/task?finished=true&sortBy=endTime&sortOrder=desc&taskAssignee=" + r.person();
       }},
      {"past tasks by name, the last to begin first",
       of("/history/task?taskName=Check%202&sortBy=startTime&sortOrder=desc")},
      {"past activities that ended before a day",
       of("/history/"
          "activity-instance?finishedBefore=2022-04-16T00:00:00.000%2B0700&sortBy=endTime&sortOrder=desc")},
      {"past variables by name", of("/history/variable-instance?variableName=number")},
      {"past variables by value",
       [](ListRows& r) {
         return "/history/variable-instance?variableName=status&variableValue=status%20" +
                std::to_string(r.any() % 5);
       }},
      {"external tasks of a topic", of("/external-task?topicName=topic4")},
      {"jobs by due date", of("/job?timers=true&sortBy=jobDueDate&sortOrder=asc")},
  };
}

/// What the system holds of the file in memory is given up.
void forget(const std::string& file) {
  for (const char* suffix : {"", "-wal"}) {
    const int opened = ::open((file + suffix).c_str(), O_RDONLY);
    if (opened < 0) continue;
    ::fsync(opened);
    ::posix_fadvise(opened, 0, 0, POSIX_FADV_DONTNEED);
    ::close(opened);
  }
}

/// Microseconds of waiting, the disk included.
double page_cost(const api::Router& router, storage::SqliteStore& store, const std::string& file,
                 const std::string& target) {
  forget(file);
  Still commands;
  api::Definitions definitions;
  const auto reader = store.reader();
  api::Services services{commands, *reader, definitions, 25'200};
  api::Request request;
  request.method = "GET";
  const double start = wall_seconds();
  const api::Route& route = router.route(request, target, "localhost");
  if (route.read(request, services).status != 200) throw std::runtime_error(target);
  return (wall_seconds() - start) * 1e6;
}

}  // namespace

void scale_lists(const std::vector<std::int64_t>& sizes) {
  api::Router router;
  api::add_engine_rest(router);
  Curves curves;
  for (const std::int64_t instances : sizes) {
    const std::string file = fresh("lienthong-lists.db");
    storage::SqliteStore store(file);
    ListRows rows(store, instances);
    const double cpu = cpu_seconds();
    rows.write();
    curves.add("rows of a process instance written", instances,
               (cpu_seconds() - cpu) * 1e6 / static_cast<double>(instances));
    for (const Asked& asked : lists()) {
      std::vector<double> costs;
      for (int i = 0; i < requests_each; ++i)
        costs.push_back(
            page_cost(router, store, file, "/engine-rest" + asked.target(rows) + "&maxResults=50"));
      curves.add("list: " + asked.what, instances, median(costs));
    }
  }
}

}  // namespace lienthong::bench
