#include <catch2/catch.hpp>
#include "adapters/reached.h"
#include "base/json.h"
#include "tests/adapters/support.h"

namespace lienthong::adapters {
namespace {

Answer mail(World& world, Context fields, std::int64_t job = 5, std::int64_t attempt = 1) {
  Settings settings = world.settings();
  settings.directory = Directory::parse(R"({"units":[
    {"id":"one-stop","email":"one-stop@commune.example.vn","head":{"email":"head@commune.example.vn"}},
    {"id":"empty"}]})");
  return call(topic_named("notify.email"), settings, request(job, std::move(fields), attempt), world.go_on);
}

Context letter() { return {{"to", "hoa@citizen.example.vn"}, {"subject", "Done"}, {"text", "All is done."}}; }

/// The value of a mail's header, unfolded (RFC 5322 2.2.3: only the line's end goes).
std::string header(const Value& mail, const std::string& name) {
  const std::string raw = "\n" + text_at(mail, "raw");
  const std::size_t begin = raw.find("\n" + name + ": ");
  if (begin == std::string::npos) return {};
  std::string value;
  for (std::size_t at = begin + name.size() + 3; at < raw.size(); ++at) {
    if (raw[at] != '\n')
      value += raw[at];
    else if (at + 1 >= raw.size() || raw[at + 1] != ' ')
      break;
  }
  return value;
}

std::string body(const Value& mail) {
  const std::string raw = text_at(mail, "raw");
  std::string encoded = raw.substr(raw.find("\n\n") + 2);
  std::erase(encoded, '\n');
  return encoded;
}

}  // namespace

TEST_CASE("a mail is really handed to the mail server") {
  World world;
  const Answer answer = mail(world, letter());
  REQUIRE(answer.outcome == Outcome::Answered);
  REQUIRE(world.mails().size() == 1);
  const Value received = world.mails().front();
  CHECK(text_at(received, "from") == "office@commune.example.vn");
  REQUIRE(received.find("to")->list().size() == 1);
  CHECK(text(received.find("to")->list()[0]) == "hoa@citizen.example.vn");
  CHECK(header(received, "To") == "hoa@citizen.example.vn");
  CHECK(header(received, "From") == "office@commune.example.vn");
  CHECK(header(received, "Subject") == "Done");
  CHECK_FALSE(header(received, "Date").empty());
  CHECK(body(received) == base64("All is done."));
  CHECK("<" + text_at(answer.body, "messageId") + ">" == text_at(received, "messageId"));
}

TEST_CASE("a repeated mail keeps its Message-ID, another task's has its own") {
  World world;
  mail(world, letter(), 5, 1);
  mail(world, letter(), 5, 2);
  mail(world, letter(), 6, 1);
  const List mails = world.mails();
  REQUIRE(mails.size() == 3);
  CHECK(text_at(mails[0], "messageId") == text_at(mails[1], "messageId"));
  CHECK(text_at(mails[0], "messageId") != text_at(mails[2], "messageId"));
  CHECK(text_at(mails[0], "messageId").find(request_id({5})) != std::string::npos);
}

TEST_CASE("Vietnamese survives in subject and text") {
  World world;
  Context fields = letter();
  const std::string words =
      "Hồ sơ H03 về việc đăng ký khai sinh, thường trú và cấp thẻ "
      "bảo hiểm y tế: kết quả";
  fields.put("subject", Value(words));
  fields.put("text", Value(words));
  REQUIRE(mail(world, fields).outcome == Outcome::Answered);
  const Value received = world.mails().front();
  CHECK(body(received) == base64(words));
  CHECK(header(received, "Subject").find(base64(words.substr(0, 6))) != std::string::npos);
}

