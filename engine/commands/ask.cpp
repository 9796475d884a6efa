#include <future>
#include "engine/commands.h"

namespace lienthong::engine {

Reply ask(Commands& commands, Command command) {
  // Shared: whoever answers may still be inside set_value when the answer has been taken.
  const auto promise = std::make_shared<std::promise<Result>>();
  commands.submit(std::move(command), [promise](Result result) { promise->set_value(std::move(result)); });
  Result result = promise->get_future().get();
  if (result.error) std::rethrow_exception(result.error);
  return std::move(result.reply);
}

}  // namespace lienthong::engine
