#pragma once
// A scenario is text that a process owner can read: what happens to a dossier, and what is expected
// (docs/formats/scenarios.md). The same grammar serves the tests, the catalogue (`lienthong test`) and bug
// reports.
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"

namespace lienthong::engine {
struct Scripts;
class Delegates;
}  // namespace lienthong::engine

namespace lienthong::scenario {

/// One line, split into its words: `"quoted text"` and `{ json }` are one word each.
struct Line {
  int number = 0;
  std::vector<std::string> words;  ///< words[0] is the verb; quotes removed
  std::vector<bool> quoted;
  std::string text;
};

/// "This scenario shows `row` of docs/bpmn-coverage.md in `column`": runs, cancelled or error.
struct Cover {
  std::string row, column;
  auto operator<=>(const Cover&) const = default;
};

struct Scenario {
  std::string title;
  std::vector<Line> lines;
  std::vector<Cover> covers;
};

/// The bytes of a file. Throws Refused{Invalid} when it cannot be read.
std::string read_file(const std::filesystem::path&);

/// Reads a `.scenario` file. Throws Refused{Invalid} that names line and mistake.
std::vector<Scenario> parse(std::string_view text);

enum class StoreKind { Memory, Sqlite };
struct Mode {
  StoreKind store = StoreKind::Memory;
  bool restart_after_every_step = false;
};

struct Outcome {
  bool passed = false;
  std::string failure;  ///< line number, what was expected, what was there instead
  int steps = 0;
  std::string final_state;           ///< every row of every table, as text; equal runs end alike
  std::vector<std::string> visited;  ///< element ids in the order they were entered
};

/// What a scenario may ask to have switched on.
struct Surroundings {
  engine::Scripts* scripts = nullptr;                            ///< for `javascript on`
  std::shared_ptr<const engine::Delegates> delegates = nullptr;  ///< until a `delegates` line
};

/// Runs one scenario from its own beginning in an empty store. `folder` is where its process files are looked
/// up.
Outcome run(const Scenario&, const std::filesystem::path& folder, Mode, const Surroundings& = {});

/// The same in all four modes. Empty when it passes in each and all end alike, else what went wrong first.
std::string run_in_all_modes(const Scenario&, const std::filesystem::path& folder, const Surroundings& = {});

struct FileResult {
  int passed = 0, failed = 0;
  std::vector<std::string> failures;
  std::vector<std::pair<Cover, std::string>> covered;  ///< by a scenario that passed; its title
};
/// Every scenario of a file in all four modes; a scenario passes when each mode passes and all end alike.
FileResult run_file(const std::filesystem::path& file, const Surroundings& = {});

}  // namespace lienthong::scenario
