#include "tests/adapters/support.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include "base/json.h"
#include "base/refused.h"
#include "tests/unused_port.h"

namespace lienthong::adapters {

using namespace engine;

bool soon(const std::function<bool()>& holds, int timeout_ms) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

const Topic& topic_named(std::string_view name) {
  const auto found = std::ranges::find(topics(), name, &Topic::name);
  REQUIRE(found != topics().end());
  return *found;
}

// ---- FakeEngine

JobId FakeEngine::put(const std::string& topic, LockedTask task, bool notification) {
  JobId id;
  {
    const std::lock_guard lock(mutex_);
    id.value = ++last_job_;
    task.job = id;
    task.topic = topic;
    Job job;
    job.task = std::move(task);
    job.notification = notification;
    jobs_.emplace(id.value, std::move(job));
  }
  waiting_.call({topic});
  return id;
}

JobId FakeEngine::add(const std::string& topic, const Context& variables,
                      std::optional<std::int64_t> retries) {
  LockedTask task;
  task.retries = retries;
  task.root.value = 11;
  task.execution.value = task.activity.value = 12;
  task.business_key = "H03-KEY";
  for (const auto& [name, value] : variables.entries)
    task.variables.emplace_back(name, TypedValue::of(value));
  return put(topic, std::move(task), false);
}

JobId FakeEngine::notify(const std::string& topic, const Context& payload) {
  LockedTask task;
  task.notice = payload;
  return put(topic, std::move(task), true);
}

void FakeEngine::release(JobId id) {
  std::string topic;
  {
    const std::lock_guard lock(mutex_);
    Job& job = jobs_.at(id.value);
    job.waiting = true;
    topic = job.task.topic;
  }
  waiting_.call({topic});
}

FakeEngine::Job FakeEngine::job(JobId id) {
  const std::lock_guard lock(mutex_);
  return jobs_.at(id.value);
}

bool FakeEngine::is_locked(JobId id) {
  const std::lock_guard lock(mutex_);
  const Job& job = jobs_.at(id.value);
  return !job.task.worker.empty() && !job.completed && job.failures.empty() && job.error_code.empty();
}

std::vector<RecordAudit> FakeEngine::audit_rows() {
  const std::lock_guard lock(mutex_);
  return audit_;
}

std::vector<Value> FakeEngine::audit(const std::string& topic) {
  std::vector<Value> details;
  for (const RecordAudit& row : audit_rows())
    if (row.subject == topic) details.push_back(json::parse(row.detail));
  return details;
}

LockedTasks FakeEngine::fetch(const FetchAndLock& command) {
  LockedTasks answer;
  for (auto& [id, job] : jobs_) {
    if (static_cast<std::int64_t>(answer.tasks.size()) >= command.max_tasks) break;
    const bool wanted =
        std::ranges::any_of(command.topics, [&](const FetchTopic& t) { return t.topic == job.task.topic; });
    using enum FetchAndLock::Claims;
    const bool claimed = command.claims == Both || job.notification == (command.claims == Notifications);
    if (!wanted || !job.waiting || !claimed) continue;
    job.waiting = false;
    job.task.worker = command.worker;
    ++job.task.attempts;
    answer.tasks.push_back(job.task);
  }
  return answer;
}

FakeEngine::Job& FakeEngine::held(JobId id, const std::string& worker) {
  Job& job = jobs_.at(id.value);
  if (job.task.worker != worker || job.completed) throw Refused(Refused::Kind::Conflict, "not yours");
  return job;
}

Reply FakeEngine::handle(const Command& command) {
  const std::lock_guard lock(mutex_);
  if (const auto* fetched = std::get_if<FetchAndLock>(&command)) return fetch(*fetched);
  if (const auto* complete = std::get_if<CompleteExternalTask>(&command)) {
    Job& job = held(complete->job, complete->worker);
    job.completed = true;
    job.variables = complete->variables;
    job.local_variables = complete->local_variables;
  } else if (const auto* failure = std::get_if<FailExternalTask>(&command)) {
    Job& job = held(failure->job, failure->worker);
    job.failures.push_back(*failure);
    job.task.retries = failure->retries;
  } else if (const auto* error = std::get_if<RaiseExternalTaskError>(&command)) {
    held(error->job, error->worker).error_code = error->code;
  } else if (const auto* row = std::get_if<RecordAudit>(&command)) {
    audit_.push_back(*row);
  }
  return Nothing{};
}

void FakeEngine::submit(Command command, std::function<void(Result)> done) {
  Result result;
  try {
    result.reply = handle(command);
  } catch (...) {
    result.error = std::current_exception();
  }
  if (done) done(std::move(result));
}

// ---- World

namespace {

simulator::Options options(const std::string& state_file) {
  simulator::Options chosen;
  chosen.state_file = state_file;
  return chosen;
}

}  // namespace

World::World(const std::string& state_file) : simulator(options(state_file)) {}

Settings World::settings() const {
  Settings settings;
  settings.security_server = "http://127.0.0.1:" + std::to_string(simulator.port());
  settings.smtp = "smtp://127.0.0.1:" + std::to_string(simulator.smtp_port());
  settings.mail_from = "office@commune.example.vn";
  return settings;
}

Value World::ask(const std::string& method, const std::string& path, const std::string& body) {
  const Transferred got = http({method, settings().security_server + path, body, {}, 5'000}, go_on);
  INFO(path << ": " << got.body);
  REQUIRE(got.status == 200);
  return json::parse(got.body);
}

void World::order(const std::string& member, const Context& mode) {
  ask("POST", "/control/" + member, json::write(Value(mode)));
}

std::int64_t World::arrivals(const std::string& service, JobId job) {
  for (const Value& row : journal())
    if (text_at(row, "service") == service && text_at(row, "requestId") == request_id(job))
      return row.find("times")->number().to_integer().value_or(0);
  return 0;
}

// ---- Peer

Peer::Peer(std::vector<std::string> answers, int delay_ms)
    : answers_(answers.begin(), answers.end()),
      delay_ms_(delay_ms),
      server_("127.0.0.1", 0, [this](simulator::Connection& c) { serve(c); }) {}

void Peer::serve(simulator::Connection& connection) {
  for (;;) {
    std::string head;
    std::size_t length = 0;
    for (std::string line = connection.line(); !line.empty(); line = connection.line()) {
      if (line.starts_with("Content-Length: ")) length = std::stoul(line.substr(16));
      head += line + "\n";
    }
    const std::string body = connection.bytes(length);
    std::string answer;
    {
      const std::lock_guard lock(mutex_);
      heads_.push_back(head);
      bodies_.push_back(body);
      if (!answers_.empty()) {
        answer = answers_.front();
        answers_.pop_front();
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms_));
    if (answer.empty()) return;
    connection.write(answer);
  }
}

std::vector<std::string> Peer::heads() {
  const std::lock_guard lock(mutex_);
  return heads_;
}

std::vector<std::string> Peer::bodies() {
  const std::lock_guard lock(mutex_);
  return bodies_;
}

Settings allowing(const std::vector<std::string>& prefixes) {
  Settings settings;
  for (const std::string& prefix : prefixes) settings.webhook_allowed.add(prefix);
  return settings;
}

std::string http_answer(int status, const std::string& body, const std::string& more_headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Said\r\nContent-Type: application/json\r\n" + more_headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string dead_url() { return "127.0.0.1:" + std::to_string(tests::unused_port()); }

// ---- requests

Context good_fields(std::string_view topic, int n) {
  const std::string number = std::to_string(n);
  Context fields{{"dossierCode", Value("H03-" + number)}};
  const auto add = [&](std::initializer_list<std::pair<const char*, Value>> more) {
    for (const auto& [name, value] : more) fields.put(name, value);
  };
  if (topic == "npd.verify")
    add({{"idNumber", "006190000011"},
         {"fullName", "Nguyễn Thị Hoa"},
         {"birthDate", "1990-05-20"},
         {"purposeCode", "birth-linked/verify-parent"},
         {"officerId", "lan"}});
  if (topic == "npd.lookup")
    add({{"idNumber", "006190000011"}, {"requestedFields", "fullName"}, {"purpose", "prefill"}});
  if (topic == "civil.registerBirth")
    add({{"childName", "Nguyễn Văn An " + number},
         {"sex", "male"},
         {"birthDate", "2022-04-01"},
         {"birthPlace", "Bạch Thông"},
         {"motherId", "006190000011"},
         {"motherName", "Nguyễn Thị Hoa"},
         {"officerId", "lan"}});
  if (topic == "residence.register")
    add({{"personalId", "00620000000" + number}, {"householdId", "HK-77"}, {"consentRef", "VNEID-1"}});
  if (topic == "bhyt.issueCard")
    add({{"personalId", "00620000000" + number}, {"clinicCode", "06001"}, {"guardian", "006190000011"}});
  if (topic == "sign.sign") add({{"docRef", "civil:7"}, {"signer", "chair"}});
  if (topic == "portal.syncDossier")
    add({{"service", "DongBoHoSoMC"},
         {"MaHoSo", "H03-" + number},
         {"TrangThaiHoSo", "2"},
         {"sequence", "1"}});
  return fields;
}

Request request(std::int64_t job, Context fields, std::int64_t attempt) {
  const std::string dossier = text_at(Value(fields), "dossierCode");
  return {JobId{job}, attempt, dossier, std::move(fields)};
}

}  // namespace lienthong::adapters
