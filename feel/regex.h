#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lienthong::feel {

class Evaluation;

/// A regular expression as XPath writes them (XQuery functions 3.1 §5.6), run in time linear in the text: all
/// ways through the pattern advance together, so that no pattern can hang the engine. Only patterns with
/// back-references try one way after the other, within the steps that an evaluation has.
class Regex {
 public:
  struct CharacterSet;
  struct Match {
    /// Begin and end of the whole and of each group, in code points; groups that took no part have begin >
    /// end.
    std::vector<std::pair<std::size_t, std::size_t>> groups;
  };

  /// Flags: s (dot matches line ends), m (anchors match at lines), i (ignore case), x (ignore blanks).
  /// Nothing, with the reason in `error`, for a pattern that is none.
  static std::optional<Regex> compile(std::string_view pattern, std::string_view flags, std::string& error);
  /// The first match at or behind `from`; pays with steps of the evaluation.
  std::optional<Match> find(const std::vector<char32_t>& text, std::size_t from, Evaluation&) const;

  struct Instruction {
    enum class Op { Set, Any, Split, Jump, Save, LineStart, LineEnd, BackReference, Done };
    Op op = Op::Done;
    std::size_t first = 0,
                second =
                    0;  ///< targets (the first is preferred), a save slot, a group, or the index of a set
  };

 private:
  struct Thread;
  struct Threads;
  void follow(Threads&, std::size_t start, std::vector<std::size_t> saved, std::size_t at,
              const std::vector<char32_t>& text) const;

  std::optional<Match> find_by_trying(const std::vector<char32_t>& text, std::size_t from, Evaluation&) const;
  std::optional<std::size_t> repeated(const std::vector<std::size_t>& saved, std::size_t group,
                                      const std::vector<char32_t>& text, std::size_t at) const;
  bool fits(const Instruction&, char32_t) const;
  Match match_of(const std::vector<std::size_t>& saved) const;

  std::vector<Instruction> program_;
  std::vector<CharacterSet> sets_;
  std::size_t groups_ = 1;
  bool dot_all_ = false, multi_line_ = false, ignore_case_ = false, refers_back_ = false;
};

/// Characters by ranges, by classes such as \d, possibly negated, possibly without another set.
struct Regex::CharacterSet {
  std::vector<std::pair<char32_t, char32_t>> ranges;
  std::vector<std::pair<std::string, bool>> classes;  ///< "d", "w", "Lu", …; true: negated
  bool negated = false;
  std::vector<CharacterSet> without;  ///< at most one

  bool contains(char32_t, bool ignore_case) const;

 private:
  bool holds(char32_t) const;
};

}  // namespace lienthong::feel
