#include "api/router.h"
#include <algorithm>
#include <map>
#include "api/errors.h"
#include "base/check.h"
#include "base/utf8.h"

namespace lienthong::api {

const std::string* Request::parameter(std::string_view name) const {
  check(!route || route->query.know(name), "what is read of a query string is declared with the route");
  for (const auto& [key, value] : query)
    if (key == name) return &value;
  return nullptr;
}

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

bool Request::flag(std::string_view name) const {
  const std::string* value = parameter(name);
  return value && *value == "true";
}

namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_media_type(std::string_view header, std::string_view type) {
  header = header.substr(0, header.find(';'));
  while (!header.empty() && (header.back() == ' ' || header.back() == '\t')) header.remove_suffix(1);
  while (!header.empty() && (header.front() == ' ' || header.front() == '\t')) header.remove_prefix(1);
  return same_word(header, type);
}

std::string decoded(std::string_view text, bool in_query) {
  if (auto plain = decode(text, in_query)) return *std::move(plain);
  throw invalid_request("The request's " + std::string(in_query ? "query" : "path") +
                        " holds a broken percent escape or is no UTF-8");
}

void read_query(Request& request, std::string_view query) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    request.query.emplace_back(decoded(pair.substr(0, equals), true),
                               decoded(pair.substr(std::min(equals + 1, pair.size())), true));
  }
}

void read_path(Request& request, std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    request.segments.push_back(decoded(path.substr(0, end), false));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
}

/// Takes the prefix and an engine's name off; false when the path is none of the contract's.
bool strip_prefix(Request& request, std::string& prefix) {
  auto& segments = request.segments;
  std::size_t strip = 0;
  if (!segments.empty() && segments[0] == "engine-rest") strip = 1;
  if (segments.size() > 1 && segments[0] == "api" && segments[1] == "engine") strip = 2;
  if (strip == 0) return false;
  prefix = strip == 1 ? "/engine-rest" : "/api/engine";
  if (segments.size() > strip + 1 && segments[strip] == "engine") {
    const std::string& name = segments[strip + 1];
    if (name != "default")
      throw ContractError(404, "InvalidRequestException", "Process engine " + name + " not available");
    prefix += "/engine/default";
    strip += 2;
  }
  segments.erase(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(strip));
  return true;
}

void check_types(const Route& route, const Request& request) {
  const bool has_body = !request.body.empty() && (request.method == "POST" || request.method == "PUT");
  if (route.takes_form) {
    if (!is_media_type(request.content_type, "multipart/form-data"))
      throw ContractError(415, "NotSupportedException", "HTTP 415: multipart/form-data is needed here");
  } else if (has_body && !request.content_type.empty() &&
             !is_media_type(request.content_type, "application/json")) {
    throw ContractError(415, "NotSupportedException", "HTTP 415: application/json is needed here");
  }
  if (route.write && !takes_json(request.accept))
    throw ContractError(406, "NotAcceptableException", "No acceptable content-type found");
}

void check_query(const Route& route, const Request& request) {
  for (const auto& [name, value] : request.query) {
    if (route.body.know(name) && !route.query.know(name))
      throw invalid_request("'" + name + "' is a property of the body of " + route.name() +
                            ", not a query parameter");
    check_word(name, route.query, route.everywhere, "query parameter of " + route.name());
  }
}

void add_words(Words& words, Words* everywhere, const std::vector<std::string_view>& given) {
  for (const std::string_view word : given) {
    words.add(word);
    if (everywhere) everywhere->add(word);
  }
}

}  // namespace

Route& Route::asks(const std::vector<std::string_view>& words) {
  add_words(query, everywhere, words);
  return *this;
}
Route& Route::takes(const std::vector<std::string_view>& words) {
  add_words(body, everywhere, words);
  return *this;
}
Route& Route::bears(const std::vector<std::string_view>& words) {
  add_words(body, nullptr, words);
  return *this;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  if (!utf8::is_valid(out)) return std::nullopt;
  return out;
}

bool takes_json(std::string_view accept) {
  if (accept.empty()) return true;
  while (!accept.empty()) {
    const std::size_t end = std::min(accept.find(','), accept.size());
    const std::string_view range = accept.substr(0, end);
    accept.remove_prefix(std::min(end + 1, accept.size()));
    for (const std::string_view known : {"application/json", "application/*", "*/*"})
      if (is_media_type(range, known)) return true;
  }
  return false;
}

/// Children by literal segment, one for a variable segment, and the routes that end here.
struct Routes::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> variable;
  std::vector<std::unique_ptr<Route>> routes;
  bool reserved = false;

  const Route* route(std::string_view method) const {
    for (const auto& route : routes)
      if (route->method == method) return route.get();
    return nullptr;
  }
};

