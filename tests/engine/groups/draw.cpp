#include "tests/engine/groups/draw.h"
#include <array>
#include <fstream>
#include <sstream>
#include <utility>

namespace lienthong::groups {
namespace {

using namespace engine;

/// The name of a type, cut out of what the compiler writes.
template <class T>
std::string type_name() {
  std::string text = __PRETTY_FUNCTION__;
  text = text.substr(text.find("T = ") + 4);
  text = text.substr(0, text.find_first_of(";]"));
  return text.substr(text.rfind(':') + 1);
}

struct Kind {
  std::string name;
  Command (*draw)(Eyes&);
};

template <class C>
Command drawn(Eyes& eyes) {
  C command;
  groups::draw(eyes, command);
  return command;
}

template <std::size_t... Index>
std::array<Kind, kinds> table(std::index_sequence<Index...>) {
  return {Kind{type_name<std::variant_alternative_t<Index, Command>>(),
               &drawn<std::variant_alternative_t<Index, Command>>}...};
}

const Kind& kind_at(std::size_t kind) {
  static const std::array<Kind, kinds> all = table(std::make_index_sequence<kinds>());
  return all.at(kind);
}

std::string bytes_of(const std::string& name) {
  std::ifstream in(std::string(GROUP_MODELS) + "/" + name, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

}  // namespace

const std::string& name_of(std::size_t kind) { return kind_at(kind).name; }

/// What keeps the office going is asked for more often than what clears it.
int weight_of(std::size_t kind) {
  static const std::map<std::string, int> heavy{
      {"StartProcess", 14},    {"CompleteTask", 14},    {"FetchAndLock", 8},     {"CompleteExternalTask", 8},
      {"DeleteDeployment", 3}, {"CorrelateMessage", 6}, {"BroadcastSignal", 3},  {"ChangeVariables", 4},
      {"Deploy", 3},           {"SuspendInstance", 3},  {"ChooseActivities", 3}, {"RunJob", 3},
      {"SuspendInstances", 2}, {"SuspendDefinition", 2}};
  const auto found = heavy.find(name_of(kind));
  return found == heavy.end() ? 1 : found->second;
}

Command draw(std::size_t kind, Eyes& eyes) { return kind_at(kind).draw(eyes); }

const std::vector<std::pair<std::string, std::string>>& files() {
  static const std::vector<std::pair<std::string, std::string>> all = [] {
    std::vector<std::pair<std::string, std::string>> read;
    for (const char* name : {"calls.bpmn", "waits.bpmn", "starts.bpmn", "talks.bpmn", "rate.dmn"})
      read.emplace_back(name, bytes_of(name));
    return read;
  }();
  return all;
}

Variables Eyes::variables() {
  Variables some;
  for (int more = dice_.roll(3); more > 0; --more) {
    const std::string name = word({"v", "w", "kind", "n", "sheet"});
    some.emplace_back(name, TypedValue::of(name == "kind" ? Value(word({"plain", "error", "hear", "beside"}))
                                                          : Value(std::int64_t{dice_.roll(6)})));
  }
  return some;
}

std::string Eyes::key() {
  const std::optional<DefinitionRow> row = one<DefinitionRow>();
  return row && !dice_.chance(3) ? row->key : "nothing";
}

// ---- deployments and definitions

void draw(Eyes& eyes, Deploy& c) {
  Dice& dice = eyes.dice();
  c.name = eyes.word({"one", "two"});
  c.filter_duplicates = dice.chance(60);
  c.changed_only = dice.chance(25);
  const std::size_t first = dice.next() % files().size(), count = 1 + dice.next() % 3;
  for (std::size_t i = 0; i < count; ++i) {
    auto file = files()[(first + i) % files().size()];
    if (dice.chance(25)) file.second += "<!-- changed -->";
    c.resources.push_back(std::move(file));
  }
}

void draw(Eyes& eyes, DeleteDeployment& c) {
  c.deployment = eyes.id<Deployment>();
  c.cascade = eyes.dice().chance(80);
}

void draw(Eyes& eyes, DeleteDefinition& c) {
  c.definition = eyes.id<DefinitionRow>();
  c.cascade = eyes.dice().chance(60);
}

void draw(Eyes& eyes, SuspendDefinition& c) {
  c.definition = eyes.id<DefinitionRow>();
  c.suspended = eyes.dice().chance(45);
  c.include_instances = eyes.dice().chance(50);
}

void draw(Eyes& eyes, RecordDecisions& c) {
  c.decision = eyes.id<DecisionRow>();
  c.user = eyes.user();
  DecisionHistory row;
  row.key = "rate";
  row.details = "{}";
  c.history.push_back(row);
}

void draw(Eyes& eyes, SetDecisionHistoryTimeToLive& c) {
  c.decision = eyes.id<DecisionRow>();
  c.days = eyes.dice().roll(100);
}

// ---- instances

void draw(Eyes& eyes, StartProcess& c) {
  Dice& dice = eyes.dice();
  if (dice.chance(20))
    c.definition = eyes.id<DefinitionRow>();
  else
    c.key = eyes.key();
  c.business_key = eyes.business_key();
  c.variables = eyes.variables();
  c.user = eyes.user();
  c.with_variables_in_return = dice.chance(20);
}

void draw(Eyes& eyes, DeleteInstance& c) {
  c.root = eyes.root();
  c.reason = "no longer needed";
  c.user = eyes.user();
  c.skip_listeners = eyes.dice().chance(20);
}

void draw(Eyes& eyes, SuspendInstance& c) {
  c.root = eyes.root();
  c.suspended = eyes.dice().chance(45);
}

void draw(Eyes& eyes, SuspendInstances& c) {
  if (eyes.dice().chance(40))
    c.definition = eyes.id<DefinitionRow>();
  else
    c.key = eyes.key();
  c.suspended = eyes.dice().chance(45);
}

void draw(Eyes& eyes, ChangeVariables& c) {
  Dice& dice = eyes.dice();
  if (dice.chance(25))
    c.task = eyes.id<Task>();
  else
    c.instance = eyes.id<Instance>();
  c.local = dice.chance(30);
  c.set = eyes.variables();
  if (dice.chance(20)) c.remove.push_back(eyes.word({"v", "w"}));
}

void draw(Eyes& eyes, DeleteHistory& c) {
  c.root = InstanceId{eyes.id<ProcessHistory>(Filter::not_null("ended")).value};
}

// ---- the office itself

void draw(Eyes& eyes, RecordAudit& c) {
  c.root = eyes.root();
  c.kind = "called";
  c.actor = eyes.user();
  c.subject = "civil";
  c.detail = "{}";
}

void draw(Eyes&, BelieveClock&) {}
void draw(Eyes& eyes, RunSweep& c) { c.sweep = eyes.id<Sweep>(Filter::everything()); }

void draw(Eyes& eyes, AdvanceClock& c) { c.ms = 60'000 * eyes.dice().roll(20); }

}  // namespace lienthong::groups
