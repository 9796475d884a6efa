// The fields of a form that stands in the model: constraints that no reader knows, and defaults that their
// own field refuses.
#include <algorithm>
#include "base/nearest.h"
#include "bpmn/checking.h"
#include "engine/definitions/form_fields.h"

namespace lienthong::engine {
namespace {

class FieldCheck {
 public:
  FieldCheck(const bpmn::Node& node, const bpmn::FormField& field, std::vector<Problem>& problems)
      : node_(node), field_(field), problems_(problems) {}

  void run() {
    for (const auto& [name, config] : field_.constraints) constraint(name, config);
    if (!bpmn::is_constant(field_.default_value)) return;
    const std::string& text = field_.default_value->text;
    if (const Fitting fitting = fit(field_, Value(text)); !fitting)
      tell(Problem::Severity::Error, "form-default",
           "has the default \"" + text + "\", which is never taken: it " + fitting.why);
  }

 private:
  void constraint(const std::string& name, const std::string& config) {
    using enum Problem::Severity;
    const auto known = std::ranges::find(form_constraints, name, &FormConstraint::name);
    if (known == form_constraints.end()) {
      std::vector<std::string_view> names;
      std::string all;
      for (const FormConstraint& one : form_constraints) {
        names.push_back(one.name);
        all += (all.empty() ? "; known are " : ", ") + std::string(one.name);
      }
      const std::string hint = do_you_mean(name, names);
      return tell(Error, "form-constraint",
                  "has the constraint \"" + name + "\", which is not known" + (hint.empty() ? all : hint));
    }
    if (!known->limits && config != "" && config != "true" && config != "false")
      tell(Error, "form-constraint", "has " + name + "=\"" + config + "\", which must be true or false");
    if (known->limits && !whole_number(Value(config)))
      tell(Error, "form-constraint", "has " + name + "=\"" + config + "\", which must be a whole number");
    if (!known->type.empty() && known->type != field_.type)
      tell(Warning, "form-constraint",
           "is of the type " + field_.type + ", and " + name + " counts for " + std::string(known->type) +
               " only");
  }

  void tell(Problem::Severity severity, const char* rule, const std::string& what) {
    problems_.push_back({severity, rule, "The form field \"" + field_.id + "\" of '" + node_.id + "' " + what,
                         node_.id, field_.place.line, field_.place.column, ""});
  }

  const bpmn::Node& node_;
  const bpmn::FormField& field_;
  std::vector<Problem>& problems_;
};

}  // namespace

void check_form_fields(const bpmn::Process& process, std::vector<Problem>& problems) {
  for (const bpmn::Node& node : process.nodes)
    if (node.form)
      for (const bpmn::FormField& field : node.form->fields) FieldCheck(node, field, problems).run();
}

}  // namespace lienthong::engine
