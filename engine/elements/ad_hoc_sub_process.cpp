#include "bpmn/ad_hoc.h"
#include "engine/elements/elements.h"
#include "engine/tokens/ad_hoc.h"

namespace lienthong::engine {
namespace {

/// lienthong:activeElements: element ids, as a list or separated by commas.
std::vector<std::string> active_elements(Run& run, const Instance& self, const bpmn::Node& node) {
  const Value value = run.data.evaluate(*node.ad_hoc->active_elements, self);
  if (value.is_null()) return {};
  if (value.is_string()) return bpmn::ids_in(value.string());
  std::vector<std::string> ids;
  if (value.is_list())
    for (const Value& item : value.list())
      if (item.is_string()) ids.push_back(item.string());
  if (!value.is_list() || ids.size() != value.list().size())
    throw Refused(Refused::Kind::Failed,
                  "lienthong:activeElements of '" + node.id + "' gives no list of element ids");
  return ids;
}

struct AdHocSubProcess : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    if (node.ad_hoc->active_elements) choose(run, self, active_elements(run, self, node), false);
  }
};

}  // namespace

const Behavior& ad_hoc_sub_process() {
  static const AdHocSubProcess b;
  return b;
}

}  // namespace lienthong::engine
