// Tokens that wait at joins are seen in history.
#include <algorithm>
#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

/// Three tasks between two gateways, a task `last` behind them.
std::string three_branches(const std::string& gateway) {
  std::string inside = "<startEvent id='s'/><" + gateway + " id='f'/><" + gateway +
                       " id='j' name='All there'/><userTask id='last'/>" + flow("s", "f") + flow("j", "last");
  for (const char* task : {"a", "b", "c"})
    inside += "<userTask id='" + std::string(task) + "'/>" + flow("f", task) + flow(task, "j");
  return inside;
}

void complete_task(Office& office, const std::string& node) {
  const auto tasks = office.all<Task>();
  const auto found = std::ranges::find(tasks, node, &Task::node);
  REQUIRE(found != tasks.end());
  office.ask<CompletedTask>(CompleteTask{found->id, {}, false, false, {}});
}

/// What history has of the join.
std::vector<ActivityHistory> at_join(Office& office) {
  std::vector<ActivityHistory> rows;
  for (ActivityHistory& row : office.all<ActivityHistory>())
    if (row.node == "j") rows.push_back(std::move(row));
  return rows;
}

long open_rows(Office& office) {
  return std::ranges::count_if(at_join(office), [](const ActivityHistory& row) { return !row.ended; });
}

}  // namespace

TEST_CASE("each token that waits at a join has a row of history, until all are there") {
  for (const char* gateway : {"parallelGateway", "inclusiveGateway", "complexGateway"}) {
    INFO(gateway);
    Office office;
    const std::string all = std::string(gateway) == "complexGateway"
                                ? "<activationCondition>${activationCount == 3}</activationCondition>"
                                : "";
    std::string inside = three_branches(gateway);
    if (!all.empty())
      inside.replace(inside.find("name='All there'/>"), 18, "name='All there'>" + all + "</complexGateway>");
    const InstanceId root = office.start(office.deploy(inside));
    CHECK(at_join(office).empty());
    complete_task(office, "a");
    office.now = office.now + 1000;
    complete_task(office, "b");
    REQUIRE(open_rows(office) == 2);
    const ActivityHistory first = at_join(office).front();
    CHECK(first.name == "All there");
    CHECK(first.type == gateway);
    CHECK(first.parent == root);
    office.now = office.now + 1000;
    complete_task(office, "c");
    const auto rows = at_join(office);
    CHECK(rows.size() == 3);  // one a token
    CHECK(open_rows(office) == 0);
    CHECK(std::ranges::none_of(rows, &ActivityHistory::canceled));
    CHECK(rows.front().ended->ms - rows.front().started.ms == 2000);
    CHECK(std::ranges::count_if(rows, &ActivityHistory::is_wait) == 2);
    complete_task(office, "last");
    CHECK(office.all<ProcessHistory>().front().state == Outcome::Completed);
  }
}

TEST_CASE("a token that waits at a join when its process instance is deleted was cancelled") {
  Office office;
  const InstanceId root = office.start(office.deploy(three_branches("parallelGateway")));
  complete_task(office, "a");
  office.ask(DeleteInstance{root, {}, {}, false, false});
  REQUIRE(at_join(office).size() == 1);
  CHECK(at_join(office).front().canceled);
  CHECK(at_join(office).front().ended == office.now);
}
