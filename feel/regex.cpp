#include "feel/regex.h"
#include <algorithm>
#include <stdexcept>
#include "feel/evaluation.h"
#include "feel/limits.h"
#include "feel/regex_parser.h"
#include "feel/utf8.h"

namespace lienthong::feel {
namespace {

using Instruction = Regex::Instruction;
using Shape = RegexNode::Shape;

constexpr std::size_t unset = static_cast<std::size_t>(-1);

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const bool sign = (c >= 0x2000 && c <= 0x2BFF) || c == 0xD7 || c == 0xF7 || (c >= 0x3001 && c <= 0x3004);
  return !sign && utf8::is_name_start(c);
}

bool is_punctuation(char32_t c) {
  constexpr std::string_view ascii = "!\"#%&'()*,-./:;?@[\\]_{}";
  return c < 0x80 ? ascii.find(static_cast<char>(c)) != std::string_view::npos
                  : c == 0xA1 || c == 0xA7 || c == 0xAB || c == 0xB6 || c == 0xB7 || c == 0xBB || c == 0xBF ||
                        (c >= 0x2010 && c <= 0x2027) || (c >= 0x2030 && c <= 0x205E) ||
                        (c >= 0x3001 && c <= 0x3003);
}

bool is_symbol(char32_t c) {
  constexpr std::string_view ascii = "$+<=>^`|~";
  return c < 0x80 ? ascii.find(static_cast<char>(c)) != std::string_view::npos
                  : c == 0xD7 || c == 0xF7 || (c >= 0x20A0 && c <= 0x20CF) || (c >= 0x2190 && c <= 0x2BFF);
}

bool in_class(const std::string& name, char32_t c) {
  if (name == "d" || name == "Nd" || name == "N") return is_digit(c);
  if (name == "s") return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  if (name == "w") return !is_punctuation(c) && !utf8::is_space(c) && c >= 0x20 && c != 0x7F;
  if (name == "i") return c == ':' || c == '_' || is_letter(c);
  if (name == "c") return c == ':' || c == '-' || c == '.' || (c != '?' && utf8::is_name_part(c));
  if (name == "L") return is_letter(c);
  if (name == "Lu") return is_letter(c) && utf8::lower(c) != c;
  if (name == "Ll") return is_letter(c) && utf8::upper(c) != c;
  if (name == "P") return is_punctuation(c);
  if (name == "S") return is_symbol(c);
  if (name == "IsBasicLatin") return c < 0x80;
  return utf8::is_space(c) && c >= ' ';  // Z, Zs
}

/// Writes the tree down as a program.
class Emitter {
 public:
  Emitter(std::vector<Instruction>& program, std::vector<Regex::CharacterSet>& sets)
      : program_(program), sets_(sets) {}

  void emit(const RegexNode& node) {
    switch (node.shape) {
      case Shape::Empty: break;
      case Shape::Set:
        push({Instruction::Op::Set, sets_.size(), 0});
        sets_.push_back(node.set);
        break;
      case Shape::Any: push({Instruction::Op::Any, 0, 0}); break;
      case Shape::LineStart: push({Instruction::Op::LineStart, 0, 0}); break;
      case Shape::LineEnd: push({Instruction::Op::LineEnd, 0, 0}); break;
      case Shape::Sequence:
        for (const auto& child : node.children) emit(*child);
        break;
      case Shape::Choice: choice(node); break;
      case Shape::Repeat: repeat(node); break;
      case Shape::Group:
        if (node.group > 0) push({Instruction::Op::Save, 2 * node.group, 0});
        emit(*node.children[0]);
        if (node.group > 0) push({Instruction::Op::Save, 2 * node.group + 1, 0});
        break;
    }
  }

  std::size_t push(Instruction instruction) {
    if (program_.size() >= regex_program_max) throw std::invalid_argument("the pattern is too large");
    program_.push_back(instruction);
    return program_.size() - 1;
  }

 private:
  void choice(const RegexNode& node) {
    std::vector<std::size_t> jumps;
    for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
      const std::size_t split = push({Instruction::Op::Split, program_.size() + 1, 0});
      emit(*node.children[i]);
      jumps.push_back(push({Instruction::Op::Jump, 0, 0}));
      program_[split].second = program_.size();
    }
    emit(*node.children.back());
    for (const std::size_t jump : jumps) program_[jump].first = program_.size();
  }

  /// A split that prefers its body when greedy; `leave` is filled in later.
  std::size_t split(const RegexNode& node) {
    const std::size_t at = push({Instruction::Op::Split, 0, 0});
    (node.greedy ? program_[at].first : program_[at].second) = at + 1;
    return at;
  }
  void leave_to(const RegexNode& node, std::size_t split, std::size_t target) {
    (node.greedy ? program_[split].second : program_[split].first) = target;
  }

  void repeat(const RegexNode& node) {
    for (int i = 0; i < node.least; ++i) emit(*node.children[0]);
    if (node.most < 0) {
      const std::size_t at = split(node);
      emit(*node.children[0]);
      push({Instruction::Op::Jump, at, 0});
      leave_to(node, at, program_.size());
      return;
    }
    std::vector<std::size_t> splits;
    for (int i = node.least; i < node.most; ++i) {
      splits.push_back(split(node));
      emit(*node.children[0]);
    }
    for (const std::size_t at : splits) leave_to(node, at, program_.size());
  }

