#include <cstddef>
#include <cstdint>
#include "bpmn/validate.h"
#include "bpmn/write.h"

/// Whatever the bytes: validation answers with places, also when the file imports itself; what can be written
/// is written the same the second time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lienthong::bpmn;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const auto itself = [&](const std::string& path) -> std::optional<std::string> {
    return path.size() < 40 ? std::optional(text) : std::nullopt;
  };
  for (const lienthong::Problem& problem : validate(text, itself))
    if (problem.line < 1 || problem.column < 1) __builtin_trap();
  const Written once = write(text);
  if (once.text.empty() == once.problems.empty()) __builtin_trap();
  if (once.problems.empty() && write(once.text).text != once.text) __builtin_trap();
  write(text, Extensions::Camunda);
  return 0;
}
