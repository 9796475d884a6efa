#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>
#include "base/decimal.h"
#include "base/instant.h"

namespace lienthong {

class Value;
struct Context;
using List = std::vector<Value>;

struct Date {
  std::int32_t year = 1970;
  std::int8_t month = 1, day = 1;
  friend auto operator<=>(const Date&, const Date&) = default;
};

/// Time of day, with an offset or a named zone or neither (local).
struct Time {
  std::int32_t second_of_day = 0;
  std::int32_t nanosecond = 0;
  std::optional<std::int32_t> offset_s;
  std::shared_ptr<const std::string> zone;  ///< IANA name; null when none
};
bool operator==(const Time&, const Time&);

struct DateTime {
  Date date;
  Time time;
};
bool operator==(const DateTime&, const DateTime&);

/// `P1Y2M`, in months.
struct YearsMonths {
  std::int64_t months = 0;
  friend auto operator<=>(const YearsMonths&, const YearsMonths&) = default;
};

/// `P1DT2H`, exact.
struct DaysTime {
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;  ///< same sign as seconds
  friend auto operator<=>(const DaysTime&, const DaysTime&) = default;
};

/// `[1..5)`; a missing end is unbounded, one that is null is compared with nothing.
struct Range;
/// Something an expression can call; `feel/` derives from it.
struct Callable {
  virtual ~Callable() = default;
};

/// The one value type of expressions, variables and JSON. Immutable; copies are cheap.
class Value {
 public:
  enum class Kind {
    Null,
    Boolean,
    Number,
    String,
    Date,
    Time,
    DateTime,
    YearsMonths,
    DaysTime,
    List,
    Context,
    Range,
    Function
  };

  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool b) : data_(b) {}
  Value(int n) : data_(Decimal(n)) {}
  Value(std::int64_t n) : data_(Decimal(n)) {}
  Value(Decimal n) : data_(n) {}
  Value(std::string s) : data_(std::move(s)) {}
  Value(std::string_view s) : data_(std::string(s)) {}
  Value(const char* s) : data_(std::string(s)) {}
  Value(Date d) : data_(d) {}
  Value(Time t) : data_(std::move(t)) {}
  Value(DateTime d) : data_(std::move(d)) {}
  Value(YearsMonths d) : data_(d) {}
  Value(DaysTime d) : data_(d) {}
  Value(List list) : data_(std::make_shared<const List>(std::move(list))) {}
  Value(Context context);
  Value(Range range);
  Value(std::shared_ptr<const Callable> function) : data_(std::move(function)) {}

  Kind kind() const { return static_cast<Kind>(data_.index()); }
  bool is_null() const { return kind() == Kind::Null; }
  bool is_boolean() const { return kind() == Kind::Boolean; }
  bool is_number() const { return kind() == Kind::Number; }
  bool is_string() const { return kind() == Kind::String; }
  bool is_list() const { return kind() == Kind::List; }
  bool is_context() const { return kind() == Kind::Context; }

  // Each throws std::bad_variant_access for another kind.
  bool boolean() const { return std::get<bool>(data_); }
  const Decimal& number() const { return std::get<Decimal>(data_); }
  const std::string& string() const { return std::get<std::string>(data_); }
  const Date& date() const { return std::get<Date>(data_); }
  const Time& time() const { return std::get<Time>(data_); }
  const DateTime& date_time() const { return std::get<DateTime>(data_); }
  const YearsMonths& years_months() const { return std::get<YearsMonths>(data_); }
  const DaysTime& days_time() const { return std::get<DaysTime>(data_); }
  const List& list() const { return *std::get<std::shared_ptr<const List>>(data_); }
  const Context& context() const { return *std::get<std::shared_ptr<const Context>>(data_); }
  const Range& range() const { return *std::get<std::shared_ptr<const Range>>(data_); }
  const std::shared_ptr<const Callable>& function() const {
    return std::get<std::shared_ptr<const Callable>>(data_);
  }

  /// The entry of a context, or null when this is no context or has no such entry. Never dangles within this
  /// value.
  const Value* find(std::string_view key) const;

  /// Deep equality: numbers by value, contexts regardless of order, functions by identity.
  friend bool operator==(const Value&, const Value&);

 private:
  std::variant<std::monostate, bool, Decimal, std::string, Date, Time, DateTime, YearsMonths, DaysTime,
               std::shared_ptr<const List>, std::shared_ptr<const Context>, std::shared_ptr<const Range>,
               std::shared_ptr<const Callable>>
      data_;
};

/// Named values in the order they were put in; names are unique.
struct Context {
  std::vector<std::pair<std::string, Value>> entries;
  Context() = default;
  Context(std::initializer_list<std::pair<std::string, Value>> list);
  const Value* find(std::string_view key) const;
  void put(std::string key, Value value);  ///< replaces
};

struct Range {
  /// What the unary tests `(=5)` and `(!=5)` mean as values; both ends hold the 5.
  enum class Form { Interval, Equal, NotEqual };
  std::optional<Value> low, high;
  bool low_closed = true, high_closed = true;
  Form form = Form::Interval;
};

/// The text of a value as people read it; nothing for null.
std::optional<std::string> text_or_none(const Value&);
/// The entry of a context that is there and is not null; else a null pointer.
const Value* present(const Value& object, std::string_view key);
/// The text of such an entry as people read it; empty when there is none.
std::string text_at(const Value& object, std::string_view key);

const char* name(Value::Kind);  ///< "number", "date and time", … as FEEL says

// Dates (proleptic Gregorian calendar) and ISO 8601 text.
std::int64_t days_from_civil(Date);  ///< days since 1970-01-01
Date civil_from_days(std::int64_t days);
bool is_valid(Date);
std::optional<Date> parse_date(std::string_view);
std::optional<Time> parse_time(std::string_view);
std::optional<DateTime> parse_date_time(std::string_view);  ///< "2022-04-12T14:50:00[.123][Z|+07:00|@Zone]"
/// `P…` as either kind of duration; nothing when the text mixes years or months with days or time.
std::optional<Value> parse_duration(std::string_view);
std::string text(Date);
std::string text(const Time&);
std::string text(const DateTime&);
std::string text(YearsMonths);
std::string text(DaysTime);
/// The value as people read it: strings bare, the rest as FEEL's string() gives it.
std::string text(const Value&);

/// The instant a date-time means; `zone_offset_s` is used when it names none. Named zones other than
/// Asia/Ho_Chi_Minh and UTC are looked up in the system's tz database by `feel/`; here they count as nothing.
std::optional<Instant> instant_of(const DateTime&, std::int32_t zone_offset_s);
DateTime date_time_of(Instant, std::int32_t offset_s);

}  // namespace lienthong
