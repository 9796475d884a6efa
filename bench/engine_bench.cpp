// What the engine costs without HTTP: CPU a BPMN element on the memory store; the flow mix on SQLite beside a
// raw SQLite loop of the same minute; counters a command; 100 against 10,000 children;
// multi-instances of up to 40,000 from their begin to their end; curves of growth (bench/scale.h).
#include <malloc.h>
#include <cstdlib>
#include <deque>
#include <map>
#include "bench/bench.h"
#include "bench/models.h"
#include "bench/raw_sqlite.h"
#include "bench/report.h"
#include "bench/scale.h"
#include "storage/memory_store.h"
#include "storage/sqlite_store.h"

namespace lienthong::bench {
namespace {

using namespace engine;

void elements() {
  storage::MemoryStore store;
  constexpr int length = 1000, starts = 50;
  Bench bench(store, straight_model(length));
  std::vector<double> costs;
  for (int round = 0; round < rounds; ++round) {
    const double before = cpu_seconds();
    for (int i = 0; i < starts; ++i) {
      StartProcess start;
      start.definition = bench.definition;
      bench.group({start});
    }
    costs.push_back((cpu_seconds() - before) * 1e6 / (starts * (length + 2)));
  }
  report("elements", "CPU an element, memory store", median(costs), "us");
}

Variables four_variables() {
  return {{"child", TypedValue::of(Value("Nguyễn Văn An"))},
          {"amount", TypedValue::of(Value(42))},
          {"urgent", TypedValue::of(Value(true))},
          {"note", TypedValue::of(Value("forty-five bytes of text for a usual variable"))}};
}

/// Keeps `open` flows going: each command starts one or completes the next task of the oldest.
class FlowMix {
 public:
  FlowMix(Bench& bench, std::size_t open) : bench_(bench), open_(open) {}

  void run(std::size_t commands, std::size_t group_size) {
    for (std::size_t done = 0; done < commands; done += group_size) {
      std::vector<Command> group;
      while (group.size() < group_size) {
        if (queue_.size() + starting_ < open_) {
          StartProcess start;
          start.definition = bench_.definition;
          start.variables = four_variables();
          group.emplace_back(std::move(start));
          ++starting_;
        } else if (!queue_.empty()) {
          group.emplace_back(CompleteTask{queue_.front(), {}, false, false, {}});
          queue_.pop_front();
          ++starting_;
        } else
          break;
      }
      bench_.group(group);
      starting_ = 0;
      collect();
    }
  }

