#pragma once
// What tells one conversation from another: partners of message flows, and correlation keys. BPMN 8.4.2
#include "engine/execution.h"

namespace lienthong::engine {

/// The values a message carries, as names for the expressions that read it; then those of `behind`.
class PayloadNames : public feel::Names {
 public:
  explicit PayloadNames(const Variables& payload, const feel::Names* behind = nullptr)
      : payload_(payload), behind_(behind) {}
  std::optional<Value> find(std::string_view name) const override;
  std::optional<Value> call(std::string_view object, std::string_view method,
                            const List& arguments) const override;
  std::optional<Value> property(std::string_view object, std::string_view name) const override;

 private:
  const Variables& payload_;
  const feel::Names* behind_;
};

/// How a message fits a process instance by its keys. Open: no key of the instance speaks of this message, or
/// those that do have no value yet.
enum class Fit { No, Open, Exact };
Fit fit_by_keys(Execution&, const Instance& root, const std::string& message, const Variables& payload);
/// The first message with a key gives the key its value.
void remember_keys(Execution&, const Instance& root, const std::string& message, const Variables& payload);

/// `a` and `b` have talked to each other.
void join_partners(Execution&, const Instance& a, const Instance& b);
/// The process instances of `process` that `root` has talked to, ended ones included.
std::vector<InstanceId> partners_of(Execution&, const Instance& root, std::string_view process);
/// The rows of a conversation end with their process instance.
void forget_conversation(Execution&, const Instance& root);

}  // namespace lienthong::engine
