#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "engine/commands.h"
#include "engine/definitions/decisions.h"
#include "engine/steps/run.h"

namespace lienthong::engine {

/// The DMN files of a deployment that is being made.
class DecisionDeployment {
 public:
  using Resources = std::vector<const std::pair<std::string, std::string>*>;
  /// Reads and compiles them; what is wrong is added to `problems`.
  DecisionDeployment(const Resources&, std::vector<Problem>& problems);
  bool has(std::string_view decision) const;
  /// Each decision becomes the next version of its key.
  void add_to(Run&, const Deploy&, Deployed&) const;

 private:
  struct File {
    const std::string* resource;
    PreparedDecisions prepared;
  };
  std::vector<File> files_;
};

void delete_decisions(Run&, DeploymentId);

}  // namespace lienthong::engine
