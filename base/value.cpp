#include "base/value.h"
#include <algorithm>
#include <numeric>

namespace lienthong {
namespace {

constexpr std::size_t small_context = 16;

std::vector<std::size_t> sorted_by_key(const Context& context) {
  std::vector<std::size_t> order(context.entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return context.entries[a].first < context.entries[b].first;
  });
  return order;
}

bool same_entries(const Context& a, const Context& b) {
  if (a.entries.size() != b.entries.size()) return false;
  const bool same_order = std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(),
                                     [](const auto& x, const auto& y) { return x.first == y.first; });
  if (same_order) return a.entries == b.entries;
  if (a.entries.size() <= small_context) {
    return std::all_of(a.entries.begin(), a.entries.end(), [&](const auto& entry) {
      const Value* other = b.find(entry.first);
      return other && entry.second == *other;
    });
  }
  const std::vector<std::size_t> left = sorted_by_key(a), right = sorted_by_key(b);
  for (std::size_t i = 0; i < left.size(); ++i)
    if (a.entries[left[i]] != b.entries[right[i]]) return false;
  return true;
}

}  // namespace

Value::Value(Context context) : data_(std::make_shared<const Context>(std::move(context))) {}
Value::Value(Range range) : data_(std::make_shared<const Range>(std::move(range))) {}

const Value* Value::find(std::string_view key) const {
  const auto* context = std::get_if<std::shared_ptr<const Context>>(&data_);
  return context ? (*context)->find(key) : nullptr;
}

bool operator==(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Value::Kind::List: return &a.list() == &b.list() || a.list() == b.list();
    case Value::Kind::Context: return &a.context() == &b.context() || same_entries(a.context(), b.context());
    case Value::Kind::Range: {
      const Range &x = a.range(), &y = b.range();
      if (x.form != y.form) return false;
      return x.low_closed == y.low_closed && x.high_closed == y.high_closed && x.low == y.low &&
             x.high == y.high;
    }
    default: return a.data_ == b.data_;
  }
}

Context::Context(std::initializer_list<std::pair<std::string, Value>> list) {
  for (const auto& [key, value] : list) put(key, value);
}

const Value* Context::find(std::string_view key) const {
  for (const auto& [name, value] : entries)
    if (name == key) return &value;
  return nullptr;
}

std::optional<std::string> text_or_none(const Value& value) {
  return value.is_null() ? std::nullopt : std::optional(text(value));
}

const Value* present(const Value& object, std::string_view key) {
  const Value* found = object.find(key);
  return found && !found->is_null() ? found : nullptr;
}

std::string text_at(const Value& object, std::string_view key) {
  const Value* found = present(object, key);
  return found ? text(*found) : std::string();
}

void Context::put(std::string key, Value value) {
  for (auto& [name, old] : entries) {
    if (name != key) continue;
    old = std::move(value);
    return;
  }
  entries.emplace_back(std::move(key), std::move(value));
}

bool operator==(const Time& a, const Time& b) {
  const std::string_view a_zone = a.zone ? *a.zone : std::string_view(),
                         b_zone = b.zone ? *b.zone : std::string_view();
  return a.second_of_day == b.second_of_day && a.nanosecond == b.nanosecond && a.offset_s == b.offset_s &&
         a_zone == b_zone;
}

bool operator==(const DateTime& a, const DateTime& b) { return a.date == b.date && a.time == b.time; }

const char* name(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::Null: return "null";
    case Value::Kind::Boolean: return "boolean";
    case Value::Kind::Number: return "number";
    case Value::Kind::String: return "string";
    case Value::Kind::Date: return "date";
    case Value::Kind::Time: return "time";
    case Value::Kind::DateTime: return "date and time";
    case Value::Kind::YearsMonths: return "years and months duration";
    case Value::Kind::DaysTime: return "days and time duration";
    case Value::Kind::List: return "list";
    case Value::Kind::Context: return "context";
    case Value::Kind::Range: return "range";
    case Value::Kind::Function: return "function";
  }
  return "value";
}

}  // namespace lienthong
