#include "adapters/calls.h"
#include <algorithm>
#include <map>
#include "adapters/transfer.h"
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::adapters {
namespace {

constexpr int shutting_down = 421;  ///< of the mail server itself, whatever it was asked (RFC 5321 4.2)

/// What may stand in a header: nothing that could end it.
std::string header_text(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (static_cast<unsigned char>(c) > 32 && static_cast<unsigned char>(c) < 127) out += c;
  return out;
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
  if (const std::string issue = header_text(request.dossier); !issue.empty())
    headers.emplace_back("X-Road-Issue", issue);
  if (const std::string officer = header_text(text_at(Value(request.fields), "officerId")); !officer.empty())
    headers.emplace_back("X-Road-UserId", "VN" + officer);
  return headers;
}

std::string service_url(const Topic& topic, const Settings& settings) {
  return settings.security_server + "/r1/VN/GOV/" + topic.service;
}

/// The business error in a body: {"error": …}, the portal's {"error_code": n}, or an LGSP envelope.
std::string error_in(const Value& body) {
  if (std::string code = text_at(body, "error"); !code.empty()) return code;
  if (const std::string number = text_at(body, "error_code"); !number.empty() && number != "0")
    return number == "1" ? "PORTAL_DUPLICATE" : "PORTAL_ERROR";
  const std::string status = text_at(body, "Status");
  if (!body.find("ResultObject") || status.empty() || status == "SUCCESS") return {};
  const std::string code = text_at(body, "StatusCode");
  return code.empty() ? status : code;
}

/// An answer that lacks what was asked for is none: what was done must be looked up.
std::string lacking(const Topic& topic, const Value& body) {
  for (const std::string& field : topic.required)
    if (text_at(body, field).empty()) return field;
  return {};
}

/// The population database says no in its answer's own fields.
std::string identity_error(const Value& body) {
  const std::string status = text_at(body, "status"), match = text_at(body, "match");
  if (status == "NOT_FOUND") return "NPD_NOT_FOUND";
  if (status == "DECEASED") return "NPD_DECEASED";
  return match.empty() || match == "YES" ? "" : "NPD_MISMATCH";
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
  answer.error_code = error_in(answer.body);
  if (answer.error_code.empty() && topic.name == "npd.verify")
    answer.error_code = identity_error(answer.body);
  answer.message = text_at(answer.body, "message");
  if (std::ranges::find(topic.success_errors, answer.error_code) != topic.success_errors.end())
    answer.error_code.clear();
  if (!answer.error_code.empty() || (got.status >= 400 && got.status < 500))
    answer.outcome = Outcome::Refused;
  else
    answer.outcome = got.status < 300 ? Outcome::Answered : Outcome::Unknown;
  if (answer.outcome != Outcome::Answered) return answer;
  if (const Value* result = answer.body.find("ResultObject"); result && answer.body.find("Status"))
    answer.body = Value(*result);
  if (const std::string field = lacking(topic, answer.body); !field.empty()) {
    answer.outcome = Outcome::Unknown;
    answer.message = "the answer lacks '" + field + "'";
  }
  return answer;
}

bool never_arrived(const Transferred& got) {
  if (got.state != Transferred::State::Done || got.status != 404) return false;
  try {  // any other 404 says that the look-up is not there, not that the request is not
    return text_at(json::parse(got.body), "error") == "UNKNOWN_REQUEST";
  } catch (const Refused&) {
    return false;
  }
}

/// Asks what became of an earlier try. Answered or Refused: that was its answer. Unavailable with an empty
/// message: it never arrived.
Answer look_up(const Topic& topic, const Settings& settings, const Request& request,
               const std::atomic<bool>& stop) {
  const Transferred got = http({"GET", service_url(topic, settings) + "/" + request_id(request.job), "",
                                xroad_headers(settings, request), topic.timeout_ms},
                               stop);
  if (never_arrived(got)) return {};
  Answer answer = understand(topic, got);
  if (got.status == 404) answer.outcome = Outcome::Unknown;
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

struct Recipient {
  std::string name;     ///< as the request says it: a unit or an address
  std::string address;  ///< empty: nobody who can be sent to
};

std::vector<Recipient> recipients_of(const Settings& settings, const Request& request) {
  const Value* level = request.fields.find("level");
  const std::int64_t rank = level && level->is_number() ? level->number().to_integer().value_or(0) : 0;
  const Value* to = request.fields.find("to");
  std::vector<Recipient> recipients;
  for (const Value& name : !to ? List{} : to->is_list() ? to->list() : List{*to}) {
    const std::vector<std::string> found = settings.directory.addresses(text(name), rank);
    for (const std::string& address : found) recipients.push_back({text(name), address});
    if (found.empty()) recipients.push_back({text(name), ""});
  }
  return recipients;
}

bool holds(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}

bool says_no_such_address(int code) { return code == 550 || code == 551 || code == 553; }

/// What became of a mail whose server has answered for each recipient that it was to reach now.
Answer told(const std::vector<Recipient>& recipients, const Mail& mail, const Request& request,
            const Transferred& sent) {
  Answer answer;
  answer.reached = request.reached;
  std::map<std::string, int> said;
  for (std::size_t i = 0; i < sent.recipients.size(); ++i) {
    said[mail.deliver_to[i]] = sent.recipients[i];
    if (sent.recipients[i] / 100 == 2) answer.reached.push_back(mail.deliver_to[i]);
  }
  List refused_names;
  std::string named;
  bool no_such_address = false;
  int later = 0;
  for (const auto& [name, address] : recipients) {
    if (holds(answer.reached, address)) continue;
    const int code = address.empty() ? 0 : said[address];
    later += code / 100 == 4;
    no_such_address = no_such_address || code == 0 || says_no_such_address(code);
    refused_names.emplace_back(name);
    named += (named.empty() ? "'" : ", '") + name + "'" + (code ? " (" + std::to_string(code) + ")" : "");
  }
  if (later > 0) {
    answer.message = std::to_string(later) + " of " + std::to_string(recipients.size()) +
                     " recipients cannot be mailed now; the mail has reached " +
                     std::to_string(answer.reached.size());
    answer.concerns_only_this = true;
    return answer;
  }
  if (answer.reached.empty())
    return refused(no_such_address ? "BAD_ADDRESS" : "", "the mail server takes no recipient");
  if (request.notification && !refused_names.empty()) {
    answer.outcome = Outcome::Refused;
    answer.message = "told to the others, and not to " + named;
    return answer;
  }
  answer.outcome = Outcome::Answered;
  Context body{{"messageId", Value(mail.message_id)}};
  if (!refused_names.empty()) body.put("refused", Value(std::move(refused_names)));
  answer.body = Value(std::move(body));
  return answer;
}

Answer call_mail(const Topic& topic, const Settings& settings, const Request& request,
                 const std::atomic<bool>& stop) {
  Mail mail{settings.smtp,
            settings.mail_from,
            request_id(request.job) + "@lienthong",
            text_at(Value(request.fields), "subject"),
            text_at(Value(request.fields), "text"),
            {}};
  const std::vector<Recipient> recipients = recipients_of(settings, request);
  for (const auto& [name, address] : recipients) {
    if (address.empty() || holds(mail.to, address)) continue;
    mail.to.push_back(address);
    if (!holds(request.reached, address)) mail.deliver_to.push_back(address);
  }
  if (recipients.empty()) return refused("BAD_ADDRESS", "there is no recipient");
  if (mail.to.empty())
    return refused("BAD_ADDRESS", "no recipient has an e-mail address that can be sent to");
  if (mail.deliver_to.empty()) return told(recipients, mail, request, {});
  const Transferred sent = send_mail(mail, topic.timeout_ms, stop);
  const bool all_refused = sent.recipients.size() == mail.deliver_to.size() &&
                           std::ranges::none_of(sent.recipients, [](int code) { return code / 100 == 2; });
  if (sent.state == Transferred::State::Done || (all_refused && sent.recipients.back() != shutting_down))
    return told(recipients, mail, request, sent);
  Answer answer;
  answer.message = sent.error;
  if (sent.status >= 500 && sent.status < 560)
    answer = refused(says_no_such_address(sent.status) && request.reached.empty() ? "BAD_ADDRESS" : "",
                     sent.error);
  else if (sent.state == Transferred::State::Broken && sent.status == 354)
    answer.outcome = Outcome::Unknown;  // the text was under way; a repeat keeps its Message-ID
  answer.reached = request.reached;
  answer.concerns_only_this = sent.status > shutting_down && sent.status < 500;
  return answer;
}

/// Of a task only what the topic names: a receiver outside must not get the dossier.
Context webhook_body(const Topic& topic, const Request& request) {
  if (request.notification) return request.fields;
  Context body;
  for (const std::string& field : topic.request)
    if (const Value* value = request.fields.find(field); value && field != "url") body.put(field, *value);
  if (!request.dossier.empty()) body.put("dossierCode", Value(request.dossier));
  return body;
}

/// Names the receiver from the task or, where that names none, from the configuration.
std::string webhook_url(const Settings& settings, const Request& request) {
  const std::string url = request.notification ? "" : text_at(Value(request.fields), "url");
  return url.empty() ? settings.webhook : url;
}

Answer call_webhook(const Topic& topic, const Settings& settings, const Request& request,
                    const std::atomic<bool>& stop) {
  const std::string url = webhook_url(settings, request);
  const std::optional<WebAddress> address = read_web_address(url);
  if (!address) return refused("BAD_ADDRESS", "the url is no http address");
  Transfer transfer{"POST",
                    address->url,
                    json::write(Value(webhook_body(topic, request))),
                    {{"Content-Type", "application/json"}, {"X-Delivery-Id", request_id(request.job)}},
                    topic.timeout_ms};
  if (url != settings.webhook) {
    if (!settings.webhook_allowed.lists(*address))
      return refused("", "the url is not among the receivers that --webhook-allow names");
    transfer.may_connect = [&](const sockaddr& to) { return settings.webhook_allowed.may_connect(to); };
  }
  const Transferred got = http(transfer, stop);
  if (got.barred)
    return refused(
        "", "the url leads to a loopback, private or reserved address, which --webhook-allow does not name");
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

std::string destination_of(const Topic& topic, const Settings& settings, const Request& request) {
  if (topic.kind != Topic::Kind::Webhook) return {};
  const std::string url = webhook_url(settings, request);
  const std::optional<WebAddress> address = read_web_address(url);
  return address ? address->url : url;
}

std::string request_id(JobId job) { return "lt-" + std::to_string(job.value); }

Answer call(const Topic& topic, const Settings& settings, const Request& request,
            const std::atomic<bool>& stop) {
  switch (topic.kind) {
    case Topic::Kind::Registry: return call_registry(topic, settings, request, stop);
    case Topic::Kind::Mail: return call_mail(topic, settings, request, stop);
    case Topic::Kind::Webhook: return call_webhook(topic, settings, request, stop);
  }
  return {};
}

}  // namespace lienthong::adapters
