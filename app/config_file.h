#pragma once

namespace CLI {
class App;
}

namespace lienthong::app {

/// Adds `--config FILE` (TOML) to a command: each of its long options may stand in the file under its own
/// name and means what it means on the command line, which goes before the file. What is wrong in the file
/// is a CLI::ParseError whose lines begin with file, line and column. To be added before the other options.
void add_config_option(CLI::App& command);

}  // namespace lienthong::app
