#include <cstring>
#include <stdexcept>
#include "base/check.h"
#include "engine/rows/value_codec.h"

namespace lienthong::engine {
namespace {

constexpr int depth_max = 256;  ///< deeper than any JSON or expression may nest

void put_int(std::string& out, std::int64_t n) {
  for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>((n >> shift) & 0xFF);
}

void put_text(std::string& out, std::string_view text) {
  put_int(out, static_cast<std::int64_t>(text.size()));
  out += text;
}

void put_date(std::string& out, const Date& date) {
  put_int(out, date.year);
  put_int(out, date.month);
  put_int(out, date.day);
}

void put_time(std::string& out, const Time& time) {
  put_int(out, time.second_of_day);
  put_int(out, time.nanosecond);
  out += static_cast<char>((time.offset_s ? 1 : 0) | (time.zone ? 2 : 0));
  if (time.offset_s) put_int(out, *time.offset_s);
  if (time.zone) put_text(out, *time.zone);
}

void put(std::string& out, const Value& value, int depth);

void put_range(std::string& out, const Range& range, int depth) {
  out += static_cast<char>((range.low ? 1 : 0) | (range.high ? 2 : 0) | (range.low_closed ? 4 : 0) |
                           (range.high_closed ? 8 : 0));
  if (range.low) put(out, *range.low, depth);
  if (range.high) put(out, *range.high, depth);
}

void put(std::string& out, const Value& value, int depth) {
  check(depth < depth_max, "a stored value nests too deeply");
  out += static_cast<char>(value.kind());
  switch (value.kind()) {
    case Value::Kind::Null: break;
    case Value::Kind::Boolean: out += value.boolean() ? '\1' : '\0'; break;
    case Value::Kind::Number: put_text(out, value.number().text()); break;
    case Value::Kind::String: put_text(out, value.string()); break;
    case Value::Kind::Date: put_date(out, value.date()); break;
    case Value::Kind::Time: put_time(out, value.time()); break;
    case Value::Kind::DateTime:
      put_date(out, value.date_time().date);
      put_time(out, value.date_time().time);
      break;
    case Value::Kind::YearsMonths: put_int(out, value.years_months().months); break;
    case Value::Kind::DaysTime:
      put_int(out, value.days_time().seconds);
      put_int(out, value.days_time().nanoseconds);
      break;
    case Value::Kind::List:
      put_int(out, static_cast<std::int64_t>(value.list().size()));
      for (const Value& item : value.list()) put(out, item, depth + 1);
      break;
    case Value::Kind::Context:
      put_int(out, static_cast<std::int64_t>(value.context().entries.size()));
      for (const auto& [key, item] : value.context().entries) {
        put_text(out, key);
        put(out, item, depth + 1);
      }
      break;
    case Value::Kind::Range: put_range(out, value.range(), depth + 1); break;
    case Value::Kind::Function: check(false, "a function cannot be stored");
  }
}

class Bytes {
 public:
  explicit Bytes(std::string_view rest) : rest_(rest) {}
  bool at_end() const { return rest_.empty(); }

  std::uint8_t byte() { return static_cast<std::uint8_t>(take(1)[0]); }
  std::int64_t integer() {
    std::string_view raw = take(8);
    std::uint64_t n = 0;
    for (std::size_t i = 8; i-- > 0;) n = (n << 8) | static_cast<unsigned char>(raw[i]);
    return static_cast<std::int64_t>(n);
  }
  template <class Small>
  Small small() {
    std::int64_t n = integer();
    if (static_cast<std::int64_t>(static_cast<Small>(n)) != n) broken();
    return static_cast<Small>(n);
  }
  std::string_view text() {
    std::int64_t size = integer();
    if (size < 0) broken();
    return take(static_cast<std::size_t>(size));
  }
  std::int64_t count() {  // each item has at least one byte
    std::int64_t n = integer();
    if (n < 0 || static_cast<std::uint64_t>(n) > rest_.size()) broken();
    return n;
  }
  Date date() {
    Date date;
    date.year = small<std::int32_t>();
    date.month = small<std::int8_t>();
    date.day = small<std::int8_t>();
    return date;
  }
  Time time() {
    Time time;
    time.second_of_day = small<std::int32_t>();
    time.nanosecond = small<std::int32_t>();
    std::uint8_t flags = byte();
    if (flags & 1) time.offset_s = small<std::int32_t>();
    if (flags & 2) time.zone = std::make_shared<const std::string>(text());
    return time;
  }
  Value value(int depth) {
    if (depth >= depth_max) broken();
    switch (static_cast<Value::Kind>(byte())) {
      case Value::Kind::Null: return {};
      case Value::Kind::Boolean: return byte() != 0;
      case Value::Kind::Number: return number();
      case Value::Kind::String: return text();
      case Value::Kind::Date: return date();
      case Value::Kind::Time: return time();
      case Value::Kind::DateTime: {
        DateTime both;
        both.date = date();
        both.time = time();
        return both;
      }
      case Value::Kind::YearsMonths: return YearsMonths{integer()};
      case Value::Kind::DaysTime: {
        DaysTime span;
        span.seconds = integer();
        span.nanoseconds = small<std::int32_t>();
        return span;
      }
      case Value::Kind::List: return list(depth);
      case Value::Kind::Context: return context(depth);
      case Value::Kind::Range: return range(depth);
      case Value::Kind::Function: break;
    }
    broken();
  }

 private:
  [[noreturn]] static void broken() { throw std::runtime_error("a stored value is damaged"); }
  std::string_view take(std::size_t size) {
    if (size > rest_.size()) broken();
    std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  Value number() {
    std::optional<Decimal> read = Decimal::parse(text());
    if (!read) broken();
    return *read;
  }
  Value list(int depth) {
    List items;
    for (std::int64_t n = count(); n > 0; --n) items.push_back(value(depth + 1));
    return items;
  }
  Value context(int depth) {
    Context entries;
    for (std::int64_t n = count(); n > 0; --n) {
      std::string key(text());
      entries.entries.emplace_back(std::move(key), value(depth + 1));
    }
    return entries;
  }
  Value range(int depth) {
    Range range;
    std::uint8_t flags = byte();
    if (flags & 1) range.low = value(depth + 1);
    if (flags & 2) range.high = value(depth + 1);
    range.low_closed = flags & 4;
    range.high_closed = flags & 8;
    return range;
  }
  std::string_view rest_;
};

}  // namespace

void encode_value(std::string& out, const Value& value) { put(out, value, 0); }

Value decode_value(std::string_view bytes) {
  Bytes in(bytes);
  Value value = in.value(0);
  if (!in.at_end()) throw std::runtime_error("a stored value is damaged");
  return value;
}

}  // namespace lienthong::engine
