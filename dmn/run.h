#pragma once
#include <map>
#include <string>
#include <vector>
#include "dmn/evaluation.h"

namespace lienthong::dmn {

/// One run: the value of each element that has one by now.
class Run final : public Witness {
 public:
  Run(const Model&, Instant now, std::int32_t zone_offset_s, const calendar::Calendars*, feel::Budget&,
      std::vector<feel::Diagnostic>*);

  /// What is given from outside, fitted to the element's type; false when it does not fit and is null.
  bool put(ElementIndex, Value);
  /// The same for input data of imported files; false when there is none of the name.
  bool put_imported(std::string_view name, const Value&);
  /// A value that only files written for Camunda see.
  void put_other(std::string_view name, const Value& value) { others_.emplace(name, value); }
  const Value* other(std::string_view name) const {
    const auto found = others_.find(name);
    return found == others_.end() ? nullptr : &found->second;
  }

  /// The value of an element, after all that it needs.
  const Value& require(ElementIndex);
  const Value& value(ElementIndex index) const { return values_[static_cast<std::size_t>(index)]; }
  /// The result of a decision service whose parameters have been put.
  Value service(const Model::Element&);
  /// A business knowledge model with the inputs named like its parameters.
  Value call(ElementIndex, const Inputs&);

  void witnessed_by(Trace*);
  bool wants_cells() const override { return trace_->cells; }
  void table_evaluated(TableTrace) override;

 private:
  bool is_known(ElementIndex index) const { return known_[static_cast<std::size_t>(index)]; }
  /// The value as the element's type wants it; null when it does not fit.
  Value typed(const Model::Element&, Value, const char* what);
  feel::Environment environment_with(const feel::Names& names) const {
    return {names, now_, zone_offset_s_, model_.platform == Platform::Camunda7, calendars_};
  }
  void make(ElementIndex);
  Value logic(ElementIndex);

  const Model& model_;
  Instant now_;
  std::int32_t zone_offset_s_;
  const calendar::Calendars* calendars_;
  feel::Budget& budget_;
  std::vector<feel::Diagnostic>* diagnostics_;
  std::vector<Value> values_;
  std::vector<bool> known_;
  std::map<std::string, Value, std::less<>> others_;
  Trace* trace_ = nullptr;
  std::vector<TableTrace> tables_;
};

}  // namespace lienthong::dmn
