// For each construct a sound model and its unsound twin.
#include <catch2/catch.hpp>
#include "tests/soundness/support.h"

using soundness_test::verdict;

namespace {

struct Row {
  std::string what, diagram, verdict;
};

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.what << ": " << row.diagram);
    CHECK(verdict(row.diagram) == row.verdict);
  }
}

}  // namespace

TEST_CASE("exclusive and parallel gateways") {
  check_rows({
      {"sequence", "start:s task:a end:e s>a>e", "sound"},
      {"choice closed by a choice", "start:s xor:x task:a task:b xor:y end:e s>x>a>y>e x>b>y", "sound"},
      {"fork closed by a join", "start:s and:x task:a task:b and:y end:e s>x>a>y>e x>b>y", "sound"},
      {"choice closed by a join", "start:s xor:x task:a task:b and:y task:c end:e s>x>a>y>c>e x>b>y",
       "stuck dead"},
      {"fork closed by a choice", "start:s and:x task:a task:b xor:y end:e s>x>a>y>e x>b>y", "unsafe twice"},
      {"fork into two ends", "start:s and:x end:e end:f s>x>e x>f", "sound"},
      {"fork into one end", "start:s and:x task:a task:b end:e s>x>a>e x>b>e", "twice"},
      {"loop", "start:s xor:m task:a xor:x end:e s>m>a>x>e x>m", "sound"},
      {"loop without a way out", "start:s xor:m task:a s>m>a>m", "stuck"},
      {"loop that forks", "start:s xor:m task:a and:x end:e s>m>a>x>e x>m", "stuck? unsafe twice"},
      {"a task that nothing leads to", "start:s task:a end:e task:b s>a>e", "dead"},
      {"implicit end", "start:s task:a s>a", "sound"},
      {"implicit beginning", "task:a task:b end:e a>e", "sound"},
      {"fork out of a task, merged by one",
       "start:s task:a task:b end:e end:f s>a a>b a>b2 task:b2 b>c b2>c "
       "task:c c>e",
       "unsafe twice"},
  });
}

TEST_CASE("inclusive gateways") {
  check_rows({
      {"split and join", "start:s or:x task:a task:b or:y end:e s>x x>a>y x>b>y y>e", "sound"},
      {"split closed by a parallel join", "start:s or:x task:a task:b and:y end:e s>x x>a>y x>b>y y>e",
       "stuck"},
      {"split closed by a choice", "start:s or:x task:a task:b xor:y end:e s>x x>a>y x>b>y y>e",
       "unsafe twice"},
      {"the default flow is taken alone", "start:s or:x task:a task:b and:y end:e s>x x=>a>y x?>b>y y>e",
       "stuck"},
      {"join behind a fork with a choice that may miss it",
       "start:s and:f xor:x task:a task:b or:j end:e end:g s>f f>a>j f>x x>b>j x>g j>e", "sound"},
      {"join on a circle", "start:s or:j task:a or:x end:e s>j j>a>x x=>e x?>j", "sound"},
      {"split that loops back while it goes on", "start:s or:j task:a or:x end:e s>j j>a>x x>e x>j",
       "stuck? unsafe twice"},
      {"tokens in a sub-process are waited for",
       "start:s and:f sub:u{ start:us task:ua end:ue us>ua>ue } task:a or:j end:e s>f f>u>j f>a>j j>e",
       "sound"},
      {"a boundary event of a waited-for activity",
       "start:s and:f task:u on-timer:b@u task:a or:j end:e end:g s>f f>u>g b>j f>a>j j>e", "sound"},
  });
}

TEST_CASE("complex gateways") {
  check_rows({
      {"the first of two is enough", "start:s and:f task:a task:b complex:j end:e s>f f>a>j f>b>j j>e",
       "sound"},
      {"behind a choice", "start:s xor:f task:a task:b complex:j end:e s>f f>a>j f>b>j j>e", "sound"},
      {"a flow that may be taken again at the reset",
       "start:s and:f task:a task:b complex:j end:e end:g s>f f>a>j f>b>j j>e j?>g", "unsafe twice"},
      {"more tokens than flows",
       "start:s and:f xor:m task:c complex:j end:e s>f f>a>m f>b>m m>j f>c>j j>e "
       "task:a task:b",
       "unsafe twice"},
  });
}

