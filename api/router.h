#pragma once
#include <array>
#include <atomic>
#include <memory>
#include "api/http.h"
#include "api/words.h"

namespace lienthong::api {

class ListRules;

/// One handler for one method and pattern.
struct Route {
  std::string method, pattern;
  Read read;  ///< one of the two is set
  Write write;
  bool takes_form = false;  ///< multipart/form-data instead of JSON
  /// What happens when the body is larger than the server takes, beside the 413; the request has none then.
  std::function<void(const Request&, Services&, const std::string& why)> when_too_large = nullptr;
  Words query, body;            ///< parameters of the query string; properties of the JSON body
  Words* everywhere = nullptr;  ///< what all operations of the contract understand; null: one of our own
  /// What it has cost lately, in microseconds: the server sends costly reads to other threads.
  mutable std::atomic<std::int64_t> cost_us{0};

  /// Parameters of its query string.
  Route& asks(const std::vector<std::string_view>&);
  /// Properties of its body.
  Route& takes(const std::vector<std::string_view>&);
  /// Properties of its body that clients send along and that say nothing here.
  Route& bears(const std::vector<std::string_view>&);
  /// "GET /task/{id}"
  std::string name() const { return method + " " + pattern; }
};

/// The handlers below one prefix. Patterns look like "/task/{id}/form"; a literal path wins over a
/// variable one, whatever its methods.
class Routes {
 public:
  /// `of_contract`: words that no operation knows are ignored, as the contract wants it.
  explicit Routes(bool of_contract);
  ~Routes();
  Route& get(std::string_view pattern, Read);
  Route& read(std::string_view method, std::string_view pattern, Read);  ///< lists asked for by POST
  Route& write(std::string_view method, std::string_view pattern, Write);
  Route& upload(std::string_view pattern, Write);  ///< POST of multipart/form-data
  /// A path of the contract that nobody serves here: 404, and its last word is no id.
  void reserve(std::string_view path);
  /// Every route, in the order of the patterns.
  std::vector<const Route*> all() const;

  /// What lists there are: for tests that must not forget one.
  struct ListOf {
    std::string pattern;
    const ListRules* rules;
  };
  void add_list(std::string pattern, const ListRules* rules) {
    lists_.push_back({std::move(pattern), rules});
  }
  const std::vector<ListOf>& lists() const { return lists_; }

  struct Found {
    const Route* route = nullptr;  ///< null: no such path, or not with this method
    std::string allowed;           ///< methods of this path: "GET, POST"; empty: no such path
    bool reserved = false;         ///< the contract has the path, and nobody serves it
  };
  /// HEAD finds GET's.
  Found find(std::string_view method, const std::vector<std::string>& segments) const;

 private:
  struct Node;
  Node& node_of(std::string_view pattern);
  Route& add(std::string_view method, std::string_view pattern);
  std::unique_ptr<Node> root_;
  std::unique_ptr<Words> everywhere_;  ///< null: our own resources
  std::vector<ListOf> lists_;
};

/// Where a request leads: the contract's resources (both prefixes), and our own under the root.
class Router : public Routes {
 public:
  Router() : Routes(true) {}
  /// Our own paths, in full: "/api/v1/clock", "/health".
  Routes& own() { return own_; }
  const Routes& own() const { return own_; }

  /// Splits the target into path and query, decodes both, strips the prefix and finds the route. Fills the
  /// request. Throws ContractError for what cannot be decoded and for unknown engines, paths (404), methods
  /// (405), words of the query that somebody meant (400), content types (415) and, for writes, answers the
  /// client would not take (406).
  const Route& route(Request&, std::string_view target, std::string_view host) const;

 private:
  Routes own_{false};
};

/// Percent-decoding; `plus_is_space` as in queries. Nothing for a broken escape, a NUL or invalid UTF-8.
std::optional<std::string> decode(std::string_view text, bool plus_is_space);
/// Whether an Accept header takes JSON.
bool takes_json(std::string_view accept);

}  // namespace lienthong::api