 private:
  /// New tasks are found by id: they rise.
  void collect() {
    if (!reader_) reader_ = bench_.store.reader();
    for (const Task& task : reader_->select(Query<Task>{Filter::greater("id", last_), {}})) {
      queue_.push_back(task.id);
      last_ = task.id.value;
    }
  }
  Bench& bench_;
  std::size_t open_, starting_ = 0;
  std::deque<TaskId> queue_;
  std::unique_ptr<Reader> reader_;
  std::int64_t last_ = 0;
};

void flow(std::size_t open, std::size_t group, std::size_t commands) {
  storage::SqliteStore store(fresh("lienthong-bench.db"));
  Bench bench(store, flow_model());
  FlowMix mix(bench, open);
  mix.run(open, std::min<std::size_t>(group, 256));
  RawFlow raw(fresh("lienthong-bench-raw.db"), open);
  std::vector<double> ours, theirs, ratio, cpu;
  Counters before = store.counters();
  std::size_t counted = 0;
  for (int round = 0; round < rounds; ++round) {
    const double start = wall_seconds(), start_cpu = cpu_seconds();
    mix.run(commands, group);
    ours.push_back(static_cast<double>(commands) / (wall_seconds() - start));
    cpu.push_back((cpu_seconds() - start_cpu) * 1e6 / static_cast<double>(commands));
    counted += commands;
    theirs.push_back(raw.run(commands, group));
    ratio.push_back(ours.back() / theirs.back());
  }
  const Counters after = store.counters();
  const std::string name = "flow " + std::to_string(open) + " open, group " + std::to_string(group);
  const auto n = static_cast<double>(counted);
  report("engine", name + ": commands/s", median(ours), "1/s");
  report("engine", name + ": raw SQLite", median(theirs), "1/s");
  report("engine", name + ": share of raw", median(ratio) * 100, "%", "ratio within each round, median of 5");
  report("engine", name + ": CPU a command", median(cpu), "us", "includes reading the new tasks");
  report("engine", name + ": statements a command",
         static_cast<double>(after.statements - before.statements) / n, "");
  report("engine", name + ": syncs a group",
         static_cast<double>(after.commits - before.commits) / (n / static_cast<double>(group)), "");
  report("engine", name + ": log bytes a command",
         static_cast<double>(after.log_bytes - before.log_bytes) / n, "B");
}

/// Completing one of many siblings, a commit each: nothing may grow with their number.
double children_bytes(std::int64_t children) {
  storage::SqliteStore store(fresh("lienthong-bench.db"));
  Bench bench(store, children_model());
  StartProcess start;
  start.definition = bench.definition;
  start.variables.emplace_back("n", TypedValue::of(Value(children)));
  bench.group({start});
  bench.rest();
  const std::vector<Task> tasks = store.reader()->select(Query<Task>{});
  if (static_cast<std::int64_t>(tasks.size()) != children)
    throw std::runtime_error("the children are not all there");
  const Counters before = store.counters();
  const double cpu = cpu_seconds();
  constexpr std::size_t completions = 50;
  for (std::size_t i = 0; i < completions; ++i)
    bench.group({CompleteTask{tasks[i].id, {}, false, false, {}}});
  const Counters after = store.counters();
  const std::string name = std::to_string(children) + " children";
  report("children", name + ": CPU a completion", (cpu_seconds() - cpu) * 1e6 / completions, "us");
  report("children", name + ": statements a completion",
         static_cast<double>(after.statements - before.statements) / completions, "");
  const double bytes = static_cast<double>(after.log_bytes - before.log_bytes) / completions;
  report("children", name + ": log bytes a completion", bytes, "B");
  return bytes;
}

/// All of a parallel multi-instance entered, then completed: each instance must cost the same whatever their
/// number.
void many(std::int64_t children) {
  storage::SqliteStore store(fresh("lienthong-bench.db"));
  Bench bench(store, many_model());
  const std::string name = "multi-instance of " + std::to_string(children);
  Counters counted = store.counters();
  double cpu = cpu_seconds();
  const auto tell = [&](const std::string& what) {
    const Counters after = store.counters();
    const double bytes = static_cast<double>(after.log_bytes - counted.log_bytes);
    const auto n = static_cast<double>(children);
    report("many", name + ": CPU an instance " + what, (cpu_seconds() - cpu) * 1e6 / n, "us");
    report("many", name + ": log bytes an instance " + what, bytes / n, "B");
    counted = after;
    cpu = cpu_seconds();
  };
  StartProcess start;
  start.definition = bench.definition;
  List items;
  for (std::int64_t i = 0; i < children; ++i) items.emplace_back("item " + std::to_string(i));
  start.variables.emplace_back("items", TypedValue::of(Value(std::move(items))));
  bench.group({start});
  bench.rest();
  tell("entered");
  const std::vector<Task> tasks = store.reader()->select(Query<Task>{});
  cpu = cpu_seconds();
  constexpr std::size_t group_size = 50;
  for (std::size_t first = 0; first < tasks.size(); first += group_size) {
    std::vector<Command> commands;
    for (std::size_t i = first; i < std::min(first + group_size, tasks.size()); ++i)
      commands.push_back(CompleteTask{tasks[i].id, {}, false, false, {}});
    bench.group(commands);
    store.rest(false);
  }
  tell("completed");
  if (!store.reader()->select(Query<Instance>{}).empty())
    throw std::runtime_error("the multi-instance has not ended");
}

/// A restart with many open instances: what is read before the first command can run, and what stays in
/// memory.
void restart(std::int64_t open) {
  const std::string file = fresh("lienthong-bench.db");
  {
    storage::SqliteStore store(file);
    Bench bench(store, flow_model());
    constexpr std::size_t group_size = 256;
    for (std::int64_t done = 0; done < open; done += group_size) {
      StartProcess start;
      start.definition = bench.definition;
      bench.group(std::vector<Command>(group_size, start));
      store.rest(false);
    }
  }
  storage::SqliteStore store(file);
  const double start = wall_seconds();
  Engine engine(store, {});
  engine.open(Clocks::agreeing(begin));
  const double took = wall_seconds() - start;
  const std::string name = "restart with " + std::to_string(open) + " open instances";
  report("restart", name, took * 1000, "ms");
  report("restart", name + ": file", static_cast<double>(std::filesystem::file_size(file)) / (1 << 20),
         "MiB");
}

/// The long form takes half an hour.
void rows(const std::string& form, const std::string& what) {
  const std::vector<std::int64_t> sizes = form == "long"
                                              ? std::vector<std::int64_t>{1'000, 100'000, 1'000'000}
                                              : std::vector<std::int64_t>{1'000, 10'000};
  scale_commands(what, sizes);
  if (what.empty() || what == "lists") scale_lists(sizes);
}

}  // namespace

int run(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "all";
  if (what == "elements" || what == "all") elements();
  if (what == "engine" || what == "all") {
    const std::size_t only = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 0;
    for (const auto& [group, commands] : {std::pair{1, 2'000}, {10, 10'000}, {100, 40'000}})
      if (only == 0 || only == static_cast<std::size_t>(group))
        flow(200, group, argc > 3 ? std::strtoul(argv[3], nullptr, 10) : commands);
  }
  if (what == "restart" || what == "all") restart(argc > 2 ? std::atoll(argv[2]) : 200'000);
  if (what == "children" || what == "all") {
    const double few = children_bytes(100), many = children_bytes(10'000);
    report("children", "10,000 against 100: log bytes", many / few, "x");
  }
  if (what == "many" || what == "all")
    for (const std::int64_t children : {100, 1'000, 10'000, 40'000}) many(children);
  if (what == "scale" || what == "all") scale(argc > 2 ? argv[2] : "");
  if (what == "rows" || what == "all") rows(argc > 2 ? argv[2] : "short", argc > 3 ? argv[3] : "");
  return 0;
}

}  // namespace lienthong::bench

int main(int argc, char** argv) {
  ::mallopt(M_TRIM_THRESHOLD, 64 << 20);  // as the program does
  try {
    return lienthong::bench::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench: %s\n", error.what());
    return 1;
  }
}
