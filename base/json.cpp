#include "base/json.h"
#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include "base/refused.h"
#include "base/utf8.h"

namespace lienthong::json {
namespace {

std::string place(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, std::min(position, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  const auto column = std::ranges::count_if(before.substr(start), utf8::begins);
  return "line " + std::to_string(line) + ", column " + std::to_string(std::max<std::ptrdiff_t>(column, 1));
}

/// The parser's message without its own prefix and place: "unexpected end of input; expected ']'".
std::string reason(std::string message) {
  if (const std::size_t end = message.find("] "); message.rfind("[json", 0) == 0 && end != std::string::npos)
    message.erase(0, end + 2);
  if (const std::size_t end = message.find(": ");
      message.rfind("parse error", 0) == 0 && end != std::string::npos)
    message.erase(0, end + 2);
  return message;
}

[[noreturn]] void refuse(std::string_view text, std::size_t position, const std::string& why) {
  throw Refused(Refused::Kind::Invalid, "Invalid JSON at " + place(text, position) + ": " + why);
}

/// Keeps the first place and the last value of each repeated key, in linear time.
void unite_repeated(Context& context) {
  constexpr std::size_t small = 16;
  auto& entries = context.entries;
  if (entries.size() <= small) {
    for (std::size_t i = 1; i < entries.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (entries[i].first == entries[j].first) {
          entries[j].second = std::move(entries[i].second);
          entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i--));
          break;
        }
    return;
  }
  std::unordered_map<std::string_view, std::size_t> seen;
  seen.reserve(entries.size());
  std::vector<bool> doubled(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto [found, fresh] = seen.try_emplace(entries[i].first, i);
    if (fresh) continue;
    entries[found->second].second = std::move(entries[i].second);
    doubled[i] = true;
  }
  if (seen.size() == entries.size()) return;
  std::vector<std::pair<std::string, Value>> kept;
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (!doubled[i]) kept.push_back(std::move(entries[i]));
  entries = std::move(kept);
}

/// Receives the parser's events and builds the value on an explicit stack.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(std::string_view text) : text_(text) {}
  Value take() { return std::move(root_); }

  bool null() override { return put(Value()); }
  bool boolean(bool b) override { return put(Value(b)); }
  bool number_integer(number_integer_t n) override { return put(Value(std::int64_t{n})); }
  bool number_unsigned(number_unsigned_t n) override {
    if (n <= static_cast<number_unsigned_t>(INT64_MAX)) return put(Value(static_cast<std::int64_t>(n)));
    return put(Value(*Decimal::parse(std::to_string(n))));
  }
  bool number_float(number_float_t, const string_t& digits) override {
    const std::optional<Decimal> number = Decimal::parse(digits);
    if (!number)
      throw Refused(Refused::Kind::Invalid, "Invalid JSON: the number " + digits + " is out of range");
    return put(Value(number->with_point()));
  }
  bool string(string_t& s) override { return put(Value(std::move(s))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(true); }
  bool start_array(std::size_t) override { return open(false); }
  bool key(string_t& name) override {
    open_.back().key = std::move(name);
    return true;
  }
  bool end_object() override {
    Context context;
    context.entries = std::move(open_.back().entries);
    unite_repeated(context);
    open_.pop_back();
    return put(Value(std::move(context)));
  }
  bool end_array() override {
    List list = std::move(open_.back().elements);
    open_.pop_back();
    return put(Value(std::move(list)));
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    refuse(text_, position, reason(error.what()));
  }

 private:
  struct Open {
    bool is_object = false;
    std::string key;
    List elements;
    std::vector<std::pair<std::string, Value>> entries;
  };

  bool open(bool is_object) {
    if (open_.size() >= static_cast<std::size_t>(depth_max)) return false;
    open_.emplace_back().is_object = is_object;
    return true;
  }

  bool put(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_object) {
      open_.back().entries.emplace_back(std::move(open_.back().key), std::move(value));
    } else {
      open_.back().elements.push_back(std::move(value));
    }
    return true;
  }

  std::string_view text_;
  std::vector<Open> open_;
  Value root_;
};

/// Where the first bracket beyond the allowed depth stands; strings are skipped.
std::size_t deepest_allowed(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > depth_max) return i + 1;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return text.size();
}

}  // namespace

Value parse(std::string_view text) {
  Builder builder(text);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
    refuse(text, deepest_allowed(text), "nested deeper than " + std::to_string(depth_max) + " levels");
  }
  return builder.take();
}

}  // namespace lienthong::json
