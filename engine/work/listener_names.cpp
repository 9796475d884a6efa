#include "engine/work/listener_names.h"
#include "base/fit.h"
#include "calendar/period.h"
#include "engine/data/names.h"
#include "engine/data/whole_number.h"
#include "engine/definitions/timers.h"
#include "engine/work/tasks.h"

namespace lienthong::engine {
namespace {

/// `addCandidateGroups` takes a list, `addCandidateGroup` one.
bool change_links(Run& run, const Task& task, std::string_view method, const Value& who) {
  const bool add = method.starts_with("addCandidate");
  if (!add && !method.starts_with("deleteCandidate")) return false;
  std::string_view what = method.substr(method.find("Candidate") + 9);
  if (add && what.ends_with('s')) what.remove_suffix(1);
  if (what != "User" && what != "Group") return false;
  for (const Value& one : who.is_list() ? who.list() : List{who}) {
    const std::optional<std::string> name = text_or_none(one);
    const bool user = what == "User";
    set_link(run, task, "candidate", user ? name : std::nullopt, user ? std::nullopt : name, add);
  }
  return true;
}

}  // namespace

bool ListenerNames::change_task(std::string_view method, const Value& argument) const {
  Task& task = *occasion_.task;
  const auto set = [&](std::optional<std::string> Task::*field) {
    alter_task(run_, task, [&](Task& t) { t.*field = text_or_none(argument); });
    return true;
  };
  const auto date = [&](std::optional<Instant> Task::*field) {
    const auto at =
        argument.is_null()
            ? std::nullopt
            : calendar::read_instant(argument, run_.now(), run_.core().settings.calendar->zone_offset_s());
    if (!at && !argument.is_null()) throw feel::EvaluationError("'" + text(argument) + "' is no date");
    alter_task(run_, task, [&](Task& t) { t.*field = at; });
    return true;
  };
  if (method == "setAssignee") {
    const auto user = text_or_none(argument);
    alter_task(run_, task, [&](Task& t) {
      if (user && !t.assignee) move_task(t, lifecycle::TaskOperation::Claim);
      if (!user && t.assignee) move_task(t, lifecycle::TaskOperation::Release);
      t.assignee = user;
    });
    return true;
  }
  if (method == "setOwner") return set(&Task::owner);
  if (method == "setName") return set(&Task::name);
  if (method == "setDescription") return set(&Task::description);
  if (method == "setDueDate") return date(&Task::due);
  if (method == "setFollowUpDate") return date(&Task::follow_up);
  if (method == "setPriority") {
    const Fitting number = fit_int(argument);
    if (!number) throw feel::EvaluationError("the priority '" + text(argument) + "' " + number.why);
    alter_task(run_, task, [&](Task& t) { t.priority = *whole_number(*number.value); });
    return true;
  }
  return change_links(run_, task, method, argument);
}

std::optional<Value> ListenerNames::call(std::string_view object, std::string_view method,
                                         const List& arguments) const {
  if (object == "task" && occasion_.task && arguments.size() == 1 && change_task(method, arguments[0]))
    return Value();
  return ScopeNames::call(object, method, arguments);
}

std::optional<Value> ListenerNames::property(std::string_view object, std::string_view name) const {
  if (name == "eventName" && (object == "execution" || (object == "task" && occasion_.task)))
    return Value(std::string(occasion_.event));
  if (object == "execution" && name == "currentTransitionId" && !occasion_.flow.empty())
    return Value(std::string(occasion_.flow));
  if (object == "execution" && name == "currentActivityId") return Value(occasion_.node.id);
  if (object == "execution" && name == "currentActivityName") return Value(occasion_.node.name);
  return ScopeNames::property(object, name);
}

}  // namespace lienthong::engine
