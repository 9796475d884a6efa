#pragma once
// JavaScript for the engine (docs/decisions/0020-javascript.md): every script in a process that can only
// compute, in a heap of its own.
#include <filesystem>
#include <memory>
#include "engine/definitions/scripts.h"

namespace lienthong::javascript {

class Process;

class ConfinedScripts : public engine::Scripts {
 public:
  struct Settings {
    std::filesystem::path program = "/proc/self/exe";  ///< lienthong itself
    std::int32_t zone_offset_s = 7 * 3600;             ///< of what scripts take for local time
  };
  explicit ConfinedScripts(Settings);
  ~ConfinedScripts() override;

  engine::ScriptAnswer run(const engine::ScriptCall&) override;
  std::optional<engine::ScriptFault> compile(std::string_view source) override;

  /// The process that ran the last script; 0: none runs.
  std::int64_t process() const;

 private:
  Value ask(const std::string& request);

  Settings settings_;
  std::unique_ptr<Process> process_;  ///< one: the engine has a single writer, which waits for it
};

}  // namespace lienthong::javascript
