#include <cstdio>
#include "adapters/javascript/confined_scripts.h"
#include "app/commands.h"
#include "base/refused.h"
#include "scenario/scenario.h"

namespace lienthong::app {

int test(const std::vector<std::filesystem::path>& paths, const std::filesystem::path& delegates) {
  int passed = 0, failed = 0;
  javascript::ConfinedScripts scripts({});
  const scenario::Surroundings around{&scripts, read_delegates(delegates)};
  for (const auto& path : paths)
    for (const auto& file : files_below(path, ".scenario")) {
      scenario::FileResult result;
      try {
        result = scenario::run_file(file, around);
      } catch (const Refused& refused) {
        result = {0, 1, {refused.what()}, {}};
      }
      passed += result.passed;
      failed += result.failed;
      std::printf("%s %s: %d passed, %d failed\n", result.failed ? "FAIL" : "ok  ", file.c_str(),
                  result.passed, result.failed);
      for (const std::string& failure : result.failures) std::printf("     %s\n", failure.c_str());
    }
  if (passed + failed == 0) throw Refused(Refused::Kind::NotFound, "no .scenario file there");
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed ? exit_found : exit_ok;
}

}  // namespace lienthong::app
