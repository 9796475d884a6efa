#include "feel/regex_parser.h"
#include <algorithm>
#include <stdexcept>
#include "feel/unicode_blocks.h"
#include "feel/utf8.h"

namespace lienthong::feel {
namespace {

constexpr int regex_depth_max = 100;
constexpr int repeat_max = 1'000;
constexpr std::size_t groups_max = 100;

using Shape = RegexNode::Shape;
using NodePointer = std::unique_ptr<RegexNode>;

NodePointer make(Shape shape) {
  auto node = std::make_unique<RegexNode>();
  node->shape = shape;
  return node;
}

class RegexParser {
 public:
  RegexParser(std::string_view pattern, bool ignore_blanks, std::size_t& groups)
      : text_(utf8::decode(pattern)), groups_(groups) {
    if (ignore_blanks) remove_blanks();
  }

  NodePointer whole() {
    NodePointer node = choice();
    if (!done()) fail("unexpected ')'");
    return node;
  }

 private:
  std::vector<char32_t> text_;
  std::size_t& groups_;
  std::vector<std::size_t> closed_;  ///< groups that a back-reference may name
  std::size_t at_ = 0;
  int depth_ = 0;

  [[noreturn]] void fail(const std::string& why) const {
    throw std::invalid_argument(why + " at character " + std::to_string(at_ + 1));
  }
  /// The flag x: blanks go before anything is read, except within [ ].
  void remove_blanks() {
    std::vector<char32_t> kept;
    int open = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const char32_t c = text_[i];
      const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
      if (blank && open == 0) continue;
      const bool escaped =
          !kept.empty() && kept.back() == '\\' && (kept.size() < 2 || kept[kept.size() - 2] != '\\');
      if (c == '[' && !escaped) ++open;
      if (c == ']' && !escaped && open > 0) --open;
      kept.push_back(c);
    }
    text_ = std::move(kept);
  }
  bool done() const { return at_ >= text_.size(); }
  bool is(char32_t c) { return !done() && text_[at_] == c; }
  bool take(char32_t c) {
    if (!is(c)) return false;
    ++at_;
    return true;
  }

  NodePointer choice() {
    if (++depth_ > regex_depth_max) fail("nested too deeply");
    NodePointer node = make(Shape::Choice);
    do node->children.push_back(sequence());
    while (take('|'));
    --depth_;
    return node;
  }

  NodePointer sequence() {
    NodePointer node = make(Shape::Sequence);
    while (!done() && !is('|') && !is(')')) node->children.push_back(repeated(atom()));
    return node;
  }

  NodePointer repeated(NodePointer inner) {
    int least = 0, most = -1;
    if (take('+')) {
      least = 1;
    } else if (take('?')) {
      most = 1;
    } else if (take('{')) {
      least = most = count();
      if (take(',')) most = is('}') ? -1 : count();
      if (!take('}') || (most >= 0 && most < least)) fail("wrong repetition");
    } else if (!take('*')) {
      return inner;
    }
    NodePointer node = make(Shape::Repeat);
    node->least = least;
    node->most = most;
    node->greedy = !take('?');
    node->children.push_back(std::move(inner));
    if (is('*') || is('+') || is('?') || is('{')) fail("a repetition cannot be repeated");
    return node;
  }

  int count() {
    int value = 0;
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      value = value * 10 + static_cast<int>(text_[at_++] - '0');
      if (value > repeat_max) fail("repetition of more than " + std::to_string(repeat_max));
    }
    if (at_ == start) fail("a number is missing");
    return value;
  }

  NodePointer atom() {
    const char32_t c = text_[at_++];
    switch (c) {
      case '(': return group();
      case '.': return make(Shape::Any);
      case '^': return make(Shape::LineStart);
      case '$': return make(Shape::LineEnd);
      case '*':
      case '+':
      case '?':
      case '{': --at_; fail("nothing to repeat");
      case '}':
      case ']': --at_; fail("an escape \\ is missing");
      default: break;
    }
    NodePointer node = make(Shape::Set);
    if (c == '[') {
      node->set = bracket();
    } else if (c == '\\' && !done() && text_[at_] >= '1' && text_[at_] <= '9') {
      return back_reference();
    } else if (c == '\\') {
      escape(node->set);
    } else {
      node->set.ranges.emplace_back(c, c);
    }
    return node;
  }

