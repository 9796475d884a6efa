#pragma once
// How tasks are written, with what a page of them needs from other tables.
#include "api/engine_rest/lists.h"
#include "api/engine_rest/variables_json.h"

namespace lienthong::api {

/// What answers hold beside the task's own fields.
struct TaskShape {
  bool comments = false;                            ///< withCommentAttachmentInfo
  bool variables = false, local_variables = false;  ///< withTask(Local)VariablesInReturn
};
inline const std::vector<std::string_view> task_shape_words{
    "withCommentAttachmentInfo", "withTaskVariablesInReturn", "withTaskLocalVariablesInReturn"};
TaskShape task_shape(const Criteria&);
/// Empty when the model gives the task no form.
bpmn::Form form_of(const engine::Task&, Services&);
void write_form_ref(json::Writer&, const engine::Task&, Services&);
void write_tasks(json::Writer&, const std::vector<engine::Task>&, const TaskShape&, Services&);

/// Variables of several tasks, read with two queries.
class TaskVariables {
 public:
  TaskVariables(Services&, const std::vector<engine::Task>&);
  /// Innermost first, each name once. `local`: the task's own only.
  std::vector<const engine::Variable*> of(const engine::Task&, bool local) const;

 private:
  std::unordered_map<std::int64_t, std::vector<engine::Variable>> by_root_;
  std::unordered_map<std::int64_t, std::int64_t> parents_;
};

}  // namespace lienthong::api
