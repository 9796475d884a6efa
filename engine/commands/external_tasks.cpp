// Work for workers: external tasks, and notifications on their way out. bpmn-extensions 18.4
#include <algorithm>
#include "base/json.h"
#include "engine/commands/handlers.h"
#include "engine/rows/limits.h"
#include "engine/rows/questions.h"
#include "engine/steps/activity.h"
#include "engine/steps/jobs.h"
#include "engine/tokens/loops.h"
#include "engine/waits/events.h"

namespace lienthong::engine {

Job& external_task_named(Run& run, JobId id) {
  Job* job = run.work().find<Job>(id.value);
  if (!job || !is_for_workers(*job))
    throw Refused(Refused::Kind::NotFound, "External task with id " + to_string(id) + " does not exist");
  return *job;
}

namespace {

Job& held_by(Run& run, JobId id, const std::string& worker, const std::string& complaint) {
  Job& job = external_task_named(run, id);
  if (job.worker != worker) {
    const std::string holder =
        job.worker.empty() ? "It is not locked." : "It is locked by worker '" + job.worker + "'.";
    std::string text = complaint;
    text.replace(text.find("{}"), 2, to_string(id));
    throw Refused(Refused::Kind::Conflict, text + " by worker '" + worker + "'. " + holder);
  }
  return job;
}

bool fits(const DefinitionRow& row, const FetchTopic& topic) {
  const auto allows = [](const auto& list, const auto& value) {
    return list.empty() || std::ranges::find(list, value) != list.end();
  };
  return allows(topic.definitions, row.id) && allows(topic.keys, row.key) &&
         (!topic.version_tag || topic.version_tag == row.version_tag) && allows(topic.tenants, row.tenant);
}

/// Its activity is there as long as its external task is.
Instance& activity_of(Run& run, const Job& job) {
  Instance* found = run.instance(job.root, job.instance);
  check(found, "an external task dies with its activity");
  return *found;
}

/// Of the definition, which may be gone while what it had to tell is still to be told.
bool asks_nothing(const FetchTopic& topic) {
  return topic.definitions.empty() && topic.keys.empty() && topic.tenants.empty() && !topic.version_tag;
}

bool asks_instances(const FetchTopic& topic) {
  return topic.business_key || !topic.process_variables.empty();
}

bool fits(Run& run, const Instance& root, const FetchTopic& topic) {
  if (topic.business_key && topic.business_key != root.business_key) return false;
  return std::ranges::all_of(topic.process_variables, [&](const auto& wanted) {
    const auto found = run.data.variable(root, wanted.first);
    return found && found->value == wanted.second;
  });
}

/// The process instances that such a topic may mean, found by an index; none when they are too many for that.
std::optional<std::vector<std::int64_t>> meant(Run& run, const FetchTopic& topic) {
  if (topic.business_key) {
    std::vector<std::int64_t> roots = roots_of_key(run.work(), *topic.business_key);
    if (roots.size() <= limits::fetch_looks_max) return roots;
  }
  for (const auto& [name, value] : topic.process_variables)
    if (auto roots = roots_with(run.work(), name, value, limits::fetch_looks_max)) return roots;
  return std::nullopt;
}

/// What `find` points to; null where it belongs to something damaged, which is told (engine/rows/damage.h)
/// and no reason to refuse the others.
template <class Find>
auto unless_damaged(Find&& find) -> decltype(find()) {
  try {
    return find();
  } catch (const Refused&) {
    return nullptr;
  }
}

/// The external tasks of a topic in these process instances.
std::vector<const Job*> tasks_in(Run& run, const std::vector<std::int64_t>& roots, const FetchTopic& topic,
                                 const std::function<bool(DefinitionId)>& wants) {
  std::vector<const Job*> found;
  for (const std::int64_t root : roots)
    if (Tree* tree = unless_damaged([&] { return run.work().tree(root); }))
      for (const auto& [id, job] : tree->of<Job>().rows)
        if (job.is<ForWorker>() && job.topic == topic.topic && wants(job.definition)) found.push_back(&job);
  return found;
}

/// What is told, by the names that workers know it by.
Context fields_of(const Notify& notice) {
  List to;
  for (const std::string& unit : notice.to) to.emplace_back(unit);
  return {{"to", Value(std::move(to))},
          {"level", Value(notice.level)},
          {"kind", Value(kind_of(notice))},
          {"subject", Value(notice.subject)},
          {"text", Value(notice.text)},
          {"dossier", notice.dossier ? Value(*notice.dossier) : Value()},
          {"task", Value(notice.task)},
          {"due", Value(notice.due)},
          {"definition", Value(notice.definition)},
          {"root", Value(to_string(notice.root))}};
}

LockedTask locked(Run& run, Job& job, const FetchTopic& topic) {
  LockedTask task;
  task.job = job.id;
  task.root = job.root;
  task.execution = task.activity = job.instance;
  task.topic = job.topic;
  task.worker = job.worker;
  task.node = job.node;
  task.error_message = job.error_message;
  task.error_details = job.error_details;
  task.retries = job.retries;
  task.priority = job.priority;
  task.fence = job.fence;
  task.attempts = job.attempts;
  task.locked_until = run.core().clock.report().shown(*job.locked_until);
  task.created = job.created;
  task.deserialize_values = topic.deserialize_values;
  if (const Notify* notice = std::get_if<Notify>(&job.work)) {
    task.notice = fields_of(*notice);
    task.business_key = notice->dossier;
  }
  task.definition = job.definition;
  if (!job.root) return task;
  const DefinitionRow& row = run.core().definition_row(job.definition);
  task.definition_key = row.key;
  task.definition_version = row.version;
  task.definition_version_tag = row.version_tag;
  const Instance& self = activity_of(run, job);
  task.business_key = run.root(self).business_key;
  if (topic.include_extension_properties) task.extension_properties = run.node(self).properties;
  if (topic.variables && topic.variables->empty()) return task;
  for (auto& [name, value] : run.data.visible(self, topic.local_variables))
    if (!topic.variables || std::ranges::find(*topic.variables, name) != topic.variables->end())
      task.variables.emplace_back(name, std::move(value));
  return task;
}

/// Nobody can work on it as it is: an incident of its own, and the others are handed out.
void give_up(Run& run, Job& job, const std::string& why) {
  run.work().update(job, [&](Job& j) {
    j.error_message = short_message(why);
    j.locked_until.reset();
  });
  set_retries(run, job, 0);
}

ReadyWork::Order order_of(const FetchAndLock& command) {
  using enum ReadyWork::Order;
  const bool newest = command.sort == FetchAndLock::Sort::CreatedDescending;
  if (command.use_priority) return newest ? PriorityThenNewest : PriorityThenOldest;
  return newest ? Newest : Oldest;
}

void lock(Run& run, Job& job, const std::string& worker, const FetchTopic& topic) {
  run.work().update(job, [&](Job& j) {
    j.worker = worker;
    j.locked_until = run.steady() + topic.lock_duration_ms;
    ++j.fence;
    ++j.attempts;
  });
}

}  // namespace

Reply handle(Run& run, const FetchAndLock& command) {
  if (command.worker.empty()) throw Refused(Refused::Kind::Failed, "workerId is null");
  ReadyWork& ready = run.work().indexes().ready();
  LockedTasks answer;
  answer.unfinished = !ready.release(run.steady(), limits::fetch_looks_max);
  ReadyWork::Walk walk(ready, order_of(command), command.behind);
  std::vector<const FetchTopic*> walked;
  for (const FetchTopic& topic : command.topics) {
    if (!topic.process_variables.empty()) ready.note_asked_by_variables(topic.topic);
    if (topic.lock_duration_ms <= 0) throw Refused(Refused::Kind::Failed, "lockTime is not greater than 0");
    for (const bool notices : {false, true}) {
      if (command.claims == (notices ? FetchAndLock::Claims::Tasks : FetchAndLock::Claims::Notifications))
        continue;
      if (notices && asks_instances(topic)) continue;  // they belong to none
      const auto wants = [&](DefinitionId id) {
        const DefinitionRow* row = run.work().globals().of<DefinitionRow>().find(id.value);
        return row ? fits(*row, topic) : notices && asks_nothing(topic);
      };
      const auto roots = asks_instances(topic) ? meant(run, topic) : std::nullopt;
      if (roots)
        walk.add_only({notices, topic.topic}, tasks_in(run, *roots, topic, wants));
      else
        walk.add({notices, topic.topic}, wants);
      walked.push_back(&topic);
    }
  }
  std::size_t looks = 0;
  std::optional<ReadyWork::Entry> last = command.behind;
  while (static_cast<std::int64_t>(answer.tasks.size()) < command.max_tasks) {
    const auto next = walk.next();
    if (!next) break;
    const FetchTopic& topic = *walked[next->topic];
    const bool stops =
        run.work().sweeps().is_to_stop({next->entry.root, next->entry.id, next->definition.value});
    const bool asks = asks_instances(topic);
    if ((asks || stops) && looks++ == limits::fetch_looks_max) {
      answer.unfinished = true;
      answer.behind = last;
      break;
    }
    last = next->entry;
    if (stops) continue;
    Job* job = unless_damaged([&] { return run.work().find<Job>(last->root, last->id); });
    if (!job || (asks && !fits(run, *run.instance(job->root, job->root), topic))) continue;
    lock(run, *job, command.worker, topic);
    try {
      answer.tasks.push_back(locked(run, *job, topic));
    } catch (const std::exception& broken) {
      give_up(run, *job, broken.what());
    }
  }
  return answer;
}

namespace {

/// `externalTask`, as the error rules of its element see it. bpmn-extensions 4.3
Context names_of(const Job& job, const std::optional<std::string>& business_key) {
  const auto optional = [](const auto& value) { return value ? Value(*value) : Value(); };
  Context task{{"id", Value(to_string(job.id))},
               {"topicName", Value(job.topic)},
               {"workerId", Value(job.worker)},
               {"errorMessage", optional(job.error_message)},
               {"errorDetails", optional(job.error_details)},
               {"retries", optional(job.retries)},
               {"priority", Value(job.priority)},
               {"activityId", Value(job.node)},
               {"executionId", Value(to_string(job.instance))},
               {"processInstanceId", Value(to_string(job.root))},
               {"businessKey", optional(business_key)}};
  return {{"externalTask", Value(std::move(task))}};
}

/// Nobody catches what a worker, or a rule of its task, throws.
void end_uncaught(Run& run, Job& job, Instance& self, const std::string& code,
                  const std::optional<std::string>& message, bool ends) {
  if (ends || !run.core().settings.unhandled_error_is_incident) {
    Instance& scope = *run.parent(self);
    const bool in_loop = scope.body && run.node(scope).loop->standard;  // of which no further round begins
    Instance& ending = in_loop ? scope : self;
    const InstanceId root = self.root, id = ending.parent;
    run.life.cancel(ending);
    Instance* still = run.instance(root, id);
    if (still && still->body) return run.loops.instance_cancelled(*still, run.node(*still));
    if (still) run.agenda.ended_in(*still);
    return;
  }
  give_up(run, job, "no handler for the BPMN error '" + code + "'" + (message ? ": " + *message : ""));
}

/// The error rules of an external task (camunda:errorEventDefinition); true when one has thrown.
bool throw_by_rule(Run& run, Instance& self, Job& job, bool on_failure, bool ends_uncaught) {
  const auto& rules = run.node(self).implementation.error_rules;
  if (rules.empty()) return false;
  const Context names = names_of(job, run.root(self).business_key);
  for (const auto& rule : rules) {
    try {
      if (!run.data.holds(rule.condition, self, &names)) continue;
    } catch (const Refused&) {
      if (on_failure) continue;  // an error inside such an expression counts as false
      throw;
    }
    const std::string code = rule.code.empty() ? rule.error_ref : rule.code;
    if (!throw_error(run, self, true, code, job.error_message))
      end_uncaught(run, job, self, code, job.error_message, ends_uncaught);
    return true;
  }
  return false;
}

/// What would be refused each time the worker sends it becomes an incident instead.
std::optional<NotedRefusal> refused_values(Run& run, Job& job, std::initializer_list<const Variables*> all) {
  for (const Variables* variables : all)
    for (const auto& [name, value] : *variables)
      if (const auto why = run.data.too_large(name, value)) {
        give_up(run, job, *why);
        return NotedRefusal{Refused::Kind::TooLarge, *why};
      }
  return std::nullopt;
}

Reply finish_notification(Run& run, Job& job, const Notify& notice, const char* kind,
                          const std::string& worker) {
  List to;
  for (const std::string& unit : notice.to) to.emplace_back(unit);
  audit(run, notice.root, {}, kind, worker, job.topic + " " + job.node,
        Context{{"id", Value(to_string(job.id))},
                {"attempts", Value(job.attempts)},
                {"to", Value(std::move(to))},
                {"level", Value(notice.level)},
                {"kind", Value(kind_of(notice))}});
  erase_job(run, job);
  return Nothing{};
}

}  // namespace

Reply handle(Run& run, const CompleteExternalTask& command) {
  Job& job = held_by(run, command.job, command.worker, "External Task {} cannot be completed");
  if (const Notify* notice = std::get_if<Notify>(&job.work))
    return finish_notification(run, job, *notice, "notified", command.worker);
  if (auto refused = refused_values(run, job, {&command.variables, &command.local_variables}))
    return *refused;
  Instance& self = activity_of(run, job);
  for (const auto& [name, value] : command.local_variables) run.data.set_local(self, name, value);
  run.data.set_variables(self, command.variables);
  const bpmn::Implementation& how = run.node(self).implementation;
  const std::string& result = how.result_variable;
  if (!how.java.empty() && !result.empty() &&
      std::ranges::find(command.variables, result, &Variables::value_type::first) == command.variables.end())
    run.data.set_variable(self, result, TypedValue{});  // a Java delegate that answers nothing answers null
  if (throw_by_rule(run, self, job, false, command.ends_uncaught)) return Nothing{};
  erase_job(run, job);
  run.agenda.complete(self);
  return Nothing{};
}

Reply handle(Run& run, const FailExternalTask& command) {
  Job& job = held_by(run, command.job, command.worker, "Failure of External Task {} cannot be reported");
  if (command.retries < 0) throw Refused(Refused::Kind::Failed, "retries is negative");
  if (command.retry_timeout_ms < 0) throw Refused(Refused::Kind::Failed, "retryTimeout is negative");
  if (auto refused = refused_values(run, job, {&command.variables, &command.local_variables}))
    return *refused;
  run.work().update(job, [&](Job& j) {
    j.error_message = command.message ? std::optional(short_message(*command.message)) : std::nullopt;
    j.error_details = command.details;
    j.locked_until = run.steady() + command.retry_timeout_ms;
  });
  if (job.root) {
    Instance& self = activity_of(run, job);
    for (const auto& [name, value] : command.local_variables) run.data.set_local(self, name, value);
    run.data.set_variables(self, command.variables);
    if (throw_by_rule(run, self, job, true, command.ends_uncaught)) return Nothing{};
  }
  set_retries(run, job, command.retries);
  return Nothing{};
}

Reply handle(Run& run, const RaiseExternalTaskError& command) {
  Job& job = held_by(run, command.job, command.worker, "Bpmn error of External Task {} cannot be reported");
  if (command.code.empty()) throw Refused(Refused::Kind::Failed, "errorCode is null");
  if (const Notify* notice = std::get_if<Notify>(&job.work))
    return finish_notification(run, job, *notice, "undeliverable", command.worker);
  if (auto refused = refused_values(run, job, {&command.variables})) return *refused;
  Instance& self = activity_of(run, job);
  run.data.set_variables(self, command.variables);
  if (!throw_error(run, self, true, command.code, command.message))
    end_uncaught(run, job, self, command.code, command.message, command.ends_uncaught);
  return Nothing{};
}

Reply handle(Run& run, const GiveUpExternalTask& command) {
  Job& job = external_task_named(run, command.job);
  if (job.locked_until && *job.locked_until > run.steady()) give_up(run, job, command.why);
  return Nothing{};
}

Reply handle(Run& run, const ExtendLock& command) {
  if (command.duration_ms <= 0) throw Refused(Refused::Kind::Invalid, "newDuration must be greater than 0");
  Job& job = held_by(run, command.job, command.worker, "The lock of the External Task {} cannot be extended");
  if (!job.locked_until || *job.locked_until <= run.steady())
    throw Refused(Refused::Kind::Conflict,
                  "Cannot extend a lock that expired: the lock of External Task " + to_string(job.id));
  run.work().update(job, [&](Job& j) { j.locked_until = run.steady() + command.duration_ms; });
  return Nothing{};
}

Reply handle(Run& run, const LockExternalTask& command) {
  if (command.duration_ms <= 0) throw Refused(Refused::Kind::Invalid, "lockDuration must be greater than 0");
  Job& job = external_task_named(run, command.job);
  if (job.worker != command.worker && job.locked_until && *job.locked_until > run.steady())
    throw Refused(Refused::Kind::Conflict, "External Task " + to_string(job.id) +
                                               " cannot be locked by worker '" + command.worker +
                                               "'. It is locked by worker '" + job.worker + "'.");
  run.work().update(job, [&](Job& j) {
    j.worker = command.worker;
    j.locked_until = run.steady() + command.duration_ms;
    ++j.fence;
  });
  return Nothing{};
}

Reply handle(Run& run, const UnlockExternalTask& command) {
  run.work().update(external_task_named(run, command.job), [](Job& j) {
    j.worker.clear();
    j.locked_until.reset();
  });
  return Nothing{};
}

Reply handle(Run& run, const SetExternalTaskRetries& command) {
  if (command.retries < 0) throw Refused(Refused::Kind::Invalid, "The number of retries cannot be negative");
  for (const JobId id : command.jobs) {
    Job& job = external_task_named(run, id);
    if (job.is<Notify>() && job.retries.value_or(1) <= 0)  // told at once, whatever pause it was in
      run.work().update(job, [](Job& j) { j.locked_until.reset(); });
    set_retries(run, job, command.retries);
  }
  return Nothing{};
}

Reply handle(Run& run, const SetExternalTaskPriority& command) {
  run.work().update(external_task_named(run, command.job), [&](Job& j) { j.priority = command.priority; });
  return Nothing{};
}

}  // namespace lienthong::engine