TEST_CASE("nothing in a mail can add a header or a recipient") {
  World world;
  Context fields = letter();
  fields.put("subject", Value("Done\r\nBcc: spy@example.com\r\n\r\nhello"));
  fields.put("text", Value("a\r\n.\r\nMAIL FROM:<spy@example.com>\r\n"));
  REQUIRE(mail(world, fields).outcome == Outcome::Answered);
  const Value received = world.mails().front();
  CHECK(text_at(received, "raw").find("\nBcc:") == std::string::npos);
  CHECK(header(received, "Subject") == "=?UTF-8?B?" + base64("Done  Bcc: spy@example.com    hello") + "?=");
  CHECK(received.find("to")->list().size() == 1);
  for (const char* to :
       {"hoa@citizen.example.vn\r\nBcc: spy@example.com", "hoa@citizen.example.vn>, <spy@example.com",
        "hoa@citizen.example.vn, spy@example.com"}) {
    fields.put("to", Value(to));
    const Answer answer = mail(world, fields);
    CHECK(answer.outcome == Outcome::Refused);
    CHECK(answer.error_code == "BAD_ADDRESS");
  }
  CHECK(world.mails().size() == 1);
}

TEST_CASE("units are resolved through the directory, on a rung of level 1 to the head") {
  World world;
  Context fields = letter();
  fields.put("to", Value(List{Value("one-stop"), Value("hoa@citizen.example.vn")}));
  REQUIRE(mail(world, fields).outcome == Outcome::Answered);
  fields.put("level", Value(1));
  REQUIRE(mail(world, fields, 6).outcome == Outcome::Answered);
  const List mails = world.mails();
  CHECK(header(mails[0], "To") == "one-stop@commune.example.vn, hoa@citizen.example.vn");
  CHECK(header(mails[1], "To") == "head@commune.example.vn, hoa@citizen.example.vn");
  CHECK(mails[1].find("to")->list().size() == 2);
}

TEST_CASE("a recipient nobody knows is BAD_ADDRESS, and so is one that the mail server refuses") {
  World world;
  for (const char* to : {"empty", "unknown-unit", "", "no@@address", "somebody@invalid", "ă@example.vn"}) {
    INFO(to);
    Context fields = letter();
    fields.put("to", Value(to));
    const Answer answer = mail(world, fields);
    CHECK(answer.outcome == Outcome::Refused);
    CHECK(answer.error_code == "BAD_ADDRESS");
  }
  Context nobody = letter();
  nobody.put("to", Value());
  CHECK(mail(world, nobody).error_code == "BAD_ADDRESS");
  CHECK(world.mails().empty());
}

TEST_CASE("a recipient who is refused or nobody keeps the mail from no other, and is told") {
  World world;
  for (const char* bad : {"gone@invalid", "empty", "unknown-unit", "no@@address"}) {
    INFO(bad);
    world.ask("POST", "/control/reset");
    Context fields = letter();
    fields.put("to", Value(List{Value("hoa@citizen.example.vn"), Value(bad), Value("one-stop")}));
    const Answer answer = mail(world, fields);
    REQUIRE(answer.outcome == Outcome::Answered);
    CHECK(answer.body == Value(Context{{"messageId", Value(text_at(answer.body, "messageId"))},
                                       {"refused", Value(List{Value(bad)})}}));
    const List mails = world.mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].find("to")->list() ==
          List{Value("hoa@citizen.example.vn"), Value("one-stop@commune.example.vn")});
  }
  Context fields = letter();
  fields.put("to", Value(List{Value("gone@invalid"), Value("empty")}));
  CHECK(mail(world, fields).error_code == "BAD_ADDRESS");
  fields.put("to", Value(List{Value("hoa@citizen.example.vn"), Value("one-stop")}));
  CHECK_FALSE(mail(world, fields).body.find("refused"));
}

TEST_CASE("a notification that does not reach everybody is refused by the names of those it did not reach") {
  World world;
  Context fields = letter();
  fields.put("to", Value(List{Value("gone@invalid"), Value("one-stop"), Value("unknown-unit")}));
  Request notification = request(5, fields);
  notification.notification = true;
  Settings settings = world.settings();
  settings.directory =
      Directory::parse(R"({"units":[{"id":"one-stop","email":"one-stop@commune.example.vn"}]})");
  const Answer answer = call(topic_named("notify.email"), settings, notification, world.go_on);
  CHECK(answer.outcome == Outcome::Refused);
  CHECK(answer.message == "told to the others, and not to 'gone@invalid' (550), 'unknown-unit'");
  CHECK(answer.reached == std::vector<std::string>{"one-stop@commune.example.vn"});
  CHECK(world.mails().size() == 1);
}

