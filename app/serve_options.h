#pragma once
#include <filesystem>
#include "app/commands.h"

namespace CLI {
class App;
}

// The options of the commands that serve, once for the command line and the configuration file.
namespace lienthong::app {

/// The command `serve` with all its options.
CLI::App& add_serve(CLI::App& program, ServeOptions&);
/// The command `dev` with all its options.
CLI::App& add_dev(CLI::App& program, DevOptions&);
/// `--javascript`, of each command that judges models.
void add_javascript_option(CLI::App& command, bool& javascript);
/// `--delegates`, of each command that reads models.
void add_delegates_option(CLI::App& command, std::filesystem::path& delegates);

}  // namespace lienthong::app
