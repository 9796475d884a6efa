#include "app/config_file.h"
#include <toml++/toml.h>
#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>
#include "app/commands.h"
#include "base/nearest.h"

namespace lienthong::app {
namespace {

using Place = std::pair<toml::source_index, toml::source_index>;  ///< line and column

Place place_of(const toml::source_region& region) { return {region.begin.line, region.begin.column}; }

bool takes_number(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.starts_with("UINT") || type.starts_with("INT");
}

bool is_flag(const CLI::Option& option) { return option.get_items_expected_max() == 0; }
bool is_list(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

const char* what_it_takes(const CLI::Option& option) {
  if (is_flag(option)) return "true or false";
  if (takes_number(option)) return "a whole number, or text with a unit";
  return is_list(option) ? "a list of texts" : "text";
}

std::string kind_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "text";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number with a fraction";
    case toml::node_type::boolean: return "true or false";
    default: return "a date or time";
  }
}

class ConfigFile {
 public:
  ConfigFile(CLI::App& command, const std::string& file) : file_(file) {
    for (CLI::Option* option : command.get_options())
      if (option->get_configurable())
        for (const std::string& name : option->get_lnames()) options_.emplace(name, option);
  }

  void apply() {
    for (const auto& [key, node] : parsed()) take(key, node);
    if (problems_.empty()) return;
    std::string told;
    for (const auto& [place, text] : problems_) told += (told.empty() ? "" : "\n") + at(place) + text;
    throw CLI::FileError(told, CLI::ExitCodes::FileError);
  }

 private:
  toml::table parsed() {
    const std::string text = read_file(file_);
    try {
      return toml::parse(text, file_);
    } catch (const toml::parse_error& error) {
      throw CLI::FileError(at(place_of(error.source())) + std::string(error.description()),
                           CLI::ExitCodes::FileError);
    }
  }

  std::string at(const Place& place) const {
    return file_ + ":" + std::to_string(place.first) + ":" + std::to_string(place.second) + ": ";
  }

  void take(const toml::key& key, const toml::node& node) {
    const std::string name(key.str());
    const auto known = options_.find(name);
    if (known == options_.end()) return refuse_name(key, node);
    CLI::Option& option = *known->second;
    std::vector<std::string> values;
    if (!is_list(option) || !node.is_array()) {
      if (!read_value(option, name, node, values)) return;
    } else {
      for (const toml::node& item : *node.as_array())
        if (!read_value(option, name, item, values)) return;
    }
    if (option.count() > 0 || values.empty()) return;
    try {
      option.add_result(std::move(values));
      option.run_callback();
    } catch (const CLI::ParseError& error) {
      problems_.emplace(place_of(node.source()), error.what());
    }
  }

  void refuse_name(const toml::key& key, const toml::node& node) {
    const std::string name(key.str());
    std::vector<std::string_view> names;
    for (const auto& [known, option] : options_) names.push_back(known);
    std::string text = "there is no option '" + name + "'" + do_you_mean(name, names);
    if (node.is_table()) text += " (options stand in no table)";
    problems_.emplace(place_of(key.source()), std::move(text));
  }

  /// Adds a value as the command line would spell it; false: it is of another type, which is told.
  bool read_value(const CLI::Option& option, const std::string& name, const toml::node& node,
                  std::vector<std::string>& values) {
    const auto wrong = [&](const std::string& text) {
      problems_.emplace(place_of(node.source()), name + text);
      return false;
    };
    if (is_flag(option) && node.is_boolean()) {
      values.push_back(node.as_boolean()->get() ? "true" : "false");
    } else if (takes_number(option) && node.is_integer()) {
      values.push_back(std::to_string(node.as_integer()->get()));
    } else if (!is_flag(option) && node.is_string()) {
      values.push_back(node.as_string()->get());
      if (values.back().find('\0') != std::string::npos) return wrong(" holds the character U+0000");
    } else {
      return wrong(std::string(" takes ") + what_it_takes(option) + ", not " + kind_of(node.type()));
    }
    return true;
  }

  std::string file_;
  std::map<std::string, CLI::Option*> options_;
  std::multimap<Place, std::string> problems_;  ///< in the file's order
};

}  // namespace

void add_config_option(CLI::App& command) {
  command
      .add_option_function<std::string>(
          "--config", [&command](const std::string& file) { ConfigFile(command, file).apply(); },
          "TOML file with any of these options by their names; the command line goes before it")
      ->check(CLI::ExistingFile)
      ->configurable(false);
}

}  // namespace lienthong::app
