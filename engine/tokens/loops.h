#pragma once
#include <map>
#include <optional>
#include <utility>
#include "engine/data/data.h"

namespace lienthong::engine {

/// Standard loops and multi-instances: a body instance around inner instances. Boundary events belong to the
/// body, mappings and deadlines to the inner instances. BPMN 10.3.8, 13.3.6, 13.3.7. Owns the collections
/// that were put together, and not yet written, by this command.
class Loops {
 public:
  explicit Loops(Run& run) : run_(run) {}

  void start(Instance& body, const bpmn::Node&);
  /// One of its instances has done its work; may end the body too.
  void inner_completed(Instance& inner, const bpmn::Node&, const Complete&);
  /// A transaction that was cancelled: over, though not completed. The others go on; of a standard loop there
  /// are none.
  void instance_cancelled(Instance& body, const bpmn::Node&);
  /// What the instance that `step` enters gets of the collection: a parallel body has taken it apart when it
  /// began, a sequential one reads it at each turn. None: it gets nothing.
  std::optional<Value> element(const Instance& body, const bpmn::Node&, const Enter& step);
  /// What they have put together becomes the value of its variable (loopDataOutputRef); false when nothing
  /// was.
  bool write_outputs();

 private:
  Value collection(const Instance& body, const bpmn::Node&);
  void end_inner(Instance& inner);
  void start_standard_loop(Instance& body, const bpmn::Node&);
  void round_ended(Instance& body, const bpmn::Node&, Instance& inner);
  void start_multi_instance(Instance& body, const bpmn::Node&);
  void instance_of_many_ended(Instance& body, const bpmn::Node&, Instance& inner);
  void throw_as_body(Instance& body, const bpmn::LoopEvent&);
  void collect_output(const Instance& body, const bpmn::Node&, const Instance& inner);

  Run& run_;
  std::map<std::pair<InstanceId, InstanceId>, List> outputs_;  ///< by root and body
};

}  // namespace lienthong::engine
