// Which row layout a store should have: the figures of docs/decisions/0008-row-layout.md.
// run: bench_storage_layout DIRECTORY [SECONDS A FIGURE] [OPEN INSTANCES OF THE LARGE STORE]
#include <sys/resource.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <unordered_map>
#include "bench/storage_workload.h"
#include "storage/memory_store.h"
#include "storage/migrations.h"
#include "storage/schema.h"
#include "storage/sqlite.h"
#include "storage/sqlite_store.h"

using namespace lienthong;
using namespace lienthong::bench;
using namespace lienthong::storage;
using engine::Counters;
using engine::Query;

namespace {

using Steady = std::chrono::steady_clock;

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

template <class Act, class... R>
void for_each_record(engine::Records<R...>, const Act& act) {
  (act.template operator()<R>(), ...);
}

bool is_tree_table(const std::string& name) {
  bool found = false;
  for_each_record(engine::TreeRecords{}, [&]<class R>() { found = found || name == R::table; });
  return found;
}

/// What is measured.
struct Subject {
  virtual ~Subject() = default;
  virtual void commit(const WriteBatch&) = 0;
  virtual void rest() = 0;
  virtual Counters counters() const = 0;
  virtual std::size_t load(std::int64_t root) = 0;  ///< rows, or bytes of a blob
  virtual std::size_t scan_subscriptions() = 0;     ///< what a start reads of every instance
  std::int64_t epoch = 0;
};

struct Nothing final : Subject {
  void commit(const WriteBatch&) override {}
  void rest() override {}
  Counters counters() const override { return {}; }
  std::size_t load(std::int64_t) override { return 0; }
  std::size_t scan_subscriptions() override { return 0; }
};

/// A store of the product, on a file whose tables may have been made beforehand in another layout.
struct Rows final : Subject {
  explicit Rows(std::unique_ptr<engine::Store> made) : store(std::move(made)) { epoch = store->open(); }
  void commit(const WriteBatch& batch) override { store->commit(batch); }
  void rest() override { store->rest(false); }
  Counters counters() const override { return store->counters(); }
  std::size_t load(std::int64_t root) override {
    if (!reader) reader = store->reader();
    std::size_t rows = 0;
    for_each_record(engine::TreeRecords{}, [&]<class R>() {
      Query<R> query;
      query.where = engine::Filter::equal("root", root);
      rows += reader->select(query).size();
    });
    return rows;
  }
  std::size_t scan_subscriptions() override {
    if (!reader) reader = store->reader();
    std::size_t rows = 0;
    for (std::int64_t last = 0;;) {
      Query<engine::Subscription> query;
      query.where = engine::Filter::greater("id", last);
      query.max = 10'000;
      auto page = reader->select(query);
      rows += page.size();
      if (page.size() < 10'000) return rows;
      last = page.back().id.value;
    }
  }
  std::unique_ptr<engine::Store> store;
  std::unique_ptr<engine::Reader> reader;
};

/// Tables clustered by root, with an index by id: (a2) those of running instances only, (a3) history too.
void create_clustered(const std::string& path, bool history) {
  Connection file(path, Connection::Mode::ReadWrite);
  file.execute("PRAGMA journal_mode=WAL");
  file.execute("BEGIN");
  for (const engine::Layout& table : engine::all_layouts()) {
    const bool clustered = table.has_root() && (is_tree_table(table.name) || history);
    std::string sql = create_table(table);
    if (clustered) {
      const std::string key = " INTEGER PRIMARY KEY";
      sql.replace(sql.find(key), key.size(), " INTEGER NOT NULL");
      sql.erase(sql.size() - 2);
      sql += ",\n  PRIMARY KEY(\"root\", \"id\")\n) WITHOUT ROWID";
    }
    file.execute(sql);
    if (clustered)
      file.execute("CREATE UNIQUE INDEX " + storage::quoted_name(table.name + "_id") + " ON " +
                   storage::quoted_name(table.name) + "(\"id\")");
    for (const Index& index : all_indexes())
      if (index.table == &table && !(clustered && index.narrow && index.keys[0].column->name == "root"))
        file.execute(create_index(index));
  }
  file.execute(
      "INSERT INTO meta(id, format, epoch, last_id, engine_time, clock_offset_ms, steady, wall) "
      "VALUES (1, 1, 0, 0, 0, 0, 0, 0)");
  file.execute("COMMIT");
}

/// (b) One blob an instance, a task table for lists, history as rows. Only changed rows are encoded anew; the
/// blob is put together from all of them.
struct Blobs final : Subject {
  explicit Blobs(const std::string& path) : file(path, Connection::Mode::ReadWrite) {
    file.execute("PRAGMA journal_mode=WAL");
    file.execute("PRAGMA synchronous=FULL");
    file.execute("PRAGMA cache_size=-65536");
    if (file.number("SELECT count(*) FROM sqlite_schema") == 0) {
      bring_up(file);
      file.execute("CREATE TABLE state(id INTEGER PRIMARY KEY, state BLOB)");
    }
  }

