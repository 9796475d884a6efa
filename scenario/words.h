#pragma once
#include <string>
#include <string_view>
#include "base/json.h"
#include "base/refused.h"
#include "engine/commands.h"
#include "scenario/scenario.h"

namespace lienthong::scenario {

inline engine::Variables variables_of(const std::string& text) {
  const Value value = json::parse(text);
  if (!value.is_context()) throw Refused(Refused::Kind::Invalid, "variables are a JSON object");
  engine::Variables variables;
  for (const auto& [name, item] : value.context().entries) variables.emplace_back(name, TypedValue::of(item));
  return variables;
}

/// The words of one line, taken one after the other.
class Words {
 public:
  explicit Words(const Line& line) : line_(line), at_(1) {}
  bool done() const { return at_ >= line_.words.size(); }
  bool next_is(std::string_view word) const {
    return !done() && line_.words[at_] == word && !line_.quoted[at_];
  }
  bool take(std::string_view word) { return next_is(word) && (++at_, true); }
  std::string need(const char* what) {
    if (done())
      throw Refused(Refused::Kind::Invalid, std::string("expected ") + what + " at the end of the line");
    return line_.words[at_++];
  }
  std::int64_t need_number() {
    const std::string text = need("a number");
    const auto number = Decimal::parse(text);
    const auto whole = number ? number->to_integer() : std::nullopt;
    if (!whole) throw Refused(Refused::Kind::Invalid, "'" + text + "' is no whole number");
    return *whole;
  }
  engine::Variables take_variables() {
    return take("with") ? variables_of(need("a JSON object")) : engine::Variables{};
  }
  std::string rest() {
    std::string text;
    while (!done()) text += (text.empty() ? "" : " ") + line_.words[at_++];
    return text;
  }
  void end() const {
    if (!done()) throw Refused(Refused::Kind::Invalid, "did not expect '" + line_.words[at_] + "' here");
  }

 private:
  const Line& line_;
  std::size_t at_;
};

}  // namespace lienthong::scenario
