#include "engine/data/decided.h"

namespace lienthong::engine {

const DecisionRow& bound_decision(Run& run, const std::string& key, const DecisionBinding& binding,
                                  const std::optional<std::string>& tenant) {
  const DecisionRow* found = nullptr;
  int several = 0;
  for (const auto& [id, row] : run.work().globals().of<DecisionRow>().rows) {
    if (row.key != key || row.tenant != tenant) continue;
    const bool fits = binding.kind == "deployment"   ? row.deployment == binding.deployment
                      : binding.kind == "version"    ? std::to_string(row.version) == binding.version
                      : binding.kind == "versionTag" ? row.version_tag == binding.version_tag
                                                     : row.latest;
    if (!fits) continue;
    found = &row;
    ++several;
  }
  const std::string words = "no decision definition deployed with key '" + key + "'";
  if (!found)
    throw Refused(Refused::Kind::Failed,
                  words + (binding.kind == "version"      ? " and version '" + binding.version + "'"
                           : binding.kind == "versionTag" ? " and versionTag '" + binding.version_tag + "'"
                           : binding.kind == "deployment" ? " in the deployment of the process"
                                                          : ""));
  if (several > 1 && binding.kind == "versionTag")
    throw Refused(Refused::Kind::Failed, "several versions of the decision '" + key +
                                             "' have the versionTag '" + binding.version_tag + "'");
  return *found;
}

void record_decisions(Run& run, const DecisionRow& asked, std::vector<DecisionHistory> history,
                      const DecisionHistory& where) {
  // The one asked for is the last and gets its id first: the others name it.
  EventId asked_by;
  for (auto row = history.rbegin(); row != history.rend(); ++row) {
    row->id.value = run.next_id();
    row->asked_by = asked_by;
    if (!asked_by) asked_by = row->id;
    row->root = where.root;
    row->instance = where.instance;
    row->definition = where.definition;
    row->node = where.node;
    row->user = where.user;
    row->tenant = asked.tenant;
    for (const auto& [id, known] : run.work().globals().of<DecisionRow>().rows)
      if (known.deployment == asked.deployment && known.key == row->key) {
        row->decision = known.id;
        row->requirements = known.requirements;
      }
    run.work().append(std::move(*row));
  }
}

}  // namespace lienthong::engine