  void commit(const WriteBatch& batch) override {
    run("BEGIN IMMEDIATE", {});
    touched.clear();
    std::apply([this](const auto&... rows) { (apply(rows), ...); }, batch.rows);
    for (const auto& [root, stored] : touched) write_state(root, stored);
    const int before = file.log_pages();
    run("COMMIT", {});
    const int pages = file.log_pages();
    done.log_bytes += (pages > before ? pages - before : pages) * std::int64_t{4'120};
    ++done.commits;
  }
  void rest() override {
    if (file.log_pages() >= busy_checkpoint_pages) file.checkpoint();
  }
  Counters counters() const override { return done; }
  std::size_t load(std::int64_t root) override {
    return static_cast<std::size_t>(
        file.number("SELECT sum(length(state || '')) FROM state WHERE id = " + std::to_string(root)));
  }
  std::size_t scan_subscriptions() override {
    return static_cast<std::size_t>(file.number("SELECT sum(length(state || '') > 0) FROM state"));
  }

 private:
  using Tree = std::map<std::int64_t, std::string>;

  void run(const std::string& sql, const std::vector<engine::Cell>& cells) {
    auto known = statements.find(sql);
    if (known == statements.end()) known = statements.try_emplace(sql, file, sql).first;
    known->second.bind(cells);
    known->second.run();
    ++done.statements;
  }

  template <class R>
  void apply(const engine::Rows<R>& rows) {
    const engine::Layout& table = engine::layout_of<R>();
    for (const auto& [id, change] : rows.changes) {
      if (is_tree_table(table.name)) keep(table, id, change.row ? &*change.row : nullptr);
      if (is_tree_table(table.name) && table.name != "task") continue;
      if (change.row) {
        table.encode(&*change.row, row);
        if (change.stored)
          update(table);
        else
          run(insert_rows(table, 1), row.cells);
      } else {
        run(delete_row(table), {Cell::of(id)});
      }
    }
  }
  void update(const engine::Layout& table) {
    std::vector<std::size_t> columns;
    for (std::size_t i = 1; i < table.columns.size(); ++i) columns.push_back(i);
    std::vector<engine::Cell> cells(row.cells.begin() + 1, row.cells.end());
    cells.push_back(row.cells[0]);
    run(update_row(table, columns), cells);
  }
  void keep(const engine::Layout& table, std::int64_t id, const void* record) {
    std::int64_t root = 0;
    if (record) {
      table.encode(record, row);
      root = roots[id] = row.cells[1].integer;
    } else {
      root = roots[id];
      roots.erase(id);
    }
    touched.try_emplace(root, trees.contains(root));
    if (!record) {
      trees[root].erase(id);
      return;
    }
    std::string bytes = table.name;
    for (const engine::Cell& cell : row.cells) {
      bytes += static_cast<char>(cell.kind);
      if (cell.kind == Cell::Kind::Integer)
        bytes.append(reinterpret_cast<const char*>(&cell.integer), 8);
      else
        bytes += std::to_string(cell.text.size()), bytes += cell.text;
    }
    trees[root][id] = std::move(bytes);
  }
  void write_state(std::int64_t root, bool stored) {
    const Tree& tree = trees[root];
    if (tree.empty()) {
      if (stored) run("DELETE FROM state WHERE id = ?1", {Cell::of(root)});
      trees.erase(root);
      return;
    }
    std::string state;
    for (const auto& [id, bytes] : tree) state += bytes;
    run(stored ? "UPDATE state SET state = ?2 WHERE id = ?1" : "INSERT INTO state VALUES (?1, ?2)",
        {Cell::of(root), Cell::of_blob(state)});
  }

  Connection file;
  std::unordered_map<std::string, Statement> statements;
  std::unordered_map<std::int64_t, std::int64_t> roots;
  std::unordered_map<std::int64_t, Tree> trees;
  std::map<std::int64_t, bool> touched;
  engine::Row row;
  Counters done;
};

struct Bench {
  std::filesystem::path directory;
  double seconds = 2;
  std::size_t large = 200'000;
  int files = 0;

