// Files of older versions. What they hold was made by the version that wrote the format
// (tests/engine/old_files/README.md).
#include <unistd.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include "engine/engine.h"
#include "storage/sqlite.h"
#include "storage/sqlite_store.h"

using namespace lienthong;
using namespace lienthong::engine;

namespace {

/// A store made from a dump of an old file, gone with it.
class OldOffice {
 public:
  explicit OldOffice(const std::string& dump)
      : path_(std::filesystem::temp_directory_path() / ("old_file_" + std::to_string(::getpid()) + ".db")) {
    std::filesystem::remove(path_);
    std::ifstream in(std::string(LIENTHONG_SOURCE_DIR) + "/tests/engine/old_files/" + dump);
    std::stringstream sql;
    sql << in.rdbuf();
    storage::Connection(path_, storage::Connection::Mode::ReadWrite).execute(sql.str());
    store_.emplace(path_);
    engine_.emplace(*store_, Settings{});
    engine_->open({});
    now = opened_ = engine_->now();
  }
  ~OldOffice() {
    engine_.reset();
    store_.reset();
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path_ + suffix);
  }

  template <class Reply = Nothing>
  Reply ask(Command command) {
    Result result = engine_->run(std::span(&command, 1), Clocks{now, Steady{now - opened_}}).front();
    if (result.error) std::rethrow_exception(result.error);
    return std::get<Reply>(result.reply);
  }
  template <class R>
  std::vector<R> all(const Filter& where = {}) {
    return store_->reader()->select(Query<R>{where, {}});
  }
  template <class R>
  R at(const std::string& node) {
    const auto found = all<R>(Filter::equal("node", node));
    REQUIRE(found.size() == 1);
    return found.front();
  }

  Instant now;

 private:
  std::string path_;
  Instant opened_;
  std::optional<storage::SqliteStore> store_;
  std::optional<Engine> engine_;
};

}  // namespace

TEST_CASE("incidents of a file of format 3 know their jobs") {
  OldOffice office("format_3.sql");
  for (const char* node : {"broken", "ask_failed", "boom"}) {
    const Incident incident = office.at<Incident>(node);
    CHECK(incident.job == office.at<Job>(node).id);
    CHECK_FALSE(incident.configuration);
    CHECK(office.at<IncidentHistory>(node).job == incident.job);
  }
  office.ask(SetJobRetries{office.at<Job>("broken").id, 1, true, office.now + 1000});
  CHECK(office.all<Incident>(Filter::equal("node", std::string("broken"))).empty());
  for (const Incident& told : office.all<Incident>(Filter::equal("type", std::string("paperLost")))) {
    CHECK(told.configuration == "shelf 7");
    CHECK_FALSE(told.job);
  }
  office.ask(DeleteInstance{office.at<Task>("work").root, {}, {}, false, false});
  CHECK(office.all<Incident>().empty());
}

TEST_CASE("jobs of a file of format 3 do what they were made for") {
  OldOffice office("format_3.sql");
  const auto run_at = [&](const char* node) {
    for (const Job& job : office.all<Job>(Filter::equal("node", std::string(node))))
      if (!is_for_workers(job)) office.ask(RunJob{job.id, true});
  };
  const InstanceId root = office.at<Task>("work").root;
  run_at("before");
  run_at("after");
  CHECK(office.all<Arrival>().size() == 2);
  run_at("tick");
  CHECK(office.all<ActivityHistory>(Filter::equal("node", std::string("ticked"))).size() == 1);
  CHECK(std::get<FireTimer>(office.at<Job>("tick").work).turns.left == 1);
  run_at("called");
  CHECK(office.all<ActivityHistory>(Filter::equal("node", std::string("heard"))).size() == 1);
  const std::size_t tasks = office.all<Task>().size();
  run_at("on");
  run_at("each");
  CHECK(office.all<Task>().size() == tasks + 2);
  CHECK(std::get<FireTimer>(office.at<Job>("each").work).turns.left == -1);
  run_at("one");
  CHECK(office.all<Instance>(Filter::equal("node", std::string("many"))).empty());
  run_at("paid");
  CHECK(office.all<KeptMessage>().empty());
  CHECK(office.at<Job>("boom").is<TryAgain>());
  const auto at_work = office.all<Job>(Filter::equal("node", std::string("work")));
  CHECK(std::ranges::any_of(at_work, [&](const Job& job) {
    const Notify* notice = std::get_if<Notify>(&job.work);
    return notice && notice->to == std::vector<std::string>{"justice"} && notice->root == root;
  }));
  CHECK(std::ranges::any_of(at_work, [](const Job& job) {
    const TellListener* tell = std::get_if<TellListener>(&job.work);
    return tell && tell->listener == "nag";
  }));
  run_at("work");  // plans the rungs that are left, and tells the timeout listener
  REQUIRE(office.all<Rung>().size() == 2);
  CHECK(office.all<Rung>()[0].name.empty());
  CHECK(office.all<Rung>()[1].name == "late");
  for (int rung = 0; rung < 2; ++rung) {
    office.now = office.all<Rung>()[static_cast<std::size_t>(rung)].at;
    run_at("work");
  }
  CHECK(office.all<Rung>()[1].told == "chair");
  CHECK_FALSE(office.all<Variable>(Filter::equal("name", std::string("nagged"))).empty());
  CHECK(office.all<AuditEvent>(Filter::equal("kind", std::string("deadline-missed"))).size() == 1);
}
