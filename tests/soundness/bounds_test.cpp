#include <catch2/catch.hpp>
#include <chrono>
#include <random>
#include "tests/soundness/support.h"

using namespace soundness_test;
using namespace lienthong::bpmn;

namespace {

/// n branches side by side, each with two choices in a row.
std::string branches(int n) {
  std::string text = "start:s and:f and:j end:e s>f j>e ";
  for (int i = 0; i < n; ++i) {
    const std::string k = std::to_string(i);
    for (const std::string c : {"x", "z"})
      text += "xor:" + c + k + " task:" + c + "a" + k + " task:" + c + "b" + k + " xor:" + c + "y" + k + " " +
              c + k + ">" + c + "a" + k + ">" + c + "y" + k + " " + c + k + ">" + c + "b" + k + ">" + c +
              "y" + k + " ";
    text += "f>x" + k + " xy" + k + ">z" + k + " zy" + k + ">j ";
  }
  return text;
}

}  // namespace

TEST_CASE("what the bound leaves open is unknown, and said") {
  const auto all = judge(branches(4));
  REQUIRE(all.soundness);
  CHECK(all.soundness->bounded);
  CHECK(all.soundness->sound() == true);
  const auto some = judge(branches(6), 100);
  REQUIRE(some.soundness);
  CHECK_FALSE(some.soundness->bounded);
  CHECK(some.soundness->states >= 100);
  CHECK_FALSE(some.soundness->sound().has_value());
  CHECK_FALSE(some.soundness->option_to_complete.has_value());
  CHECK(some.problems.back().rule == "soundness-unknown");
}

TEST_CASE("a violation found within the bound stays one") {
  const auto judgement = judge("task:z " + branches(6) + " f>xy0", 300);
  REQUIRE(judgement.soundness);
  CHECK_FALSE(judgement.soundness->bounded);
  CHECK(judgement.soundness->safe == false);
  CHECK(judgement.soundness->sound() == false);
  CHECK_FALSE(judgement.soundness->no_dead_activities.has_value());
}

TEST_CASE("tokens without limit end the search early") {
  const auto judgement = judge("start:s xor:m task:a and:x end:e s>m>a>x x>e x>m", 1'000'000);
  REQUIRE(judgement.soundness);
  CHECK_FALSE(judgement.soundness->bounded);
  CHECK(judgement.soundness->states < 1000);
  CHECK(judgement.soundness->safe == false);
}

TEST_CASE("a loop that gathers ever more tokens is recognised, and its element named") {
  const std::string fork = "start:s xor:m task:a and:x end:e s>m>a>x x>e x>m";
  CHECK(named(fork, "soundness-unbounded") == "e");
  CHECK(named(fork, "soundness-unknown") == "");
  CHECK(message(fork, "soundness-unbounded").find("Ever more tokens can gather at the end event \"e\"") == 0);
  const std::string join = "start:s xor:m task:a and:x and:j task:b task:c end:e s>m>a>x x>j x>m b>j j>c>e";
  CHECK(named(join, "soundness-unbounded") == "j");
  CHECK(named("start:s sub:u{ start:us xor:m and:x end:ue us>m>x x>m x>ue } end:e s>u>e",
              "soundness-unbounded") == "ue");
  // Within few states, and beside branches whose every order would be too many.
  CHECK(named(branches(6) + " xor:m and:y end:g m>y>m y>g f>m", "soundness-unbounded") == "g");
}

TEST_CASE("two tokens are not yet ever more") {
  for (const char* diagram :
       {"start:s and:x xor:m task:a end:e s>x x>m x>m2 task:m2 m2>m m>a>e",
        "start:s xor:m task:a xor:x end:e s>m>a>x>e x>m", "start:s task+9:a task:b end:e s>a>b>e",
        // An inclusive join may wait for what another token does.
        "start:s or:m task:a and:x or:y end:e s>m>a>x x>m x>y>e"}) {
    INFO(diagram);
    CHECK(named(diagram, "soundness-unbounded") == "");
  }
}

