#include "scenario/player.h"
#include <algorithm>
#include <map>
#include "scenario/expect.h"

namespace lienthong::scenario {

using namespace engine;

Player::Player(std::filesystem::path folder, Mode mode, const Surroundings& around)
    : folder_(std::move(folder)), world_(mode), around_(around) {
  if (around_.delegates)
    world_.change_settings([&](Settings& settings) { settings.delegates = around_.delegates; });
  world_.set_now(Instant{1'640'995'200'000});  // 2022-01-01T07:00 in Hà Nội
}

void Player::play(const Line& line) {
  static const std::map<std::string, void (Player::*)(Words&), std::less<>> verbs{
      {"process", &Player::deploy},
      {"refuses", &Player::refuses},
      {"javascript", &Player::javascript},
      {"delegates", &Player::delegates},
      {"undeploy", &Player::undeploy},
      {"given", &Player::given},
      {"start", &Player::start},
      {"task", &Player::task},
      {"worker", &Player::worker},
      {"message", &Player::message},
      {"signal", &Player::signal},
      {"conditions", &Player::conditions},
      {"execution", &Player::execution},
      {"variables", &Player::variables},
      {"wait", &Player::wait},
      {"job", &Player::job},
      {"incident", &Player::incident},
      {"adhoc", &Player::ad_hoc},
      {"suspend", &Player::suspend},
      {"activate", &Player::activate},
      {"delete", &Player::remove},
      {"restart", &Player::restart}};
  const std::string& verb = line.words[0];
  if (verb == "expect") return expect(world_, root_, line);
  if (verb == "fails") return fails(line);
  const auto found = verbs.find(verb);
  if (found == verbs.end()) throw Refused(Refused::Kind::Invalid, "unknown verb '" + verb + "'");
  Words words(line);
  (this->*found->second)(words);
  words.end();
}

// ---- looking

Instant Player::instant_in(std::string text) {
  for (char& c : text)
    if (c == ' ') c = 'T';
  if (text.size() == 16) text += ":00";
  const auto date_time = parse_date_time(text);
  const auto instant = date_time ? instant_of(*date_time, world_.calendar().zone_offset_s()) : std::nullopt;
  if (!instant)
    throw Refused(Refused::Kind::Invalid, "'" + text + "' is no date and time such as 2022-04-12 14:50");
  return *instant;
}

InstanceId Player::instance(Words& words) {
  return words.take("of") ? last_of(world_, words.need("a process key")) : root_;
}

InstanceId Player::active(const std::string& node) {
  const auto rows = world_.reader().select(
      Query<Instance>{Filter::all({Filter::equal("root", root_.value), Filter::equal("node", node)}), {}});
  if (rows.empty()) throw Refused(Refused::Kind::Invalid, "'" + node + "' is not active");
  return rows.front().id;
}

DefinitionRow Player::newest(const std::string& key) {
  for (const DefinitionRow& row : world_.reader().select(Query<DefinitionRow>{Filter::equal("key", key), {}}))
    if (row.latest) return row;
  throw Refused(Refused::Kind::Invalid, "no process '" + key + "' is deployed");
}

// ---- models

Deploy Player::deployment(Words& words) {
  Deploy command;
  command.name = "scenario";
  while (!words.done()) {
    const std::string name = words.need("a file name");
    command.resources.emplace_back(std::filesystem::path(name).filename().string(),
                                   read_file(folder_ / name));
  }
  return command;
}

void Player::deploy(Words& words) {
  const Deploy command = deployment(words);
  const auto deployed = std::get<Deployed>(world_.ask(command));
  for (const auto& [name, bytes] : command.resources) world_.model_names.add(bytes);
  if (deployed.definitions.empty() && deployed.decisions.empty())
    throw Refused(Refused::Kind::Invalid, "no executable process and no decision in the file");
  if (first_.value == 0 && !deployed.definitions.empty()) first_ = deployed.definitions.front();
}

void Player::refuses(Words& words) {
  const std::string rule = words.need("the name of a rule");
  const std::string element = words.need("an element id");
  try {
    world_.ask(deployment(words));
  } catch (const Refused& refused) {
    for (const Problem& problem : refused.problems)
      if (problem.rule == rule && problem.element_id == element && problem.line > 0) return;
    throw Refused(Refused::Kind::Invalid, std::string("refused, but not by that rule: ") + refused.what());
  }
  throw Refused(Refused::Kind::Invalid, "the deployment was accepted");
}

/// The newest deployment, with its instances.
void Player::undeploy(Words& words) {
  words.end();
  const std::vector<Deployment> all = world_.reader().select(Query<Deployment>{});
  if (all.empty()) throw Refused(Refused::Kind::Invalid, "nothing is deployed");
  const auto newest = std::ranges::max_element(all, {}, &Deployment::id);
  world_.remember_definitions();
  world_.ask(DeleteDeployment{newest->id, true});
}

void Player::javascript(Words& words) {
  const bool on = words.take("on");
  if (!on && !words.take("off")) throw Refused(Refused::Kind::Invalid, "javascript is on or off");
  if (on && !around_.scripts)
    throw Refused(Refused::Kind::Invalid, "nobody runs JavaScript here; play it by `lienthong test`");
  world_.change_settings([&](Settings& settings) { settings.scripts = on ? around_.scripts : nullptr; });
}

void Player::delegates(Words& words) {
  const auto all =
      std::make_shared<const Delegates>(Delegates::parse(read_file(folder_ / words.need("a file name"))));
  world_.change_settings([&](Settings& settings) { settings.delegates = all; });
}

// ---- instances

void Player::start(Words& words) {
  StartProcess command;
  if (!words.done() && !words.next_is("with") && !words.next_is("key") && !words.next_is("at") &&
      !words.next_is("submits"))
    command.key = words.need("a process key");
  else
    command.definition = first_;
  if (words.take("key")) command.business_key = words.need("a business key");
  if (words.take("at")) command.start_event = words.need("the id of a start event");
  command.form = words.take("submits");
  command.variables = words.take_variables();
  words.end();
  root_ = std::get<Started>(world_.ask(std::move(command))).root;
}

/// An instance; `definition KEY [with instances]`, `instances of KEY`, `job ELEMENT`.
void Player::set_suspended(Words& words, bool suspended) {
  if (words.take("definition")) {
    const DefinitionRow row = newest(words.need("a process key"));
    const bool with = words.take("with");
    if (with && !words.take("instances")) throw Refused(Refused::Kind::Invalid, "with instances");
    words.end();
    world_.ask(SuspendDefinition{row.id, suspended, with});
  } else if (words.take("instances")) {
    if (!words.take("of")) throw Refused(Refused::Kind::Invalid, "instances of which process?");
    world_.ask(SuspendInstances{{}, words.need("a process key"), suspended});
  } else if (words.take("job")) {
    const std::string node = words.need("an element id");
    const auto jobs = world_.reader().select(Query<Job>{Filter::equal("node", node), {}});
    if (jobs.empty()) throw Refused(Refused::Kind::Invalid, "no job at '" + node + "'");
    world_.ask(SuspendJob{jobs.front().id, suspended});
  } else {
    const InstanceId root = instance(words);
    words.end();
    world_.ask(SuspendInstance{root, suspended});
  }
}

void Player::remove(Words& words) {
  DeleteInstance command{instance(words), "deleted by the scenario", {}, false, false, false};
  command.skip_listeners = words.take("quietly");
  words.end();
  world_.ask(std::move(command));
}

void Player::restart(Words&) { world_.restart(); }

// ---- time

namespace {

void go_forward(World& world, Instant to) {
  if (to < world.now())
    throw Refused(Refused::Kind::Invalid,
                  "time goes forward only, and it is already " +
                      text(date_time_of(world.now(), world.calendar().zone_offset_s())).substr(0, 16));
}

}  // namespace

void Player::given(Words& words) {
  const Instant at = instant_in(words.rest());
  if (root_) go_forward(world_, at);
  world_.set_now(at);
}

void Player::wait(Words& words) {
  if (words.take("until")) {
    const Instant until = instant_in(words.rest());
    go_forward(world_, until);
    return world_.turn_clock(until);
  }
  const std::string text = words.rest();
  const auto span = calendar::parse_span(text);
  if (!span)
    throw Refused(Refused::Kind::Invalid, "'" + text + "' is no span such as '3 working days' or 'PT4H'");
  if (span->amount < 0)
    throw Refused(Refused::Kind::Invalid, "'" + text + "' is negative, and time goes forward only");
  world_.turn_clock(world_.calendar().shift(world_.now(), *span));
}

/// The rest of the line is refused, in those words.
void Player::fails(const Line& line) {
  if (line.words.size() < 3 || line.words[1].empty())  // every refusal holds the empty text
    throw Refused(Refused::Kind::Invalid, "fails \"TEXT\" and a line");
  Line inner = line;
  inner.words.erase(inner.words.begin(), inner.words.begin() + 2);
  inner.quoted.erase(inner.quoted.begin(), inner.quoted.begin() + 2);
  try {
    play(inner);
  } catch (const Refused& refused) {
    if (std::string_view(refused.what()).find(line.words[1]) != std::string_view::npos) return;
    throw Refused(Refused::Kind::Invalid, std::string("it failed in other words: ") + refused.what());
  }
  throw Refused(Refused::Kind::Invalid, "it did not fail");
}

}  // namespace lienthong::scenario
