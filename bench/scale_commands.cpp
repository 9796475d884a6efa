// What one command costs beside ever more rows of the kind that it has to find its own among: work for
// workers, waits for messages, kept messages, versions, and what stands in one process instance. On SQLite,
// with hardly a tree kept in memory, so that what is found is read anew.
#include <random>
#include "bench/curves.h"
#include "bench/scale.h"
#include "bench/scale_models.h"
#include "storage/sqlite_store.h"

namespace lienthong::bench {
namespace {

using namespace engine;

Settings hardly_any_memory() {
  Settings settings;
  settings.cached_trees_max = 64;
  return settings;
}

void in_groups(Bench& bench, std::int64_t from, std::int64_t to,
               const std::function<Command(std::int64_t)>& command) {
  while (from < to) {
    std::vector<Command> group;
    for (int i = 0; i < 200 && from < to; ++i) group.push_back(command(from++));
    bench.group(group);
    bench.store.rest(false);
  }
}

StartProcess numbered_start(const Bench& bench, std::int64_t number) {
  StartProcess start = start_of(bench, number);
  start.business_key = "dossier-" + std::to_string(number);
  return start;
}

// ---- fetches

/// A task for workers; its priority is one of a thousand.
Model worked_model() {
  Model model;
  model.then(model.then(model.add("startEvent"), "serviceTask",
                        "camunda:type=\"external\" camunda:topic=\"work\" "
                        "camunda:taskPriority=\"${n * 7919 % 1000}\""),
             "endEvent");
  return model;
}

FetchAndLock fetch_of(std::int64_t tasks) {
  FetchAndLock fetch;
  fetch.worker = "w";
  fetch.max_tasks = tasks;
  fetch.topics.resize(1);
  fetch.topics[0].topic = "work";
  fetch.topics[0].lock_duration_ms = 1;
  return fetch;
}

void fetches(const std::vector<std::int64_t>& sizes) {
  storage::SqliteStore store(fresh("lienthong-bench.db"));
  Bench bench(store, worked_model().text(), hardly_any_memory());
  Curves curves;
  std::mt19937 dice(1);
  std::int64_t open = 0;
  for (const std::int64_t size : sizes) {
    in_groups(bench, open, size, [&](std::int64_t n) { return numbered_start(bench, n); });
    open = size;
    const auto one_of = [&] { return static_cast<std::int64_t>(dice() % static_cast<unsigned>(size)); };
    const auto add = [&](const std::string& what, const std::function<void(FetchAndLock&)>& change) {
      curves.add(what, size, each_cost(bench, [&](int) {
                   FetchAndLock fetch = fetch_of(5);
                   change(fetch);
                   return fetch;
                 }));
    };
    add("fetch 5, the oldest", [](FetchAndLock&) {});
    add("fetch 5, by priority", [](FetchAndLock& f) { f.use_priority = true; });
    add("fetch 5, by priority, the newest first", [](FetchAndLock& f) {
      f.use_priority = true;
      f.sort = FetchAndLock::Sort::CreatedDescending;
    });
    add("fetch of a topic without work", [](FetchAndLock& f) {
      f.use_priority = true;
      f.topics[0].topic = "nobody's";
    });
    add("fetch of a process without work", [](FetchAndLock& f) {
      f.use_priority = true;
      f.topics[0].keys = {"none"};
    });
    add("fetch by business key",
        [&](FetchAndLock& f) { f.topics[0].business_key = "dossier-" + std::to_string(one_of()); });
    add("fetch by a business key that nobody has",
        [](FetchAndLock& f) { f.topics[0].business_key = "nobody's"; });
    add("fetch by a variable's value",
        [&](FetchAndLock& f) { f.topics[0].process_variables.emplace_back("n", Value(one_of())); });
    add("fetch by a variable's value that nobody has",
        [](FetchAndLock& f) { f.topics[0].process_variables.emplace_back("n", Value(-1)); });
    const auto some = store.reader()->select(Query<Job>{{}, {}, size / 2, 3 * commands_each});
    curves.add("lock a task", size, each_cost(bench, [&](int i) {
                 return LockExternalTask{some[static_cast<std::size_t>(i)].id, "w", 3'600'000};
               }));
    curves.add("complete a task", size, each_cost(bench, [&](int i) {
                 return CompleteExternalTask{some[static_cast<std::size_t>(i)].id, "w", {}, {}};
               }));
  }
}

// ---- messages

/// Waits for a message that may have come before.
Model patient_model() {
  Model model;
  model.then(model.then(model.add("startEvent"), "intermediateCatchEvent", "",
                        "<messageEventDefinition messageRef=\"paid\"/>"),
             "endEvent");
  return model;
}

CorrelateMessage paid(std::int64_t number) {
  CorrelateMessage message;
  message.name = "paid";
  message.business_key = "dossier-" + std::to_string(number);
  return message;
}

void messages(const std::vector<std::int64_t>& sizes) {
  storage::SqliteStore store(fresh("lienthong-bench.db"));
  Bench bench(store, patient_model().text(), hardly_any_memory());
  Curves curves;
  std::int64_t open = 0, heard = 0;
  for (const std::int64_t size : sizes) {
    in_groups(bench, open, size, [&](std::int64_t n) { return numbered_start(bench, n); });
    open = size;
    curves.add("a message by business key", size, each_cost(bench, [&](int) { return paid(heard++); }));
    curves.add("a message by a variable's value", size, each_cost(bench, [&](int) {
                 CorrelateMessage message;
                 message.name = "paid";
                 message.correlation_keys.emplace_back("n", TypedValue::of(Value(heard++)));
                 return message;
               }));
  }
}

void kept_messages(const std::vector<std::int64_t>& sizes) {
  storage::SqliteStore store(fresh("lienthong-bench.db"));
  Model model;
  model.then(
      model.then(model.add("startEvent"), "intermediateCatchEvent", "xmlns:lt=\"urn:lienthong:bpmn:1.0\"",
                 "<messageEventDefinition messageRef=\"paid\" lt:timeToLive=\"P30D\"/>"),
      "endEvent");
  Bench bench(store, model.text(), hardly_any_memory());
  Curves curves;
  std::int64_t kept = 0, begun = 0;
  for (const std::int64_t size : sizes) {
    in_groups(bench, kept, size, paid);
    kept = size;
    curves.add("a start that takes a kept message", size,
               each_cost(bench, [&](int) { return numbered_start(bench, begun++); }));
  }
}

// ---- definitions

void definitions(const std::vector<std::int64_t>& sizes) {
  storage::SqliteStore store(fresh("lienthong-bench.db"));
  Bench bench(store, calling_model().text());
  Curves curves;
  std::int64_t deployed = 0;
  const auto process = [](std::int64_t n) {
    Deploy deploy;
    Model model;
    model.then(model.add("startEvent", "", "<messageEventDefinition messageRef=\"paid\"/>"), "endEvent");
    deploy.resources.emplace_back("p.bpmn", model.text("process-" + std::to_string(n)));
    return deploy;
  };
  for (const std::int64_t size : sizes) {
    in_groups(bench, deployed, size, process);
    deployed = size;
    curves.add("deployed: a start by key", size, each_cost(bench, [&](int) {
                 StartProcess start;
                 start.key = "scale";
                 start.variables.emplace_back("left", TypedValue::of(Value(0)));
                 return start;
               }));
    curves.add("deployed: a call", size, each_cost(bench, [&](int) {
                 StartProcess start;
                 start.key = "scale";
                 start.variables.emplace_back("left", TypedValue::of(Value(1)));
                 return start;
               }));
    curves.add("deployed: one more version", size, each_cost(bench, [&](int) { return process(0); }));
  }
}

// ---- in one process instance

void inside(const std::vector<std::int64_t>& sizes) {
  Curves curves;
  Model model;
  model.then(model.then(model.add("startEvent"), "userTask"), "endEvent");
  for (const std::int64_t size : sizes) {
    storage::SqliteStore store(fresh("lienthong-bench.db"));
    Bench bench(store, model.text());
    StartProcess start = start_of(bench);
    for (std::int64_t i = 0; i < size; ++i)
      start.variables.emplace_back("v" + std::to_string(i), TypedValue::of(Value(i)));
    curves.add("variables at a start, each", size, cost(size, [&] { bench.group({start}); }));
    const Task task = store.reader()->select(Query<Task>{}).front();
    curves.add("variables set anew with the completion of a task, each", size, cost(size, [&] {
                 bench.group({CompleteTask{task.id, start.variables, false, false, {}}});
               }));
  }
}

}  // namespace

void scale_commands(const std::string& what, const std::vector<std::int64_t>& sizes) {
  const auto is = [&](const char* name) { return what.empty() || what == name; };
  if (is("fetches")) fetches(sizes);
  if (is("messages")) messages(sizes);
  if (is("kept")) kept_messages(sizes);
  if (is("definitions")) definitions({100, 1'000, 10'000});
  if (is("inside")) inside({100, 1'000, 10'000});
}

}  // namespace lienthong::bench