  std::unique_ptr<Subject> make(const std::string& layout, std::string* path_out = nullptr) {
    const std::string path = (directory / ("layout" + std::to_string(++files) + ".db")).string();
    for (const char* part : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path + part);
    if (path_out) *path_out = path;
    if (layout == "a2" || layout == "a3") create_clustered(path, layout == "a3");
    return open(layout, path);
  }
  static std::unique_ptr<Subject> open(const std::string& layout, const std::string& path) {
    if (layout == "none") return std::make_unique<Nothing>();
    if (layout == "memory") return std::make_unique<Rows>(std::make_unique<MemoryStore>());
    if (layout == "b") return std::make_unique<Blobs>(path);
    return std::make_unique<Rows>(std::make_unique<SqliteStore>(path));
  }

  static void fill(Subject& subject, FlowMix& mix, std::size_t open, std::vector<Children*> beside = {}) {
    for (std::size_t place = 0; place < open;) {
      WriteBatch batch;
      batch.epoch = subject.epoch;
      for (std::size_t end = std::min(open, place + 500); place < end; ++place) {
        mix.start(batch, place);
        for (Children* children : beside)  // spread over the whole fill
          for (std::size_t n = static_cast<std::size_t>(children->count()) * place / open,
                           m = static_cast<std::size_t>(children->count()) * (place + 1) / open;
               n < m; ++n)
            children->add(batch);
      }
      subject.commit(batch);
      subject.rest();
    }
  }

  void flow(const std::string& layout, std::size_t open) {
    auto subject = make(layout);
    FlowMix mix(open);
    fill(*subject, mix, open);
    for (int group : {1, 10, 100}) {
      const Counters before = subject->counters();
      const double cpu = cpu_seconds();
      const auto start = Steady::now();
      std::int64_t commands = 0;
      while (seconds_since(start) < seconds) {
        WriteBatch batch;
        batch.epoch = subject->epoch;
        for (int i = 0; i < group; ++i) mix.command(batch);
        mix.meta(batch);
        subject->commit(batch);
        subject->rest();
        commands += group;
      }
      const double n = static_cast<double>(commands), elapsed = seconds_since(start),
                   used = cpu_seconds() - cpu;
      const Counters after = subject->counters();
      std::printf("| %s | %zu | %d | %.0f | %.1f | %.1f | %.0f |\n", layout.c_str(), open, group, n / elapsed,
                  used / n * 1e6, static_cast<double>(after.statements - before.statements) / n,
                  static_cast<double>(after.log_bytes - before.log_bytes) / n);
      std::fflush(stdout);
    }
  }

