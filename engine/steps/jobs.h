#pragma once
// Work for the machine or for a worker, and what needs a person when it fails. bpmn-extensions 18
#include <optional>
#include <string>
#include <vector>
#include "engine/steps/sight.h"
#include "engine/steps/step.h"

namespace lienthong::engine {

/// Work at an element: of an instance, or of a definition alone.
Job job_of(const Instance&, const std::string& node, JobWork);
Job job_of(DefinitionId, const std::string& node, JobWork);
/// Gives it an id and the instant of its creation.
Job& add_job(Sight&, Job);
/// With its incident.
void erase_job(Sight&, Job&);
/// As much of what went wrong as a job keeps in a line: `limits::error_message_characters_max` of it.
std::string short_message(std::string_view);
/// 0: an incident; above 0: the incident is resolved.
void set_retries(Sight&, Job&, std::int64_t retries);

/// Steps become a job of the scope they act in: it holds the scope open, and goes when the scope goes.
/// `taken_before`: steps without a wait state.
Job& wait_in_job(Sight&, const Instance& scope, const std::string& node, Continue::Why,
                 const std::vector<Step>&, std::int64_t taken_before = 0);
/// `self` cannot go on until a person has helped: an incident; its job tries again.
void wait_for_help(Sight&, const Instance& self, const bpmn::Node&, const std::string& why);

}  // namespace lienthong::engine