  std::vector<Instruction>& program_;
  std::vector<Regex::CharacterSet>& sets_;
};

}  // namespace

bool Regex::CharacterSet::contains(char32_t c) const {
  const bool in = std::any_of(ranges.begin(), ranges.end(),
                              [c](const auto& range) { return c >= range.first && c <= range.second; }) ||
                  std::any_of(classes.begin(), classes.end(),
                              [c](const auto& known) { return in_class(known.first, c) != known.second; });
  return in != negated && (without.empty() || !without[0].contains(c));
}

std::optional<Regex> Regex::compile(std::string_view pattern, std::string_view flags, std::string& error) {
  Regex regex;
  bool ignore_blanks = false, literal = false;
  for (const char flag : flags) {
    switch (flag) {
      case 's': regex.dot_all_ = true; break;
      case 'm': regex.multi_line_ = true; break;
      case 'i': regex.ignore_case_ = true; break;
      case 'x': ignore_blanks = true; break;
      case 'q': literal = true; break;
      default: error = "unknown flag '" + std::string(1, flag) + "'"; return std::nullopt;
    }
  }
  try {
    const std::unique_ptr<RegexNode> tree = parse_regex(pattern, ignore_blanks, literal, regex.groups_);
    Emitter emitter(regex.program_, regex.sets_);
    emitter.emit(*tree);
    emitter.push({Instruction::Op::Done, 0, 0});
  } catch (const std::invalid_argument& wrong) {
    error = wrong.what();
    return std::nullopt;
  }
  return regex;
}

struct Regex::Thread {
  std::size_t instruction;
  std::vector<std::size_t> saved;
};

/// Threads in order of preference, each instruction at most once.
struct Regex::Threads {
  std::vector<Thread> list;
  std::vector<std::size_t> seen;
  std::size_t generation = 0;
};

void Regex::follow(Threads& threads, std::size_t start, std::vector<std::size_t> saved, std::size_t at,
                   const std::vector<char32_t>& text) const {
  std::vector<Thread> pending;
  pending.push_back({start, std::move(saved)});
  while (!pending.empty()) {
    Thread thread = std::move(pending.back());
    pending.pop_back();
    if (threads.seen[thread.instruction] == threads.generation) continue;
    threads.seen[thread.instruction] = threads.generation;
    const Instruction& instruction = program_[thread.instruction];
    switch (instruction.op) {
      case Instruction::Op::Jump: pending.push_back({instruction.first, std::move(thread.saved)}); break;
      case Instruction::Op::Split:
        pending.push_back({instruction.second, thread.saved});
        pending.push_back({instruction.first, std::move(thread.saved)});
        break;
      case Instruction::Op::Save:
        thread.saved[instruction.first] = at;
        pending.push_back({thread.instruction + 1, std::move(thread.saved)});
        break;
      case Instruction::Op::LineStart:
        if (at == 0 || (multi_line_ && text[at - 1] == '\n'))
          pending.push_back({thread.instruction + 1, std::move(thread.saved)});
        break;
      case Instruction::Op::LineEnd:
        if (at == text.size() || (multi_line_ && text[at] == '\n'))
          pending.push_back({thread.instruction + 1, std::move(thread.saved)});
        break;
      default: threads.list.push_back(std::move(thread));
    }
  }
}

std::optional<Regex::Match> Regex::find(const std::vector<char32_t>& text, std::size_t from,
                                        Evaluation& evaluation) const {
  Threads now, then;
  now.seen.assign(program_.size(), 0);
  then.seen.assign(program_.size(), 0);
  std::optional<std::vector<std::size_t>> best;
  for (std::size_t at = from;; ++at) {
    if (!best) {
      // A later beginning is worse than any thread that already runs.
      std::vector<std::size_t> fresh(2 * groups_, unset);
      fresh[0] = at;
      if (now.list.empty()) ++now.generation;
      follow(now, 0, std::move(fresh), at, text);
    }
    if (now.list.empty() && best) break;
    evaluation.step(1 + now.list.size() / 4);
    then.list.clear();
    ++then.generation;
    for (Thread& thread : now.list) {
      const Instruction& instruction = program_[thread.instruction];
      if (instruction.op == Instruction::Op::Done) {
        thread.saved[1] = at;
        best = std::move(thread.saved);
        break;  // what follows was less preferred
      }
      if (at >= text.size()) continue;
      const char32_t c = text[at];
      bool fits = false;
      if (instruction.op == Instruction::Op::Any) {
        fits = dot_all_ || (c != '\n' && c != '\r');
      } else {
        const CharacterSet& set = sets_[instruction.first];
        fits = set.contains(c) ||
               (ignore_case_ && (set.contains(utf8::lower(c)) || set.contains(utf8::upper(c))));
      }
      if (fits) follow(then, thread.instruction + 1, std::move(thread.saved), at + 1, text);
    }
    std::swap(now, then);
    if (at >= text.size()) break;
  }
  if (!best) return std::nullopt;
  Match match;
  for (std::size_t i = 0; i < groups_; ++i) {
    const std::size_t begin = (*best)[2 * i], end = (*best)[2 * i + 1];
    match.groups.emplace_back(begin == unset || end == unset ? std::pair<std::size_t, std::size_t>(1, 0)
                                                             : std::pair(begin, end));
  }
  return match;
}

}  // namespace lienthong::feel
