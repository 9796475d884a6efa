#include "engine/rows/work_codec.h"
#include <array>
#include <stdexcept>
#include <utility>
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::engine {
namespace {

[[noreturn]] void broken() { throw std::runtime_error("the stored work of a job is damaged"); }

// ---- fields; one that is not there keeps its default

/// Null: the field is not there.
const Value* field(const Value& object, std::string_view key) {
  if (!object.is_context()) broken();
  const Value* found = object.find(key);
  return found && !found->is_null() ? found : nullptr;
}
void take(const Value& object, std::string_view key, std::int64_t& into) {
  const Value* found = field(object, key);
  if (!found) return;
  const auto number = found->is_number() ? found->number().to_integer() : std::nullopt;
  into = number ? *number : (broken(), 0);
}
template <class Tag>
void take(const Value& object, std::string_view key, Id<Tag>& into) {
  take(object, key, into.value);
}
void take(const Value& object, std::string_view key, bool& into) {
  const Value* found = field(object, key);
  if (found) into = found->is_boolean() ? found->boolean() : (broken(), false);
}
const std::string& text_in(const Value& value) {
  return value.is_string() ? value.string() : (broken(), value.string());
}
void take(const Value& object, std::string_view key, std::string& into) {
  if (const Value* found = field(object, key)) into = text_in(*found);
}
void take(const Value& object, std::string_view key, std::optional<std::string>& into) {
  if (const Value* found = field(object, key)) into = text_in(*found);
}
const List& list_in(const Value& object, std::string_view key) {
  const Value* found = field(object, key);
  if (!found || !found->is_list()) broken();
  return found->list();
}

// ---- steps

void write(json::Writer& out, const StoredEnter& step) {
  out.key("do").string("enter").key("root").number(step.root.value).key("instance").number(step.scope.value);
  out.key("definition").number(step.definition.value).key("node").string(step.node);
  if (!step.flow.empty()) out.key("flow").string(step.flow);
  if (step.inner) out.key("inner").boolean(true);
  out.key("loop").number(step.loop_counter);
  if (step.loop_end >= 0) out.key("until").number(step.loop_end);
  if (step.happened) out.key("happened").boolean(true);
  if (step.resumed) out.key("resumed").boolean(true);
  if (step.occurred >= 0) out.key("occurred").number(step.occurred);
  if (!step.occurred_at.empty()) out.key("occurredAt").string(step.occurred_at);
  if (!step.arrived_by.empty()) out.key("arrivedBy").string(step.arrived_by);
  if (step.compensates) out.key("compensates").number(step.compensates.value);
}
void write_short(json::Writer& out, const char* what, InstanceId root, InstanceId instance) {
  out.key("do").string(what).key("root").number(root.value).key("instance").number(instance.value);
}
void write(json::Writer& out, const Complete& step) {
  write_short(out, "complete", step.root, step.self);
  if (step.resumed) out.key("resumed").boolean(true);
}
void write(json::Writer& out, const Ended& step) { write_short(out, "ended", step.root, step.scope); }
void write(json::Writer& out, const Again& step) {
  write_short(out, "again", step.root, step.self);
  out.key("begun").boolean(step.begun);
}
void write(json::Writer& out, const Return& step) {
  write_short(out, "return", step.root, step.caller);
  out.key("how").string(name_of(step.how)).key("code").string(step.code);
  if (step.message) out.key("message").string(*step.message);
}
void write(json::Writer& out, const Deliver& step) {
  out.key("do").string("deliver").key("root").number(step.root.value).key("to").number(step.to.value);
  out.key("message").string(step.message).key("sender").number(step.sender.value);
}
void write(json::Writer& out, const Collect& step) { write_short(out, "collect", step.root, step.self); }

Return read_return(const Value& item, InstanceId root, InstanceId caller) {
  Return step;
  step.root = root;
  step.caller = caller;
  std::string how;
  take(item, "how", how);
  const auto known = from_name<Return::How>(how);
  step.how = known ? *known : (broken(), Return::How::Completed);
  take(item, "code", step.code);
  take(item, "message", step.message);
  return step;
}

StoredStep read_step(const Value& item) {
  InstanceId root, instance;
  take(item, "root", root);
  take(item, "instance", instance);
  bool resumed = false;
  take(item, "resumed", resumed);
  std::string what;
  take(item, "do", what);
  if (what == "complete") return Complete{root, instance, resumed};
  if (what == "ended") return Ended{root, instance};
  if (what == "again") {
    Again step{root, instance, true};
    take(item, "begun", step.begun);
    return step;
  }
  if (what == "return") return read_return(item, root, instance);
  if (what == "deliver") {
    Deliver step;
    step.root = root;
    take(item, "to", step.to);
    take(item, "message", step.message);
    take(item, "sender", step.sender);
    return step;
  }
  if (what == "collect") return Collect{root, instance};
  if (what != "enter") broken();
  StoredEnter step;
  step.root = root;
  step.scope = instance;
  step.resumed = resumed;
  take(item, "definition", step.definition);
  take(item, "node", step.node);
  take(item, "flow", step.flow);
  take(item, "inner", step.inner);
  take(item, "loop", step.loop_counter);
  take(item, "until", step.loop_end);
  take(item, "happened", step.happened);
  take(item, "occurred", step.occurred);
  take(item, "occurredAt", step.occurred_at);
  take(item, "arrivedBy", step.arrived_by);
  take(item, "compensates", step.compensates);
  return step;
}

// ---- what is written and what is read of each alternative stand together

void write(json::Writer& out, const Continue& work) {
  out.key("why").string(name_of(work.why)).key("taken").number(work.taken).key("steps").array();
  for (const StoredStep& step : work.steps) {
    out.object();
    std::visit([&](const auto& s) { write(out, s); }, step);
    out.end();
  }
  out.end();
}
void read(const Value& stored, Continue& work) {
  std::string why;
  take(stored, "why", why);
  const auto known = from_name<Continue::Why>(why);
  if (!known) broken();
  work.why = *known;
  take(stored, "taken", work.taken);
  for (const Value& item : list_in(stored, "steps")) work.steps.push_back(read_step(item));
}

void write(json::Writer&, const TryAgain&) {}
void read(const Value&, TryAgain&) {}

void write(json::Writer& out, const Turns& turns) {
  if (!turns.period.empty()) out.key("period").string(turns.period).key("left").number(turns.left);
}
void read(const Value& stored, Turns& turns) {
  take(stored, "period", turns.period);
  take(stored, "left", turns.left);
}

void write(json::Writer& out, const FireTimer& work) { write(out.key("part").number(work.part), work.turns); }
void read(const Value& stored, FireTimer& work) {
  take(stored, "part", work.part);
  read(stored, work.turns);
}

void write(json::Writer& out, const TellListener& work) {
  write(out.key("listener").string(work.listener), work.turns);
}
void read(const Value& stored, TellListener& work) {
  take(stored, "listener", work.listener);
  read(stored, work.turns);
}

void write(json::Writer& out, const BringSignal& work) { out.key("name").string(work.name); }
void read(const Value& stored, BringSignal& work) { take(stored, "name", work.name); }

void write(json::Writer& out, const ForgetKept& work) { out.key("message").number(work.message.value); }
void read(const Value& stored, ForgetKept& work) { take(stored, "message", work.message); }

void write(json::Writer& out, const FireRung& work) { out.key("rung").number(work.rung.value); }
void read(const Value& stored, FireRung& work) { take(stored, "rung", work.rung); }

void write(json::Writer& out, const PlanLadder& work) {
  out.key("deadline").number(work.deadline.value).key("passed").number(work.passed);
}
void read(const Value& stored, PlanLadder& work) {
  take(stored, "deadline", work.deadline);
  take(stored, "passed", work.passed);
}

void write(json::Writer&, const ForWorker&) {}
void read(const Value&, ForWorker&) {}

void write(json::Writer& out, const Notify& work) {
  out.key("to").array();
  for (const std::string& unit : work.to) out.string(unit);
  out.end().key("level").number(work.level).key("subject").string(work.subject);
  out.key("text").string(work.text);
  if (work.dossier) out.key("dossier").string(*work.dossier);
  out.key("task").string(work.task).key("due").string(work.due).key("definition").string(work.definition);
  out.key("root").number(work.root.value).key("rung").string(work.rung);
}
void read(const Value& stored, Notify& work) {
  for (const Value& unit : list_in(stored, "to")) work.to.push_back(text_in(unit));
  take(stored, "level", work.level);
  take(stored, "subject", work.subject);
  take(stored, "text", work.text);
  take(stored, "dossier", work.dossier);
  take(stored, "task", work.task);
  take(stored, "due", work.due);
  take(stored, "definition", work.definition);
  take(stored, "root", work.root);
  take(stored, "rung", work.rung);
}

template <std::size_t alternative>
JobWork read_as(const Value& stored) {
  std::variant_alternative_t<alternative, JobWork> work;
  read(stored, work);
  return work;
}

template <std::size_t... all>
JobWork read_kind(JobKind kind, const Value& stored, std::index_sequence<all...>) {
  constexpr std::array<JobWork (*)(const Value&), sizeof...(all)> readers{&read_as<all>...};
  return readers[static_cast<std::size_t>(kind)](stored);
}

}  // namespace

void encode_work(std::string& out, const JobWork& work) {
  json::Writer writer(out);
  writer.object();
  std::visit([&](const auto& w) { write(writer, w); }, work);
  writer.end();
}

JobWork decode_work(std::string_view kind, std::string_view json) {
  const auto known = from_name<JobKind>(kind);
  if (!known) broken();
  if (*known == JobKind::ExternalTask) return ForWorker{};  // most of what a full store has
  try {
    return read_kind(*known, json::parse(json), std::make_index_sequence<std::variant_size_v<JobWork>>());
  } catch (const Refused&) {
    broken();
  }
}

}  // namespace lienthong::engine
