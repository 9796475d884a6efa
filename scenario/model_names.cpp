#include "scenario/model_names.h"
#include <vector>
#include "base/nearest.h"
#include "base/refused.h"
#include "bpmn/reader.h"

namespace lienthong::scenario {
namespace {

bool is_computed(std::string_view text) {
  return text.find("${") != text.npos || text.find("#{") != text.npos;
}

/// The text of an expression that is none.
std::string constant(const bpmn::Expression& expression) {
  return expression.language == bpmn::Expression::Language::Template ? expression.text : "${}";
}

}  // namespace

void ModelNames::add(Kind kind, const std::string& name) {
  if (is_computed(name)) of(kind).open = true;
  if (!name.empty()) of(kind).all.insert(name);
}

void ModelNames::add(std::string_view bytes) {
  using Shape = bpmn::Implementation::Shape;
  const bpmn::Document document = bpmn::read(bytes);
  for (const bpmn::Process& process : document.processes)
    for (const bpmn::Node& node : process.nodes) {
      add(Kind::Element, node.id);
      if (node.user_task) {
        add(Kind::Task, node.id);
        add(Kind::Task, node.name);
      }
      if (node.implementation.topic) add(Kind::Topic, constant(*node.implementation.topic));
      if (node.implementation.shape == Shape::Java) of(Kind::Topic).open = true;  // a delegates file names it
      for (const bpmn::EventDefinition& event : node.events)
        if (event.kind == bpmn::EventKind::Message) add(Kind::Message, event.name);
      for (const bpmn::Deadline& deadline : node.deadlines)
        for (const bpmn::Rung& rung : deadline.ladder)
          for (const bpmn::Expression& unit : rung.to) add(Kind::Unit, constant(unit));
    }
}

void ModelNames::need(Kind kind, const std::string& name) const {
  static constexpr std::string_view words[] = {"element", "task", "topic", "message", "unit", "event"};
  std::vector<std::string_view> known(event_kinds.begin(), event_kinds.end());
  if (kind != Kind::Event) {
    const Names& names = names_[static_cast<std::size_t>(kind)];
    if (names.open) return;
    known.assign(names.all.begin(), names.all.end());
  }
  for (const std::string_view one : known)
    if (one == name) return;
  throw Refused(Refused::Kind::Invalid,
                "no deployed model has the " + std::string(words[static_cast<std::size_t>(kind)]) + " '" +
                    name + "', so this would hold whatever happens" + do_you_mean(name, known));
}

}  // namespace lienthong::scenario
