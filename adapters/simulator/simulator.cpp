#include "adapters/simulator/simulator.h"
#include <algorithm>
#include <cctype>
#include <chrono>
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::simulator {
namespace {

constexpr std::size_t mails_max = 10'000;
const std::string prefix = "/r1/VN/GOV/";

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string answer_text(int status, const std::string& body, const std::string& more = "") {
  const char* reason = status == 200   ? "OK"
                       : status == 404 ? "Not Found"
                       : status == 503 ? "Service Unavailable"
                                       : "Bad Request";
  return "HTTP/1.1 " + std::to_string(status) + " " + reason + "\r\nContent-Type: application/json\r\n" +
         more + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string problem(const std::string& message) {
  return json::write(Value(
      Context{{"type", Value("Client.BadRequest")}, {"message", Value(message)}, {"detail", Value("")}}));
}

}  // namespace

Simulator::Simulator(const Options& options) : agencies_(options.state_file) {
  http_ = std::make_unique<LineServer>(options.host, options.port, [this](Connection& c) { serve_http(c); });
  smtp_ =
      std::make_unique<LineServer>(options.host, options.smtp_port, [this](Connection& c) { serve_smtp(c); });
}

void Simulator::serve_http(Connection& connection) {
  for (;;) {
    const std::string first = connection.line();
    const std::size_t one = first.find(' '), two = first.rfind(' ');
    if (one == std::string::npos || two <= one)
      return connection.write(answer_text(400, problem("no request line")));
    const std::string method = first.substr(0, one), path = first.substr(one + 1, two - one - 1);
    std::map<std::string, std::string> headers;
    for (std::string line = connection.line(); !line.empty(); line = connection.line())
      if (const std::size_t colon = line.find(':'); colon != std::string::npos)
        headers[lower(line.substr(0, colon))] =
            line.substr(std::min(line.size(), line.find_first_not_of(' ', colon + 1)));
    const std::string length = headers.contains("content-length") ? headers["content-length"] : "0";
    if (length.empty() || !std::ranges::all_of(length, [](unsigned char c) { return std::isdigit(c); }) ||
        length.size() > 9)
      return connection.write(answer_text(400, problem("bad Content-Length")));
    const std::string body = connection.bytes(std::stoul(length));
    try {
      if (path.rfind(prefix, 0) != 0) {
        const auto [status, text] = control(method, path, body);
        connection.write(answer_text(status, text));
        continue;
      }
      if (headers["x-road-client"].empty()) {
        connection.write(answer_text(400, problem("the header X-Road-Client is missing"),
                                     "X-Road-Error: Client.MissingHeader\r\n"));
        continue;
      }
      const std::string target = path.substr(prefix.size());
      Agencies::Reply reply;
      if (method == "GET")
        reply = agencies_.look_up(target.substr(0, target.rfind('/')), target.substr(target.rfind('/') + 1));
      else
        reply = agencies_.call(target, headers["x-request-key"], json::parse(body));
      if (reply.delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(reply.delay_ms));
      if (reply.drop) return;
      connection.write(
          answer_text(reply.status, json::write(reply.body), "X-Road-Id: " + headers["x-road-id"] + "\r\n"));
    } catch (const Refused& refused) {
      connection.write(answer_text(400, problem(refused.what())));
    }
  }
}

std::pair<int, std::string> Simulator::control(const std::string& method, const std::string& path,
                                               const std::string& body) {
  const std::string ok = "{\"ok\":true}";
  if (method == "GET" && path == "/control/journal") return {200, json::write(agencies_.journal())};
  if (method == "GET" && path == "/control/mails") {
    const std::lock_guard lock(mails_mutex_);
    return {200, json::write(Value(mails_))};
  }
  if (method == "POST" && path == "/control/reset") {
    agencies_.reset();
    const std::lock_guard lock(mails_mutex_);
    mails_.clear();
    return {200, ok};
  }
  if (method == "POST" && path.rfind("/control/", 0) == 0) {
    agencies_.control(path.substr(9), json::parse(body));
    return {200, ok};
  }
  return {
      404,
      problem(
          "no such path; there are /control/{member}, /control/journal, /control/mails and /control/reset")};
}

void Simulator::serve_smtp(Connection& connection) {
  connection.write("220 simulator\r\n");
  std::string from;
  List to;
  for (;;) {
    const std::string line = connection.line(), verb = lower(line.substr(0, 4));
    const std::size_t open = line.find('<'), end = line.find('>');
    const std::string address = open != std::string::npos && end != std::string::npos && end > open
                                    ? line.substr(open + 1, end - open - 1)
                                    : "";
    if (verb == "ehlo" || verb == "helo" || verb == "noop")
      connection.write("250 OK\r\n");
    else if (verb == "rset") {
      to.clear();
      connection.write("250 OK\r\n");
    } else if (verb == "mail") {
      from = address;
      to.clear();
      connection.write("250 OK\r\n");
    } else if (verb == "rcpt") {
      if (address.find("@invalid") != std::string::npos) {
        connection.write("550 no such mailbox\r\n");
        continue;
      }
      if (address.find("@later") != std::string::npos) {
        connection.write("450 mailbox busy\r\n");
        continue;
      }
      to.emplace_back(address);
      connection.write("250 OK\r\n");
    } else if (verb == "data") {
      connection.write("354 go on\r\n");
      std::string raw, id;
      for (std::string row = connection.line(); row != "."; row = connection.line()) {
        if (!row.empty() && row.front() == '.') row.erase(0, 1);
        if (lower(row).rfind("message-id:", 0) == 0) id = row.substr(row.find('<'));
        raw += row + "\n";
      }
      {
        const std::lock_guard lock(mails_mutex_);
        if (mails_.size() >= mails_max) mails_.erase(mails_.begin());
        mails_.push_back(Value(Context{
            {"from", Value(from)}, {"to", Value(to)}, {"messageId", Value(id)}, {"raw", Value(raw)}}));
      }
      connection.write("250 OK\r\n");
    } else if (verb == "quit")
      return connection.write("221 bye\r\n");
    else
      connection.write("500 unknown command\r\n");
  }
}

}  // namespace lienthong::simulator
