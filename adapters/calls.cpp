#include "adapters/calls.h"
#include <algorithm>
#include "adapters/transfer.h"
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::adapters {
namespace {

std::string text_at(const Value& object, std::string_view key) {
  const Value* found = object.find(key);
  return found && !found->is_null() ? text(*found) : std::string();
}

std::vector<std::pair<std::string, std::string>> xroad_headers(const Settings& settings,
                                                               const Request& request) {
  const std::string hash = sha256(request_id(request.job) + "/" + std::to_string(request.attempt));
  const std::string uuid = hash.substr(0, 8) + "-" + hash.substr(8, 4) + "-4" + hash.substr(13, 3) + "-8" +
                           hash.substr(17, 3) + "-" + hash.substr(20, 12);
  std::vector<std::pair<std::string, std::string>> headers{{"X-Road-Client", settings.client},
                                                           {"X-Road-Id", uuid},
                                                           {"X-Request-Key", request_id(request.job)},
                                                           {"Content-Type", "application/json"}};
  std::string issue;
  for (const char c : request.dossier)
    if (static_cast<unsigned char>(c) > 32 && static_cast<unsigned char>(c) < 127)
      issue += c;  // a header cannot be smuggled in
  if (!issue.empty()) headers.emplace_back("X-Road-Issue", issue);
  return headers;
}

std::string service_url(const Topic& topic, const Settings& settings) {
  return settings.security_server + "/r1/VN/GOV/" + topic.service;
}

/// What an answer that came means. HTTP 200 may carry a failure.
Answer understand(const Topic& topic, const Transferred& got) {
  Answer answer;
  answer.response_hash = sha256(got.body);
  if (got.state == Transferred::State::NotSent) {
    answer.message = got.error;
    return answer;
  }
  if (got.state == Transferred::State::Broken) {
    answer.outcome = Outcome::Unknown;
    answer.message = got.error;
    return answer;
  }
  if (got.status == 429 || got.status == 503) {
    answer.message = "HTTP " + std::to_string(got.status);
    return answer;
  }
  try {
    answer.body = json::parse(got.body);
  } catch (const Refused&) {
    answer.outcome = got.status >= 400 && got.status < 500 ? Outcome::Refused : Outcome::Unknown;
    answer.message = "HTTP " + std::to_string(got.status) + " with an unreadable body";
    return answer;
  }
  if (!got.header("x-road-error").empty()) {  // a security server failed, not the agency
    answer.outcome =
        text_at(answer.body, "type").rfind("Client", 0) == 0 ? Outcome::Refused : Outcome::Unavailable;
    answer.message = text_at(answer.body, "message");
    return answer;
  }
  answer.error_code = text_at(answer.body, "error");
  if (answer.error_code.empty() && text_at(answer.body, "error_code") == "1")
    answer.error_code = "PORTAL_DUPLICATE";
  answer.message = text_at(answer.body, "message");
  if (std::ranges::find(topic.success_errors, answer.error_code) != topic.success_errors.end())
    answer.error_code.clear();
  if (!answer.error_code.empty() || (got.status >= 400 && got.status < 500))
    answer.outcome = Outcome::Refused;
  else
    answer.outcome = got.status < 300 ? Outcome::Answered : Outcome::Unknown;
  return answer;
}

/// Asks what became of an earlier try. Answered or Refused: that was its answer. Unavailable with an empty
/// message: it never arrived.
Answer look_up(const Topic& topic, const Settings& settings, const Request& request,
               const std::atomic<bool>& stop) {
  const Transferred got = http({"GET", service_url(topic, settings) + "/" + request_id(request.job), "",
                                xroad_headers(settings, request), topic.timeout_ms},
                               stop);
  if (got.state == Transferred::State::Done && got.status == 404) return {};
  Answer answer = understand(topic, got);
  if (answer.outcome == Outcome::Unknown || answer.outcome == Outcome::Unavailable) {
    answer.outcome = Outcome::Unknown;
    answer.message =
        "the outcome of an earlier request is not known, and it could not be looked up: " + answer.message;
  }
  return answer;
}

Answer call_registry(const Topic& topic, const Settings& settings, const Request& request,
                     const std::atomic<bool>& stop) {
  Context body{{"requestId", Value(request_id(request.job))}};
  for (const std::string& field : topic.request)
    if (const Value* value = request.fields.find(field)) body.put(field, *value);
  const std::string text = json::write(Value(std::move(body)));
  if (request.attempt > 1 && !topic.idempotent) {
    Answer earlier = look_up(topic, settings, request, stop);
    earlier.request_hash = sha256(text);
    if (earlier.outcome != Outcome::Unavailable)
      return earlier;  // done, refused, or still not known: never repeated blindly
  }
  Answer answer = understand(topic, http({"POST", service_url(topic, settings), text,
                                          xroad_headers(settings, request), topic.timeout_ms},
                                         stop));
  if (answer.outcome == Outcome::Unknown) {
    Answer known = look_up(topic, settings, request, stop);
    if (known.outcome == Outcome::Answered || known.outcome == Outcome::Refused) answer = std::move(known);
  }
  answer.request_hash = sha256(text);
  return answer;
}

Answer refused(const std::string& code, const std::string& message) {
  return {Outcome::Refused, {}, code, message, "", ""};
}

Answer call_mail(const Topic& topic, const Settings& settings, const Request& request,
                 const std::atomic<bool>& stop) {
  Mail mail{settings.smtp,
            settings.mail_from,
            request_id(request.job) + "@lienthong",
            text_at(Value(request.fields), "subject"),
            text_at(Value(request.fields), "text"),
            {}};
  const Value* level = request.fields.find("level");
  const std::int64_t rank = level && level->is_number() ? level->number().to_integer().value_or(0) : 0;
  const Value* to = request.fields.find("to");
  const List names = !to ? List{} : to->is_list() ? to->list() : List{*to};
  for (const Value& name : names) {
    const std::vector<std::string> found = settings.directory.addresses(text(name), rank);
    if (found.empty()) return refused("BAD_ADDRESS", "no e-mail address is known for one of the recipients");
    mail.to.insert(mail.to.end(), found.begin(), found.end());
  }
  if (mail.to.empty()) return refused("BAD_ADDRESS", "there is no recipient");
  const Transferred sent = send_mail(mail, topic.timeout_ms, stop);
  Answer answer;
  answer.message = sent.error;
  if (sent.state == Transferred::State::Done) {
    answer.outcome = Outcome::Answered;
    answer.body = Value(Context{{"messageId", Value(mail.message_id)}});
  } else if (sent.status >= 500 && sent.status < 560)
    answer = refused("BAD_ADDRESS", sent.error);
  return answer;
}

Answer call_webhook(const Topic& topic, const Request& request, const std::atomic<bool>& stop) {
  const std::string url = text_at(Value(request.fields), "url");
  if (url.rfind("http://", 0) != 0 && url.rfind("https://", 0) != 0)
    return refused("BAD_ADDRESS", "the url is no http address");
  const Transferred got =
      http({"POST",
            url,
            json::write(Value(request.fields)),
            {{"Content-Type", "application/json"}, {"X-Delivery-Id", request_id(request.job)}},
            topic.timeout_ms},
           stop);
  Answer answer;
  answer.message = got.error.empty() ? "HTTP " + std::to_string(got.status) : got.error;
  if (got.state == Transferred::State::Done && got.status < 300) {
    answer.outcome = Outcome::Answered;
    answer.body = Value(Context{{"messageId", Value(request_id(request.job))}});
  } else if (got.status >= 400 && got.status < 500 && got.status != 429)
    answer = refused("BAD_ADDRESS", answer.message);
  return answer;  // an answer that is not clear is repeated: receivers drop repeats by X-Delivery-Id
}

}  // namespace

std::string request_id(JobId job) { return "lt-" + to_string(job); }

Answer call(const Topic& topic, const Settings& settings, const Request& request,
            const std::atomic<bool>& stop) {
  switch (topic.kind) {
    case Topic::Kind::Registry: return call_registry(topic, settings, request, stop);
    case Topic::Kind::Mail: return call_mail(topic, settings, request, stop);
    case Topic::Kind::Webhook: return call_webhook(topic, request, stop);
  }
  return {};
}

}  // namespace lienthong::adapters
