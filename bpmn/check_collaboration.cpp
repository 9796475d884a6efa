// Correlation must be complete before a process may rely on it. BPMN 8.4.2
#include <algorithm>
#include <set>
#include "bpmn/checking.h"

namespace lienthong::bpmn {
namespace {

void check_key(Checking& checking, const CorrelationKey& key) {
  const auto wrong = [&](Place place, const std::string& id, const char* rule, const std::string& why) {
    checking.error(place, id, rule, why);
  };
  for (const std::string& unknown : key.unknown)
    wrong(key.place, key.id, "unknown-reference",
          "The correlationProperty \"" + unknown + "\" of the correlationKey \"" + key.id +
              "\" is not defined in this file");
  if (key.properties.empty() && key.unknown.empty())
    wrong(key.place, key.id, "correlation-key-empty",
          "The correlationKey \"" + key.id + "\" needs at least one correlationPropertyRef");
  for (const CorrelationProperty& property : key.properties) {
    if (property.retrievals.empty())
      wrong(property.place, property.id, "correlation-property-without-retrieval",
            "The correlationProperty \"" + property.id +
                "\" needs a correlationPropertyRetrievalExpression for each message that carries it");
    std::set<std::string_view> messages;
    for (const CorrelationRetrieval& retrieval : property.retrievals) {
      if (!retrieval.path)
        wrong(retrieval.place, property.id, "correlation-retrieval-without-path",
              "A correlationPropertyRetrievalExpression of \"" + property.id + "\" needs a messagePath");
      if (retrieval.message_name.empty())
        wrong(retrieval.place, property.id, "correlation-retrieval-without-message",
              "A correlationPropertyRetrievalExpression of \"" + property.id +
                  "\" needs a messageRef to a message with a name");
      else if (!messages.insert(retrieval.message_name).second)
        wrong(retrieval.place, property.id, "correlation-retrieval-twice",
              "The correlationProperty \"" + property.id + "\" reads the message \"" +
                  retrieval.message_name + "\" twice");
    }
  }
}

void check_subscription(Checking& checking, const CorrelationSubscription& subscription) {
  const Process& process = checking.process;
  const auto key = std::ranges::find(process.keys, subscription.key, &CorrelationKey::id);
  const std::string what = "The correlationSubscription \"" + subscription.id + "\" ";
  if (key == process.keys.end()) {
    checking.error(subscription.place, process.id, "correlation-subscription-key",
                   what + "refers to the correlationKey \"" + subscription.key +
                       "\", which no collaboration of this process has");
    return;
  }
  for (const auto& binding : subscription.bindings) {
    const auto known = std::ranges::find(key->properties, binding.property, &CorrelationProperty::id);
    if (known == key->properties.end())
      checking.error(
          binding.place, process.id, "correlation-binding-property",
          what + "binds \"" + binding.property + "\", which is no property of the key \"" + key->id + "\"");
    if (!binding.path)
      checking.error(binding.place, process.id, "correlation-binding-without-path",
                     what + "needs a dataPath for \"" + binding.property + "\"");
  }
  for (const CorrelationProperty& property : key->properties)
    if (std::ranges::find(subscription.bindings, property.id, &CorrelationSubscription::Binding::property) ==
        subscription.bindings.end())
      checking.error(subscription.place, process.id, "correlation-binding-missing",
                     what + "needs a correlationPropertyBinding for \"" + property.id + "\"");
}

}  // namespace

void check_collaboration(Checking& checking) {
  for (const CorrelationKey& key : checking.process.keys) check_key(checking, key);
  for (const CorrelationSubscription& subscription : checking.process.correlations)
    check_subscription(checking, subscription);
}

}  // namespace lienthong::bpmn
