#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include "base/json.h"
#include "base/refused.h"

/// What can be read is written so that reading it again gives the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lienthong;
  try {
    const Value value = json::parse({reinterpret_cast<const char*>(bytes), size});
    if (!(json::parse(json::write(value)) == value)) std::abort();
  } catch (const Refused&) {
  }
  return 0;
}