TEST_CASE("those who cannot be mailed now are tried again without those who have the mail") {
  World world;
  Context fields = letter();
  fields.put("to", Value(List{Value("hoa@citizen.example.vn"), Value("lan@later"), Value("gone@invalid")}));
  Answer answer = mail(world, fields);
  CHECK(answer.outcome == Outcome::Unavailable);
  CHECK(answer.concerns_only_this);
  CHECK(answer.message == "1 of 3 recipients cannot be mailed now; the mail has reached 1");
  Request again = request(5, fields, 2);
  again.reached = answer.reached;
  answer = call(topic_named("notify.email"), world.settings(), again, world.go_on);
  CHECK(answer.outcome == Outcome::Unavailable);
  CHECK(answer.reached == std::vector<std::string>{"hoa@citizen.example.vn"});
  CHECK(world.mails().size() == 1);
  again.reached.push_back("lan@later");
  answer = call(topic_named("notify.email"), world.settings(), again, world.go_on);
  CHECK(answer.outcome == Outcome::Answered);
  CHECK(answer.body.find("refused")->list() == List{Value("gone@invalid")});
  CHECK(world.mails().size() == 1);
}

TEST_CASE("whom a mail has reached is remembered of so many jobs, and not of one that is done") {
  Reached reached;
  for (std::int64_t job = 1; job <= static_cast<std::int64_t>(Reached::jobs_max) + 1; ++job)
    reached.note({job}, {"a@b.vn"});
  CHECK(reached.of({1}).empty());
  CHECK(reached.of({2}) == std::vector<std::string>{"a@b.vn"});
  reached.forget({2});
  CHECK(reached.of({2}).empty());
}

TEST_CASE("a domain with other letters is sent to in its ASCII form") {
  World world;
  Context fields = letter();
  fields.put("to", Value("Hoa@Tỉnh.example.VN"));
  REQUIRE(mail(world, fields).outcome == Outcome::Answered);
  const Value received = world.mails().front();
  CHECK(text(received.find("to")->list().at(0)) == "Hoa@xn--tnh-dlz.example.vn");
  CHECK(header(received, "To") == "Hoa@xn--tnh-dlz.example.vn");
}

TEST_CASE("a mail server that is away is unavailable") {
  World world;
  Settings settings = world.settings();
  settings.smtp = "smtp://" + dead_url();
  CHECK(call(topic_named("notify.email"), settings, request(5, letter()), world.go_on).outcome ==
        Outcome::Unavailable);
}

TEST_CASE("a webhook is posted as JSON under an id that repeats keep") {
  Peer receiver({http_answer(200, ""), http_answer(204, "")});
  const std::atomic<bool> go_on{false};
  const Context fields{
      {"url", Value(receiver.url() + "/hook?from=office")}, {"subject", "Done"}, {"text", "Đã xong"}};
  for (const std::int64_t attempt : {1, 2}) {
    const Answer answer =
        call(topic_named("notify.webhook"), allowing({receiver.url()}), request(7, fields, attempt), go_on);
    CHECK(answer.outcome == Outcome::Answered);
    CHECK(text_at(answer.body, "messageId") == request_id({7}));
  }
  REQUIRE(receiver.heads().size() == 2);
  for (const std::string& head : receiver.heads()) {
    CHECK(head.starts_with("POST /hook?from=office HTTP/1.1"));
    CHECK(head.find("\nX-Delivery-Id: " + request_id({7}) + "\n") != std::string::npos);
    CHECK(head.find("\nContent-Type: application/json\n") != std::string::npos);
  }
  CHECK(text_at(json::parse(receiver.bodies()[0]), "text") == "Đã xong");
}

