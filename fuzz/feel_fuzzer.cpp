#include <cstddef>
#include <cstdint>
#include "feel/feel.h"

namespace {

struct NoNames : lienthong::feel::Names {
  std::optional<lienthong::Value> find(std::string_view) const override { return std::nullopt; }
};

}  // namespace

/// The first byte picks the dialect, the rest is an expression: it compiles or not, evaluates or not, and
/// never crashes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lienthong::feel;
  if (size == 0) return 0;
  constexpr int dialects = 3;
  const auto dialect = static_cast<Dialect>(bytes[0] % dialects);
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const NoNames names;
  try {
    std::vector<Diagnostic> diagnostics;
    const lienthong::Value result =
        evaluate(*compile(text, dialect), {names, {1'649'749'800'000}}, &diagnostics);
    (void)lienthong::text(result);
  } catch (const SyntaxError&) {
  } catch (const EvaluationError&) {
  }
  return 0;
}
