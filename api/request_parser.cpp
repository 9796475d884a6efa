#include "api/request_parser.h"
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <optional>
#include <system_error>
#include "api/limits.h"

namespace lienthong::api {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

/// A body that grows as it comes: a header that merely announces megabytes reserves nothing.
struct GrowingBody {
  using value_type = Body;
  class reader {
   public:
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>&, value_type& body) : body_(body) {}
    void init(const boost::optional<std::uint64_t>&, error_code& error) { error = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& error) {
      error = {};
      std::size_t size = 0;
      for (auto at = asio::buffer_sequence_begin(buffers); at != asio::buffer_sequence_end(buffers); ++at) {
        const asio::const_buffer piece = *at;
        keep(error, [&] { body_.append({static_cast<const char*>(piece.data()), piece.size()}); });
        if (error) return size;
        size += piece.size();
      }
      return size;
    }
    void finish(error_code& error) {
      error = {};
      keep(error, [&] { body_.finish(); });
    }

   private:
    template <class Act>
    static void keep(error_code& error, Act&& act) {
      try {
        act();
      } catch (const std::system_error&) {
        error = boost::system::errc::make_error_code(boost::system::errc::no_space_on_device);
      }
    }
    value_type& body_;
  };
};

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct RequestParser::Beast {
  std::optional<http::request_parser<GrowingBody>> parser;
};

RequestParser::RequestParser(std::size_t body_bytes_max)
    : beast_(std::make_unique<Beast>()), body_bytes_max_(body_bytes_max) {
  reset();
}
RequestParser::~RequestParser() = default;

void RequestParser::reset() {
  auto& parser = beast_->parser.emplace();
  parser.header_limit(static_cast<std::uint32_t>(limits::header_bytes_max) + 1);  // counted exactly in put()
  parser.body_limit(body_bytes_max_);
  state_ = State::Header;
  header_bytes_ = 0;
}

std::size_t RequestParser::put(std::string_view bytes) {
  auto& parser = *beast_->parser;
  std::size_t used = 0;
  while (state_ == State::Header || state_ == State::Body) {
    error_code error;
    const std::size_t taken = parser.put(asio::buffer(bytes.data() + used, bytes.size() - used), error);
    used += taken;
    if (state_ == State::Header) {
      header_bytes_ += taken;
      const std::size_t begun = parser.is_header_done() ? 0 : bytes.size() - used;
      if (header_bytes_ + begun > limits::header_bytes_max) error = http::error::header_limit;
    }
    const bool starved = error == http::error::need_more;
    if (error == http::error::body_limit)
      fail(413, "The request's body has more than " + std::to_string(body_bytes_max_) + " bytes");
    else if (error == boost::system::errc::no_space_on_device)
      fail(507, "There is no room on the disk for a body of this size");
    else if (error == http::error::header_limit)
      fail(431, "The request's header has more than " + std::to_string(limits::header_bytes_max) + " bytes");
    else if (error && !starved)
      fail(400, "This is no HTTP/1.1 request: " + error.message());
    if (state_ == State::Header && parser.is_header_done()) check_header();
    if (state_ == State::Body && parser.is_done()) state_ = State::Done;
    if (starved || used == bytes.size()) break;
  }
  return used;
}

void RequestParser::fail(int status, std::string problem) {
  state_ = State::Broken;
  status_ = status;
  problem_ = std::move(problem);
}

void RequestParser::check_header() {
  state_ = State::Body;
  if (target().size() > limits::target_bytes_max)
    return fail(414,
                "The request's address has more than " + std::to_string(limits::target_bytes_max) + " bytes");
  if (!field("Transfer-Encoding").empty() && !beast_->parser->chunked())
    return fail(501, "Only the transfer encoding 'chunked' is understood");
  if (!is_http_1_0() && beast_->parser->get().count(http::field::host) != 1)  // RFC 9112 3.2
    return fail(400, "An HTTP/1.1 request has exactly one Host");
}

std::string_view RequestParser::method() const { return view(beast_->parser->get().method_string()); }
std::string_view RequestParser::target() const { return view(beast_->parser->get().target()); }
std::string_view RequestParser::field(std::string_view name) const {
  return view(beast_->parser->get()[boost::beast::string_view(name.data(), name.size())]);
}
bool RequestParser::keep_alive() const { return beast_->parser->get().keep_alive(); }
bool RequestParser::is_http_1_0() const { return beast_->parser->get().version() < 11; }
bool RequestParser::expects_continue() const {
  return boost::beast::iequals(beast_->parser->get()[http::field::expect], "100-continue");
}
Body RequestParser::take_body() { return std::move(beast_->parser->get().body()); }

}  // namespace lienthong::api
