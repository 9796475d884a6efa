// reference_run: the long comparison of the engine with the interpreter.
//   reference_run --seed N --count M [--jobs J] [--quick] [--show] [--shrink
//   FOLDER] [--until-found] [--suspension on|off]
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <thread>
#include "base/refused.h"
#include "tests/reference/shrink.h"
#include "tests/reference/to_bpmn.h"
#include "tests/reference/write_scenario.h"

using namespace lienthong;
using namespace lienthong::reference;

namespace {

struct Asked {
  std::uint64_t seed = 1, count = 100, jobs = 1;
  bool quick = false;        ///< one engine run instead of four
  bool show = false;         ///< prints each model and what was done
  bool until_found = false;  ///< stops at the first disagreement
  bool suspension = suspends;
  std::string folder;  ///< where shrunk disagreements go
};

std::uint64_t number(const std::string& text) { return std::strtoull(text.c_str(), nullptr, 10); }

bool read(int argc, char** argv, Asked& asked) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool value = word == "--seed" || word == "--count" || word == "--jobs" || word == "--shrink" ||
                       word == "--suspension";
    if (value && i + 1 == words.size()) return false;
    if (word == "--seed")
      asked.seed = number(words[++i]);
    else if (word == "--count")
      asked.count = number(words[++i]);
    else if (word == "--jobs")
      asked.jobs = std::max<std::uint64_t>(1, number(words[++i]));
    else if (word == "--shrink")
      asked.folder = words[++i];
    else if (word == "--suspension")
      asked.suspension = words[++i] == "on";
    else if (word == "--quick")
      asked.quick = true;
    else if (word == "--show")
      asked.show = true;
    else if (word == "--until-found")
      asked.until_found = true;
    else
      return false;
  }
  return true;
}

/// Small enough to be read by a person, in a folder of scenarios.
void keep(const Asked& asked, std::uint64_t seed, const Case& found) {
  const Shows shows = [&](const Model& model, const std::vector<Stimulus>& stimuli) {
    try {
      return replay(model, stimuli, asked.quick).kind == Verdict::Kind::Disagreed;
    } catch (const Refused&) {
      return false;
    }
  };
  const Small small = shrink({found.model, found.verdict.stimuli}, shows);
  const Verdict verdict = replay(small.model, small.stimuli, asked.quick);
  write_scenario(asked.folder, "seed_" + std::to_string(seed), "seed " + std::to_string(seed), small.model,
                 verdict);
  std::cout << "  shrunk to " << small.model.size() << " elements and " << small.stimuli.size()
            << " stimuli: " << verdict.why;
}

class Run {
 public:
  explicit Run(const Asked& asked) : asked_(asked), next_(asked.seed) {}

  void work() {
    while (!stop_) {
      const std::uint64_t seed = next_++;
      if (seed >= asked_.seed + asked_.count) return;
      try {
        const Case found = run_seed(seed, asked_.quick, asked_.suspension);
        const std::scoped_lock lock(mutex_);
        tally_.add(found);
        if (asked_.show)
          std::cout << to_bpmn(found.model) << lines_of(found.model, found.verdict.stimuli)
                    << text_of(found.verdict.seen);
        if (found.verdict.kind != Verdict::Kind::Disagreed) continue;
        std::cout << "seed " << seed << " (" << found.model.size() << " elements, stimulus "
                  << found.verdict.stimuli.size() << "): " << found.verdict.why << std::flush;
        stop_ = asked_.until_found;
        if (!asked_.folder.empty()) keep(asked_, seed, found);
      } catch (const std::exception& error) {
        const std::scoped_lock lock(mutex_);
        ++tally_.disagreements;
        std::cout << "seed " << seed << ": " << error.what() << "\n";
      }
    }
  }

  const Tally& tally() const { return tally_; }

 private:
  const Asked& asked_;
  std::atomic<std::uint64_t> next_;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  Tally tally_;
};

}  // namespace

int main(int argc, char** argv) {
  Asked asked;
  if (!read(argc, argv, asked)) {
    std::cerr << "reference_run [--seed N] [--count M] [--jobs J] [--quick] "
                 "[--show] [--until-found] "
                 "[--shrink FOLDER] [--suspension on|off]\n";
    return 2;
  }
  if (std::filesystem::exists("/dev/shm")) setenv("TMPDIR", "/dev/shm", 0);
  Run run(asked);
  std::vector<std::jthread> threads;
  for (std::uint64_t i = 0; i < asked.jobs; ++i) threads.emplace_back([&] { run.work(); });
  threads.clear();
  std::cout << run.tally().text();
  return run.tally().disagreements == 0 ? 0 : 1;
}
