#include "adapters/transfer.h"
#include <curl/curl.h>
#include <openssl/evp.h>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>

namespace lienthong::adapters {
namespace {

constexpr std::size_t answer_bytes_max = 8u << 20;

struct Gone {
  void operator()(CURL* c) const { curl_easy_cleanup(c); }
  void operator()(curl_slist* l) const { curl_slist_free_all(l); }
};
using Curl = std::unique_ptr<CURL, Gone>;

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* text) {
  auto& body = *static_cast<std::string*>(text);
  if (body.size() + size * count > answer_bytes_max) return 0;
  body.append(bytes, size * count);
  return size * count;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* into) {
  const std::string_view line(bytes, size * count);
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) {
    std::string name(line.substr(0, colon)), value(line.substr(colon + 1));
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    while (!value.empty() && std::isspace(static_cast<unsigned char>(value.back()))) value.pop_back();
    while (!value.empty() && std::isspace(static_cast<unsigned char>(value.front()))) value.erase(0, 1);
    static_cast<Transferred*>(into)->headers.emplace_back(std::move(name), std::move(value));
  }
  return size * count;
}

int look_for_stop(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stop)->load() ? 1 : 0;
}

struct Upload {
  std::string text;
  std::size_t at = 0;
};
std::size_t give_upload(char* into, std::size_t size, std::size_t count, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  const std::size_t n = std::min(size * count, upload.text.size() - upload.at);
  upload.text.copy(into, n, upload.at);
  upload.at += n;
  return n;
}

/// The addresses that a name was resolved to, judged where they are used: nothing is resolved again.
struct Gate {
  const std::function<bool(const sockaddr&)>& may_connect;
  bool barred = false;
};
curl_socket_t open_socket(void* gate_pointer, curlsocktype, curl_sockaddr* address) {
  auto& gate = *static_cast<Gate*>(gate_pointer);
  if (!gate.may_connect(address->addr)) {
    gate.barred = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// What a mail server answers to each `RCPT`, as curl tells it in its debug lines.
struct Recipients {
  std::vector<int>& answers;
  bool asked = false;
};
int watch_recipients(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* recipients_pointer) {
  auto& recipients = *static_cast<Recipients*>(recipients_pointer);
  const std::string_view line(bytes, size);
  if (kind == CURLINFO_HEADER_OUT) recipients.asked = line.starts_with("RCPT ");
  const bool last_line = kind == CURLINFO_HEADER_IN && line.size() >= 4 && line[3] != '-';
  if (!recipients.asked || !last_line) return 0;
  int code = 0;
  std::from_chars(bytes, bytes + 3, code);
  recipients.answers.push_back(code);
  recipients.asked = false;
  return 0;
}

void set_common(CURL* curl, std::int64_t timeout_ms, const std::atomic<bool>& stop) {
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_ms));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(std::min<std::int64_t>(timeout_ms, 10'000)));
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_for_stop);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&stop));
}

bool surely_not_sent(CURLcode code) {
  return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
         code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_SSL_CONNECT_ERROR ||
         code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_URL_MALFORMAT ||
         code == CURLE_UNSUPPORTED_PROTOCOL;
}

void conclude(Transferred& result, CURL* curl, CURLcode code) {
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  result.status = static_cast<int>(status);
  if (code == CURLE_OK)
    result.state = Transferred::State::Done;
  else {
    result.state = surely_not_sent(code) ? Transferred::State::NotSent : Transferred::State::Broken;
    result.error = curl_easy_strerror(code);
  }
}

}  // namespace

std::string Transferred::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

Transferred http(const Transfer& transfer, const std::atomic<bool>& stop) {
  Transferred result;
  const Curl curl(curl_easy_init());
  set_common(curl.get(), transfer.timeout_ms, stop);
  curl_easy_setopt(curl.get(), CURLOPT_URL, transfer.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  std::unique_ptr<curl_slist, Gone> headers(curl_slist_append(nullptr, "Expect:"));
  for (const auto& [name, value] : transfer.headers)
    headers.reset(curl_slist_append(headers.release(), (name + ": " + value).c_str()));
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  if (transfer.method != "GET") {
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, transfer.method.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, transfer.body.data());
  }
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &result.body);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &result);
  Gate gate{transfer.may_connect};
  if (transfer.may_connect) {
    curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETDATA, &gate);
  }
  conclude(result, curl.get(), curl_easy_perform(curl.get()));
  result.barred = gate.barred && result.state == Transferred::State::NotSent;
  return result;
}

Transferred send_mail(const Mail& mail, std::int64_t timeout_ms, const std::atomic<bool>& stop) {
  Transferred result;
  const Curl curl(curl_easy_init());
  set_common(curl.get(), timeout_ms, stop);
  Upload upload{message_of(mail)};
  std::unique_ptr<curl_slist, Gone> recipients;
  for (const std::string& address : mail.deliver_to.empty() ? mail.to : mail.deliver_to)
    recipients.reset(curl_slist_append(recipients.release(), ("<" + address + ">").c_str()));
  curl_easy_setopt(curl.get(), CURLOPT_URL, mail.server.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, ("<" + mail.from + ">").c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
  Recipients watched{result.recipients};
  curl_easy_setopt(curl.get(), CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_DEBUGFUNCTION, watch_recipients);
  curl_easy_setopt(curl.get(), CURLOPT_DEBUGDATA, &watched);
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, give_upload);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &upload);
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  conclude(result, curl.get(), curl_easy_perform(curl.get()));
  return result;
}

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int n =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(n));
  return out;
}

std::string sha256(std::string_view bytes) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), hash, &length, EVP_sha256(), nullptr);
  std::string out;
  constexpr char digits[] = "0123456789abcdef";
  for (unsigned i = 0; i < length; ++i) {
    out += digits[hash[i] >> 4];
    out += digits[hash[i] & 15];
  }
  return out;
}

}  // namespace lienthong::adapters
