#include "base/fit.h"
#include <algorithm>

namespace lienthong {
namespace {

using Bounds = std::numeric_limits<std::int64_t>;

Fitting misfit(std::string why) { return {std::nullopt, std::move(why)}; }

std::optional<Decimal> number_in(const Value& value) {
  if (value.is_number()) return value.number();
  return value.is_string() ? Decimal::parse(value.string()) : std::nullopt;
}

template <class Integer>
Fitting fit_within(const Value& value) {
  return fit_whole(value, std::numeric_limits<Integer>::min(), std::numeric_limits<Integer>::max());
}

Fitting fit_boolean(const Value& value) {
  if (value.is_boolean()) return {value, {}};
  const bool is_flag = value.is_string() && (value.string() == "true" || value.string() == "false");
  return is_flag ? Fitting{Value(value.string() == "true"), {}} : misfit("must be true or false");
}

Fitting fit_moment(const Value& value) {
  if (value.kind() == Value::Kind::DateTime) return {value, {}};
  if (value.kind() == Value::Kind::Date) return {Value(DateTime{value.date(), {}}), {}};
  const auto moment = value.is_string() ? moment_in(value.string()) : std::nullopt;
  return moment ? Fitting{Value(*moment), {}} : misfit("must be a date");
}

Fitting fit_text(const Value& value) {
  if (value.is_list() || value.is_context()) return misfit("must be a text");
  return {value.is_string() ? value : Value(text(value)), {}};
}

}  // namespace

Fitting fit_whole(const Value& value, std::int64_t low, std::int64_t high) {
  const std::optional<std::int64_t> whole = whole_number(value);
  if (whole && *whole >= low && *whole <= high) return {Value(*whole), {}};
  std::string why = "must be a whole number";
  if (low != Bounds::min()) why += " of at least " + std::to_string(low);
  if (high != Bounds::max())
    why += (low != Bounds::min() ? " and at most " : " of at most ") + std::to_string(high);
  return misfit(std::move(why));
}

Fitting fit_int(const Value& value) {
  using Bounds = std::numeric_limits<std::int32_t>;
  return fit_whole(value, Bounds::min(), Bounds::max());
}

std::optional<std::int64_t> whole_number(const Value& value) {
  const std::optional<Decimal> number = number_in(value);
  return number ? number->to_integer() : std::nullopt;
}

namespace {

/// With the zeros that people and forms leave out: "2026-12-5T9:6" as "2026-12-05T09:06:00". A year keeps its
/// four digits, so that nothing is guessed.
std::string with_zeros(std::string_view text) {
  const std::size_t time = text.find('T');
  const std::size_t end = std::min(text.find_first_of("+-Z.@", std::min(time, text.size())), text.size());
  std::string padded;
  std::size_t digits = 0;
  const auto pad = [&] {
    if (digits == 1) padded.insert(padded.size() - 1, "0");
    digits = 0;
  };
  for (const char c : text.substr(0, end)) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit) pad();
    padded += c;
    if (is_digit) ++digits;
  }
  pad();
  const bool without_seconds = time < end && std::ranges::count(padded, ':') == 1;
  if (without_seconds && !text.substr(end).starts_with('.')) padded += ":00";
  return padded.append(text.substr(end));
}

}  // namespace

std::optional<DateTime> moment_in(std::string_view text) {
  std::string iso = with_zeros(text);
  const std::size_t sign = iso.size() < 5 ? std::string::npos : iso.size() - 5;
  if (iso.size() > 15 && (iso[sign] == '+' || iso[sign] == '-')) iso.insert(iso.size() - 2, ":");
  if (const auto moment = parse_date_time(iso)) return moment;
  const auto day = parse_date(iso);
  return day ? std::optional(DateTime{*day, {}}) : std::nullopt;
}

Fitting fit(const Value& value, VariableType type) {
  if (value.is_null()) return {value, {}};
  switch (type) {
    case VariableType::Null: return misfit("must be null");
    case VariableType::Boolean: return fit_boolean(value);
    case VariableType::Short: return fit_within<std::int16_t>(value);
    case VariableType::Integer: return fit_within<std::int32_t>(value);
    case VariableType::Long: return fit_whole(value);
    case VariableType::Double: {
      const auto number = number_in(value);
      return number ? Fitting{Value(*number), {}} : misfit("must be a number");
    }
    case VariableType::String: return fit_text(value);
    case VariableType::Date: return fit_moment(value);
    case VariableType::Bytes:
    case VariableType::File:
    case VariableType::Json:
    case VariableType::Xml:
    case VariableType::Object: break;
  }
  return value.is_string() ? Fitting{value, {}} : misfit("must be a text");
}

}  // namespace lienthong
