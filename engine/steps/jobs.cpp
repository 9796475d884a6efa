#include "engine/steps/jobs.h"
#include "base/utf8.h"
#include "engine/rows/limits.h"
#include "engine/steps/incidents.h"

namespace lienthong::engine {

Job job_at(const Instance& at, JobKind kind, const std::string& node) {
  Job job;
  job.kind = kind;
  job.root = at.root;
  job.instance = at.id;
  job.definition = at.definition;
  job.node = node;
  return job;
}

Job& add_job(Sight& sight, Job job) {
  job.id.value = sight.next_id();
  job.created = sight.now();
  if (job.root) job.suspended = sight.work().find<Instance>(job.root.value, job.root.value)->suspended;
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
  if (retries <= 0 && !had_none) raise_incident(sight, job);
}

void wait_in_job(Sight& sight, const Instance& scope, const std::string& node, const char* configuration,
                 const std::vector<Step>& steps, std::int64_t steps_before) {
  Job job = job_at(scope, JobKind::Step, node);
  job.configuration = configuration;
  job.retries = limits::job_retries_default;
  job.payload = write_steps(sight, steps, steps_before);
  write_carried(sight, steps, add_job(sight, std::move(job)));
}

void wait_for_help(Sight& sight, const Instance& self, const bpmn::Node& node, const char* configuration,
                   const std::string& why) {
  Job job = job_at(self, JobKind::Step, node.id);
  job.configuration = configuration;
  job.retries = 0;
  job.error_message = short_message(why);
  job.failed_node = node.id;
  job.payload = write_steps(sight, {Again{self.root, self.id, true}}, 0);
  raise_incident(sight, add_job(sight, std::move(job)));
}

}  // namespace lienthong::engine
