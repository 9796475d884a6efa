#include <charconv>
#include <memory>
#include "api/engine_rest/common.h"

namespace lienthong::api {

Response json_response(std::string body) {
  Response response;
  response.body = std::move(body);
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

Response count_response(std::int64_t count) {
  return json_response("{\"count\":" + std::to_string(count) + "}");
}

namespace {

/// RFC 8187: what is no attribute character is percent-encoded.
std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view plain = "!#$&+-.^_`|~";
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out = "UTF-8''";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || plain.find(c) != std::string_view::npos)
      out += c;
    else
      (out += '%') += {digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

}  // namespace

Response attachment(std::string bytes, std::string content_type, std::string_view file_name) {
  Response response = json_response(std::move(bytes));
  response.content_type = std::move(content_type);
  std::string quoted;
  for (const char c : file_name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '_' : c;
  }
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + quoted +
                                                           "\"; filename*=" + percent_encoded(file_name));
  return response;
}

Fields& Fields::text(std::string_view key, std::string_view value) {
  w_.key(key).string(value);
  return *this;
}
Fields& Fields::text(std::string_view key, const std::optional<std::string>& value) {
  return value ? text(key, std::string_view(*value)) : null(key);
}
Fields& Fields::text_or_null(std::string_view key, std::string_view value) {
  return value.empty() ? null(key) : text(key, value);
}
Fields& Fields::number(std::string_view key, std::int64_t value) {
  w_.key(key).number(value);
  return *this;
}
Fields& Fields::number(std::string_view key, const std::optional<std::int64_t>& value) {
  return value ? number(key, *value) : null(key);
}
Fields& Fields::flag(std::string_view key, bool value) {
  w_.key(key).boolean(value);
  return *this;
}
Fields& Fields::null(std::string_view key) {
  w_.key(key).null();
  return *this;
}
Fields& Fields::date(std::string_view key, Instant value) { return text(key, date_text(value, zone_)); }
Fields& Fields::date(std::string_view key, const std::optional<Instant>& value) {
  return value ? date(key, *value) : null(key);
}
Fields& Fields::no_links() {
  w_.key("links").raw("[]");
  return *this;
}
Fields& Fields::self_link(std::string_view href) {
  w_.key("links").array().object();
  w_.key("method").string("GET");
  w_.key("href").string(href);
  w_.key("rel").string("self");
  w_.end().end();
  return *this;
}
Fields& Fields::number_text(std::string_view key, std::int64_t id) {
  return id == 0 ? null(key) : text(key, wire_id(id));
}

void submit(Services& services, engine::Command command, Respond respond, MakeResponse make_response,
            MapError map) {
  services.commands.submit(std::move(command), [respond = std::move(respond), make = std::move(make_response),
                                                map = std::move(map)](engine::Result result) {
    if (result.error) return respond(error_response(result.error, map));
    Response response;
    try {
      response = make(result.reply);
    } catch (...) {
      response = error_response(std::current_exception(), map);
    }
    respond(std::move(response));
  });
}

void submit(Services& services, engine::Command command, Respond respond, MapError map) {
  submit(
      services, std::move(command), std::move(respond), [](engine::Reply&) { return no_content(); },
      std::move(map));
}

void submit_then_read(Services& services, engine::Command command, Respond respond,
                      ReadResponse make_response, MapError map) {
  services.commands.submit(std::move(command),
                           [respond = std::move(respond), make = std::move(make_response),
                            map = std::move(map), later = services.later](engine::Result result) {
                             if (result.error) return respond(error_response(result.error, map));
                             auto reply = std::make_shared<engine::Reply>(std::move(result.reply));
                             later([respond, make, map, reply](Services& fresh) {
                               Response response;
                               try {
                                 response = make(*reply, fresh);
                               } catch (...) {
                                 response = error_response(std::current_exception(), map);
                               }
                               respond(std::move(response));
                             });
                           });
}

namespace {

struct Sequence : std::enable_shared_from_this<Sequence> {
  engine::Commands& commands;
  std::vector<engine::Command> left;  // last first
  Respond respond;
  MapError map;

  Sequence(engine::Commands& to, std::vector<engine::Command> all, Respond answer, MapError words)
      : commands(to), left(all.rbegin(), all.rend()), respond(std::move(answer)), map(std::move(words)) {}

  void next() {
    if (left.empty()) return respond(no_content());
    engine::Command command = std::move(left.back());
    left.pop_back();
    try {
      commands.submit(std::move(command), [self = shared_from_this()](engine::Result result) {
        if (result.error)
          self->respond(error_response(result.error, self->map));
        else
          self->next();
      });
    } catch (...) {
      respond(error_response(std::current_exception(), map));
    }
  }
};

}  // namespace

void submit_each(Services& services, std::vector<engine::Command> commands, Respond respond, MapError map) {
  std::make_shared<Sequence>(services.commands, std::move(commands), std::move(respond), std::move(map))
      ->next();
}

}  // namespace lienthong::api
