#include "bench/raw_sqlite.h"
#include <sqlite3.h>
#include <stdexcept>
#include <vector>
#include "bench/report.h"

namespace lienthong::bench {

struct RawFlow::State {
  sqlite3* db = nullptr;
  sqlite3_stmt *begin = nullptr, *commit = nullptr, *put = nullptr, *task_out = nullptr, *task_in = nullptr,
               *history = nullptr;
  std::vector<sqlite3_int64> instances, tasks;
  sqlite3_int64 last = 0;
  std::size_t next = 0;
  std::string blob = std::string(1100, 'x');

  void run(const char* sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db));
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* s = nullptr;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db));
    return s;
  }
  void step(sqlite3_stmt* s) {
    if (sqlite3_step(s) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db));
    sqlite3_reset(s);
  }
  void command() {
    const std::size_t i = next++ % instances.size();
    sqlite3_bind_int64(put, 1, instances[i]);
    sqlite3_bind_text(put, 2, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
    step(put);
    if (tasks[i]) {
      sqlite3_bind_int64(task_out, 1, tasks[i]);
      step(task_out);
    }
    tasks[i] = ++last;
    sqlite3_bind_int64(task_in, 1, tasks[i]);
    sqlite3_bind_int64(task_in, 2, instances[i]);
    step(task_in);
    for (int row = 0; row < 4; ++row) {
      sqlite3_bind_int64(history, 1, ++last);
      sqlite3_bind_int64(history, 2, instances[i]);
      step(history);
    }
  }
};

RawFlow::RawFlow(const std::string& file, std::size_t open) : state_(std::make_unique<State>()) {
  State& s = *state_;
  if (sqlite3_open(file.c_str(), &s.db) != SQLITE_OK) throw std::runtime_error("cannot open " + file);
  s.run(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=16384;"
      "CREATE TABLE instance(id INTEGER PRIMARY KEY, state BLOB);"
      "CREATE TABLE task(id INTEGER PRIMARY KEY, instance INTEGER, name TEXT, assignee TEXT);"
      "CREATE INDEX task_instance ON task(instance); CREATE INDEX task_assignee ON task(assignee);"
      "CREATE TABLE history(id INTEGER PRIMARY KEY, instance INTEGER, node TEXT, at INTEGER, ended INTEGER);"
      "CREATE INDEX history_instance ON history(instance);");
  s.begin = s.prepare("BEGIN IMMEDIATE");
  s.commit = s.prepare("COMMIT");
  s.put = s.prepare("INSERT INTO instance VALUES(?1,?2) ON CONFLICT(id) DO UPDATE SET state=excluded.state");
  s.task_out = s.prepare("DELETE FROM task WHERE id=?1");
  s.task_in = s.prepare("INSERT INTO task VALUES(?1,?2,'Check papers','lan')");
  s.history = s.prepare("INSERT INTO history VALUES(?1,?2,'check_papers',1649732400000,1649732400000)");
  for (std::size_t i = 0; i < open; ++i) s.instances.push_back(++s.last);
  s.tasks.resize(open);
}

RawFlow::~RawFlow() {
  for (sqlite3_stmt* s :
       {state_->begin, state_->commit, state_->put, state_->task_out, state_->task_in, state_->history})
    sqlite3_finalize(s);
  sqlite3_close(state_->db);
}

double RawFlow::run(std::size_t commands, std::size_t group) {
  const double start = wall_seconds();
  for (std::size_t done = 0; done < commands; done += group) {
    state_->step(state_->begin);
    for (std::size_t i = 0; i < group; ++i) state_->command();
    state_->step(state_->commit);
  }
  return static_cast<double>(commands) / (wall_seconds() - start);
}

}  // namespace lienthong::bench