  void children(const std::string& layout, std::int64_t count) {
    auto subject = make(layout);
    FlowMix mix(20'000);
    Children children(mix, count);
    fill(*subject, mix, 20'000, {&children});
    const int completions = 90;
    const Counters before = subject->counters();
    const double cpu = cpu_seconds();
    for (int i = 0; i < completions; ++i) {
      WriteBatch batch;
      batch.epoch = subject->epoch;
      children.complete(batch);
      mix.meta(batch);
      subject->commit(batch);
    }
    const Counters after = subject->counters();
    std::printf("| %s | %lld | %.1f | %.1f | %.0f |\n", layout.c_str(), static_cast<long long>(count),
                static_cast<double>(after.statements - before.statements) / completions,
                static_cast<double>(after.log_bytes - before.log_bytes) / completions / 1024,
                (cpu_seconds() - cpu) / completions * 1e6);
    std::fflush(stdout);
  }

  void loading(const std::string& layout) {
    std::string path;
    FlowMix mix(20'000);
    Children few(mix, 3), some(mix, 333), many(mix, 3'333);
    {
      auto subject = make(layout, &path);
      fill(*subject, mix, 20'000, {&few, &some, &many});
    }
    auto subject = open(layout, path);
    for (const Children* tree : {&few, &some, &many}) {
      double best = 1e9;
      for (int i = 0; i < 5; ++i) {
        const auto start = Steady::now();
        if (subject->load(tree->root()) == 0) std::abort();
        best = std::min(best, seconds_since(start));
      }
      std::printf("| %s | %lld | %.0f |\n", layout.c_str(), static_cast<long long>(tree->count() * 3 + 1),
                  best * 1e6);
    }
    std::fflush(stdout);
  }

  void size(const std::string& layout) {
    std::string path;
    {
      auto subject = make(layout, &path);
      FlowMix mix(large);
      fill(*subject, mix, large);
    }
    const double megabytes = static_cast<double>(std::filesystem::file_size(path)) / 1e6;
    const auto start = Steady::now();
    auto subject = open(layout, path);
    const double opened = seconds_since(start);
    if (subject->scan_subscriptions() != large) std::abort();
    std::printf("| %s | %zu | %.0f | %.0f | %.0f |\n", layout.c_str(), large, megabytes, opened * 1e3,
                seconds_since(start) * 1e3);
    std::fflush(stdout);
  }
};

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(
        stderr,
        "usage: bench_storage_layout DIRECTORY [SECONDS A FIGURE] [OPEN INSTANCES OF THE LARGE STORE]\n");
    return 2;
  }
  Bench bench;
  bench.directory = words[1];
  if (count > 2) bench.seconds = std::atof(words[2]);
  if (count > 3) bench.large = static_cast<std::size_t>(std::atoll(words[3]));
  std::puts(
      "| layout | open | group | commands/s | CPU µs/command | statements/command | log bytes/command |\n"
      "| --- | --- | --- | --- | --- | --- | --- |");
  for (const char* layout : {"none", "memory"}) bench.flow(layout, 200);
  for (std::size_t open : {200, 50'000})
    for (const char* layout : {"a1", "a2", "a3", "b"}) bench.flow(layout, open);
  std::puts(
      "\n| layout | children | statements/completion | log KiB/completion | CPU µs/completion |\n"
      "| --- | --- | --- | --- | --- |");
  for (const char* layout : {"a1", "a2", "a3", "b"})
    for (std::int64_t children : {100, 1'000, 10'000}) bench.children(layout, children);
  std::puts("\n| layout | rows of the tree | load µs |\n| --- | --- | --- |");
  for (const char* layout : {"a1", "a2", "b"}) bench.loading(layout);
  std::puts(
      "\n| layout | open | file MB | opening ms | opening and scan ms |\n| --- | --- | --- | --- | --- |");
  for (const char* layout : {"a1", "a2", "a3", "b"}) bench.size(layout);
}
