#include "feel/regex.h"
#include <algorithm>
#include <array>
#include <stdexcept>
#include "feel/evaluation.h"
#include "feel/limits.h"
#include "feel/regex_parser.h"
#include "feel/unicode_blocks.h"
#include "feel/utf8.h"

namespace lienthong::feel {
namespace {

using Instruction = Regex::Instruction;
using Shape = RegexNode::Shape;

constexpr std::size_t unset = static_cast<std::size_t>(-1);

bool in_class(const std::string& name, char32_t c) {
  if (name.starts_with("Is")) {
    const std::optional<UnicodeBlock> block = find_block(std::string_view(name).substr(2));
    return block && c >= block->first && c <= block->last;
  }
  const std::string_view category = utf8::category(c);
  if (name == "d") return category == "Nd";
  if (name == "s") return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  if (name == "w") return category[0] != 'P' && category[0] != 'Z' && category[0] != 'C';
  if (name == "i") return c == ':' || c == '_' || category[0] == 'L';
  if (name == "c") return c == ':' || c == '-' || c == '.' || (c != '?' && utf8::is_name_part(c));
  return category.starts_with(name);
}

/// All letters that differ from this one in case only, itself included: "k", "K" and the Kelvin sign.
std::vector<char32_t> case_variants(char32_t c) {
  // What upper and lower lead to from here covers all but letters that share a capital or small letter.
  constexpr std::array<char32_t, 3> kelvin{U'k', U'K', 0x212A}, angstrom{0xE5, 0xC5, 0x212B},
      long_s{U's', U'S', 0x17F}, ohm{0x3C9, 0x3A9, 0x2126}, sigma{0x3C3, 0x3A3, 0x3C2};
  for (const auto& group : {kelvin, angstrom, long_s, ohm, sigma})
    if (std::find(group.begin(), group.end(), c) != group.end()) return {group.begin(), group.end()};
  return {c, utf8::lower(c), utf8::upper(c), utf8::lower(utf8::upper(c)), utf8::upper(utf8::lower(c))};
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
      case Shape::BackReference: push({Instruction::Op::BackReference, node.group, 0}); break;
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

bool Regex::CharacterSet::holds(char32_t c) const {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const auto& range) { return c >= range.first && c <= range.second; }) ||
         std::any_of(classes.begin(), classes.end(),
                     [c](const auto& known) { return in_class(known.first, c) != known.second; });
}

bool Regex::CharacterSet::contains(char32_t c, bool ignore_case) const {
  bool in = holds(c);
  if (!in && ignore_case)
    for (const char32_t variant : case_variants(c)) in = in || holds(variant);
  return in != negated && (without.empty() || !without[0].contains(c, ignore_case));
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
    regex.refers_back_ =
        std::any_of(regex.program_.begin(), regex.program_.end(),
                    [](const Instruction& one) { return one.op == Instruction::Op::BackReference; });
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
  if (refers_back_) return find_by_trying(text, from, evaluation);
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
      if (fits(instruction, text[at]))
        follow(then, thread.instruction + 1, std::move(thread.saved), at + 1, text);
    }
    std::swap(now, then);
    if (at >= text.size()) break;
  }
  if (!best) return std::nullopt;
  return match_of(*best);
}

/// With back-references no way is known that is linear in the text, so these patterns try one way after the
/// other, and each try counts against the steps of the evaluation.
std::optional<Regex::Match> Regex::find_by_trying(const std::vector<char32_t>& text, std::size_t from,
                                                  Evaluation& evaluation) const {
  struct Try {
    Thread thread;
    std::size_t at;
  };
  for (std::size_t start = from; start <= text.size(); ++start) {
    std::vector<std::size_t> fresh(2 * groups_, unset);
    fresh[0] = start;
    std::vector<Try> open;
    open.push_back({{0, std::move(fresh)}, start});
    while (!open.empty()) {
      evaluation.step();
      Try now = std::move(open.back());
      open.pop_back();
      const Instruction& instruction = program_[now.thread.instruction];
      const auto go_on = [&](std::size_t instruction_at, std::size_t at) {
        open.push_back({{instruction_at, std::move(now.thread.saved)}, at});
      };
      const std::size_t next = now.thread.instruction + 1;
      switch (instruction.op) {
        case Instruction::Op::Done: now.thread.saved[1] = now.at; return match_of(now.thread.saved);
        case Instruction::Op::Jump: go_on(instruction.first, now.at); break;
        case Instruction::Op::Split:
          evaluation.produce(now.thread.saved.size() * sizeof(std::size_t));
          open.push_back({{instruction.second, now.thread.saved}, now.at});
          go_on(instruction.first, now.at);
          break;
        case Instruction::Op::Save:
          now.thread.saved[instruction.first] = now.at;
          go_on(next, now.at);
          break;
        case Instruction::Op::LineStart:
          if (now.at == 0 || (multi_line_ && text[now.at - 1] == '\n')) go_on(next, now.at);
          break;
        case Instruction::Op::LineEnd:
          if (now.at == text.size() || (multi_line_ && text[now.at] == '\n')) go_on(next, now.at);
          break;
        case Instruction::Op::BackReference:
          if (const std::optional<std::size_t> end =
                  repeated(now.thread.saved, instruction.first, text, now.at))
            go_on(next, *end);
          break;
        case Instruction::Op::Any:
        case Instruction::Op::Set:
          if (now.at < text.size() && fits(instruction, text[now.at])) go_on(next, now.at + 1);
          break;
      }
    }
  }
  return std::nullopt;
}

/// Where the text of the group, standing again at `at`, ends; a group that took no part is empty text.
std::optional<std::size_t> Regex::repeated(const std::vector<std::size_t>& saved, std::size_t group,
                                           const std::vector<char32_t>& text, std::size_t at) const {
  const std::size_t begin = saved[2 * group], end = saved[2 * group + 1];
  if (begin == unset || end == unset) return at;
  if (text.size() - at < end - begin) return std::nullopt;
  for (std::size_t i = begin; i < end; ++i, ++at) {
    if (text[i] == text[at]) continue;
    if (!ignore_case_) return std::nullopt;
    const std::vector<char32_t> variants = case_variants(text[i]);
    if (std::find(variants.begin(), variants.end(), text[at]) == variants.end()) return std::nullopt;
  }
  return at;
}

bool Regex::fits(const Instruction& instruction, char32_t c) const {
  if (instruction.op == Instruction::Op::Any) return dot_all_ || (c != '\n' && c != '\r');
  return sets_[instruction.first].contains(c, ignore_case_);
}

Regex::Match Regex::match_of(const std::vector<std::size_t>& saved) const {
  Match match;
  for (std::size_t i = 0; i < groups_; ++i) {
    const std::size_t begin = saved[2 * i], end = saved[2 * i + 1];
    match.groups.emplace_back(begin == unset || end == unset ? std::pair<std::size_t, std::size_t>(1, 0)
                                                             : std::pair(begin, end));
  }
  return match;
}

}  // namespace lienthong::feel
