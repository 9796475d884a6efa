#include <catch2/catch.hpp>
#include "tests/soundness/support.h"

using namespace soundness_test;

TEST_CASE("a stuck run is told step by step, up to what its token waits for") {
  const std::string text = "start:s task:a xor:x task:b task:c and:j end:e s>a>x x>b>j x>c>j j>e";
  CHECK(message(text, "soundness-stuck") ==
        "A run can get stuck at the parallel gateway \"j\": 1. start s → 2. a completes → 3. gateway x takes "
        "the flow to b → 4. b completes → stuck: a token waits at parallel gateway j for the flow from c");
  CHECK(trace(text) == "s s-a a a-x x x-b b b-j");
  CHECK(named(text, "soundness-stuck") == "j");
  CHECK(named(text, "soundness-dead-activity").empty());
}

TEST_CASE("of several traces the shortest is told") {
  CHECK(trace("start:s xor:x task:a task:b xor:y and:j end:e s>x x>a x>b a>b2>y task:b2 b>y y>j j>e x>j") ==
        "s s-x x x-j");
}

TEST_CASE("flows that can hold two tokens are named, and the ends and the dead activities") {
  const std::string text =
      "start:s and:x task:a task:b xor:y task:c end:e task:d s>x x>a>y x>b>y y>c>e d>e2 end:e2";
  CHECK(named(text, "soundness-unsafe") == "c-e y-c");
  CHECK(named(text, "soundness-ends-twice") == "e");
  CHECK(named(text, "soundness-dead-activity") == "d");
  const auto judgement = judge(text);
  for (const auto& problem : judgement.problems) {
    CHECK(problem.severity == lienthong::Problem::Severity::Warning);
    CHECK(problem.line > 1);
    CHECK(problem.column > 0);
  }
  CHECK(trace(text) == "s s-x x x-a x-b a a-y y y-c c c-e b b-y y y-c c c-e");
}

TEST_CASE("a run without a way to its end is told by the step that loses it") {
  const std::string text = "start:s xor:x task:a xor:m task:b end:e s>x x>a>e x>m>b>m";
  CHECK(verdict(text) == "stuck");
  CHECK(message(text, "soundness-endless") ==
        "A run can go on for ever without a way to its end: 1. start s → 2. gateway x takes the flow to m → "
        "3. gateway m → from here on no end can be reached");
  CHECK(trace(text) == "s s-x x x-m m m-b");
}

TEST_CASE("a model that can never end is told by its beginning") {
  const std::string text = "start:s task:a s>a>a";
  CHECK(message(text, "soundness-endless") ==
        "A run can go on for ever without a way to its end: 1. start s → from here on no end can be reached");
  CHECK(trace(text) == "s s-a");
}

TEST_CASE("interruptions and sub-processes are steps, too") {
  const std::string text =
      "start:s sub:u{ start:us task:ua end:ue us>ua>ue } on-timer:b@u and:j end:e s>u>j b>j j>e";
  CHECK(trace(text) == "s s-u u us us-ua ua ua-ue ue u u-j");
  CHECK(message(text, "soundness-stuck") ==
        "A run can get stuck at the parallel gateway \"j\": 1. start s → 2. u begins → 3. start us → 4. ua "
        "completes → 5. end ue → 6. u completes → stuck: a token waits at parallel gateway j for the flow "
        "from b");
}

TEST_CASE("the middle of a long trace is left out of the text, not of the counterexample") {
  std::string text = "start:s end:e s>a0 and:j x>j j>e xor:x x>e ";
  for (int i = 0; i < 60; ++i)
    text += "task:a" + std::to_string(i) + " a" + std::to_string(i) + ">" +
            (i < 59 ? "a" + std::to_string(i + 1) : std::string("f")) + " ";
  text += "and:f f>j2 f>k and:j2 task:k xor:y k>y y>j2 y>e2 end:e2 j2>e3 end:e3";
  const std::string told = message(text, "soundness-stuck");
  CHECK(told.find("20. a18 completes → … → 4") != std::string::npos);
  CHECK(told.size() < 2000);
  CHECK(trace(text).find("a30 a30-a31 a31") != std::string::npos);
}
