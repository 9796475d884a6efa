#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>
#include "adapters/javascript/cesu8.h"
#include "adapters/javascript/confined_scripts.h"
#include "adapters/javascript/limits.h"
#include "base/json.h"

using namespace lienthong;
using engine::ScriptAnswer;
using engine::ScriptCall;

namespace {

javascript::ConfinedScripts& scripts() {
  static javascript::ConfinedScripts all({LIENTHONG_PROGRAM});
  return all;
}

ScriptCall call_of(std::string_view source, Context variables = {}) {
  ScriptCall call;
  call.source = source;
  call.scopes = {Context{}, std::move(variables)};
  call.execution = {{"id", Value("7")}, {"processInstanceId", Value("5")}, {"businessKey", Value("H-1")}};
  call.now = Instant{1'650'000'000'000};
  call.seed = 42;
  return call;
}

Value result(std::string_view source, Context variables = {}) {
  return scripts().run(call_of(source, std::move(variables))).result;
}

std::string failure(std::string_view source, Context variables = {}) {
  try {
    scripts().run(call_of(source, std::move(variables)));
  } catch (const Refused& refused) {
    return refused.what();
  }
  return "";
}

/// What processes of scripts that have ended have computed.
std::int64_t scripts_cpu_ms() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1'000 +
         (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1'000;
}

/// How the confined process ends that tries what a script must never get to do.
int end_of_attempt(const char* attempt) {
  const pid_t child = fork();
  if (child == 0) {
    execl(LIENTHONG_PROGRAM, LIENTHONG_PROGRAM, "javascript-worker", "UTC", attempt, nullptr);
    _exit(99);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

TEST_CASE("a script's last statement is its result") {
  CHECK(result("1 + 2") == Value(3));
  CHECK(result("var x = 'a'; x + 'b';") == Value("ab"));
  CHECK(result("amount * 1.5", {{"amount", Value(3)}}) == Value(*Decimal::parse("4.5")));
  CHECK(result("null").is_null());
  CHECK(result("undefined").is_null());
  CHECK(result("0/0").is_null());
  CHECK(result("if (a > 2) { 'large' } else { 'small' }", {{"a", Value(3)}}) == Value("large"));
  CHECK(json::write(result("({a: [1, true, null], b: {c: 'x'}, '@k': 1, f: function () {}})")) ==
        R"({"a":[1,true,null],"b":{"c":"x"},"@k":1})");
  CHECK(result("names.length", {{"names", Value(List{Value("a"), Value("b")})}}) == Value(2));
  CHECK(result("person['@id'] + person.name",
               {{"person", Value(Context{{"@id", Value("7")}, {"name", Value("An")}})}}) == Value("7An"));
}

TEST_CASE("text keeps every character, and counts them as JavaScript does") {
  CHECK(result("s + '!'", {{"s", Value("Nguyễn Thị 𠀋 😀")}}) == Value("Nguyễn Thị 𠀋 😀!"));
  CHECK(result("s.length", {{"s", Value("😀")}}) == Value(2));
  CHECK(result("s.charAt(0)", {{"s", Value("😀")}}) == Value("\xEF\xBF\xBD"));
  CHECK(javascript::from_cesu8(javascript::to_cesu8("a😀b\xF0")) == "a😀b\xF0");
}

TEST_CASE("dates come and go as dates, by the engine's clock and the office's zone") {
  const DateTime noon = *parse_date_time("2022-04-12T12:00:00+07:00");
  CHECK(result("when.getHours()", {{"when", Value(noon)}}) == Value(12));
  CHECK(text(result("new Date(when.getTime() + 3600000)", {{"when", Value(noon)}})) ==
        "2022-04-12T13:00:00+07:00");
  CHECK(result("new Date().getTime() === Date.now() && Date.now() === 1650000000000") == Value(true));
  CHECK(result("new Date() instanceof Date") == Value(true));
  CHECK(result("new Date(2022, 3, 12).getTime()") ==
        Value(instant_of(*parse_date_time("2022-04-12T00:00:00+07:00"), 0)->ms));
  CHECK(result("Math.random()") == result("Math.random()"));
}

TEST_CASE("execution reads scopes outwards and asks for changes in order") {
  ScriptCall call = call_of("");
  call.scopes = {Context{{"inner", Value(1)}}, Context{{"inner", Value(9)}, {"outer", Value(2)}}};
  call.source = R"(
    var before = execution.getVariable('inner');
    execution.setVariable('outer', before + outer);
    execution.setVariableLocal('mine', [1]);
    execution.removeVariable('inner');
    before + '/' + execution.getVariable('outer') + '/' + execution.getVariable('inner') + '/' +
        execution.hasVariable('mine') + '/' + execution.getProcessInstanceId() + '/' + execution.businessKey;
  )";
  const ScriptAnswer answer = scripts().run(call);
  CHECK(answer.result == Value("1/3/9/true/5/H-1"));
  REQUIRE(answer.effects.size() == 3);
  CHECK(answer.effects[0].object == "execution");
  CHECK(answer.effects[0].method == "setVariable");
  CHECK(answer.effects[0].arguments == List{Value("outer"), Value(3)});
  CHECK(answer.effects[1].method == "setVariableLocal");
  CHECK(answer.effects[2].method == "removeVariable");
  call.task = Context{{"assignee", Value("an")}};
  call.source = "task.setAssignee('binh'); task.addCandidateGroup('tu-phap'); task.getAssignee()";
  const ScriptAnswer of_task = scripts().run(call);
  CHECK(of_task.result == Value("binh"));
  REQUIRE(of_task.effects.size() == 2);
  CHECK(of_task.effects[1].method == "addCandidateGroup");
}

TEST_CASE("assigning a global stores nothing, and nothing is left for the next script") {
  const ScriptAnswer answer =
      scripts().run(call_of("amount = 7; leak = 1; Array.prototype.leak = 1; JSON.stringify = null; amount",
                            {{"amount", Value(1)}}));
  CHECK(answer.result == Value(7));
  CHECK(answer.effects.empty());
  CHECK(result("typeof leak + typeof [].leak + typeof JSON.stringify") ==
        Value("undefinedundefinedfunction"));
}

TEST_CASE("S and JSON read JSON like Spin") {
  const Context order{{"order", Value(R"({"total": 12.5, "lines": [{"sku": "a"}], "paid": true})")}};
  CHECK(result("S(order).prop('total').numberValue()", order) == Value(*Decimal::parse("12.5")));
  CHECK(result("JSON(order).prop('lines').elements()[0].prop('sku').stringValue()", order) == Value("a"));
  CHECK(result("S(order).jsonPath('$.lines[0].sku').stringValue()", order) == Value("a"));
  CHECK(result("S(order).prop('paid').boolValue() && !S(order).hasProp('x')", order) == Value(true));
  CHECK(result("JSON.parse(order).total + JSON.stringify([1])", order) == Value("12.5[1]"));
  CHECK(result("S({a: 1}).prop('b', 2)") == Value(Context{{"a", Value(1)}, {"b", Value(2)}}));
  CHECK(failure("S({}).prop('a')").find("there is no property 'a'") != std::string::npos);
}

TEST_CASE("what a script throws says its line; a BPMN error is one") {
  CHECK(failure("var a = 1;\nmissing.x") == "line 2: ReferenceError: identifier 'missing' undefined");
  CHECK(failure("\n\nthrow new Error('no')") == "line 3: Error: no");
  CHECK(failure("throw 'plain'") == "plain");
  CHECK(failure("var = 1").find("line 1: SyntaxError") == 0);
  const auto fault = scripts().compile("a\nb c");
  REQUIRE(fault);
  CHECK(fault->line == 2);
  CHECK_FALSE(scripts().compile("anything.at.all()"));
  const ScriptAnswer answer =
      scripts().run(call_of("execution.setVariable('a', 1); throw new BpmnError('LATE', 'too late')"));
  REQUIRE(answer.error);
  CHECK(answer.error->code == "LATE");
  CHECK(answer.error->message == "too late");
  CHECK(answer.effects.size() == 1);
}

TEST_CASE("a script without end is ended, and the next one runs", "[signal]") {
  const std::int64_t before = scripts_cpu_ms();
  CHECK(failure("for (;;) {}") == "the script takes longer than 500 ms");
  CHECK(scripts_cpu_ms() - before < 2'000);  // not only ended by the wait for its answer
  CHECK(failure("/(a+)+$/.test(new Array(40).join('a') + 'b')") == "the script takes longer than 500 ms");
  CHECK(failure("try { for (;;) {} } finally { for (;;) {} }") == "the script takes longer than 500 ms");
  CHECK(result("1") == Value(1));
}

TEST_CASE("memory, depth and size have bounds") {
  const std::string much = "the script needs more than 64 MB of memory";
  CHECK(failure("var s = 'x', a = []; while (s.length < 1e6) s += s; for (;;) a.push(s + a.length)") == much);
  CHECK(failure("var s = 'x'; for (;;) s += s") == much);
  CHECK(failure("new Uint8Array(65 * 1024 * 1024)") == much);
  CHECK(result("new Uint8Array(32 * 1024 * 1024).length") == Value(32 * 1024 * 1024));
  CHECK(failure("function f() { return f() + 1 } f()").find("RangeError") != std::string::npos);
  CHECK(failure("var a = []; for (var i = 0; i < 100; ++i) a = [a]; a").find("deeper than") !=
        std::string::npos);
  CHECK(failure("var a = {}; a.a = a; a").find("RangeError") != std::string::npos);
  CHECK(failure("var s = 'x'; while (s.length < 2e6) s += s; s") ==
        "the script answers more than 1048576 bytes");
  CHECK(result("var s = 'x'; while (s.length < 5e5) s += s; s") == Value(std::string(524'288, 'x')));
  const std::string large(javascript::limits::request_bytes_max, 'x');
  CHECK(failure("1", {{"large", Value(large)}}).find("(limit 8388608)") != std::string::npos);
  CHECK(result("large.length", {{"large", Value(large.substr(0, large.size() - 1000))}}) ==
        Value(static_cast<std::int64_t>(large.size()) - 1000));
}

TEST_CASE("a script finds nothing to reach the world with") {
  for (const char* name : {"require", "process", "Duktape", "java", "Java", "load", "XMLHttpRequest", "fetch",
                           "WebSocket", "setTimeout", "module", "global"})
    CHECK(result(std::string("typeof ") + name) == Value("undefined"));
  CHECK(result("print('x'); console.log('x'); 1") == Value(1));
}

TEST_CASE("the process may only compute") {
  for (const char* attempt : {"open", "socket", "fork", "exec", "write", "code"}) {
    INFO(attempt);
    const int status = end_of_attempt(attempt);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGSYS);
  }
  CHECK(end_of_attempt("nothing") == 0);
}

TEST_CASE("a process that was killed is started again, and one grows old") {
  CHECK(result("1") == Value(1));
  const auto first = static_cast<pid_t>(scripts().process());
  REQUIRE(first > 0);  // 0 would mean our own process group
  REQUIRE(kill(first, SIGKILL) == 0);
  CHECK(result("2") == Value(2));
  CHECK(scripts().process() != first);
  const std::int64_t second = scripts().process();
  for (int i = 0; i < javascript::limits::requests_per_process_max; ++i) result("i", {{"i", Value(i)}});
  CHECK(scripts().process() != second);
}

TEST_CASE("a program that is no worker is a clear error") {
  javascript::ConfinedScripts none({"/nonexistent/lienthong"});
  CHECK_THROWS_WITH(none.run(call_of("1")), Catch::Contains("/nonexistent/lienthong"));
}
