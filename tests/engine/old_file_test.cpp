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
