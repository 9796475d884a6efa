#pragma once
#include <ctime>
#include "api/http.h"

namespace lienthong::api {

/// What the connection adds to a response.
struct Delivery {
  bool of_get = false;  ///< GET or HEAD
  bool path_ends_in_xml = false;
  bool keep_alive = true;
  bool http_1_0 = false;
};

/// Status line and headers, up to and with the empty line. Control characters in header values become '_', so
/// that no value can end its line.
std::string response_head(const Response&, const Delivery&, std::string_view date);
/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(std::time_t);
/// The Host header if it is one, else `otherwise`: it goes into links.
std::string_view safe_host(std::string_view host, std::string_view otherwise);
/// Whether a browser sent this from a page of another origin.
bool is_cross_origin(std::string_view origin, std::string_view host);

}  // namespace lienthong::api