  /// As many digits as still name a group that begins before (XQuery functions 3.1 §5.6.1).
  NodePointer back_reference() {
    NodePointer node = make(Shape::BackReference);
    node->group = static_cast<std::size_t>(text_[at_++] - '0');
    while (!done() && text_[at_] >= '0' && text_[at_] <= '9') {
      const std::size_t longer = node->group * 10 + static_cast<std::size_t>(text_[at_] - '0');
      if (longer >= groups_) break;
      node->group = longer;
      ++at_;
    }
    if (std::find(closed_.begin(), closed_.end(), node->group) == closed_.end()) fail("no such group");
    return node;
  }

  NodePointer group() {
    NodePointer node = make(Shape::Group);
    if (take('?')) {
      if (!take(':')) fail("unknown kind of group");
    } else {
      if (groups_ >= groups_max) fail("too many groups");
      node->group = groups_++;
    }
    node->children.push_back(choice());
    if (!take(')')) fail("a ')' is missing");
    if (node->group > 0) closed_.push_back(node->group);
    return node;
  }

  /// What stands behind a backslash; true when it is one character, the last range of `set`.
  bool escape(Regex::CharacterSet& set) {
    if (at_ >= text_.size()) fail("nothing behind \\");
    const char32_t c = text_[at_++];
    const auto one = [&set](char32_t meaning) {
      set.ranges.emplace_back(meaning, meaning);
      return true;
    };
    switch (c) {
      case 'n': return one('\n');
      case 'r': return one('\r');
      case 't': return one('\t');
      case 'd':
      case 's':
      case 'w':
      case 'i':
      case 'c': set.classes.emplace_back(std::string(1, static_cast<char>(c)), false); return false;
      case 'D':
      case 'S':
      case 'W':
      case 'I':
      case 'C': set.classes.emplace_back(std::string(1, static_cast<char>(c + 32)), true); return false;
      case 'p':
      case 'P': property(set, c == 'P'); return false;
      default: break;
    }
    const bool sign =
        c < 128 && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
    if (!sign) fail("unknown escape");
    return one(c);
  }

  void property(Regex::CharacterSet& set, bool negated) {
    if (at_ >= text_.size() || text_[at_++] != '{') fail("'{' is missing");
    std::string name;
    while (at_ < text_.size() && text_[at_] != '}') utf8::append(name, text_[at_++]);
    if (at_++ >= text_.size()) fail("'}' is missing");
    constexpr std::string_view categories[] = {"L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc",
                                               "Me", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Ps",
                                               "Pe", "Pi", "Pf", "Po", "Z",  "Zs", "Zl", "Zp", "S",
                                               "Sm", "Sc", "Sk", "So", "C",  "Cc", "Cf", "Co", "Cn"};
    const bool is_category =
        std::find(std::begin(categories), std::end(categories), name) != std::end(categories);
    if (is_category || (name.starts_with("Is") && find_block(std::string_view(name).substr(2)))) {
      set.classes.emplace_back(name, negated);
      return;
    }
    fail("unknown category " + name);
  }

  Regex::CharacterSet bracket() {
    if (++depth_ > regex_depth_max) fail("nested too deeply");
    Regex::CharacterSet set;
    if (at_ < text_.size() && text_[at_] == '^') {
      set.negated = true;
      ++at_;
    }
    bool first = true;
    for (;; first = false) {
      if (at_ >= text_.size()) fail("a ']' is missing");
      const char32_t c = text_[at_++];
      if (c == ']' && !first) break;
      if (c == '-' && at_ < text_.size() && text_[at_] == '[' && !first) {
        ++at_;
        set.without.push_back(bracket());
        if (at_ >= text_.size() || text_[at_++] != ']') fail("a ']' is missing");
        break;
      }
      if (c == '\\') {
        if (!escape(set)) continue;
      } else {
        set.ranges.emplace_back(c, c);
      }
      if (at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']' && text_[at_ + 1] != '[') {
        ++at_;
        set.ranges.back().second = range_end();
        if (set.ranges.back().second < set.ranges.back().first) fail("a range runs backwards");
      }
    }
    --depth_;
    return set;
  }

  char32_t range_end() {
    const char32_t c = text_[at_++];
    if (c != '\\') return c;
    Regex::CharacterSet end;
    if (!escape(end)) fail("a class ends no range");
    return end.ranges.back().first;
  }
};

}  // namespace

std::unique_ptr<RegexNode> parse_regex(std::string_view pattern, bool ignore_blanks, bool literal,
                                       std::size_t& groups) {
  if (!literal) return RegexParser(pattern, ignore_blanks, groups).whole();
  NodePointer sequence = make(Shape::Sequence);
  for (const char32_t c : utf8::decode(pattern)) {
    NodePointer node = make(Shape::Set);
    node->set.ranges.emplace_back(c, c);
    sequence->children.push_back(std::move(node));
  }
  return sequence;
}

}  // namespace lienthong::feel
