// Messages, signals, conditions and changes of variables in a scenario.
#include "scenario/expect.h"
#include "scenario/player.h"

namespace lienthong::scenario {

using namespace engine;

void Player::message(Words& words) {
  CorrelateMessage command;
  command.name = words.need("a message name");
  if (words.take("key")) command.business_key = words.need("a business key");
  if (words.take("correlate")) command.correlation_keys = variables_of(words.need("a JSON object"));
  if (words.next_is("of")) command.instance = instance(words);
  if (words.take("to")) command.execution = active(words.need("an element id"));
  command.all = words.take("all");
  command.variables = words.take_variables();
  words.end();
  const auto correlated = std::get<Correlated>(world_.ask(std::move(command)));
  if (!correlated.results.empty() && correlated.results.front().started)
    root_ = correlated.results.front().root;
}

void Player::signal(Words& words) {
  BroadcastSignal command;
  command.name = words.need("a signal name");
  if (words.take("to")) command.execution = active(words.need("an element id"));
  command.variables = words.take_variables();
  words.end();
  world_.ask(std::move(command));
}

void Player::conditions(Words& words) {
  EvaluateConditions command;
  if (words.take("key")) command.business_key = words.need("a business key");
  command.variables = words.take_variables();
  words.end();
  const auto started = std::get<Correlated>(world_.ask(std::move(command)));
  if (!started.results.empty()) root_ = started.results.back().root;
}

/// A receive task without a message.
void Player::execution(Words& words) {
  SignalExecution command{active(words.need("an element id")), {}};
  if (!words.take("continues")) throw Refused(Refused::Kind::Invalid, "an execution continues");
  command.variables = words.take_variables();
  words.end();
  world_.ask(std::move(command));
}

void Player::variables(Words& words) {
  ChangeVariables command;
  command.instance = instance(words);
  if (words.take("set"))
    command.set = variables_of(words.need("a JSON object"));
  else if (words.take("remove"))
    command.remove.push_back(words.need("a name"));
  else
    throw Refused(Refused::Kind::Invalid, "variables are set or removed");
  command.local = words.take("local");
  if (words.take("of"))
    command.task = one_task(world_, words.need("a task's name or id")).id;
  else if (words.take("in"))
    command.instance = active(words.need("an element id"));
  words.end();
  world_.ask(std::move(command));
}

}  // namespace lienthong::scenario
