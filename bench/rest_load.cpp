// The flow mix through REST: keep-alive connections, each starts a process and completes its three tasks (7
// requests), again and again. rest_load PORT CONNECTIONS SECONDS: prints one line of JSON.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

/// One client: what it waits for, and what it does with the answer.
struct Client {
  int socket = -1;
  int step = 0;  ///< 0 start; odd: list tasks; even: complete
  std::string process, task, in;
  Clock::time_point sent;
};

struct Tally {
  long flows = 0, requests = 0;
  std::vector<double> complete_ms;
};

void send_request(Client& c, const std::string& head, const std::string& body) {
  std::string text =
      head + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ";
  text += std::to_string(body.size()) + "\r\n\r\n" + body;
  c.sent = Clock::now();
  if (write(c.socket, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    throw std::runtime_error("short write");
}

std::string field(const std::string& json, const char* key) {
  const std::string mark = std::string("\"") + key + "\":\"";
  const std::size_t at = json.find(mark);
  if (at == std::string::npos)
    throw std::runtime_error(std::string("no ") + key + " in: " + json.substr(0, 300));
  const std::size_t begin = at + mark.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

/// What is sent instead of the flow mix, again and again; empty: the flow mix.
struct Single {
  std::string head, body;
} single;

void next(Client& c) {
  if (!single.head.empty()) return send_request(c, single.head, single.body);
  static const std::string variables =
      R"({"variables":{"child":{"value":"Nguyen Van An","type":"String"},"amount":{"value":42,)"
      R"("type":"Integer"},)"
      R"("urgent":{"value":true,"type":"Boolean"},"note":{"value":)"
      R"("forty-five bytes of text","type":"String"}}})";
  if (c.step == 0)
    send_request(c, "POST /engine-rest/process-definition/key/flow/start", variables);
  else if (c.step % 2)
    send_request(c, "GET /engine-rest/task?processInstanceId=" + c.process, "");
  else
    send_request(c, "POST /engine-rest/task/" + c.task + "/complete", "{}");
}

/// The body of a complete answer at the front of `in`; false while it is not all there.
bool take_answer(std::string& in, int& status, std::string& body) {
  const std::size_t end = in.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  status = std::atoi(in.c_str() + 9);
  std::size_t length = 0;
  const std::size_t at = in.find("Content-Length: ");
  if (at != std::string::npos && at < end) length = std::strtoul(in.c_str() + at + 16, nullptr, 10);
  if (in.size() < end + 4 + length) return false;
  body = in.substr(end + 4, length);
  in.erase(0, end + 4 + length);
  return true;
}

void answered(Client& c, int status, const std::string& body, Tally& tally) {
  if (status != 200 && status != 204)
    throw std::runtime_error("status " + std::to_string(status) + ": " + body);
  ++tally.requests;
  if (!single.head.empty()) {
    tally.complete_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - c.sent).count());
    return next(c);
  }
  if (c.step == 0)
    c.process = field(body, "id");
  else if (c.step % 2)
    c.task = field(body, "id");
  else
    tally.complete_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - c.sent).count());
  if (++c.step == 7) {
    c.step = 0;
    ++tally.flows;
  }
  next(c);
}

double share(std::vector<double>& values, double part) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

int run(int argc, char** argv) {
  if (argc != 4 && argc != 6) return 2;
  if (argc == 6) single = {argv[4], argv[5]};
  const int poll = epoll_create1(0);
  std::vector<Client> clients(static_cast<std::size_t>(std::atoi(argv[2])));
  for (std::size_t i = 0; i < clients.size(); ++i) {
    Client& c = clients[i];
    c.socket = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[1])));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(c.socket, reinterpret_cast<sockaddr*>(&address), sizeof address))
      throw std::runtime_error("cannot connect");
    const int yes = 1;
    setsockopt(c.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    epoll_event event{EPOLLIN, {}};
    event.data.u64 = i;
    epoll_ctl(poll, EPOLL_CTL_ADD, c.socket, &event);
    next(c);
  }
  Tally tally;
  const auto start = Clock::now();
  const auto end = start + std::chrono::seconds(std::atoi(argv[3]));
  char buffer[65536];
  while (Clock::now() < end) {
    epoll_event events[64];
    const int n = epoll_wait(poll, events, 64, 100);
    for (int i = 0; i < n; ++i) {
      Client& c = clients[events[i].data.u64];
      const ssize_t got = read(c.socket, buffer, sizeof buffer);
      if (got <= 0) throw std::runtime_error("the server closed a connection");
      c.in.append(buffer, static_cast<std::size_t>(got));
      int status = 0;
      std::string body;
      while (take_answer(c.in, status, body)) answered(c, status, body, tally);
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::printf(
      "{\"flows\":%ld,\"requests\":%ld,\"seconds\":%.3f,\"complete_p50_ms\":%.3f,\"complete_p99_ms\":%.3f}\n",
      tally.flows, tally.requests, seconds, share(tally.complete_ms, 0.5), share(tally.complete_ms, 0.99));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rest_load: %s\n", error.what());
    return 1;
  }
}
