// Below the doors nothing asks for time, randomness or I/O: what our objects ask the C and C++ libraries for
// is read with nm.
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer;
  while (std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), n);
  CHECK(pclose(pipe) == 0);
  return text;
}

/// Forbidden symbols that an object of the archive does not define itself, as "object: symbol".
std::vector<std::string> forbidden_in(const std::string& archive) {
  static const std::set<std::string> names{
      "clock_gettime",   "gettimeofday",   "time",       "getrandom", "getentropy",    "rand",
      "srand",           "random",         "arc4random", "nanosleep", "usleep",        "sleep",
      "clock_nanosleep", "pthread_create", "socket",     "connect",   "open",          "open64",
      "openat",          "fopen",          "fopen64",    "getenv",    "secure_getenv", "localtime",
      "localtime_r"};
  // system_clock::now, steady_clock::now, random_device, thread, and file streams of the C++ library.
  static const std::vector<std::string> prefixes{"_ZNSt6chrono3_V212system_clock3now",
                                                 "_ZNSt6chrono3_V212steady_clock3now",
                                                 "_ZNSt13random_device",
                                                 "_ZNSt6thread15_M_start_thread",
                                                 "_ZNSt14basic_ifstream",
                                                 "_ZNSt14basic_ofstream",
                                                 "_ZNSt13basic_filebuf"};
  std::vector<std::string> found;
  std::istringstream in(output_of("nm -u '" + archive + "' 2>&1"));
  std::string object;
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with(":")) object = line;
    std::size_t mark = line.find(" U ");
    if (mark == std::string::npos) continue;
    std::string symbol = line.substr(mark + 3, line.find('@') - mark - 3);
    bool bad = names.contains(symbol);
    for (const std::string& prefix : prefixes) bad = bad || symbol.starts_with(prefix);
    if (bad) found.push_back(object + " " + symbol);
  }
  return found;
}

}  // namespace

TEST_CASE("The engine and all below it ask for no time, no randomness and no I/O") {
  std::istringstream archives(LIENTHONG_PURE_ARCHIVES);
  int read = 0;
  for (std::string archive; std::getline(archives, archive, '|'); ++read)
    for (const std::string& problem : forbidden_in(archive)) FAIL_CHECK(archive << ": " << problem);
  CHECK(read > 0);
}

TEST_CASE("An object that reads the clock, the environment or a file is seen") {
  CHECK(forbidden_in(LIENTHONG_PLANTED_ARCHIVE).size() >= 4);
}
