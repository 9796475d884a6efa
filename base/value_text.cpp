#include "base/value.h"

namespace lienthong {
namespace {

void pad(std::string& out, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void append_fraction(std::string& out, std::int32_t nanoseconds) {
  if (nanoseconds == 0) return;
  out += '.';
  pad(out, nanoseconds, 9);
  while (out.back() == '0') out.pop_back();
}

void append(std::string& out, const Date& date) {
  if (date.year < 0) out += '-';
  pad(out, date.year < 0 ? -std::int64_t{date.year} : date.year, 4);
  out += '-';
  pad(out, date.month, 2);
  out += '-';
  pad(out, date.day, 2);
}

void append(std::string& out, const Time& time) {
  pad(out, time.second_of_day / 3600, 2);
  out += ':';
  pad(out, time.second_of_day / 60 % 60, 2);
  out += ':';
  pad(out, time.second_of_day % 60, 2);
  append_fraction(out, time.nanosecond);
  if (time.offset_s) {
    if (*time.offset_s == 0) {
      out += 'Z';
      return;
    }
    const int magnitude = *time.offset_s < 0 ? -*time.offset_s : *time.offset_s;
    out += *time.offset_s < 0 ? '-' : '+';
    pad(out, magnitude / 3600, 2);
    out += ':';
    pad(out, magnitude / 60 % 60, 2);
    if (magnitude % 60 != 0) {
      out += ':';
      pad(out, magnitude % 60, 2);
    }
  } else if (time.zone) {
    out += '@';
    out += *time.zone;
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out += c;
    }
  }
  out += '"';
}

constexpr int text_depth_max = 1'000;  // deeper values are cut off rather than overflowing the stack

void append(std::string& out, const Value& value, bool inside, int depth);

void append(std::string& out, const List& list, int depth) {
  out += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += ", ";
    append(out, list[i], true, depth);
  }
  out += ']';
}

bool is_plain_key(std::string_view key) {
  if (key.empty()) return false;
  for (const char c : key) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || byte >= 0x80;
    if (!letter && !(c >= '0' && c <= '9') && c != ' ') return false;
  }
  return true;
}

void append(std::string& out, const Context& context, int depth) {
  out += '{';
  bool first = true;
  for (const auto& [key, value] : context.entries) {
    if (!first) out += ", ";
    first = false;
    if (is_plain_key(key)) {
      out += key;
    } else {
      append_quoted(out, key);
    }
    out += ": ";
    append(out, value, true, depth);
  }
  out += '}';
}

void append(std::string& out, const Range& range, int depth) {
  if (range.form != Range::Form::Interval) {
    out += range.form == Range::Form::Equal ? "(=" : "(!=";
    append(out, *range.low, true, depth);
    out += ')';
    return;
  }
  out += range.low && range.low_closed ? '[' : '(';
  if (range.low) append(out, *range.low, true, depth);
  out += "..";
  if (range.high) append(out, *range.high, true, depth);
  out += range.high && range.high_closed ? ']' : ')';
}

void append(std::string& out, const Value& value, bool inside, int depth) {
  if (depth > text_depth_max) {
    out += "…";
    return;
  }
  switch (value.kind()) {
    case Value::Kind::Null: out += "null"; break;
    case Value::Kind::Boolean: out += value.boolean() ? "true" : "false"; break;
    case Value::Kind::Number: out += value.number().text(); break;
    case Value::Kind::String:
      if (inside) {
        append_quoted(out, value.string());
      } else {
        out += value.string();
      }
      break;
    case Value::Kind::Date: append(out, value.date()); break;
    case Value::Kind::Time: append(out, value.time()); break;
    case Value::Kind::DateTime: out += text(value.date_time()); break;
    case Value::Kind::YearsMonths: out += text(value.years_months()); break;
    case Value::Kind::DaysTime: out += text(value.days_time()); break;
    case Value::Kind::List: append(out, value.list(), depth + 1); break;
    case Value::Kind::Context: append(out, value.context(), depth + 1); break;
    case Value::Kind::Range: append(out, value.range(), depth + 1); break;
    case Value::Kind::Function: out += "function"; break;
  }
}

}  // namespace

std::string text(Date date) {
  std::string out;
  append(out, date);
  return out;
}

std::string text(const Time& time) {
  std::string out;
  append(out, time);
  return out;
}

std::string text(const DateTime& at) {
  std::string out;
  append(out, at.date);
  out += 'T';
  append(out, at.time);
  return out;
}

std::string text(YearsMonths duration) {
  if (duration.months == 0) return "P0M";
  std::string out = duration.months < 0 ? "-P" : "P";
  const std::uint64_t magnitude = duration.months < 0 ? 0 - static_cast<std::uint64_t>(duration.months)
                                                      : static_cast<std::uint64_t>(duration.months);
  if (magnitude >= 12) out += std::to_string(magnitude / 12) + "Y";
  if (magnitude % 12 != 0) out += std::to_string(magnitude % 12) + "M";
  return out;
}

std::string text(DaysTime duration) {
  if (duration.seconds == 0 && duration.nanoseconds == 0) return "PT0S";
  const bool negative = duration.seconds < 0 || duration.nanoseconds < 0;
  std::string out = negative ? "-P" : "P";
  const std::uint64_t seconds = duration.seconds < 0 ? 0 - static_cast<std::uint64_t>(duration.seconds)
                                                     : static_cast<std::uint64_t>(duration.seconds);
  const std::int32_t nanoseconds = duration.nanoseconds < 0 ? -duration.nanoseconds : duration.nanoseconds;
  if (seconds >= 86'400) out += std::to_string(seconds / 86'400) + "D";
  if (seconds % 86'400 == 0 && nanoseconds == 0) return out;
  out += 'T';
  if (seconds / 3600 % 24 != 0) out += std::to_string(seconds / 3600 % 24) + "H";
  if (seconds / 60 % 60 != 0) out += std::to_string(seconds / 60 % 60) + "M";
  if (seconds % 60 != 0 || nanoseconds != 0) {
    out += std::to_string(seconds % 60);
    append_fraction(out, nanoseconds);
    out += 'S';
  }
  return out;
}

std::string text(const Value& value) {
  std::string out;
  append(out, value, false, 0);
  return out;
}

}  // namespace lienthong
