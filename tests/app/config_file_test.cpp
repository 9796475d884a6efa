// `serve --config FILE`: what may stand in the file, and how what is wrong in it is told.
#include "app/config_file.h"
#include <unistd.h>
#include <boost/regex.hpp>
#include <catch2/catch.hpp>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include "app/serve_options.h"

namespace lienthong::app {
namespace {

/// `lienthong serve` with its real options, the file and more words of a command line.
class Served {
 public:
  explicit Served(const std::string& text, std::vector<std::string> words = {}) {
    std::ofstream(file, std::ios::binary) << text;
    words.insert(words.begin(), {"serve", "--config", file});
    std::ranges::reverse(words);
    CLI::App program;
    program.require_subcommand(1);
    add_serve(program, options);
    try {
      program.parse(words);
    } catch (const CLI::ParseError& error) {
      problem = error.what();
    }
    std::filesystem::remove(file);
  }

  std::string file =
      (std::filesystem::temp_directory_path() / ("config" + std::to_string(getpid()) + ".toml")).string();
  ServeOptions options;
  std::string problem;  ///< empty: taken
};

/// What is told of the file, its name left out.
std::string problem(const std::string& text, std::vector<std::string> words = {}) {
  const Served served(text, std::move(words));
  std::string told;
  for (std::size_t at = 0; at < served.problem.size();) {
    if (served.problem.compare(at, served.file.size() + 1, served.file + ":") == 0)
      at += served.file.size() + 1;
    const std::size_t end = std::min(served.problem.find('\n', at), served.problem.size() - 1);
    told += served.problem.substr(at, end - at + 1);
    at = end + 1;
  }
  return told;
}

const std::string sample = R"(# an office
db = "office.db"
listen = "127.0.0.1:8081"
without = ["sign.sign", 'notify.email']
webhook-allow = [
  "https://hooks.example.vn/office/",  # the portal
  "http://10.1.2.3:9000/",
]
development-clock = true
value-bytes-max = "2MiB"
body-bytes-max = 4_194_304
worker-errors = "incident"
javascript = "on"
)";

}  // namespace

TEST_CASE("A configuration file says what the command line says") {
  const Served served(sample);
  REQUIRE(served.problem == "");
  const ServeOptions& o = served.options;
  CHECK(o.db == "office.db");
  CHECK((o.host == "127.0.0.1" && o.port == 8081));
  CHECK(o.without == std::vector<std::string>{"sign.sign", "notify.email"});
  CHECK(o.webhook_allow.size() == 2);
  CHECK(o.development_clock);
  CHECK(o.value_bytes_max == 2u << 20);
  CHECK(o.body_bytes_max == 4u << 20);
  CHECK(o.worker_errors == "incident");
  CHECK(o.javascript);
  CHECK(o.soundness == "warn");
}

TEST_CASE("The command line goes before the configuration file, lists and flags as a whole") {
  const Served served(sample, {"--db", "other.db", "--without", "all", "--development-clock=false",
                               "--listen", "127.0.0.1:0", "--value-bytes-max", "1MiB"});
  REQUIRE(served.problem == "");
  CHECK(served.options.db == "other.db");
  CHECK(served.options.without == std::vector<std::string>{"all"});
  CHECK_FALSE(served.options.development_clock);
  CHECK(served.options.port == 0);
  CHECK(served.options.value_bytes_max == 1u << 20);
  CHECK(served.options.body_bytes_max == 4u << 20);
}

TEST_CASE("A database is required in one of the two places") {
  CHECK(Served("listen = '127.0.0.1:0'").problem == "--db is required");
  CHECK(Served("", {"--db", "x.db"}).problem == "");
}

TEST_CASE("A name that no option has is told with its place and the nearest one") {
  CHECK(problem("db = 'x.db'\n  lissen = '127.0.0.1:1'\n") ==
        "2:3: there is no option 'lissen': do you mean listen?");
  CHECK(problem("db = 'x.db'\nwebhook_allow = []") ==
        "2:1: there is no option 'webhook_allow': do you mean webhook-allow?");
  CHECK(problem("db = 'x.db'\nelephant = 1") == "2:1: there is no option 'elephant'");
  CHECK(problem("db = 'x.db'\nconfig = 'more.toml'") == "2:1: there is no option 'config'");
  CHECK(problem("db = 'x.db'\nhelp = true") == "2:1: there is no option 'help'");
  CHECK(problem("[serve]\ndb = 'x.db'", {"--db", "x.db"}) ==
        "1:2: there is no option 'serve' (options stand in no table)");
}

