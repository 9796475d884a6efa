#pragma once
// What a process refers to beyond its own file: other processes, decisions, forms, units of the office.
#include <functional>
#include <string>
#include <vector>
#include "base/refused.h"
#include "bpmn/model.h"

namespace lienthong::engine {

/// One reference that is written as a constant.
struct Outside {
  enum class Kind { Process, Decision, Form, File };
  Kind kind = Kind::Process;
  std::string name;              ///< id of what is meant, or the file's name
  bool same_deployment = false;  ///< no other deployment will do
  std::string element;
  bpmn::Place place;
};

/// All of a process, in the order of its elements.
std::vector<Outside> outside_of(const bpmn::Process&);
/// That nothing of the name is at hand; a warning, since it may still come.
Problem not_at_hand(const Outside&);

/// Units of rungs that `is_unit` does not know.
void check_units(const bpmn::Process&, const std::function<bool(const std::string& unit)>& is_unit,
                 std::vector<Problem>&);

/// Whether a file of forms is one (Camunda Forms, JSON), and how its components can be filled in.
std::vector<Problem> check_form(std::string_view bytes);
/// A deployment takes any JSON object, as Camunda 7 does, and tells the rest as warnings.
bool refuses_form(const Problem&);
/// The id by which a process refers to it; empty: it is no form.
std::string form_id(std::string_view bytes);

}  // namespace lienthong::engine
