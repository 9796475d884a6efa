#include <cstdio>
#include <fstream>
#include "app/commands.h"
#include "base/refused.h"
#include "bpmn/write.h"

namespace lienthong::app {

int convert(const ConvertOptions& options) {
  const auto extensions = options.camunda ? bpmn::Extensions::Camunda : bpmn::Extensions::Kept;
  const bpmn::Written written = bpmn::write(read_file(options.file), extensions);
  for (const Problem& p : written.problems)
    std::fprintf(stderr, "%s:%d:%d: error: %s%s%s [%s]\n", options.file.c_str(), p.line, p.column,
                 p.element_id.c_str(), p.element_id.empty() ? "" : ": ", p.message.c_str(), p.rule.c_str());
  if (!written.problems.empty()) return exit_found;
  if (options.output.empty()) {
    std::fwrite(written.text.data(), 1, written.text.size(), stdout);
    return std::fflush(stdout) == 0 ? exit_ok : exit_failure;
  }
  std::ofstream out(options.output, std::ios::binary);
  out << written.text;
  out.close();
  if (!out) throw Refused(Refused::Kind::Failed, "cannot write '" + options.output.string() + "'");
  return exit_ok;
}

}  // namespace lienthong::app
