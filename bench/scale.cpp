// Curves of growth: what an element, a call level, a command or a token costs at four sizes. CPU time on the
// memory store unless a line says SQLite; medians of `rounds`.
#include "bench/scale.h"
#include <malloc.h>
#include <unistd.h>
#include <fstream>
#include "bench/curves.h"
#include "bench/scale_models.h"
#include "storage/memory_store.h"
#include "storage/sqlite_store.h"

namespace lienthong::bench {
namespace {

using namespace engine;

std::vector<Task> tasks_of(Bench& bench) { return bench.store.reader()->select(Query<Task>{}); }

void check_ended(Bench& bench) {
  if (!bench.store.reader()->select(Query<Instance>{}).empty())
    throw std::runtime_error("an instance has not ended");
}

// ---- large models

void deploying(const std::string& name, const Model& model) {
  for (const auto policy : {SoundnessPolicy::Off, SoundnessPolicy::Warn}) {
    const double each = median_cost(model.elements(), [&] {
      storage::MemoryStore store;
      Settings settings;
      settings.soundness = policy;
      Bench bench(store, model.text(), settings);
    });
    tell(name + ": an element deployed" + (policy == SoundnessPolicy::Off ? "" : ", soundness judged"), each);
  }
}

void running(const std::string& name, const Model& model) {
  storage::MemoryStore store;
  Bench bench(store, model.text());
  const double each = median_cost(model.elements(), [&] {
    bench.group({start_of(bench)});
    bench.rest();
  });
  check_ended(bench);
  tell(name + ": an element run", each);
}

/// One token after the other comes to the join.
void completing(const std::string& name, const Model& model, std::int64_t branches) {
  storage::MemoryStore store;
  Bench bench(store, model.text());
  bench.group({start_of(bench)});
  const std::vector<Task> tasks = tasks_of(bench);
  tell(name + ": a task completed", cost(branches, [&] {
         for (const Task& task : tasks) complete_one(bench, task);
       }));
  check_ended(bench);
}

void models() {
  for (const int size : {250, 500, 1'000, 2'000}) {
    const std::string of = " of " + std::to_string(size);
    deploying("mixed model" + of, mixed_model(size));
    running("mixed model" + of, mixed_model(size));
    deploying("inclusive joins" + of, inclusive_chain(size));
    running("inclusive joins" + of, inclusive_chain(size));
    const std::string wide = "join of " + std::to_string(size / 4) + " branches";
    deploying(wide, wide_join(size / 4, "task"));
    running(wide, wide_join(size / 4, "task"));
    completing(wide, wide_join(size / 4, "userTask"), size / 4);
    const std::string events = "event sub-processes" + of;
    deploying(events, event_sub_processes(size));
    storage::MemoryStore store;
    Bench bench(store, event_sub_processes(size).text());
    tell(events + ": an element armed and disarmed", median_cost(size, [&] {
           bench.group({start_of(bench)});
           complete_one(bench, tasks_of(bench).front());
         }));
  }
}

// ---- calls

void calls() {
  for (const int depth : {1, 8, 16, 32, 63}) {
    storage::MemoryStore store;
    Bench bench(store, calling_model().text());
    const std::string name = "calls " + std::to_string(depth) + " deep: a level ";
    std::vector<double> begun, completed, cancelled;
    for (int round = 0; round < rounds * 4; ++round) {
      StartProcess start = start_of(bench);
      start.variables.emplace_back("left", TypedValue::of(Value(depth)));
      Started started;
      begun.push_back(cost(depth, [&] {
        started = std::get<Started>(bench.group({start}).front().reply);
        bench.rest();
      }));
      if (round % 2)
        completed.push_back(cost(depth, [&] { complete_one(bench, tasks_of(bench).front()); }));
      else
        cancelled.push_back(cost(depth, [&] {
          DeleteInstance gone;
          gone.root = started.root;
          bench.group({gone});
        }));
      check_ended(bench);
    }
    tell(name + "begun", median(begun));
    tell(name + "completed", median(completed));
    tell(name + "cancelled from the top", median(cancelled));
  }
}

// ---- open instances

std::int64_t resident_bytes() {
  std::int64_t all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

StartProcess start_with_key(const Bench& bench, std::int64_t number) {
  StartProcess start = start_of(bench);
  start.business_key = "dossier-" + std::to_string(number);
  return start;
}

void open_until(Bench& bench, std::int64_t& open, std::int64_t population) {
  while (open < population) {
    std::vector<Command> group;
    for (int i = 0; i < 200 && open < population; ++i) group.emplace_back(start_with_key(bench, open++));
    bench.group(group);
    bench.store.rest(false);
  }
}

void one_of_many(Bench& bench, const std::string& name, DefinitionId listening, std::int64_t& open,
                 std::int64_t& heard) {
  tell(name + "start", each_cost(bench, [&](int) { return start_with_key(bench, open++); }));
  const std::vector<Task> tasks = bench.store.reader()->select(Query<Task>{{}, {}, 0, 3 * commands_each});
  tell(name + "complete a task", each_cost(bench, [&](int i) {
         return CompleteTask{tasks[static_cast<std::size_t>(i)].id, {}, false, false, {}};
       }));
  tell(name + "a message by business key", each_cost(bench, [&](int) {
         CorrelateMessage message;
         message.name = "paid";
         message.business_key = "dossier-" + std::to_string(heard++);
         return message;
       }));
  std::vector<double> signals;
  for (int round = 0; round < commands_each; ++round) {
    StartProcess start;
    start.definition = listening;
    bench.group({start});
    signals.push_back(cost(1, [&] { bench.group({BroadcastSignal{"news", {}, {}}}); }));
  }
  tell(name + "a signal to its one listener", median(signals));
  bench.now = bench.now + 2 * 3'600'000;
  bench.engine.read(Clocks::agreeing(bench.now));
  const std::vector<Command> timers = bench.engine.due(3 * commands_each);
  tell(name + "a timer that is due",
       each_cost(bench, [&](int i) { return timers.at(static_cast<std::size_t>(i)); }));
}

void instances_on(Store& store, const std::string& on) {
  Bench bench(store, waiting_model().text());
  const DefinitionId listening = bench.deploy(listening_model().text("listening"));
  const std::int64_t empty = resident_bytes();
  std::int64_t open = 0, heard = 0;
  for (const std::int64_t population : {1'000, 10'000, 100'000}) {
    open_until(bench, open, population);
    const std::string name = on + std::to_string(population) + " open: ";
    tell(name + "resident memory an instance",
         static_cast<double>(resident_bytes() - empty) / static_cast<double>(population), "B");
    one_of_many(bench, name, listening, open, heard);
  }
}

void instances() {
  {
    storage::MemoryStore store;
    instances_on(store, "memory, ");
  }
  malloc_trim(0);  // what is resident must not be what the other store has left
  storage::SqliteStore store(fresh("lienthong-bench.db"));
  instances_on(store, "SQLite, ");
}

// ---- many in one instance

void arrivals() {
  for (const std::int64_t n : {100, 1'000, 10'000}) {
    {
      storage::MemoryStore store;
      Bench bench(store, joins_in_many().text());
      tell("inclusive joins in a multi-instance of " + std::to_string(n) + ": an instance", cost(n, [&] {
             bench.group({start_of(bench, n)});
             bench.rest();
           }));
      check_ended(bench);
    }
    for (const char* gateway : {"parallelGateway", "inclusiveGateway"}) {
      storage::MemoryStore store;
      Bench bench(store, arriving_model(gateway, static_cast<int>(n)).text());
      const std::string name = std::to_string(n) + " tokens before one " + gateway + ": ";
      tell(name + "a token parked", cost(n, [&] {
             bench.group({start_of(bench)});
             bench.rest();
           }));
      tell(name + "a pair joined", cost(n, [&] { complete_one(bench, tasks_of(bench).front()); }));
      check_ended(bench);
    }
  }
}

void undo() {
  for (const std::int64_t n : {100, 1'000, 10'000}) {
    const std::string of = std::to_string(n);
    storage::MemoryStore store;
    Bench bench(store, undone_model().text());
    tell(of + " activities completed, each", cost(n, [&] {
           bench.group({start_of(bench, n)});
           bench.rest();
         }));
    tell(of + " activities undone, each", cost(n, [&] { complete_one(bench, tasks_of(bench).front()); }));
    check_ended(bench);
    storage::MemoryStore other;
    Bench waiting(other, conditional_model().text());
    const Started started = std::get<Started>(waiting.group({start_of(waiting, n)}).front().reply);
    waiting.rest();
    tell(of + " conditions looked at after a change, each", median_cost(n, [&] {
           ChangeVariables change;
           change.instance = started.root;
           change.set.emplace_back("x", TypedValue::of(Value(1)));
           waiting.group({change});
         }));
  }
}

}  // namespace

void scale(const std::string& what) {
  if (what.empty() || what == "models") models();
  if (what.empty() || what == "calls") calls();
  if (what.empty() || what == "instances") instances();
  if (what.empty() || what == "arrivals") arrivals();
  if (what.empty() || what == "undo") undo();
}

}  // namespace lienthong::bench