TEST_CASE("quantities of tokens") {
  check_rows({
      {"gathers what a fork brings", "start:s and:f task*2:a end:e s>f f>a f>b>a task:b a>e", "sound"},
      {"waits for more than can come", "start:s task*2:a end:e s>a>e", "stuck dead"},
      {"sends two tokens", "start:s task+2:a task:b end:e s>a>b>e", "unsafe twice"},
      {"sends two tokens that are gathered", "start:s task+2:a task*2:b end:e s>a>b>e", "unsafe"},
  });
}

TEST_CASE("event-based gateways and events") {
  check_rows({
      {"one of two events", "start:s events:x catch-timer:a catch-message:b xor:y end:e s>x x>a>y x>b>y y>e",
       "sound"},
      {"one of two events, joined",
       "start:s events:x catch-timer:a catch-message:b and:y end:e s>x x>a>y "
       "x>b>y y>e",
       "stuck"},
      {"intermediate events", "start:s catch-timer:a throw-signal:b throw:c end-message:e s>a>b>c>e",
       "sound"},
      {"link", "start:s throw-link/L:t catch-link/L:c task:a end:e s>t c>a>e", "sound"},
      {"link to nowhere leaves a task dead", "start:s throw-link/L:t catch-link/M:c task:a end:e s>t c>a>e",
       "dead"},
      {"two links into one",
       "start:s and:x throw-link/L:t throw-link/L:u catch-link/L:c end:e s>x x>t x>u c>e", "unsafe twice"},
      {"terminate ends a token that waits",
       "start:s and:x task:a and:j task:b end-terminate:e s>x x>a>j x>b>e "
       "xor:y end:f j>f",
       "sound"},
      {"one of several start events", "start:s start-message:m start-timer:t xor:x end:e s>x m>x t>x x>e",
       "sound"},
      {"start events joined", "start:s start-message:m and:x end:e s>x m>x x>e", "stuck"},
  });
}

TEST_CASE("boundary events") {
  check_rows({
      {"interrupting, merged by a choice", "start:s task:a on-timer:b@a xor:x end:e s>a>x b>x x>e", "sound"},
      {"interrupting, joined", "start:s task:a on-timer:b@a and:x end:e s>a>x b>x x>e", "stuck"},
      {"not interrupting, own end", "start:s user:a on-timer+:b@a task:c end:e end:f s>a>e b>c>f", "sound"},
      {"not interrupting, same end", "start:s user:a on-timer+:b@a end:e s>a>e b>e", "twice"},
      {"not interrupting, merged by a choice", "start:s user:a on-timer+:b@a xor:x end:e s>a>x b>x x>e",
       "unsafe twice"},
      {"not interrupting, joined", "start:s user:a on-timer+:b@a and:x end:e s>a>x b>x x>e", "stuck"},
      {"not interrupting, merged by an inclusive gateway",
       "start:s user:a on-timer+:b@a or:x end:e s>a>x b>x x>e", "sound"},
      {"error of a worker", "start:s task:a on-error/E:b@a task:c end:e end:f s>a>e b>c>f", "sound"},
  });
}

