#pragma once
#include <string>
#include <string_view>
#include "base/value.h"

namespace lienthong::json {

/// Nesting beyond this is refused.
inline constexpr int depth_max = 64;

/// Reads JSON text exactly (numbers as decimals, keys in order, a repeated key: the last wins).
/// Throws Refused{Invalid} that names line, column and what was expected; also for invalid UTF-8 and depth.
Value parse(std::string_view text);

/// Always valid UTF-8 JSON: dates, functions and ranges are strings; inside, 1.0 keeps its point, as in Java.
std::string write(const Value&);
void write(std::string& out, const Value&);
void write_string(std::string& out,
                  std::string_view text);  ///< with quotes and escapes; invalid UTF-8 is replaced

/// Writes objects and arrays straight into text, commas included: `w.object(); w.key("id"); w.string("1");
/// w.end();`.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  Writer& object() { return open('{', '}'); }
  Writer& array() { return open('[', ']'); }
  Writer& end();
  Writer& key(std::string_view);
  Writer& string(std::string_view);
  Writer& number(std::int64_t);
  Writer& boolean(bool);
  Writer& null();
  Writer& value(const Value&);
  Writer& raw(std::string_view json);  ///< already JSON

 private:
  Writer& open(char first, char last);
  void separate();
  std::string& out_;
  std::string stack_;  ///< closing brackets
  bool fresh_ = true;  ///< nothing written at this level yet
  bool after_key_ = false;
};

}  // namespace lienthong::json