TEST_CASE("a webhook's answer decides whether it is repeated") {
  struct Case {
    std::string answer;
    Outcome outcome;
  };
  const std::vector<Case> cases{{http_answer(200, "anything"), Outcome::Answered},
                                {http_answer(404, ""), Outcome::Refused},
                                {http_answer(410, ""), Outcome::Refused},
                                {http_answer(429, ""), Outcome::Unavailable},
                                {http_answer(503, ""), Outcome::Unavailable}};
  const std::atomic<bool> go_on{false};
  for (const Case& one : cases) {
    INFO(one.answer);
    Peer receiver({one.answer});
    const Context fields{{"url", Value(receiver.url())}};
    CHECK(
        call(topic_named("notify.webhook"), allowing({receiver.url()}), request(7, fields), go_on).outcome ==
        one.outcome);
  }
  for (const char* url :
       {"", "file:///etc/passwd", "ftp://127.0.0.1/x", "127.0.0.1:80", "javascript:alert(1)"}) {
    const Context fields{{"url", Value(url)}};
    const Answer answer = call(topic_named("notify.webhook"), {}, request(7, fields), go_on);
    CHECK(answer.outcome == Outcome::Refused);
    CHECK(answer.error_code == "BAD_ADDRESS");
  }
}

TEST_CASE("a webhook does not follow a redirect to somewhere else") {
  Peer elsewhere({http_answer(200, "")});
  Peer receiver({http_answer(302, "", "Location: " + elsewhere.url() + "/\r\n")});
  const std::atomic<bool> go_on{false};
  const Context fields{{"url", Value(receiver.url())}};
  const Settings settings = allowing({receiver.url(), elsewhere.url()});
  CHECK(call(topic_named("notify.webhook"), settings, request(7, fields), go_on).outcome !=
        Outcome::Answered);
  CHECK(receiver.heads().size() == 1);
  CHECK(elsewhere.heads().empty());
}

TEST_CASE("a url of a task that is not listed is called by nobody, and a person is told") {
  Peer receiver({http_answer(200, ""), http_answer(200, ""), http_answer(200, "")});
  const std::atomic<bool> go_on{false};
  const std::string url = receiver.url();
  const Settings others = allowing({"https://hooks.example.vn/", "http://127.0.0.1:1/", url + "/hook"});
  for (const Settings& settings : {Settings{}, others})
    for (const std::string& path : {std::string("/engine-rest/process-definition/key/x/start"),
                                    std::string("/hook/../engine-rest"), std::string("/hooks")}) {
      INFO(path);
      const Answer answer =
          call(topic_named("notify.webhook"), settings, request(7, {{"url", Value(url + path)}}), go_on);
      CHECK(answer.outcome == Outcome::Refused);
      CHECK(answer.error_code.empty());
      CHECK_THAT(answer.message, Catch::Contains("--webhook-allow"));
    }
  CHECK(receiver.heads().empty());
}

TEST_CASE("a listed name that leads to a loopback address is not connected to") {
  Peer receiver({http_answer(200, ""), http_answer(200, "")});
  const std::atomic<bool> go_on{false};
  const std::string port = receiver.url().substr(receiver.url().rfind(':'));
  const auto outcome = [&](const std::string& url) {
    const Answer answer =
        call(topic_named("notify.webhook"), allowing({"http://"}), request(7, {{"url", Value(url)}}), go_on);
    CHECK(answer.error_code.empty());
    CHECK_THAT(answer.message, Catch::Contains("loopback"));
    return answer.outcome;
  };
  for (const char* host : {"localhost", "localhost.", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0.0.0.0",
                           "[::1]", "[::ffff:127.0.0.1]", "[::]"}) {
    INFO(host);
    CHECK(outcome("http://" + (host + port) + "/") == Outcome::Refused);
  }
  CHECK(receiver.heads().empty());
  CHECK(call(topic_named("notify.webhook"), allowing({"http://localhost" + port}),
             request(7, {{"url", Value("http://localhost" + port + "/x")}}), go_on)
            .outcome == Outcome::Answered);
}

TEST_CASE("the receiver of the configuration gets notifications, and tasks that name no url") {
  Peer receiver({http_answer(200, ""), http_answer(200, "")});
  const std::atomic<bool> go_on{false};
  Settings settings;
  settings.webhook = receiver.url() + "/hook";
  Request notice = request(7, {{"url", "http://evil.example.com/"}, {"subject", "s"}});
  notice.notification = true;
  CHECK(call(topic_named("notify.webhook"), settings, notice, go_on).outcome == Outcome::Answered);
  CHECK(call(topic_named("notify.webhook"), settings, request(8, {{"subject", "s"}}), go_on).outcome ==
        Outcome::Answered);
  CHECK(receiver.heads().size() == 2);
}

}  // namespace lienthong::adapters
