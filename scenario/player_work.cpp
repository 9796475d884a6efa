// People, workers and jobs in a scenario.
#include <algorithm>
#include "scenario/expect.h"
#include "scenario/player.h"

namespace lienthong::scenario {

using namespace engine;

namespace {

constexpr std::int64_t worker_lock_ms = 3'600'000;
const std::string worker_name = "scenario";

}  // namespace

void Player::task(Words& words) {
  const Task found = one_task(world_, words.need("a task's name or id"));
  std::optional<std::string> user;
  if (words.take("by")) user = words.need("a user");
  const bool submits = words.next_is("submits");
  if (submits || words.next_is("completes")) {
    words.need("completes or submits");
    CompleteTask command{found.id, words.take_variables(), false, submits, user};
    words.end();
    world_.ask(std::move(command));
  } else if (words.take("resolves")) {
    world_.ask(ResolveTask{found.id, words.take_variables()});
  } else if (words.take("raises")) {
    const std::string kind = words.need("error or escalation");
    const std::string code = words.need("a code");
    if (kind == "error")
      world_.ask(RaiseTaskError{found.id, code, {}, words.take_variables()});
    else
      world_.ask(RaiseTaskEscalation{found.id, code, words.take_variables()});
  } else
    give_task(found, words, user);
}

/// Whose it is, and what is said about it.
void Player::give_task(const Task& task, Words& words, const std::optional<std::string>& user) {
  if (words.take("claims"))
    world_.ask(ClaimTask{task.id, user});
  else if (words.take("unclaims"))
    world_.ask(ClaimTask{task.id, {}});
  else if (words.take("assigns"))
    world_.ask(AssignTask{task.id, words.need("a user")});
  else if (words.take("delegates"))
    world_.ask(DelegateTask{task.id, words.need("a user")});
  else if (words.take("offers"))
    world_.ask(ChangeLink{task.id, false, "candidate", {}, words.need("a group")});
  else if (words.take("comments"))
    world_.ask(AddComment{task.id, words.need("a text"), user});
  else if (words.take("priority")) {
    UpdateTask update{task.id,    task.name,        task.description, task.assignee,
                      task.owner, task.parent_task, task.tenant,      words.need_number(),
                      {},         task.due,         task.follow_up};
    world_.ask(std::move(update));
  } else
    throw Refused(Refused::Kind::Invalid,
                  "a task completes, submits, claims, unclaims, assigns, delegates, resolves, offers, "
                  "comments, raises or has a priority");
}

JobId Player::fetch(const std::string& topic) {
  FetchAndLock fetch;
  fetch.worker = worker_name;
  fetch.max_tasks = 1;
  fetch.topics.push_back({});
  fetch.topics.front().topic = topic;
  fetch.topics.front().lock_duration_ms = worker_lock_ms;
  const auto locked = std::get<LockedTasks>(world_.ask(std::move(fetch)));
  if (locked.tasks.empty())
    throw Refused(Refused::Kind::Invalid, "no external task waits on the topic " + topic);
  return locked.tasks.front().job;
}

/// The task that the worker has locked before.
JobId Player::held(const std::string& topic) {
  const auto jobs = world_.reader().select(
      Query<Job>{Filter::all({Filter::equal("topic", topic), Filter::equal("worker", worker_name)}), {}});
  if (jobs.empty()) throw Refused(Refused::Kind::Invalid, "no worker holds a task of the topic " + topic);
  return jobs.front().id;
}

void Player::worker(Words& words) {
  const std::string topic = words.need("a topic");
  const JobId id = words.take("holding") ? held(topic) : fetch(topic);
  if (words.take("answers")) {
    const Variables variables = words.done() ? Variables{} : variables_of(words.need("a JSON object"));
    world_.ask(CompleteExternalTask{id, worker_name, variables, {}});
  } else if (words.take("raises")) {
    const std::string code = words.need("an error code");
    world_.ask(RaiseExternalTaskError{id, worker_name, code, {}, words.take_variables()});
  } else if (words.take("fails")) {
    FailExternalTask fail{id, worker_name, words.need("a message"), {}, 0, 0, {}, {}};
    if (words.take("retries")) fail.retries = words.need_number();
    world_.ask(std::move(fail));
  } else if (words.take("extends"))
    world_.ask(ExtendLock{id, worker_name, worker_lock_ms});
  else if (words.take("unlocks"))
    world_.ask(UnlockExternalTask{id});
  else if (!words.take("locks"))
    throw Refused(Refused::Kind::Invalid, "a worker answers, raises, fails, locks, extends or unlocks");
}

void Player::job(Words& words) {
  const std::string node = words.need("an element id");
  std::vector<Job> jobs = world_.reader().select(Query<Job>{Filter::equal("node", node), {}});
  std::ranges::stable_partition(
      jobs, [](const Job& job) { return job.retries && *job.retries <= 0; });  // the failed one is meant
  if (jobs.empty()) throw Refused(Refused::Kind::Invalid, "no job at '" + node + "'");
  const JobId id = jobs.front().id;
  const bool external = is_for_workers(jobs.front());
  if (words.take("retries")) {
    const std::int64_t count = words.need_number();
    if (external)
      world_.ask(SetExternalTaskRetries{{id}, count});
    else
      world_.ask(SetJobRetries{id, count, false, {}});
  } else if (words.take("priority")) {
    const std::int64_t priority = words.need_number();
    if (external)
      world_.ask(SetExternalTaskPriority{id, priority});
    else
      world_.ask(SetJobPriority{id, priority});
  } else if (words.take("due"))
    world_.ask(SetJobDue{id, instant_in(words.rest()), false});
  else if (words.take("recalculated"))
    world_.ask(RecalculateJobDue{id, true});
  else if (words.take("deleted"))
    world_.ask(DeleteJob{id});
  else if (words.take("runs"))
    world_.ask(RunJob{id, true});
  else
    throw Refused(Refused::Kind::Invalid,
                  "a job runs, gets retries or a priority, is due, recalculated or deleted");
}

void Player::incident(Words& words) {
  const std::string node = words.need("an element id");
  if (words.take("raised")) {
    world_.ask(CreateIncident{active(node), words.need("a type"), {}, {}});
    return;
  }
  const auto incidents = world_.reader().select(Query<Incident>{Filter::equal("node", node), {}});
  if (incidents.empty()) throw Refused(Refused::Kind::Invalid, "no incident at '" + node + "'");
  if (words.take("resolved"))
    world_.ask(ResolveIncident{incidents.front().id});
  else if (words.take("annotated"))
    world_.ask(AnnotateIncident{incidents.front().id, words.need("a text")});
  else
    throw Refused(Refused::Kind::Invalid, "an incident is raised, annotated or resolved");
}

/// The oldest active ad-hoc sub-process of that element.
void Player::ad_hoc(Words& words) {
  const std::string node = words.need("an element id");
  InstanceId id;
  for (const Instance& row : world_.reader().select(Query<Instance>{Filter::equal("node", node), {}}))
    if (!row.body && row.state == lifecycle::ActivityState::Active && !id) id = row.id;
  if (!id) throw Refused(Refused::Kind::Invalid, "no active ad-hoc sub-process '" + node + "'");
  if (words.take("completes")) {
    world_.ask(CompleteAdHoc{id, {}});
    return;
  }
  const bool may = words.take("activates");
  if (!may && !words.take("refuses"))
    throw Refused(Refused::Kind::Invalid,
                  "an ad-hoc sub-process activates or refuses elements, or completes");
  ChooseActivities command{id, {}, {}, {}};
  while (!words.done() && !words.next_is("with")) command.elements.push_back(words.need("an element id"));
  command.variables = words.take_variables();
  if (may) {
    world_.ask(std::move(command));
    return;
  }
  try {
    world_.ask(std::move(command));
  } catch (const Refused&) {
    return;
  }
  throw Refused(Refused::Kind::Invalid, "the choice was accepted");
}

}  // namespace lienthong::scenario
