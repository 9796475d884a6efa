#include <cstddef>
#include <cstdint>
#include "bpmn/reader.h"

/// Whatever the bytes: reading and checking answer, and every index of what was read is in range.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace lienthong::bpmn;
  const Document document = read({reinterpret_cast<const char*>(bytes), size});
  check(document);
  for (const Process& process : document.processes) {
    const auto nodes = static_cast<NodeIndex>(process.nodes.size());
    const auto flows = static_cast<FlowIndex>(process.flows.size());
    for (const Node& node : process.nodes) {
      activity_type(node);
      bool sound = node.parent < nodes && node.attached_to < nodes && node.default_flow < flows;
      for (const FlowIndex flow : node.incoming) sound = sound && flow >= 0 && flow < flows;
      for (const FlowIndex flow : node.outgoing) sound = sound && flow >= 0 && flow < flows;
      for (const NodeIndex child : node.children) sound = sound && child > 0 && child < nodes;
      if (!sound) __builtin_trap();
    }
  }
  return 0;
}