Routes::Routes(bool of_contract)
    : root_(std::make_unique<Node>()), everywhere_(of_contract ? std::make_unique<Words>() : nullptr) {}
Routes::~Routes() = default;

Routes::Node& Routes::node_of(std::string_view pattern) {
  check(pattern.starts_with('/'), "a route's pattern starts with a slash");
  Node* node = root_.get();
  std::string_view rest = pattern.substr(1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    std::unique_ptr<Node>& next =
        segment.starts_with('{') ? node->variable : node->literals[std::string(segment)];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  return *node;
}

void Routes::reserve(std::string_view path) {
  Node& node = node_of(path);
  check(node.routes.empty(), "a path that is served is not reserved");
  node.reserved = true;
}

Route& Routes::add(std::string_view method, std::string_view pattern) {
  Node& node = node_of(pattern);
  check(!node.reserved, "a reserved path is not served");
  check(!node.route(method), "a method and pattern have one route");
  Route& route = *node.routes.emplace_back(std::make_unique<Route>());
  route.method = method;
  route.pattern = pattern;
  route.everywhere = everywhere_.get();
  return route;
}

Route& Routes::get(std::string_view pattern, Read read) {
  return this->read("GET", pattern, std::move(read));
}
Route& Routes::read(std::string_view method, std::string_view pattern, Read read) {
  Route& route = add(method, pattern);
  route.read = std::move(read);
  return route;
}
Route& Routes::write(std::string_view method, std::string_view pattern, Write write) {
  Route& route = add(method, pattern);
  route.write = std::move(write);
  return route;
}
Route& Routes::upload(std::string_view pattern, Write write) {
  Route& route = this->write("POST", pattern, std::move(write));
  route.takes_form = true;
  return route;
}

std::vector<const Route*> Routes::all() const {
  std::vector<const Route*> found;
  const auto walk = [&found](const auto& self, const Node& node) -> void {
    for (const auto& route : node.routes) found.push_back(route.get());
    for (const auto& [segment, next] : node.literals) self(self, *next);
    if (node.variable) self(self, *node.variable);
  };
  walk(walk, *root_);
  return found;
}

Routes::Found Routes::find(std::string_view method, const std::vector<std::string>& segments) const {
  if (method == "HEAD") method = "GET";
  Found found;
  // Literal segments first: a literal path is meant, with whatever method, and never an id of that name.
  const auto walk = [&](const auto& self, const Node& node, std::size_t at) -> void {
    if (at == segments.size()) {
      found.route = node.route(method);
      found.reserved = node.reserved;
      for (const auto& route : node.routes)
        if (found.allowed.find(route->method) == std::string::npos)
          found.allowed += (found.allowed.empty() ? "" : ", ") + route->method;
      return;
    }
    const auto literal = node.literals.find(segments[at]);
    if (literal != node.literals.end()) self(self, *literal->second, at + 1);
    if (found.allowed.empty() && !found.reserved && node.variable && !segments[at].empty())
      self(self, *node.variable, at + 1);
  };
  walk(walk, *root_, 0);
  return found;
}

const Route& Router::route(Request& request, std::string_view target, std::string_view host) const {
  if (target.starts_with("http://")) {  // absolute form, RFC 9112 3.2.2
    const std::size_t slash = target.find('/', 7);
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  const std::string_view whole = target.substr(0, target.find('#'));
  const std::string_view path = whole.substr(0, whole.find('?'));
  if (!path.starts_with('/')) throw ContractError(404, "NotFoundException", "HTTP 404 Not Found");
  if (path.size() < whole.size()) read_query(request, whole.substr(path.size() + 1));
  read_path(request, path.substr(1));
  std::string prefix;
  const bool of_contract = strip_prefix(request, prefix);
  for (const std::string& segment : request.segments) request.path += "/" + segment;
  request.base_url = "http://" + std::string(host) + prefix;
  const Routes& routes = of_contract ? static_cast<const Routes&>(*this) : own_;
  Found found = routes.find(request.method, request.segments);
  if (!found.route && found.allowed.empty())
    throw ContractError(404, "NotFoundException",
                        "HTTP 404 Not Found: " + std::string(path) +
                            (found.reserved ? " is an operation that is not supported" : ""));
  if (!found.route) {
    ContractError error(405, "NotAllowedException", "HTTP 405 Method Not Allowed");
    error.allowed = found.allowed;
    throw error;
  }
  request.route = found.route;
  check_query(*found.route, request);
  check_types(*found.route, request);
  return *found.route;
}

}  // namespace lienthong::api
