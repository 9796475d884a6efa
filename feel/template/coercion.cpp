#include "base/json.h"
#include "base/refused.h"
#include "feel/operators.h"
#include "feel/template/evaluation.h"
#include "feel/temporal.h"
#include "feel/utf8.h"

// JUEL's coercions (JSR-245 §1.18), as docs on Camunda 7 expressions describe them.
namespace lienthong::feel::juel {
namespace {

using Kind = Value::Kind;

bool is_moment(const Value& value) { return value.kind() == Kind::Date || value.kind() == Kind::DateTime; }

Value as_date_time(const Value& value) {
  return value.kind() == Kind::Date ? Value(DateTime{value.date(), {}}) : value;
}

[[noreturn]] void cannot(const Value& value, const char* target) {
  const std::string shown = value.is_string() ? "'" + value.string() + "'" : std::string(name(value.kind()));
  fail("Cannot coerce " + shown + " to " + target);
}

}  // namespace

Decimal to_number(const Value& value) {
  if (value.is_number()) return value.number();
  if (value.is_null() || (value.is_string() && value.string().empty())) return Decimal(0);
  if (value.is_string())
    if (const std::optional<Decimal> number = Decimal::parse(value.string())) return *number;
  cannot(value, "a number");
}

bool to_boolean(const Value& value) {
  if (value.is_boolean()) return value.boolean();
  if (value.is_null()) return false;
  if (value.is_string()) return utf8::lower(value.string()) == "true";
  cannot(value, "a boolean");
}

std::string to_text(const Value& value) {
  if (value.is_null()) return "";
  if (!value.is_list() && !value.is_context()) return text(value);
  try {
    return json::write(value);
  } catch (const Refused& refused) {
    fail(refused.what());
  }
}

bool is_empty(const Value& value) {
  switch (value.kind()) {
    case Kind::Null: return true;
    case Kind::String: return value.string().empty();
    case Kind::List: return value.list().empty();
    case Kind::Context: return value.context().entries.empty();
    default: return false;
  }
}

bool equals(Evaluation& evaluation, const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.is_number() || b.is_number()) return to_number(a) == to_number(b);
  if (a.is_boolean() || b.is_boolean()) return to_boolean(a) == to_boolean(b);
  if (a.is_string() || b.is_string()) return to_text(a) == to_text(b);
  if (is_moment(a) && is_moment(b))
    return feel::equal(evaluation, as_date_time(a), as_date_time(b)).value_or(false);
  return feel::equal(evaluation, a, b).value_or(false);
}

int compare(Evaluation& evaluation, const Value& a, const Value& b) {
  if (a.is_number() || b.is_number()) {
    const auto found = to_number(a) <=> to_number(b);
    return found < 0 ? -1 : found > 0 ? 1 : 0;
  }
  if (a.is_string() || b.is_string()) {
    const int found = to_text(a).compare(to_text(b));
    return found < 0 ? -1 : found > 0 ? 1 : 0;
  }
  std::optional<int> found;
  if (is_moment(a) && is_moment(b)) {
    found = feel::order(evaluation, as_date_time(a), as_date_time(b));
  } else {
    found = feel::order(evaluation, a, b);
  }
  if (!found) fail(std::string("Cannot compare ") + name(a.kind()) + " with " + name(b.kind()));
  return *found;
}

}  // namespace lienthong::feel::juel
