#pragma once
#include <random>
#include <string>
#include "engine/rows/layout.h"
#include "engine/rows/records.h"
#include "storage/schema.h"

namespace lienthong::storage {

/// Equal in every column.
template <class R>
bool same(const R& a, const R& b) {
  bool equal = true;
  R::columns([&](std::string_view, auto member) { equal = equal && a.*member == b.*member; });
  return equal;
}

/// Rows of any record type, with contents from small pools, so that conditions meet them, and now and then
/// strange ones.
class RandomRows {
 public:
  explicit RandomRows(std::uint64_t seed) : engine_(seed) {}

  std::int64_t below(std::int64_t n) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(n));
  }
  bool chance(int percent) { return below(100) < percent; }

  std::string text() {
    static const std::vector<std::string> pool{
        "",  "a", "A", "án", "ÁN",     "Đăng ký", "đăng KÝ", "ĐĂNG ký", "50%",  "a_b", "a\\b", "ß", "İ",
        "Ω", "ω", "Ж", "ж",  "Active", "active",  "Null",    "Long",    "step", "met", "10",   "9"};
    if (chance(2)) return std::string("nul\0in", 6) + "\xff\xc3";
    if (chance(1)) return std::string(static_cast<std::size_t>(5000 + below(3000)), 'x');
    return pool[static_cast<std::size_t>(below(static_cast<std::int64_t>(pool.size())))];
  }
  std::int64_t number() {
    if (chance(2)) return static_cast<std::int64_t>(engine_());
    return below(12);
  }
  TypedValue value();
  engine::JobWork work();

  template <class T>
  T field() {
    if constexpr (std::is_same_v<T, std::string>)
      return text();
    else if constexpr (std::is_same_v<T, bool>)
      return chance(50);
    else if constexpr (std::is_same_v<T, std::int64_t>)
      return number();
    else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, Steady>)
      return T{number()};
    else if constexpr (std::is_same_v<T, TypedValue>)
      return value();
    else if constexpr (std::is_same_v<T, engine::JobWork>)
      return work();
    else if constexpr (std::is_enum_v<T>)
      return static_cast<T>(below(static_cast<std::int64_t>(Names<T>::values.size())));
    else if constexpr (requires { typename T::value_type; })
      return optional<T>();
    else
      return T{below(12)};
  }

  template <class R>
  R row(std::int64_t id) {
    R made;
    R::columns([&]<class T>(std::string_view name, T R::*member) {
      made.*member = field<T>();
      if constexpr (std::is_same_v<T, Instant>)
        if (rises(engine::layout_of<R>(), *engine::layout_of<R>().find(name))) made.*member = Instant{id / 4};
    });
    if constexpr (requires { made.id.value; })
      made.id.value = id;
    else
      made.id = id;
    return made;
  }

 private:
  template <class T>
  T optional() {
    if (chance(30)) return std::nullopt;
    return field<typename T::value_type>();
  }
  Value temporal();
  std::mt19937_64 engine_;
};

