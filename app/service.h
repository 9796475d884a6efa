#pragma once
#include <memory>
#include "api/server.h"
#include "app/commands.h"
#include "app/runner.h"

namespace lienthong::app {

using MakeStore = std::function<std::unique_ptr<engine::Store>(const std::string& file)>;
/// The store of one SQLite file.
std::unique_ptr<engine::Store> sqlite_store(const std::string& file);

/// Everything that serves one database file: store, engine, writer thread, HTTP server, adapters.
class Service {
 public:
  explicit Service(const ServeOptions&, const MakeStore& = sqlite_store);
  ~Service();
  /// Deploys what the options name, then listens. Throws Refused or std::runtime_error that says why it
  /// cannot.
  void start();
  void stop();
  std::string base_url() const;
  engine::Commands& commands();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Deploys each folder that holds BPMN files as one deployment, unless unchanged. Throws Refused with every
/// problem in the text.
void deploy_catalogue(engine::Commands&, const std::filesystem::path&);

/// Blocks SIGINT and SIGTERM in this thread and those it starts; then wait_for_signal answers when one comes.
void block_signals();
void wait_for_signal();

}  // namespace lienthong::app