TEST_CASE("sub-processes") {
  const std::string stuck_inside =
      "sub:u{ start:us xor:ux and:uy end:ue us>ux ux>uy ux>uz task:uz uz>uy uy>ue }";
  check_rows({
      {"sub-process", "start:s sub:u{ start:us task:a end:ue us>a>ue } end:e s>u>e", "sound"},
      {"stuck inside", "start:s " + stuck_inside + " end:e s>u>e", "stuck"},
      {"stuck inside, saved by a timer", "start:s " + stuck_inside + " on-timer:b@u end:e end:f s>u>e b>f",
       "sound"},
      {"nested twice",
       "start:s sub:u{ start:us sub:v{ start:vs task:a end:ve vs>a>ve } end:ue us>v>ue } end:e "
       "s>u>e",
       "sound"},
      {"fork into one end inside",
       "start:s sub:u{ start:us and:x end:ue us>x x>a>ue x>b>ue task:a task:b } end:e "
       "s>u>e",
       "twice"},
      {"an end inside a loop ends once a run",
       "start:s xor:m sub:u{ start:us end:ue us>ue } xor:x end:e "
       "s>m>u>x>e x>m",
       "sound"},
      {"terminate ends its scope only",
       "start:s sub:u{ start:us and:x task:a end-terminate:ue end:uf us>x x>ue "
       "x>a>uf } task:b end:e s>u>b>e",
       "sound"},
      {"empty", "start:s sub:u end:e s>u>e", "sound"},
      {"without a start event all that nothing leads to begins",
       "start:s task:x sub:u{ task:a task:b task:c a>b } end:e s>x>u>e", "sound"},
      {"without a start event, into one end", "start:s sub:u{ task:a task:b end:ue a>ue b>ue } end:e s>u>e",
       "twice"},
  });
}

TEST_CASE("errors, escalations and cancel") {
  check_rows({
      {"error end caught",
       "start:s sub:u{ start:us xor:x end:ue end-error/E:uf us>x x>ue x>uf } on-error/E:b@u "
       "task:c end:e end:f s>u>e b>c>f",
       "sound"},
      {"no error can come by that code",
       "start:s sub:u{ start:us xor:x end-error/E:uf end:ue us>x x>ue x>uf } on-error/F:b@u on-error/E:d@u "
       "task:c "
       "end:e end:f s>u>e d>f b>c>f",
       "sound"},
      {"the error is never thrown",
       "start:s sub:u{ start:us task:a end:ue task:z end-error/E:uf us>a>ue z>uf } "
       "on-error/E:b@u task:c end:e end:f s>u>e b>c>f",
       "dead"},
      {"error ends a waiting token",
       "start:s sub:u{ start:us and:x task:a and:j end-error/E:uf us>x x>a>j x>uf "
       "end:ue j>ue } on-error/E:b@u end:e end:f s>u>e b>f",
       "sound"},
      {"escalation that does not interrupt",
       "start:s sub:u{ start:us throw-escalation/E:t task:a end:ue us>t>a>ue } on-escalation/E+:b@u task:c "
       "end:e "
       "end:f s>u>e b>c>f",
       "sound"},
      {"the same into one end",
       "start:s sub:u{ start:us throw-escalation/E:t task:a end:ue us>t>a>ue } on-escalation/E+:b@u end:e "
       "s>u>e b>e",
       "twice"},
      {"escalation that interrupts",
       "start:s sub:u{ start:us throw-escalation/E:t task:a end:ue us>t>a>ue } "
       "on-escalation/E:b@u task:c end:e end:f s>u>e b>c>f",
       "dead"},
      {"transaction cancelled",
       "start:s tx:u{ start:us xor:x end:ue end-cancel:uc us>x x>ue x>uc } on-cancel:b@u "
       "task:c end:e end:f s>u>e b>c>f",
       "sound"},
      {"transaction never cancelled",
       "start:s tx:u{ start:us end:ue us>ue } on-cancel:b@u task:c end:e end:f "
       "s>u>e b>c>f",
       "dead"},
  });
}