inline Value RandomRows::temporal() {
  Date date{static_cast<std::int32_t>(1900 + below(200)), 2, static_cast<std::int8_t>(1 + below(28))};
  Time time;
  time.second_of_day = static_cast<std::int32_t>(below(86'400));
  if (chance(30)) time.nanosecond = static_cast<std::int32_t>(below(1'000'000'000));
  if (chance(30))
    time.offset_s = 25'200;
  else if (chance(10))
    time.zone = std::make_shared<const std::string>("Europe/Paris");
  switch (below(5)) {
    case 0: return date;
    case 1: return time;
    case 2: return DateTime{date, time};
    case 3: return YearsMonths{below(100) - 50};
    default: return DaysTime{below(100'000), static_cast<std::int32_t>(below(2) * 5)};
  }
}

inline TypedValue RandomRows::value() {
  TypedValue made;
  made.type = static_cast<VariableType>(below(13));
  auto bytes = [this] { return std::string("\0B\xffX", 4) + text(); };
  switch (made.type) {
    case VariableType::Null: break;
    case VariableType::Boolean: made.value = chance(50); break;
    case VariableType::Short:
    case VariableType::Integer:
    case VariableType::Long: made.value = number(); break;
    case VariableType::Double: {
      const char* pool[] = {"0.1", "-2.5", "3", "1e30", "0.1234567890123456789012345", "99999999999999999999",
                            "10"};
      made.value = *Decimal::parse(pool[below(7)]);
      break;
    }
    case VariableType::String: made.value = chance(20) ? temporal() : Value(text()); break;
    case VariableType::Date:
      made.value = DateTime{{2022, 4, static_cast<std::int8_t>(1 + below(28))}, {}};
      break;
    case VariableType::Bytes: made.value = bytes(); break;
    case VariableType::File:
      made.value = bytes();
      made.info = std::make_shared<TypedValue::Info>(
          TypedValue::Info{"hồ sơ.pdf", "application/pdf", "UTF-8", "", ""});
      break;
    case VariableType::Json: made.value = "{\"a\":[1,2]}"; break;
    case VariableType::Xml: made.value = "<a/>"; break;
    case VariableType::Object:
      made.value = text();
      made.info = std::make_shared<TypedValue::Info>(
          TypedValue::Info{"", "", "", "java.util.List", "application/json"});
      break;
  }
  if (chance(5)) made.value = {};
  if (chance(3)) made.transient = true;
  return made;
}

inline engine::JobWork RandomRows::work() {
  using namespace engine;
  const auto word = [this] { return "Đăng \"ký\" " + std::to_string(number()); };
  const auto step = [&]() -> StoredStep {
    const InstanceId root{number()}, at{number()};
    switch (below(7)) {
      case 0: return Complete{root, at, chance(50)};
      case 1: return Ended{root, at};
      case 2: return Again{root, at, chance(50)};
      case 3: return Collect{root, at};
      case 4:
        return Return{root,
                      at,
                      static_cast<Return::How>(below(3)),
                      word(),
                      chance(50) ? std::optional(word()) : std::nullopt,
                      {}};
      case 5: return Deliver{root, SubscriptionId{number()}, word(), at, {}};
      default: break;
    }
    StoredEnter enter;
    enter.root = root;
    enter.scope = at;
    enter.definition.value = number();
    enter.node = word();
    if (chance(50)) enter.flow = word();
    enter.inner = chance(50);
    enter.loop_counter = below(5) - 1;
    enter.loop_end = chance(50) ? -1 : below(9);
    enter.happened = chance(50);
    enter.resumed = chance(50);
    if (chance(50)) enter.occurred = below(4);
    if (chance(20)) enter.occurred_at = word();
    if (chance(20)) enter.arrived_by = word() + "\n" + word();
    enter.compensates.value = below(3);
    return enter;
  };
  const auto turns = [&] { return chance(50) ? Turns{} : Turns{"PT1H", below(4) - 1}; };
  switch (below(10)) {
    case 0: {
      Continue work{static_cast<Continue::Why>(below(4)), {}, number()};
      for (std::int64_t n = below(4); n > 0; --n) work.steps.push_back(step());
      return work;
    }
    case 1: return TryAgain{};
    case 2: return FireTimer{below(3) - 1, turns()};
    case 3: return TellListener{word(), turns()};
    case 4: return BringSignal{word()};
    case 5: return ForgetKept{MessageId{number()}};
    case 6: return FireRung{RungId{number()}};
    case 8: return PlanLadder{DeadlineId{number()}, below(5)};
    case 7: return ForWorker{};
    default: break;
  }
  Notify notice;
  for (std::int64_t n = below(3); n > 0; --n) notice.to.push_back(word());
  notice.level = below(3);
  notice.subject = word();
  notice.text = word();
  if (chance(50)) notice.dossier = word();
  notice.task = word();
  notice.due = word();
  notice.definition = word();
  notice.root.value = number();
  notice.rung = word();
  return notice;
}

}  // namespace lienthong::storage
