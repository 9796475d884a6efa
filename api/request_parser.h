#pragma once
#include <memory>
#include <string>
#include <string_view>
#include "api/body.h"

namespace lienthong::api {

/// Reads one HTTP/1.1 request from bytes as they come, within the limits of api/limits.h. Boost.Beast behind
/// a wall: it compiles slowly.
class RequestParser {
 public:
  explicit RequestParser(std::size_t body_bytes_max);
  ~RequestParser();
  void reset();  ///< for the next request

  enum class State { Header, Body, Done, Broken };
  /// Takes bytes and says how many it has used; the rest belongs to the next request or must be put again
  /// with more.
  std::size_t put(std::string_view bytes);
  State state() const { return state_; }

  // Of a broken request.
  int status() const { return status_; }  ///< 400, 413, 414, 431, 501 or 507
  const std::string& problem() const { return problem_; }

  // As soon as the header is there.
  std::string_view method() const;
  std::string_view target() const;
  std::string_view field(std::string_view name) const;  ///< empty when absent
  bool keep_alive() const;
  bool is_http_1_0() const;
  bool expects_continue() const;
  Body take_body();

 private:
  void fail(int status, std::string problem);
  void check_header();
  struct Beast;
  std::unique_ptr<Beast> beast_;
  std::size_t body_bytes_max_;
  State state_ = State::Header;
  int status_ = 0;
  std::size_t header_bytes_ = 0;
  std::string problem_;
};

}  // namespace lienthong::api