TEST_CASE("event sub-processes") {
  check_rows({
      {"interrupting", "start:s task:a end:e s>a>e esub:x{ start-timer:xs task:b end:xe xs>b>xe }", "sound"},
      {"not interrupting", "start:s task:a end:e s>a>e esub:x{ start-timer+:xs task:b end:xe xs>b>xe }",
       "sound"},
      {"stuck inside",
       "start:s task:a end:e s>a>e esub:x{ start-timer:xs xor:y and:j end:xe xs>y y>j y>b>j task:b "
       "j>xe }",
       "stuck"},
      {"catches the error of its scope",
       "start:s xor:x end-error/E:g end:e s>x x>g x>e esub:y{ start-error/E:ys "
       "task:b end:ye ys>b>ye }",
       "sound"},
      {"an error that is never thrown",
       "start:s task:a end:e s>a>e task:z end-error/E:g z>g esub:y{ "
       "start-error/E:ys task:b end:ye ys>b>ye }",
       "dead"},
      {"compensation is not judged",
       "start:s task:a end:e s>a>e esub:y{ start-compensate:ys task:b end:ye "
       "ys>b>ye }",
       "sound"},
  });
}

TEST_CASE("flows out of activities, ad-hoc sub-processes, call activities") {
  check_rows({
      {"conditional flows", "start:s task:a task:b task:c or:j end:e s>a a?>b>j a?>c>j j>e", "sound"},
      {"conditional flows, joined by all", "start:s task:a task:b task:c and:j end:e s>a a?>b>j a?>c>j j>e",
       "stuck"},
      {"a conditional and a plain flow", "start:s task:a task:b task:c xor:j end:e s>a a?>b>j a>c>j j>e",
       "unsafe twice"},
      {"a conditional and a default flow", "start:s task:a task:b task:c xor:j end:e s>a a?>b>j a=>c>j j>e",
       "sound"},
      {"ad-hoc", "start:s adhoc:u{ task:a task:b task:c b>c } end:e s>u>e", "sound"},
      {"call activity", "start:s call:a on-error:b@a end:e end:f s>a>e b>f", "sound"},
  });
}

TEST_CASE("pools that exchange messages") {
  const std::string asks =
      "pool:P{ start:s send:ask receive:hear end:e s>ask>hear>e } ask~>start answer~>hear ";
  check_rows({
      {"asked and answered",
       asks + "pool:Q{ start-message:start task:think send:answer end:f start>think>answer>f }", "sound"},
      {"not always answered",
       asks + "pool:Q{ start-message:start xor:x send:answer end:f end:g start>x x>answer>f x>g }", "stuck"},
      {"never asked",
       "pool:P{ start:s receive:hear end:e s>hear>e } ask~>hear pool:Q{ start:t end:f task:z send:ask "
       "t>z>f }",
       "stuck dead"},
      {"a message of a black box may come",
       "pool:P{ start:s receive:hear end:e s>hear>e } p-Q~>hear pool:Q{ }", "sound"},
      {"a message end event begins the other pool",
       "pool:P{ start:s task:a end-message:e s>a>e } e~>t pool:Q{ start-message:t task:b end:f t>b>f }",
       "sound"},
      {"a message end event begins the other pool, which gets stuck",
       "pool:P{ start:s task:a end-message:e s>a>e } e~>t pool:Q{ start-message:t xor:x and:y task:b end:f "
       "t>x>y>b>f x>y2 task:y2 y2>y }",
       "stuck dead"},
      {"both wait for the other",
       "pool:P{ start:s receive:a send:b end:e s>a>b>e } pool:Q{ start:t receive:c send:d end:f t>c>d>f } "
       "d~>a b~>c",
       "stuck dead"},
      {"each message makes an instance",
       "pool:P{ start:s and:x send:a send:b end:e end:f s>x>a>e x>b>f } pool:Q{ "
       "start-message:t task:c end:g t>c>g } a~>t b~>t",
       "sound"},
      {"the event that comes decides",
       "pool:P{ start:s xor:x send:a send:b end:e s>x>a>e x>b>e } pool:Q{ start:t events:y catch-message:c "
       "catch-message:d xor:z end:g t>y y>c>z y>d>z z>g } a~>c b~>d",
       "sound"},
      {"pools without messages are judged apart",
       "pool:P{ start:s end:e s>e } pool:Q{ start:t xor:x and:y end:f t>x x>y x>y2 task:y2 y2>y y>f }",
       "stuck"},
  });
}
