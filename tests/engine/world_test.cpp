// What a command sees: the store, what its group has changed, what it has changed itself.
#include <catch2/catch.hpp>
#include <random>
#include "engine/rows/workspace.h"
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;
using tests::Office;

namespace {

std::string one_task() { return "<startEvent id='s'/><userTask id='a'/>" + flow("s", "a"); }

Deploy unchanged_deployment() {
  Deploy deploy;
  deploy.name = "office";
  deploy.filter_duplicates = true;
  deploy.resources.emplace_back(
      "p.bpmn",
      "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d' targetNamespace='t'>"
      "<process id='p' isExecutable='true'>" +
          one_task() + "</process></definitions>");
  return deploy;
}

StartProcess start_of(DefinitionId definition) {
  StartProcess start;
  start.definition = definition;
  return start;
}

/// Rows of a table, as they should be seen.
using Plain = std::map<std::int64_t, std::string>;

std::int64_t many(const Plain& rows, const std::string& text) {
  return std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row.second == text; });
}

/// Comments stand in no tree, stored data in the tree of those that belong to no instance.
class RandomChanges {
 public:
  explicit RandomChanges(unsigned seed) : random_(seed), work_(store_) {
    epoch_ = store_.open();
    work_.open();
  }

  void change() {
    const std::string text(1, static_cast<char>('a' + below(3)));
    if (below(2) == 0) {
      if (!comments_.empty() && below(3) == 0) {
        const auto at = std::next(comments_.begin(), below(comments_.size()));
        work_.erase_stored<Comment>(at->first);
        comments_.erase(at);
        return;
      }
      Comment comment;
      comment.id.value = ++last_;
      comment.message = text;
      comments_[last_] = text;
      work_.append(std::move(comment));
      return;
    }
    Table<StoredData>& table = work_.globals().of<StoredData>();
    if (data_.empty() || below(3) == 0) {
      StoredData row;
      row.id = {++last_};
      row.name = text;
      data_[last_] = text;
      work_.insert(std::move(row));
      return;
    }
    const auto at = std::next(data_.begin(), below(data_.size()));
    StoredData& row = *table.find(at->first);
    if (below(2) == 0) {
      work_.erase(row);
      data_.erase(at);
    } else {
      work_.update(row, [&](StoredData& d) { d.name = text; });
      at->second = text;
    }
  }
  void command() {
    const Plain comments = comments_, data = data_;
    for (std::size_t i = below(6); i > 0; --i) {
      change();
      compare();
    }
    if (below(4) > 0) return work_.accept();
    work_.restore();
    comments_ = comments;
    data_ = data;
  }
  void commit() {
    work_.group().epoch = epoch_;
    store_.commit(work_.group());
    work_.evict(100);
  }
  void compare() {
    compare<Comment>(comments_, "message", &Comment::message);
    compare<StoredData>(data_, "name", &StoredData::name);
  }
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

 private:
  template <class R>
  void compare(const Plain& expected, const char* column, std::string R::*text) {
    const std::string wanted(1, static_cast<char>('a' + below(3)));
    const Filter where = Filter::equal(column, wanted);
    CHECK(work_.count<R>(where) == many(expected, wanted));
    const auto last = static_cast<std::int64_t>(below(static_cast<std::size_t>(last_) + 1));
    const auto max = static_cast<std::int64_t>(1 + below(5));
    std::vector<std::int64_t> ids, found;
    for (auto at = expected.upper_bound(last); at != expected.end(); ++at)
      if (at->second == wanted && static_cast<std::int64_t>(ids.size()) < max) ids.push_back(at->first);
    for (const R& row : work_.select<R>(where, last, max)) {
      found.push_back(key_of(row));
      CHECK(row.*text == wanted);
    }
    CHECK(found == ids);
    const auto one = work_.read<R>(last);
    const auto known = expected.find(last);
    REQUIRE(one.has_value() == (known != expected.end()));
    if (one) CHECK((*one).*text == known->second);
  }

  std::mt19937 random_;
  storage::MemoryStore store_;
  Workspace work_;
  std::int64_t epoch_ = 0, last_ = 0;
  Plain comments_, data_;
};

}  // namespace