TEST_CASE("more free choices than can be tried are outside of what is judged") {
  for (const int n : {10, 11}) {
    std::string text = "start:s or:x or:y end:e s>x y>e ";
    for (int i = 0; i < n; ++i) text += "task:t" + std::to_string(i) + " x>t" + std::to_string(i) + ">y ";
    INFO(n);
    CHECK(judge(text).soundness.has_value() == (n == 10));
  }
}

TEST_CASE("a file without a process that can be judged says so") {
  const auto judgement = judge("");
  CHECK_FALSE(judgement.soundness.has_value());
  REQUIRE(judgement.problems.size() == 1);
  CHECK(judgement.problems.front().rule == "soundness-outside");
}

TEST_CASE("a model of two thousand elements is judged") {
  std::string text = "start:s end:e s>g0 ";
  const int blocks = 250;
  for (int i = 0; i < blocks; ++i) {
    const std::string k = std::to_string(i), gate = i % 2 ? "and" : "xor";
    const std::string next = i + 1 < blocks ? "g" + std::to_string(i + 1) : "e";
    text += gate + ":g" + k + " " + gate + ":h" + k + " task:a" + k + " task:b" + k + " g" + k + ">a" + k +
            ">h" + k + ">" + next + " g" + k + ">b" + k + ">h" + k + " ";
  }
  CHECK(verdict(text) == "sound");
}

TEST_CASE("whatever is drawn is judged without a crash, and twice alike") {
  const char* kinds[] = {"task", "xor",         "and",           "or",          "events",
                         "end",  "catch-timer", "end-terminate", "end-error/E", "throw-escalation/E"};
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const int nodes = 3 + pick(9);
    std::string text = "start:s ", open;
    for (int i = 0; i < nodes; ++i) {
      const std::string k = std::to_string(i);
      text += std::string(kinds[pick(10)]) + ":n" + k + " ";
      if (pick(6) == 0)
        text += "task:t" + k + " on-timer" + (pick(2) ? "+" : "") + ":b" + k + "@t" + k + " b" + k + ">n" +
                std::to_string(pick(nodes)) + " n" + k + ">t" + k + ">n" + std::to_string(pick(nodes)) + " ";
      if (pick(8) == 0)
        text += "sub:u" + k + "{ start:us" + k + " task:ut" + k + " end-error/E:ue" + k + " us" + k + ">ut" +
                k + ">ue" + k + " } on-error/E:ub" + k + "@u" + k + " n" + k + ">u" + k + ">n" +
                std::to_string(pick(nodes)) + " ub" + k + ">n" + std::to_string(pick(nodes)) + " ";
    }
    text += "s>n0 ";
    for (int i = 0; i < nodes + 3; ++i)
      text += "n" + std::to_string(pick(nodes)) + ">n" + std::to_string(pick(nodes)) + " ";
    INFO(seed << ": " << text);
    const auto one = judge(text, 2000), other = judge(text, 2000);
    REQUIRE(one.soundness.has_value() == other.soundness.has_value());
    if (!one.soundness) continue;
    CHECK(one.soundness->states == other.soundness->states);
    CHECK(one.soundness->counterexample == other.soundness->counterexample);
    if (one.soundness->sound() == true) CHECK(one.problems.empty());
    if (one.soundness->sound() == false) CHECK_FALSE(one.problems.empty());
  }
}

TEST_CASE("how long the bounds take, to be read", "[.speed]") {
  for (const std::size_t states : {soundness_deployment_states_max, soundness_states_max}) {
    const auto begin = std::chrono::steady_clock::now();
    const auto judgement = judge(branches(13), states);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    REQUIRE(judgement.soundness);
    WARN(judgement.soundness->states << " states in " << took.count() << " s");
  }
}
