#include "engine/driver/driver.h"
#include "engine/rows/limits.h"
#include "engine/steps/gate.h"
#include "engine/steps/jobs.h"
#include "engine/tokens/ad_hoc.h"
#include "engine/tokens/tokens.h"

namespace lienthong::engine {

void Driver::run() {
  for (;;) {
    if (conditions_.look()) continue;  // before a token moves on
    if (agenda_.at_rest()) {
      if (loops_.write_outputs() || joins_.look()) continue;
      return;
    }
    if (agenda_.spent()) return leave_rest_to_jobs();
    const Step step = *agenda_.next();
    if (passes(run_, step)) std::visit([&](const auto& move) { lifecycle_.on(move); }, step);
  }
}

/// The rest of a long agenda goes on in jobs, due at once, one for each scope.
void Driver::leave_rest_to_jobs() {
  loops_.write_outputs();
  const std::int64_t done = agenda_.taken_without_rest();
  if (done >= limits::steps_without_rest_max)
    throw Refused(Refused::Kind::Failed, "the process took " + std::to_string(done) +
                                             " steps without reaching a wait state (limit " +
                                             std::to_string(limits::steps_without_rest_max) + ")");
  do put_agenda_in_jobs();
  while (joins_.look());  // of scopes without a job: the next command may move nothing in them
}

void Driver::put_agenda_in_jobs() {
  std::vector<std::pair<const Instance*, std::vector<Step>>> by_scope;
  std::unordered_map<const Instance*, std::size_t> place;  // in by_scope
  for (const Step& step : agenda_.left()) {
    const Instance* scope = place_of(run_, step);
    if (!scope) continue;  // it was cancelled meanwhile
    if (std::holds_alternative<Ended>(step) && !is_ad_hoc(run_, *scope) && has_tokens(run_, *scope))
      continue;  // asked again when the last token ends
    const auto [known, fresh] = place.try_emplace(scope, by_scope.size());
    if (fresh) by_scope.push_back({scope, {}});
    by_scope[known->second].second.push_back(step);
  }
  agenda_.clear();
  for (const auto& [scope, steps] : by_scope) {
    wait_in_job(run_, *scope, scope->node, Continue::Why::LongRun, steps, agenda_.taken_without_rest());
    joins_.leave_to_job(*scope);
  }
}

}  // namespace lienthong::engine