TEST_CASE("questions are answered from the store, the group and the command together") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    RandomChanges changes(seed);
    for (int group = 0; group < 12; ++group) {
      for (std::size_t i = 1 + changes.below(4); i > 0; --i) changes.command();
      changes.compare();
      changes.commit();
      changes.compare();
    }
  }
}

TEST_CASE("process instances begun beside the deletion of their definition go with it") {
  for (const bool of_deployment : {true, false}) {
    Office office;
    const DefinitionId definition = office.deploy(one_task());
    const DeploymentId deployment = office.all<Deployment>().front().id;
    std::vector<Command> group(5, start_of(definition));
    if (of_deployment)
      group.emplace_back(DeleteDeployment{deployment, true});
    else
      group.emplace_back(DeleteDefinition{definition, true});
    group.emplace_back(start_of(definition));
    const auto results = office.engine.run(group, office.clocks());
    CHECK_FALSE(results[4].error);
    CHECK_FALSE(results[5].error);
    CHECK(results[6].error);
    CHECK(office.all<DefinitionRow>().empty());
    CHECK(office.all<Instance>().empty());
    CHECK(office.all<Task>().empty());
    CHECK(office.all<ProcessHistory>().size() == 5);
    for (const ProcessHistory& row : office.all<ProcessHistory>()) CHECK(row.ended.has_value());
  }
}

TEST_CASE("a definition that has just begun an instance is not deleted without cascade") {
  Office office;
  const DefinitionId definition = office.deploy(one_task());
  const auto results = office.engine.run(
      std::vector<Command>{start_of(definition), DeleteDefinition{definition, false}}, office.clocks());
  CHECK_THROWS_WITH(std::rethrow_exception(results[1].error), Catch::Contains("1 running process instances"));
  const TaskId task = office.all<Task>().front().id;
  const auto after = office.engine.run(
      std::vector<Command>{CompleteTask{task, {}, false, false, {}}, DeleteDefinition{definition, false}},
      office.clocks());
  CHECK_FALSE(after[1].error);
}

TEST_CASE("an instance begun beside the suspension of its definition is suspended") {
  Office office;
  const DefinitionId definition = office.deploy(one_task());
  office.engine.run(std::vector<Command>{start_of(definition), SuspendInstances{{}, "p", true}},
                    office.clocks());
  CHECK(office.all<Instance>().front().suspended);
}

TEST_CASE("equal deployments sent together make one version") {
  Office office;
  const auto results = office.engine.run(std::vector<Command>(6, unchanged_deployment()), office.clocks());
  CHECK(office.all<Deployment>().size() == 1);
  CHECK(office.all<DefinitionRow>().size() == 1);
  CHECK(office.all<Resource>().size() == 1);
  for (const Result& result : results)
    CHECK(std::get<Deployed>(result.reply).deployment == office.all<Deployment>().front().id);
}

TEST_CASE("a deployment deleted in the same group is no longer there to be unchanged") {
  Office office;
  const DeploymentId first = office.ask<Deployed>(unchanged_deployment()).deployment;
  office.engine.run(std::vector<Command>{DeleteDeployment{first, false}, unchanged_deployment()},
                    office.clocks());
  REQUIRE(office.all<Deployment>().size() == 1);
  CHECK(office.all<Deployment>().front().id != first);
  CHECK(office.all<Resource>().size() == 1);
}

TEST_CASE("what has ended in the same group leaves no history behind when that is deleted") {
  Office office;
  const InstanceId root = office.start(office.deploy(one_task()));
  const TaskId task = office.all<Task>().front().id;
  const auto results = office.engine.run(
      std::vector<Command>{AddComment{task, "seen", "lan"}, CompleteTask{task, {}, false, false, {}},
                           DeleteHistory{root}, DeleteHistory{root}},
      office.clocks());
  CHECK_FALSE(results[2].error);
  CHECK(results[3].error);
  CHECK(office.all<ProcessHistory>().empty());
  CHECK(office.all<ActivityHistory>().empty());
  CHECK(office.all<TaskHistory>().empty());
  CHECK(office.all<Comment>().empty());
}
