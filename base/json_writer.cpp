#include <charconv>
#include "base/check.h"
#include "base/json.h"
#include "base/refused.h"
#include "base/utf8.h"

namespace lienthong::json {
namespace {

void write_control(std::string& out, unsigned char c) {
  constexpr char hex[] = "0123456789abcdef";
  switch (c) {
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    case '\b': out += "\\b"; break;
    case '\f': out += "\\f"; break;
    default:
      out += "\\u00";
      out += hex[c >> 4];
      out += hex[c & 15];
  }
}

void write_at(std::string& out, const Value& value, int depth) {
  if (depth > depth_max)
    throw Refused(Refused::Kind::Invalid,
                  "The value nests deeper than " + std::to_string(depth_max) + " levels");
  switch (value.kind()) {
    case Value::Kind::Null: out += "null"; break;
    case Value::Kind::Boolean: out += value.boolean() ? "true" : "false"; break;
    case Value::Kind::Number:
      out += value.number().text();
      if (depth > 0 && value.number().has_point() && value.number().is_integer()) out += ".0";
      break;
    case Value::Kind::String: write_string(out, value.string()); break;
    case Value::Kind::List: {
      char before = '[';
      for (const Value& element : value.list()) {
        out += before;
        write_at(out, element, depth + 1);
        before = ',';
      }
      out += before == '[' ? "[]" : "]";
      break;
    }
    case Value::Kind::Context: {
      char before = '{';
      for (const auto& [key, element] : value.context().entries) {
        out += before;
        write_string(out, key);
        out += ':';
        write_at(out, element, depth + 1);
        before = ',';
      }
      out += before == '{' ? "{}" : "}";
      break;
    }
    default: write_string(out, text(value));
  }
}

}  // namespace

void write_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  std::size_t at = 0;
  const auto flush = [&] { out.append(text, plain, at - plain); };
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
      ++at;
      continue;
    }
    if (c >= 0x80) {
      if (const std::size_t length = utf8::sequence_length(text, at)) {
        at += length;
        continue;
      }
      flush();
      out += "\xEF\xBF\xBD";
    } else {
      flush();
      if (c == '"' || c == '\\') {
        out += '\\';
        out += static_cast<char>(c);
      } else {
        write_control(out, c);
      }
    }
    plain = ++at;
  }
  flush();
  out += '"';
}

void write(std::string& out, const Value& value) { write_at(out, value, 0); }

std::string write(const Value& value) {
  std::string out;
  write(out, value);
  return out;
}

void Writer::separate() {
  if (!fresh_ && !after_key_) out_ += ',';
  fresh_ = false;
  after_key_ = false;
}

Writer& Writer::open(char first, char last) {
  separate();
  out_ += first;
  stack_ += last;
  fresh_ = true;
  return *this;
}

Writer& Writer::end() {
  check(!stack_.empty() && !after_key_, "JSON ends only what was opened");
  out_ += stack_.back();
  stack_.pop_back();
  fresh_ = false;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  check(!stack_.empty() && stack_.back() == '}' && !after_key_, "JSON keys stand in objects");
  separate();
  write_string(out_, name);
  out_ += ':';
  after_key_ = true;
  return *this;
}

Writer& Writer::string(std::string_view text) {
  separate();
  write_string(out_, text);
  return *this;
}

Writer& Writer::number(std::int64_t number) {
  separate();
  char buffer[24];
  out_.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
  return *this;
}

Writer& Writer::boolean(bool b) { return raw(b ? "true" : "false"); }
Writer& Writer::null() { return raw("null"); }

Writer& Writer::value(const Value& value) {
  separate();
  write(out_, value);
  return *this;
}

Writer& Writer::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

}  // namespace lienthong::json