TEST_CASE("A value of another type is told with its place, also where the command line has its own") {
  CHECK(problem("db = 5", {"--db", "x.db"}) == "1:6: db takes text, not a whole number");
  CHECK(problem("db = ['x.db']") == "1:6: db takes text, not a list");
  CHECK(problem("db = 'x.db'\ndevelopment-clock = 'yes'") ==
        "2:21: development-clock takes true or false, not text");
  CHECK(problem("db = 'x.db'\njavascript = true") == "2:14: javascript takes text, not true or false");
  CHECK(problem("db = 'x.db'\nwithout = ['all', 7]") ==
        "2:19: without takes a list of texts, not a whole number");
  CHECK(problem("db = 'x.db'\nwithout = [['all']]") == "2:12: without takes a list of texts, not a list");
  CHECK(problem("db = 'x.db'\nbody-bytes-max = 1.5e6") ==
        "2:18: body-bytes-max takes a whole number, or text with a unit, not a number with a fraction");
  CHECK(problem("db = 'x.db'\nsmtp = 2026-12-01") == "2:8: smtp takes text, not a date or time");
  CHECK(problem("db.file = 'x.db'") == "1:1: db takes text, not a table");
  CHECK(problem("db = \"x\\u0000.db\"") == "1:6: db holds the character U+0000");
}

TEST_CASE("A value that the option refuses is told with its place") {
  CHECK(problem("db = 'x.db'\nsoundness = 'perhaps'").starts_with("2:13: --soundness: perhaps not in {"));
  CHECK(problem("db = 'x.db'\nlisten = 'here'") ==
        "2:10: --listen: takes HOST:PORT, e.g. 127.0.0.1:8080; got 'here'");
  CHECK(problem("db = 'x.db'\nvalue-bytes-max = -1").starts_with("2:19: "));
  CHECK(problem("db = 'x.db'\nbody-bytes-max = 5").starts_with("2:18: --body-bytes-max: "));
  CHECK(problem("db = 'x.db'\ndeploy = '/nowhere/at/all'").starts_with("2:10: --deploy: "));
  CHECK(problem("db = 'x.db'\nmail-from = 'nobody'") ==
        "2:13: --mail-from: 'nobody' is no e-mail address that can be sent from");
  CHECK(problem("db = 'x.db'\nwebhook = 'ftp://a'") == "2:11: --webhook: 'ftp://a' is no http address");
  CHECK(problem("db = 'x.db'\nwebhook-allow = ['a.vn']").starts_with("2:17: --webhook-allow: "));
}

TEST_CASE("A doubled name and what is no TOML are told with their places") {
  CHECK(boost::regex_match(problem("db = 'x.db'\ndb = 'y.db'"), boost::regex("2:\\d+: .*db.*")));
  CHECK(boost::regex_match(problem("db = 'x.db'\n\"db\" = 'y.db'"), boost::regex("2:\\d+: .*db.*")));
  CHECK(boost::regex_match(problem("db = x.db"), boost::regex("1:\\d+: .*")));
  CHECK(boost::regex_match(problem("db = 'x.db"), boost::regex("1:\\d+: .*")));
  CHECK(boost::regex_match(problem("db = \"\xff\""), boost::regex("1:\\d+: .*")));
}

TEST_CASE("All that is wrong in a configuration file is told at once, in its order") {
  CHECK(problem("soundnes = 'off'\ndb = 1\nanother = 2") ==
        "1:1: there is no option 'soundnes': do you mean soundness?\n2:6: db takes text, not a whole number\n"
        "3:1: there is no option 'another'");
}

TEST_CASE("A configuration file that is damaged anywhere is taken or told with a place, never a crash") {
  std::mt19937 random(20'261'201);
  const std::string pool = "[]{}=\"'#.,-_\n\\\t 0x1e+:aZ\xff\xc3" + std::string(1, '\0');
  const boost::regex placed(":\\d+:\\d+: ");
  int taken = 0, told = 0;
  for (int round = 0; round < 600; ++round) {
    std::string text = sample;
    for (int edits = 1 + round % 3; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      switch (random() % 4) {
        case 0: text.erase(at, 1 + random() % 8); break;
        case 1: text.insert(at, 1, pool[random() % pool.size()]); break;
        case 2: text[at] = pool[random() % pool.size()]; break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 40)); break;
      }
    }
    const Served served(text);
    CAPTURE(round, text, served.problem);
    if (served.problem.empty())
      ++taken;
    else if (served.problem != "--db is required") {
      CHECK(served.problem.starts_with(served.file + ":"));
      CHECK(boost::regex_search(served.problem, placed));
      ++told;
    }
  }
  CHECK(taken > 30);
  CHECK(told > 200);
  const std::string deep(100'000, '[');
  CHECK(boost::regex_search(Served("db = " + deep).problem, placed));
}

}  // namespace lienthong::app
