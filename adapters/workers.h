#pragma once
#include <memory>
#include "adapters/calls.h"
#include "engine/commands.h"

namespace lienthong::adapters {

/// The built-in workers: one thread a topic, and one a receiver where a topic has many, so that a slow
/// destination never delays another. They know the engine only through its commands, as any other worker
/// does; an office may switch one off and serve the topic itself.
class Workers {
 public:
  Workers(engine::Commands&, Settings);
  ~Workers();  ///< stops
  void start();
  void stop();  ///< within about a second, in the middle of a call too

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Milliseconds until the next try, spread by a hash of job and attempt so that no herd forms.
std::int64_t back_off_ms(const RetrySchedule&, JobId, std::int64_t attempt);

}  // namespace lienthong::adapters
