// Tasks, external tasks, jobs, incidents and events.
#include "tests/engine/groups/draw.h"

namespace lienthong::groups {

using namespace engine;

namespace {

Filter of_kind(const char* kind) { return Filter::equal("kind", std::string(kind)); }

constexpr std::initializer_list<const char*> workers{"w1", "w2"};

/// A task that a worker holds, and mostly that worker's name.
template <class C>
void draw_held(Eyes& eyes, C& c) {
  const auto held =
      eyes.one<Job>(Filter::all({Filter::any({of_kind("external-task"), of_kind("notification")}),
                                 Filter::negate(Filter::equal("worker", std::string()))}));
  c.job = held && !eyes.dice().chance(8) ? held->id : eyes.id<Job>(of_kind("external-task"));
  c.worker = held && !eyes.dice().chance(8) ? held->worker : eyes.word(workers);
}

JobId ordinary_job(Eyes& eyes) {
  return eyes.dice().chance(90)
             ? eyes.id<Job>(Filter::any({of_kind("continue"), of_kind("try-again"), of_kind("timer"),
                                         of_kind("listener"), of_kind("signal"), of_kind("rung")}))
             : eyes.id<Job>();
}

}  // namespace

void draw(Eyes& eyes, UpdateTask& c) {
  c.task = eyes.id<Task>();
  c.name = eyes.word({"Read", "Write"});
  c.assignee = eyes.user();
  c.priority = eyes.dice().roll(100);
}

void draw(Eyes& eyes, ClaimTask& c) {
  c.task = eyes.id<Task>();
  c.user = eyes.user();
}

void draw(Eyes& eyes, AssignTask& c) {
  c.task = eyes.id<Task>();
  c.user = eyes.user();
}

void draw(Eyes& eyes, DelegateTask& c) {
  c.task = eyes.id<Task>();
  c.user = eyes.user().value_or("dung");
}

void draw(Eyes& eyes, ResolveTask& c) {
  c.task = eyes.id<Task>(eyes.dice().chance(70) ? Filter::equal("delegation", std::string("PENDING"))
                                                : Filter::everything());
  c.variables = eyes.variables();
}

void draw(Eyes& eyes, CompleteTask& c) {
  c.task = eyes.id<Task>();
  c.variables = eyes.variables();
  c.with_variables_in_return = eyes.dice().chance(20);
  c.form = eyes.dice().chance(10);
  c.user = eyes.user();
}

void draw(Eyes& eyes, RaiseTaskError& c) {
  c.task = eyes.id<Task>();
  c.code = eyes.word({"E", "E", "F"});
  c.variables = eyes.variables();
}

void draw(Eyes& eyes, RaiseTaskEscalation& c) {
  const bool heard = eyes.dice().chance(80);  // by the boundary event of its task
  c.task = eyes.id<Task>(heard ? Filter::equal("node", std::string("promised")) : Filter::everything());
  c.code = heard ? "T" : eyes.word({"S", "T"});
  c.variables = eyes.variables();
}

void draw(Eyes& eyes, ChangeLink& c) {
  c.task = eyes.id<Task>();
  c.remove = eyes.dice().chance(30);
  c.type = eyes.word({"candidate", "assignee", "owner", "watcher"});
  if (c.type == "assignee" || c.type == "owner" || eyes.dice().chance(50))
    c.user = eyes.user().value_or("an");
  else
    c.group = eyes.word({"registry", "police"});
}

void draw(Eyes& eyes, AddComment& c) {
  c.task = eyes.id<Task>();
  c.message = "seen";
  c.user = eyes.user();
}

// ---- workers

void draw(Eyes& eyes, FetchAndLock& c) {
  Dice& dice = eyes.dice();
  c.worker = eyes.word(workers);
  c.max_tasks = 1 + dice.roll(4);
  c.use_priority = dice.chance(50);
  const bool outbox = dice.chance(15);
  if (outbox) c.claims = dice.chance(50) ? FetchAndLock::Claims::Notifications : FetchAndLock::Claims::Both;
  for (const char* name : {"fetch", "note"}) {
    FetchTopic topic;
    topic.topic = outbox ? "notify.email" : name;
    topic.lock_duration_ms = 60'000 * (1 + dice.roll(10));
    if (dice.chance(20)) topic.business_key = eyes.business_key();
    if (dice.chance(20)) topic.keys.push_back(eyes.key());
    c.topics.push_back(std::move(topic));
  }
}

void draw(Eyes& eyes, CompleteExternalTask& c) {
  draw_held(eyes, c);
  c.variables = eyes.variables();
}

void draw(Eyes& eyes, FailExternalTask& c) {
  draw_held(eyes, c);
  c.message = "broken";
  c.retries = eyes.dice().roll(3);
  c.retry_timeout_ms = 60'000 * eyes.dice().roll(3);
}

void draw(Eyes& eyes, RaiseExternalTaskError& c) {
  draw_held(eyes, c);
  c.code = eyes.word({"E", "F"});
}

void draw(Eyes& eyes, GiveUpExternalTask& c) {
  c.job = eyes.id<Job>(of_kind("external-task"));
  c.why = "too large";
}

void draw(Eyes& eyes, ExtendLock& c) {
  draw_held(eyes, c);
  c.duration_ms = 600'000;
}

void draw(Eyes& eyes, LockExternalTask& c) {
  c.job = eyes.id<Job>(of_kind("external-task"));
  c.worker = eyes.word(workers);
  c.duration_ms = 600'000;
}

void draw(Eyes& eyes, UnlockExternalTask& c) { c.job = eyes.id<Job>(of_kind("external-task")); }

void draw(Eyes& eyes, SetExternalTaskRetries& c) {
  for (int more = 1 + eyes.dice().roll(2); more > 0; --more)
    c.jobs.push_back(eyes.id<Job>(of_kind("external-task")));
  c.retries = eyes.dice().roll(3);
}

void draw(Eyes& eyes, SetExternalTaskPriority& c) {
  c.job = eyes.id<Job>(of_kind("external-task"));
  c.priority = eyes.dice().roll(10);
}

// ---- jobs and incidents

void draw(Eyes& eyes, RunJob& c) {
  c.job = ordinary_job(eyes);
  c.asked_for = eyes.dice().chance(90);
}

void draw(Eyes& eyes, SetJobRetries& c) {
  c.job = ordinary_job(eyes);
  c.retries = eyes.dice().roll(3);
}

void draw(Eyes& eyes, SetJobDue& c) {
  c.job = eyes.id<Job>(of_kind("timer"));
  if (const auto job = eyes.one<Job>(Filter::equal("id", c.job.value)); job && job->due)
    c.due = *job->due + 60'000 * (eyes.dice().roll(20) - 5);
}

void draw(Eyes& eyes, RecalculateJobDue& c) {
  c.job = eyes.id<Job>(of_kind("timer"));
  c.from_creation = eyes.dice().chance(50);
}

void draw(Eyes& eyes, SuspendJob& c) {
  c.job = ordinary_job(eyes);
  c.suspended = eyes.dice().chance(40);
}

void draw(Eyes& eyes, SetJobPriority& c) {
  c.job = ordinary_job(eyes);
  c.priority = eyes.dice().roll(10);
}

void draw(Eyes& eyes, DeleteJob& c) {
  c.job = eyes.id<Job>(eyes.dice().chance(70) ? of_kind("timer") : Filter::everything());
}

void draw(Eyes& eyes, ResolveIncident& c) {
  c.incident = eyes.id<Incident>(eyes.dice().chance(70) ? Filter::equal("type", std::string("custom"))
                                                        : Filter::everything());
}

void draw(Eyes& eyes, AnnotateIncident& c) {
  c.incident = eyes.id<Incident>();
  c.annotation = "asked the chair";
}

void draw(Eyes& eyes, CreateIncident& c) {
  c.instance = eyes.id<Instance>();
  c.type = "custom";
  c.message = "somebody must look";
  if (eyes.dice().chance(50)) c.configuration = eyes.word({"c1", "c2"});
}

// ---- events

void draw(Eyes& eyes, CorrelateMessage& c) {
  Dice& dice = eyes.dice();
  c.name = eyes.word({"news", "order", "begin", "nobody"});
  c.business_key = eyes.business_key();
  if (dice.chance(15)) c.correlation_keys = eyes.variables();
  if (dice.chance(10)) c.instance = eyes.root();
  if (dice.chance(10))
    c.execution = InstanceId{eyes.id<Instance>(Filter::equal("node", std::string("hears_news"))).value};
  c.variables = eyes.variables();
  c.all = dice.chance(25);
}

void draw(Eyes& eyes, BroadcastSignal& c) {
  c.name = eyes.word({"bell", "open"});
  if (eyes.dice().chance(25))
    c.execution = InstanceId{eyes.id<Instance>(Filter::equal("node", std::string("hears_bell"))).value};
  c.variables = eyes.variables();
}

void draw(Eyes& eyes, EvaluateConditions& c) {
  c.variables = eyes.variables();
  c.business_key = eyes.business_key();
  if (eyes.dice().chance(30)) c.definition = eyes.id<DefinitionRow>();
}

void draw(Eyes& eyes, SignalExecution& c) {
  c.execution = InstanceId{eyes.id<Instance>(Filter::equal("node", std::string("receives"))).value};
  c.variables = eyes.variables();
}

void draw(Eyes& eyes, ChooseActivities& c) {
  c.ad_hoc = InstanceId{eyes.id<Instance>(Filter::equal("node", std::string("examine"))).value};
  for (int more = 1 + eyes.dice().roll(2); more > 0; --more)
    c.elements.push_back(eyes.word({"call", "visit", "ask"}));
  c.variables = eyes.variables();
  c.user = eyes.user();
}

void draw(Eyes& eyes, CompleteAdHoc& c) {
  c.ad_hoc = InstanceId{eyes.id<Instance>(Filter::equal("node", std::string("examine"))).value};
  c.user = eyes.user();
}

}  // namespace lienthong::groups
