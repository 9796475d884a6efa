// Data associations must lead from something to something. BPMN 10.4
#include <algorithm>
#include "bpmn/checking.h"

namespace lienthong::bpmn {
namespace {

class DataCheck {
 public:
  DataCheck(Checking& checking, const Node& node) : checking_(checking), node_(node) {}

  void run() {
    for (const DataAssociation& association : node_.data.in) check(association, true);
    for (const DataAssociation& association : node_.data.out) check(association, false);
    sets(node_.data.input_sets, node_.data.inputs, "inputSet", "dataInput");
    sets(node_.data.output_sets, node_.data.outputs, "outputSet", "dataOutput");
  }

 private:
  void wrong(Place place, const char* rule, const std::string& why) {
    checking_.error(place, node_.id, rule, why);
  }

  const DataItem* item(const DataAssociation& at, const std::string& reference, const char* what) {
    const auto found = checking_.process.data.find(reference);
    if (found == checking_.process.data.end()) {
      wrong(at.place, "data-association-item",
            "The " + std::string(what) + " \"" + reference + "\" of a data association of the " +
                describe(node_) +
                " is no data object, data store, property, input or output of this process");
      return nullptr;
    }
    if (!sees(found->second)) {
      wrong(at.place, "data-association-scope",
            "The " + std::string(what) + " \"" + reference + "\" of a data association of the " +
                describe(node_) + " belongs to another scope");
      return nullptr;
    }
    return &found->second;
  }

  /// Its own parts, and what stands in the scopes around it.
  bool sees(const DataItem& item) const {
    for (NodeIndex at = node_.index; at >= 0; at = checking_.process.node(at).parent) {
      if (item.scope == at) return true;
      if (const NodeIndex host = checking_.process.node(at).attached_to; host >= 0 && item.scope == host)
        return true;
    }
    return false;
  }

  void check(const DataAssociation& at, bool input) {
    for (const std::string& source : at.sources) item(at, source, "sourceRef");
    const DataItem* target = at.target.empty() ? nullptr : item(at, at.target, "targetRef");
    if (target && input && target->kind == DataItem::Kind::Output)
      wrong(at.place, "data-association-target",
            "A dataInputAssociation of the " + describe(node_) + " cannot fill the dataOutput \"" +
                at.target + "\"");
    if (at.sources.size() > 1 && !at.transformation && at.assignments.empty())
      wrong(at.place, "data-association-sources",
            "A data association of the " + describe(node_) +
                " has several sources, so it needs a transformation");
    if (at.transformation && at.target.empty())
      wrong(at.place, "data-association-target",
            "A data association of the " + describe(node_) + " has a transformation but no targetRef");
    for (const Assignment& assignment : at.assignments) {
      if (!assignment.from)
        wrong(assignment.place, "assignment-without-from",
              "An assignment of the " + describe(node_) + " needs a <from> with an expression");
      if (assignment.to.empty())
        wrong(assignment.place, "assignment-without-to",
              "An assignment of the " + describe(node_) +
                  " needs a <to>: a name or a path such as order.total");
      else if (assignment.path.empty())
        wrong(assignment.place, "assignment-target",
              "The <to> \"" + assignment.to + "\" of an assignment of the " + describe(node_) +
                  " must be a name or a path such as order.total");
    }
  }

  void sets(const std::vector<InputSet>& all, const std::vector<std::string>& known, const char* set,
            const char* kind) {
    for (const InputSet& one : all) {
      for (const auto* references : {&one.inputs, &one.optional, &one.while_executing})
        for (const std::string& reference : *references)
          if (std::ranges::find(known, reference) == known.end())
            wrong(one.place, "data-set-item",
                  "The " + std::string(set) + " \"" + one.id + "\" of the " + describe(node_) + " names \"" +
                      reference + "\", which is no " + kind + " of it");
      for (const auto* references : {&one.optional, &one.while_executing})
        for (const std::string& reference : *references)
          if (std::ranges::find(one.inputs, reference) == one.inputs.end())
            wrong(one.place, "data-set-optional",
                  "The " + std::string(set) + " \"" + one.id + "\" of the " + describe(node_) + " calls \"" +
                      reference + "\" optional or late without containing it");
    }
  }

  Checking& checking_;
  const Node& node_;
};

}  // namespace

void check_data(Checking& checking) {
  for (const auto& [id, item] : checking.process.data)
    if (item.kind == DataItem::Kind::Object && !item.object.empty() &&
        checking.process.data.count(item.object) == 0)
      checking.error(item.place, item.id, "unknown-reference",
                     "The data object \"" + item.object + "\" of the reference \"" + item.id +
                         "\" is not defined in this process");
  for (const Node& node : checking.process.nodes) DataCheck(checking, node).run();
}

}  // namespace lienthong::bpmn
