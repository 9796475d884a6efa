#include "engine/steps/jobs.h"
#include "base/utf8.h"
#include "engine/rows/limits.h"
#include "engine/steps/activity.h"
#include "engine/steps/incidents.h"

namespace lienthong::engine {

Job job_of(const Instance& self, const std::string& node, JobWork work) {
  Job job = job_of(self.definition, node, std::move(work));
  job.root = self.root;
  job.instance = self.id;
  return job;
}

Job job_of(DefinitionId definition, const std::string& node, JobWork work) {
  Job job;
  job.definition = definition;
  job.node = node;
  job.work = std::move(work);
  if (!is_for_workers(job)) job.retries = limits::job_retries_default;
  return job;
}

Job& add_job(Sight& sight, Job job) {
  job.id.value = sight.next_id();
  job.created = sight.now();
  if (const Instance* root = job.root ? sight.instance(job.root, job.root) : nullptr)
    job.suspended = root->suspended;
  return sight.work().insert(std::move(job));
}

void erase_job(Sight& sight, Job& job) {
  end_incident(sight, job, "deleted");
  Table<CarriedValue>& carried = sight.work().tree(job.root.value)->of<CarriedValue>();
  for (const std::int64_t id : carried.owned_by(job.id.value)) sight.work().erase(*carried.find(id));
  sight.work().erase(job);
}

std::string short_message(std::string_view message) {
  return std::string(utf8::first_characters(message, limits::error_message_characters_max));
}

void set_retries(Sight& sight, Job& job, std::int64_t retries) {
  const bool had_none = job.retries && *job.retries <= 0;
  sight.work().update(job, [&](Job& j) { j.retries = retries; });
  if (retries > 0 && had_none) return end_incident(sight, job, "resolved");
  if (retries > 0 || had_none) return;
  raise_incident(sight, job);
  if (const Notify* notice = std::get_if<Notify>(&job.work))  // in the story of what it tells of
    audit(sight, notice->root, {}, "notification-failed", job.worker, job.topic + " " + job.node,
          Context{{"id", Value(to_string(job.id))},
                  {"attempts", Value(job.attempts)},
                  {"error", Value(job.error_message.value_or(""))}});
}

Job& wait_in_job(Sight& sight, const Instance& scope, const std::string& node, Continue::Why why,
                 const std::vector<Step>& steps, std::int64_t taken_before) {
  Continue work{why, {}, taken_before};
  for (const Step& step : steps) work.steps.push_back(stored(sight, step));
  Job& job = add_job(sight, job_of(scope, node, std::move(work)));
  keep_carried(sight, steps, job);
  return job;
}

void wait_for_help(Sight& sight, const Instance& self, const bpmn::Node& node, const std::string& why) {
  Job job = job_of(self, node.id, TryAgain{});
  job.retries = 0;
  job.error_message = short_message(why);
  job.failed_node = node.id;
  raise_incident(sight, add_job(sight, std::move(job)));
}

}  // namespace lienthong::engine
